"""Floors: what disjoint parts of one voice add up to, kept region by region (R6)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from feeds.beat import Beat
from feeds.reconcile.places import Part, Taken

SHOWN = 12
"""Parts that a sum is written out with."""


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """Places that are added up."""

    taken: Sequence[Taken]
    low: int
    newest: datetime | None

    def since(self, moment: datetime) -> int:
        """What was counted in them after a moment."""
        if self.newest is None or self.newest <= moment:
            return 0
        return sum(taken.since(moment) for taken in self.taken)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Floor:
    """What disjoint parts add up to."""

    low: int
    newest: datetime | None
    """Latest as-of of the parts; None where none has a time."""

    sums: Sequence[_Sum]
    beat: Beat

    @property
    def parts(self) -> Iterator[Part]:
        """Those that were added."""
        return (part for one in self.sums for taken in one.taken for part in taken.parts)

    @property
    def words(self) -> str:
        """The sum as written: "43 (Gegharkunik) + 5 (Syunik)"; of very many the first ones."""
        told = [f"{p.step.low} ({_name(p, self.beat)})" for p in islice(self.parts, SHOWN)]
        more = sum(len(taken.parts) for one in self.sums for taken in one.taken) - len(told)
        return " + ".join([*told, *([f"{more} more parts"] if more else [])])

    def around(self, moment: datetime) -> tuple[int, int]:
        """What the parts counted up to `moment` add up to, undated ones too, and the later ones."""
        since = sum(one.since(moment) for one in self.sums)
        return self.low - since, since


class Adding:
    """The parts of one voice by place, and the floor that they set together.

    Two parts are disjoint where their places are, or their incidents in one place. A region
    contains its places, and the whole theatre every region: of a running total there and the sum
    of what lies inside it the larger counts, for a number inside another is never added to it.
    """

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._everywhere: Taken | None = None
        self._regions: dict[str, dict[str, Taken]] = defaultdict(dict)
        self._sums: dict[str, _Sum] = {}
        self._unsummed: set[str] = set()

    def put(self, place: str | None, taken: Taken | None) -> None:
        """Take what is added up of a place, in the stead of what was; None is nothing."""
        if place is None:
            self._everywhere = taken
            return
        region = self._beat.region_of.get(place, place)
        self._unsummed.add(region)
        if taken is not None:
            self._regions[region][place] = taken
        else:
            self._regions[region].pop(place, None)

    def floor(self) -> Floor | None:
        """None where no part has a lower bound."""
        for region in self._unsummed:
            self._sums.pop(region, None)
            if self._regions[region]:
                self._sums[region] = _in_region(region, self._regions[region])
        self._unsummed = set()
        if not self._sums and self._everywhere is None:
            return None
        inside = [self._sums[region] for region in sorted(self._sums)]
        found = inside
        if self._everywhere is not None:
            found = max(inside, [_sum([self._everywhere])], key=_low)
        return Floor(low=_low(found), newest=_newest(found), sums=found, beat=self._beat)


def _in_region(region: str, places: dict[str, Taken]) -> _Sum:
    whole = _sum([places[region]] if region in places else [])
    inner = _sum([places[place] for place in sorted(places) if place != region])
    return inner if inner.low > whole.low else whole


def _sum(taken: Sequence[Taken]) -> _Sum:
    return _Sum(taken, _low(taken), _newest(taken))


def _low(told: Iterable[Taken | _Sum]) -> int:
    return sum(one.low for one in told)


def _newest(told: Iterable[Taken | _Sum]) -> datetime | None:
    times = [one.newest for one in told if one.newest is not None]
    return max(times, default=None)


def _name(part: Part, beat: Beat) -> str:
    place = beat.name_of(part.place) if part.place is not None else None
    return ", ".join(w for w in (place, part.incident) if w)
