"""Reading: a claim as the reconciler reads it, with the arithmetic on its bounds (TALLY.md, 2)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from feeds.claim import Category, Claim, Kind, Qualifier, Relation

Column = Literal["own", "claimed", "independent", "other", "outlet"]
"""Whose word it is (R12): the side's own; another side's; an independent count; a third state's;
an outlet's or nobody's, which may only repeat (R11)."""

Order = tuple[datetime, datetime, bool, int, int, str, str, str, int, str]

REPEAT_SPAN = timedelta(hours=72)
"""How long a repeated number is the same claim passed on (R11)."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_ROUND: frozenset[Qualifier] = frozenset({"about", "nearly"})
_HEDGED: frozenset[Qualifier] = _ROUND | {"up_to", "fewer_than", "vague"}
_FLOORS: frozenset[Qualifier] = frozenset({"at_least", "more_than"})


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Reading:
    """One number of a claim, placed: the claim itself, or a part that R7 split from it."""

    claim: Claim
    column: Column
    speaker: str
    """Claimants with one speaker are one claimant (R11): a side, else the actor or its words."""

    low: int | None
    best: int | None
    high: int | None
    category: Category
    relation: Relation
    place: str | None
    incident: str | None
    """Both None: the whole theatre."""

    as_of: datetime | None
    """When it was counted; None when undated."""

    derived: bool = False
    """True where R7 split it from a larger number."""

    inside: bool = False
    """True where it lies inside another figure that stands too (R8)."""

    order: Order
    """Sorts readings as told, whatever the order of arrival."""

    @property
    def kind(self) -> Kind:
        return self.claim.kind

    @property
    def is_whole(self) -> bool:
        """True where it speaks of the whole theatre."""
        return self.place is None and self.incident is None

    @property
    def is_vague(self) -> bool:
        return self.claim.qualifier == "vague"

    @property
    def point(self) -> int:
        """The one number to compare by: the point value, else the lower, else the upper bound."""
        return point(self.low, self.best, self.high)


def point(low: int | None, best: int | None, high: int | None) -> int:
    """Point value, else the lower, else the upper bound; 0 where the words set none."""
    if best is not None:
        return best
    return low if low is not None else high or 0


def as_of(claim: Claim) -> datetime | None:
    """When it was counted, else the entry's time (TALLY.md, 1)."""
    return claim.as_of or claim.time


def order_of(claim: Claim) -> Order:
    """As told: by as-of, then by when it was known.

    In one breath an increment comes before the total that it leads to ("another five, bringing
    the total to 54"), and the larger of two running totals is the newer. Of equals, the one with
    the least relay is the first (R16).
    """
    return (
        as_of(claim) or _EARLIEST,
        claim.known or _EARLIEST,
        claim.relation != "increment",
        point(claim.low, claim.best, claim.high),
        len(claim.relay),
        claim.source,
        claim.entry,
        claim.field,
        claim.start,
        claim.id,
    )


def is_near(one: datetime | None, other: datetime | None) -> bool:
    """Within the span of a repeat; an undated text may repeat anything."""
    return one is None or other is None or abs(one - other) <= REPEAT_SPAN


def says_same(reading: Reading, low: int | None, best: int | None, high: int | None) -> bool:
    """The number repeated (R11): the same point value, else the very same bounds."""
    if reading.best is not None and best is not None:
        return reading.best == best
    return (reading.low, reading.best, reading.high) == (low, best, high)


def hedges(reading: Reading, number: int) -> bool:
    """A hedged or lower-floor figure that the number satisfies (R11): "nearly 50" of 49."""
    if not is_hedged(reading):
        return False
    return (reading.low or 0) <= number and (reading.high is None or number <= reading.high)


def is_hedged(reading: Reading) -> bool:
    """Said as a bound or loosely: it may repeat another number than its own."""
    return reading.claim.qualifier in _HEDGED or reading.claim.qualifier in _FLOORS


def is_round(reading: Reading) -> bool:
    """A counted figure said loosely ("about", "nearly"): close enough to name a category by."""
    return reading.claim.qualifier in _ROUND


def shown(low: int | None, best: int | None, high: int | None) -> str:
    """Bounds as an editor writes them: 49, 49+, 12+, 45-49, up to 60; "no number" for none."""
    if low is None and best is None:
        return "no number" if high is None else f"up to {high}"
    floor = point(low, best, high)
    if high is None:
        return f"{low if low is not None else floor}+"
    return str(high) if low == high else f"{low}-{high}"
