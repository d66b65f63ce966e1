"""A wider figure that the same side's later ones exceed says nothing of today (R5, R10, R14)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from feeds.beat import Beat
from feeds.claim import Category, Kind
from feeds.reconcile.corners import corners_of
from feeds.reconcile.drafts import Draft
from feeds.reconcile.steps import Step

CONTAINS: dict[Kind, tuple[Kind, ...]] = {
    "casualties": ("killed", "wounded"),
    "killed_or_missing": ("killed", "missing"),
}
"""Rows that stand beside `killed` as a ceiling note (R10), and the kinds that they contain."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_WIDE: tuple[Category, ...] = ("unknown", "mixed")


def set_overtaken_aside(drafts: Sequence[Draft], beat: Beat) -> None:
    """Take a side's own wider figure off its cell where later figures inside it exceed it.

    "No casualties" holds for killed and wounded until the side's first later figure of either;
    after that it would have an editor read 0. It stays in the ledger, as superseded.
    """
    for draft in drafts:
        kinds = CONTAINS.get(draft.key[1])
        if draft.own is None or kinds is None:
            continue
        step = draft.own.current
        beside = [d for d in drafts if d.key[0] == draft.key[0] and _fits(draft, d)]
        inside = [(k, [d for d in beside if d.key[1] == k]) for k in kinds]
        most = step.point if step.high is None else step.high
        if sum(_said_at_most(draft.key[0], mine, beat) for _, mine in inside) <= most:
            continue
        told = [(k, _said_since(step, draft.key[0], mine, beat)) for k, mine in inside]
        if sum(n for _, n in told) > most:
            since = " and ".join(f"{n} {kind}" for kind, n in told if n)
            what = f"{step.words} {draft.key[1].replace('_', ' ')}"
            draft.set_own_aside(f"{what}, overtaken by {since} said later (R5, R10)")


def _fits(wider: Draft, inner: Draft) -> bool:
    """A figure of soldiers says nothing of civilians; one of no category may be of either."""
    return wider.key[2] in _WIDE or inner.key[2] in (wider.key[2], "unknown")


def _said_at_most(side: str, drafts: Sequence[Draft], beat: Beat) -> int:
    """No less than the side's own number of one kind, whenever it was counted.

    What parts of several cells add up to is never more than what those of each do.
    """
    floors = (d.corners.floor(("own", side), beat) for d in drafts)
    parts = sum(floor.low for floor in floors if floor is not None)
    return max(sum(d.own.current.point for d in drafts if d.own), parts)


def _said_since(step: Step, side: str, drafts: Sequence[Draft], beat: Beat) -> int:
    """The side's own number of one kind, counted after the step: total or sum of parts."""
    totals = {d.key[2]: d.own.current for d in drafts if d.own and _later(d.own.current, step)}
    split = sum(s.point for c, s in totals.items() if c not in _WIDE)
    parts = [p for d in drafts for p in d.parts if p.column == "own" and _later(p.step, step)]
    floor = corners_of(parts, beat.zone).floor(("own", side), beat)
    return max(split, _most(s for c, s in totals.items() if c in _WIDE), floor.low if floor else 0)


def _most(steps: Iterable[Step]) -> int:
    return max((s.point for s in steps), default=0)


def _later(one: Step, other: Step) -> bool:
    return _told(one) > _told(other)


def _told(step: Step) -> tuple[datetime, datetime]:
    return (step.as_of or _EARLIEST, step.reading.claim.known or _EARLIEST)
