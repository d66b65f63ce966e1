"""First step: which decisions count, and which claim each is about, whatever its id is today."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.decision import Decision, Judgement, Words

ClaimKey = tuple[str, str]
"""Id and words: an edited entry may keep an id and change the words under it."""

Path = tuple[int, ...]
"""Which part of a split claim: (2,) is `<id>/2`; empty for the claim itself."""

_PARTS = re.compile(r"(?:/[1-9]\d{0,5})+$")
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matched:
    """Every decision beside the claim that it is about."""

    judgements: Mapping[ClaimKey, tuple[Judgement, ...]]
    """By claim of the machine, in the order decided; those about its parts too."""

    orphaned: tuple[Decision, ...]
    """Decisions that find no claim: kept, listed, without effect."""

    def of(self, claim: Claim) -> tuple[Judgement, ...]:
        """What was decided about a claim of the machine."""
        return self.judgements.get((claim.id, claim.quote), ())


def match(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Matched:
    """Find each decision's claim among `claims`, of all versions of all entries.

    By id, else by the same words in the same entry (after a change of the grammar), else in the
    one other source that holds that entry; so too the claim that a merge names. Words that
    changed are another version's: a decision stays with the version whose words it judged.
    """
    found: dict[ClaimKey, list[Judgement]] = defaultdict(list)
    index = _Index(claims)
    judgements, orphaned = resolve(decisions)
    for judgement in judgements:
        decision = index.with_target(judgement.decision)
        keys = index.find(decision) if decision is not None else set()
        if decision is None or not keys:
            orphaned.append(judgement.decision)
            continue
        for key in keys:
            found[key].append(replace(judgement, decision=decision))
    kept = {key: _reachable(listed, orphaned) for key, listed in found.items()}
    return Matched(
        judgements={key: tuple(listed) for key, listed in kept.items() if listed},
        orphaned=tuple(sorted(orphaned, key=order_of)),
    )


def resolve(decisions: Iterable[Decision]) -> tuple[list[Judgement], list[Decision]]:
    """Decisions in order, each with the undo that holds; and undos that name no decision."""
    ordered = sorted({d.id: d for d in decisions}.values(), key=order_of)
    undone: dict[str, Decision | None] = {}
    for event in ordered:
        if event.of and event.verdict in ("undo", "redo"):
            undone[event.of] = event if event.verdict == "undo" else None
    verdicts = [d for d in ordered if d.verdict not in ("undo", "redo")]
    names = {d.id for d in verdicts}
    lost = [d for d in ordered if d.verdict in ("undo", "redo") and d.of not in names]
    return [Judgement(decision=d, undone=undone.get(d.id)) for d in verdicts], lost


def order_of(decision: Decision) -> tuple[datetime, str]:
    """Decisions are ordered by when they were made; their time says nothing else (R19)."""
    return (decision.at, decision.id)


def root_of(claim: str) -> tuple[str, Path]:
    """The machine's claim behind an id, and which of its parts: `ab/2` is (ab, (2,))."""
    parts = _PARTS.search(claim)
    if parts is None:
        return claim, ()
    return claim[: parts.start()], tuple(int(n) for n in parts.group()[1:].split("/"))


def verdict_at(
    path: Path, judgements: Iterable[Judgement], known: Container[str] | None = None
) -> Decision | None:
    """The verdict in force on a claim or a part: the last active one; notes only add.

    A merge with a claim that is not among the `known` ids yet leaves the verdict before it.
    """
    active = (
        j.decision
        for j in judgements
        if j.is_active and j.decision.verdict != "note" and root_of(j.decision.claim)[1] == path
    )
    possible = (
        d for d in active if known is None or d.echo_of is None or root_of(d.echo_of)[0] in known
    )
    return max(possible, key=order_of, default=None)


def _reachable(listed: Sequence[Judgement], orphaned: list[Decision]) -> list[Judgement]:
    """Without those about parts of a split that is not in force, merges aside: those may wait."""
    kept = []
    for judgement in listed:
        path = root_of(judgement.decision.claim)[1]
        above = ((path[:n], path[n]) for n in range(len(path)))
        if all(_has_part(verdict_at(whole, listed, known=()), part) for whole, part in above):
            kept.append(judgement)
        elif judgement.decision not in orphaned:
            orphaned.append(judgement.decision)
    return kept


def _has_part(verdict: Decision | None, part: int) -> bool:
    return verdict is not None and verdict.verdict == "split" and part <= len(verdict.parts)


class _Index:
    """The claims by what a decision knows of them."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._ids: set[str] = set()
        self._by_entry: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._sources: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            self._ids.add(claim.id)
            self._by_entry[claim.entry_key].append(claim)
            self._sources[claim.entry].add(claim.source)

    def find(self, decision: Decision) -> set[ClaimKey]:
        """The claim of a decision; empty without it."""
        found = self._stands(root_of(decision.claim)[0], decision.words)
        return {(c.id, c.quote) for c in found}

    def with_target(self, decision: Decision) -> Decision | None:
        """A merge with the id that the claim it names has today; None where there is none."""
        if decision.echo_of is None:
            return decision
        root, path = root_of(decision.echo_of)
        if decision.echo_words is None:
            return decision if root in self._ids else None
        found = self._stands(root, decision.echo_words)
        if not found:
            return None
        parts = "".join(f"/{n}" for n in path)
        return replace(decision, echo_of=found[0].id + parts)

    def _stands(self, id: str, words: Words) -> Sequence[Claim]:
        own = self._by_entry.get((words.source, words.entry), ())
        same = [c for c in own if c.id == id and _overlap(c, words)]
        return same or _nearest(own, words) or _nearest(self._elsewhere(words), words)

    def _elsewhere(self, words: Words) -> Sequence[Claim]:
        """The same entry under another source's name, where only one has it."""
        sources = self._sources.get(words.entry, set())
        if len(sources) != 1:
            return ()
        [source] = sources
        return self._by_entry[source, words.entry]


def _nearest(claims: Sequence[Claim], words: Words) -> list[Claim]:
    """The claim of that kind that shares most of the words; none where none does."""
    alike = (c for c in claims if words.kind in (None, c.kind) and _overlap(c, words))
    return sorted(
        alike,
        key=lambda c: (-_overlap(c, words), c.known or _EARLIEST, abs(c.start), c.id),
    )[:1]


def _overlap(claim: Claim, words: Words) -> int:
    """How many characters both hold, in the same place; 0 where their words differ there."""
    start, end = max(claim.start, words.start), min(claim.end, words.end)
    if claim.field != words.field or start >= end:
        return 0
    here = claim.quote[start - claim.start : end - claim.start]
    return end - start if here == words.quote[start - words.start : end - words.start] else 0
