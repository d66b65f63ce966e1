"""First step: which decisions count, and which claim each is about, whatever its id is today."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.decision import Decision, Judgement, Words
from feeds.review.same_words import claims_meant, plain_name

ClaimKey = tuple[str, str]
"""Id and words: an edited entry may keep an id and change the words under it."""

SaidKey = tuple[str, str, str, str, str]
"""Source, entry, field, kind and quote: what versions of an entry may both hold."""

Path = tuple[int, ...]
"""Which part of a split claim: (2,) is `<id>/2`; empty for the claim itself."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_PARTS = re.compile(r"(?:/[1-9]\d{0,5})+$")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Recalled:
    """What stands again where a later version of the entry has the same words."""

    claim: Claim
    """As the machine read it, in the version that was judged."""

    decision: Decision


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matched:
    """Every decision beside the claim that it is about."""

    judgements: Mapping[ClaimKey, tuple[Judgement, ...]]
    """By claim of the machine, in the order decided; those about its parts too."""

    orphaned: tuple[Decision, ...]
    """Decisions that find no claim: kept, listed, without effect."""

    recalled: Mapping[SaidKey, Recalled] = field(default_factory=dict)
    """Claims of which a person took the machine's reading away, by their words."""

    def of(self, claim: Claim) -> tuple[Judgement, ...]:
        """What was decided about a claim of the machine."""
        return self.judgements.get((claim.id, claim.quote), ())

    def recalled_by(self, claim: Claim) -> Decision | None:
        """What was decided about the same words in an earlier version of its entry."""
        found = self.recalled.get(_said_key(claim))
        if found is None or found.claim.wording == claim.wording:
            return None
        is_later = (claim.known or _EARLIEST) >= (found.claim.known or _EARLIEST)
        return found.decision if is_later else None


def match(claims: Iterable[Claim], decisions: Iterable[Decision]) -> Matched:
    """Find each decision's claim among `claims`, of all versions of all entries.

    By the same words in the same entry (`feeds.review.same_words`), else in the one other source
    that holds that entry; so too the claim that a merge names. Words that changed are another
    version's: a decision stays with the version whose words it judged.
    """
    found: dict[ClaimKey, list[Judgement]] = defaultdict(list)
    told = tuple(claims)
    index = _Index(told)
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
    judged = {key: tuple(listed) for key, listed in kept.items() if listed}
    return Matched(
        judgements=judged,
        orphaned=tuple(sorted(orphaned, key=order_of)),
        recalled=dict(_recalled(told, judged)),
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


def _recalled(
    claims: Iterable[Claim], judged: Mapping[ClaimKey, Sequence[Judgement]]
) -> Iterator[tuple[SaidKey, Recalled]]:
    """The claims that do not stand as the machine read them; a later version overrides."""
    for claim in sorted(claims, key=lambda c: c.known or _EARLIEST) if judged else ():
        decision = verdict_at((), judged.get((claim.id, claim.quote), ()))
        if decision is not None and decision.verdict != "confirm":
            yield _said_key(claim), Recalled(claim=claim, decision=decision)


def _said_key(claim: Claim) -> SaidKey:
    return (claim.source, claim.entry, claim.field, claim.kind, claim.quote)


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
        self._namesakes: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        self._sources: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            self._ids.add(claim.id)
            name = plain_name(claim.entry)
            self._namesakes[claim.source, name].append(claim)
            self._sources[name].add(claim.source)

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
        name = plain_name(words.entry)
        own = self._namesakes.get((words.source, name), ())
        return claims_meant(own, words, id) or claims_meant(self._elsewhere(name), words, id)

    def _elsewhere(self, name: str) -> Sequence[Claim]:
        """The same entry under another source's name, where only one has it."""
        sources = self._sources.get(name, set())
        if len(sources) != 1:
            return ()
        [source] = sources
        return self._namesakes[source, name]
