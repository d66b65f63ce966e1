"""Numbers for parts of the theatre: what they add up to, counted nowhere twice (R6)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from itertools import accumulate

from feeds.claim import Category
from feeds.reconcile.chain import Chain
from feeds.reconcile.reading import Column, Order
from feeds.reconcile.scopes import day_in, is_mere_day
from feeds.reconcile.steps import Step


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Part:
    """The figure that stands for one place or incident, by one claimant."""

    column: Column
    by: str
    speaker: str
    category: Category
    place: str | None
    incident: str | None
    chain: Chain
    moves: int
    """Of the chain, when this was made: it goes on moving."""

    @property
    def step(self) -> Step:
        return self.chain.current


Voice = tuple[Column, str]
"""Column and speaker: two counters' parts are never added."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Taken:
    """The parts of one place that are added up."""

    parts: Sequence[Part]
    low: int
    newest: datetime | None
    """Latest as-of; None where none has a time."""

    def since(self, moment: datetime) -> int:
        """What those add up to that were counted after a moment."""
        if self.newest is None or self.newest <= moment:
            return 0
        times, sums = self._counted
        return sums[-1] - sums[bisect_right(times, moment)]

    @cached_property
    def _counted(self) -> tuple[Sequence[datetime], Sequence[int]]:
        """As-ofs in order, and what the parts before each and after the last add up to."""
        dated = ((p.step.as_of, p.step.low or 0) for p in self.parts if p.step.as_of is not None)
        told = sorted(dated)
        return [when for when, _ in told], [0, *accumulate(low for _, low in told)]


def take(parts: Sequence[Part], zone: tzinfo | None) -> Taken:
    """What one voice's parts of one place add up to; of those that have a lower bound."""
    parts = _at_one_place(parts, zone)
    times = [part.step.as_of for part in parts if part.step.as_of is not None]
    return Taken(parts=parts, low=_sum(parts), newest=max(times, default=None))


def _at_one_place(parts: Sequence[Part], zone: tzinfo | None) -> list[Part]:
    """The running total there, or its days together: whichever is more.

    A figure of the whole day contains the incidents of that day. Categories that may contain each
    other are not added: the larger of them counts.
    """
    running = _disjoint([p for p in parts if p.incident is None])
    days: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        if part.incident is not None:
            days[_day(part, zone)].append(part)
    told = [p for day in sorted(days, key=str) for p in _on_one_day(days[day])]
    return max(running, told, key=_sum)


def _on_one_day(parts: Sequence[Part]) -> list[Part]:
    whole = _disjoint([p for p in parts if is_mere_day(p.incident)])
    incidents: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        if not is_mere_day(part.incident):
            incidents[part.incident].append(part)
    named = [p for incident in sorted(incidents, key=str) for p in _disjoint(incidents[incident])]
    return max(whole, named, key=_sum)


def _day(part: Part, zone: tzinfo | None) -> str | None:
    """The day of an incident: as its name says, else when it was first told; None undated."""
    first = part.chain.steps[0].as_of
    named = day_in(part.incident)
    if named is not None or first is None:
        return named
    return (first.astimezone(zone) if zone else first).date().isoformat()


def _disjoint(parts: Sequence[Part]) -> list[Part]:
    """Of one place and incident: soldiers and civilians together, or the sum that is not split."""
    split = [p for p in parts if p.category in ("military", "civilian")]
    lump = [[p] for p in parts if p.category not in ("military", "civilian")]
    return max([split, *lump], key=_sum)


def _sum(parts: Sequence[Part]) -> int:
    return sum(p.step.low or 0 for p in parts)


def part_order(part: Part) -> tuple[str, str, str, Order]:
    """By place, incident and speaker."""
    return (part.place or "", part.incident or "", part.by, part.step.reading.order)
