"""Second step: the claims as people judged them, those of one moment (R19)."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.beat import NO_BEAT, Beat
from feeds.claim import Claim, Judged, Ruling
from feeds.decision import Decision, Judgement, Review, Verdict
from feeds.review.correcting import changes_of
from feeds.review.matching import Matched, Path, match, root_of, verdict_at

_RULINGS: dict[Verdict, Ruling] = {
    "confirm": "confirmed",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "merged",
    "split": "split",
}
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reviewed:
    """The claims as people judged them."""

    claims: tuple[Claim, ...]
    """In the order given; a split claim's parts in its place. Rejected and merged ones stay, marked
    (`Claim.judged`): it is the reconciler that counts them nowhere."""

    reviews: Mapping[str, Review]
    """By claim id, where anybody decided anything; a split claim and each of its parts."""

    orphaned: tuple[Decision, ...] = ()
    """Decisions that found no claim: kept, without effect."""


def review(
    claims: Iterable[Claim], decisions: Iterable[Decision], *, beat: Beat = NO_BEAT
) -> Reviewed:
    """The claims with the decisions about them; `beat` gives a corrected claimant its side."""
    known = tuple(claims)
    return apply(known, match(known, decisions), beat=beat)


def apply(claims: Iterable[Claim], matched: Matched, *, beat: Beat = NO_BEAT) -> Reviewed:
    """The claims known at a moment, with the decisions matched to them.

    A decision takes effect as soon as its claim is known; a merge once both its claims are, and
    until then the verdict before it holds.
    """
    known = tuple(claims)
    if not matched.judgements:
        return Reviewed(claims=known, reviews={}, orphaned=matched.orphaned)
    court = _Court(matched, beat, {c.id for c in known})
    for claim in known:
        court.hear(claim)
    return court.rule()


class _Court:
    """Judges one claim after the other; merges last, when all that is known has been heard."""

    def __init__(self, matched: Matched, beat: Beat, known: Set[str]) -> None:
        self._matched = matched
        self._known = known
        self._beat = beat
        self._claims: list[Claim] = []
        self._reviews: dict[str, Review] = {}
        self._parts: dict[str, tuple[Claim, ...]] = {}
        self._merges: dict[str, Decision] = {}

    def hear(self, claim: Claim) -> None:
        """Take the next claim of the machine."""
        judgements = self._matched.of(claim)
        if judgements:
            self._judge(claim, claim, (), judgements)
        elif (before := self._matched.recalled_by(claim)) is not None:
            self._claims.append(replace(claim, recalls=_recall(before)))
        else:
            self._claims.append(claim)

    def rule(self) -> Reviewed:
        """All that was heard."""
        by_id = {c.id: c for c in self._claims}
        targets = {name: self._standing(d, by_id) for name, d in self._merges.items()}
        merged: dict[str, Claim] = {}
        for name, decision in self._merges.items():
            end = _end_of(name, targets, by_id)
            if end == name:
                # Each repeats another: somebody has to stand.
                self._reviews[name] = replace(self._reviews[name], in_force=None)
            else:
                merged[name] = _merged(by_id[name], decision, end)
        claims = (merged.get(c.id, c) if c is by_id[c.id] else c for c in self._claims)
        return Reviewed(
            claims=tuple(self._inside(c, by_id) for c in claims),
            reviews=self._reviews,
            orphaned=self._matched.orphaned,
        )

    def _judge(
        self, claim: Claim, whole: Claim, path: Path, judgements: Sequence[Judgement]
    ) -> None:
        verdict = self._verdict(path, judgements)
        self._reviews[claim.id] = Review(
            claim=claim.id,
            machine=whole,
            judgements=tuple(j for j in judgements if _is_about(j, path)),
            in_force=verdict or (self._verdict(path[:-1], judgements) if path else None),
        )
        if verdict is not None and verdict.verdict == "split":
            self._split(claim, whole, path, verdict, judgements)
            return
        if verdict is not None and verdict.verdict == "merge":
            self._merges[claim.id] = verdict
        self._claims.append(_ruled(claim, whole, verdict, self._beat))

    def _verdict(self, path: Path, judgements: Sequence[Judgement]) -> Decision | None:
        return verdict_at(path, judgements, self._known)

    def _split(
        self,
        claim: Claim,
        whole: Claim,
        path: Path,
        verdict: Decision,
        judgements: Sequence[Judgement],
    ) -> None:
        """Put the parts in place of the claim; each may be judged in its turn."""
        parts = []
        for n, part in enumerate(verdict.parts, 1):
            made = replace(
                claim,
                **changes_of(claim, part, self._beat),
                id=f"{claim.id}/{n}",
                confidence="high",
                judged=replace(_mark(verdict), machine=whole),
            )
            parts.append(made)
            self._judge(made, whole, (*path, n), judgements)
        self._parts[claim.id] = tuple(parts)

    def _standing(self, merge: Decision, by_id: Mapping[str, Claim]) -> str:
        """The claim that a merge names: of a split one its first part, of no part the whole."""
        target = merge.echo_of or ""
        while target not in by_id and target not in self._parts:
            target = target.rpartition("/")[0]
        while target in self._parts:
            target = self._parts[target][0].id
        return target

    def _inside(self, claim: Claim, by_id: Mapping[str, Claim]) -> Claim:
        """A part of a number that was split lies in the piece of its own kind."""
        if claim.within is None or claim.within not in self._parts:
            return claim
        pieces = self._parts[claim.within]
        alike = (p for p in pieces if (p.kind, p.victim) == (claim.kind, claim.victim))
        piece = next(alike, pieces[0])
        return replace(claim, within=piece.id if piece.id in by_id else None)


def _ruled(claim: Claim, whole: Claim, verdict: Decision | None, beat: Beat) -> Claim:
    """The claim under any verdict that needs no other claim."""
    if verdict is None or verdict.verdict == "merge":
        return claim
    mark = replace(_mark(verdict), machine=whole if claim is not whole else None)
    if verdict.verdict == "confirm":
        return replace(claim, confidence="high", judged=mark)
    if verdict.verdict == "correct" and verdict.correction:
        changes = changes_of(claim, verdict.correction, beat)
        return replace(claim, **changes, confidence="high", judged=replace(mark, machine=whole))
    return replace(claim, judged=mark)


def _merged(claim: Claim, merge: Decision, end: str) -> Claim:
    """The claim as an echo of the one at the end of its chain."""
    machine = claim.judged.machine if claim.judged else None
    return replace(claim, judged=replace(_mark(merge), machine=machine, echo_of=end))


def _mark(verdict: Decision) -> Judged:
    return Judged(
        ruling=_RULINGS[verdict.verdict],
        decision=verdict.id,
        by=verdict.by,
        at=verdict.at,
        note=verdict.note,
    )


def _recall(before: Decision) -> str:
    by = f" by {before.by}" if before.by else ""
    return f"{_RULINGS[before.verdict]}{by} in an earlier version, and said again (R19)"


def _is_about(judgement: Judgement, path: Path) -> bool:
    """True for what was decided about the claim at `path`, or about a whole that it is part of."""
    about = root_of(judgement.decision.claim)[1]
    return path[: len(about)] == about


def _end_of(merged: str, targets: Mapping[str, str], by_id: Mapping[str, Claim]) -> str:
    """The claim that stands at the end of a chain of merges; of a circle the first one told."""
    chain = [merged]
    while (following := targets.get(chain[-1])) is not None:
        if following in chain:
            circle = chain[chain.index(following) :]
            return min(circle, key=lambda i: (by_id[i].known or _EARLIEST, i))
        chain.append(following)
    return chain[-1]
