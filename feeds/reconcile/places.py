"""Numbers for parts of the theatre: what they add up to, counted nowhere twice (R6)."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from itertools import accumulate, islice

from feeds.beat import Beat
from feeds.claim import Category
from feeds.reconcile.chain import Chain, Step
from feeds.reconcile.reading import Column, Order
from feeds.reconcile.scopes import day_in, is_mere_day


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

    @property
    def step(self) -> Step:
        return self.chain.current


Voice = tuple[Column, str]
"""Column and speaker: two counters' parts are never added."""

SHOWN = 12
"""Parts that a sum is written out with."""


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


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Floor:
    """What disjoint parts add up to."""

    low: int
    newest: datetime | None
    """Latest as-of of the parts; None where none has a time."""

    taken: Sequence[Taken]
    beat: Beat

    @property
    def parts(self) -> Iterator[Part]:
        """Those that were added."""
        return (part for taken in self.taken for part in taken.parts)

    @property
    def words(self) -> str:
        """The sum as written: "43 (Gegharkunik) + 5 (Syunik)"; of very many the first ones."""
        told = [f"{p.step.low} ({_name(p, self.beat)})" for p in islice(self.parts, SHOWN)]
        more = sum(len(taken.parts) for taken in self.taken) - len(told)
        return " + ".join([*told, *([f"{more} more parts"] if more else [])])

    def around(self, moment: datetime) -> tuple[int, int]:
        """What the parts counted up to `moment` add up to, undated ones too, and the later ones."""
        since = sum(taken.since(moment) for taken in self.taken)
        return self.low - since, since


def floor_of(told: Mapping[str | None, Taken], beat: Beat) -> Floor | None:
    """The floor that one voice's parts set together, by place; None where they set none.

    Two parts are disjoint where their places are, or their incidents in one place. A region
    contains its places, and the whole theatre every region: of a running total there and the sum
    of what lies inside it the larger counts, for a number inside another is never added to it.
    """
    if not told:
        return None
    everywhere = [told[None]] if None in told else []
    regions: dict[str, dict[str, Taken]] = defaultdict(dict)
    for place, taken in told.items():
        if place is not None:
            regions[beat.region_of.get(place, place)][place] = taken
    inside = [t for region in sorted(regions) for t in _in_region(region, regions[region])]
    found = max(inside, everywhere, key=_low)
    times = [taken.newest for taken in found if taken.newest is not None]
    return Floor(low=_low(found), newest=max(times, default=None), taken=found, beat=beat)


def _in_region(region: str, places: Mapping[str, Taken]) -> list[Taken]:
    whole = [places[region]] if region in places else []
    inner = [places[place] for place in sorted(places) if place != region]
    return max(whole, inner, key=_low)


def take(parts: Sequence[Part], zone: tzinfo | None) -> Taken:
    """What one voice's parts of one place add up to; of those that have a lower bound."""
    parts = _at_one_place(parts, zone)
    times = [part.step.as_of for part in parts if part.step.as_of is not None]
    return Taken(parts=parts, low=_sum(parts), newest=max(times, default=None))


def _low(told: Iterable[Taken]) -> int:
    return sum(taken.low for taken in told)


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


def _name(part: Part, beat: Beat) -> str:
    place = beat.name_of(part.place) if part.place is not None else None
    return ", ".join(w for w in (place, part.incident) if w)
