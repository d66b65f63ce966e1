"""A unit that grows: as `unit_of` makes one of the same readings, a reading more or less at a time.

What a side says next is added to its series where it was told last; else that series alone is made
anew. Outlets stay hung where they are, on copies, but for those that the new figure may draw to it;
all are hung anew where one of these moves, a series of their kind was made anew, or a neighbouring
kind may hold their number (R16).
"""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.claim import Category, Kind
from feeds.reconcile.chain import Chain
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift
from feeds.reconcile.hanging import Hanging, Sides
from feeds.reconcile.reading import Column, Order, Reading, is_hedged, is_near
from feeds.reconcile.series import Series
from feeds.reconcile.steps import Step
from feeds.reconcile.units import Told, told_of

_LineKey = tuple[Kind, Column, str]
"""Kind, whose word it is, and who speaks."""

_Seen = Mapping[Category, tuple[Chain, int, Reading | None]]
"""Of each chain how many figures it has, and who set the last one."""


def _order(reading: Reading) -> Order:
    return reading.order


@dataclass(frozen=True, slots=True, eq=False)
class _Grown:
    """What one reading more did at the end of a series."""

    step: Step | None
    """The figure that it set; None where it repeats one, or stands beside."""
    before: Step | None
    """The figure before that."""


class _Line:
    """One claimant's readings of one kind, dated all, and the series of them."""

    __slots__ = ("readings", "series")

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.series = Series()

    def add(self, came: Sequence[Reading]) -> tuple[frozenset[int | None] | None, _Grown | None]:
        """Take further readings, in the order told; returns the numbers that they touch.

        None where that cannot be told: the series was made anew. And what grew; None where more
        did than one figure at its end.
        """
        if self.readings and came[0].order < self.readings[-1].order:
            for reading in came:
                insort(self.readings, reading, key=_order)
            self.series = Series(self.readings)
            return None, None
        touched: set[int | None] = set()
        seen = _seen(self.series)
        for reading in came:
            self.readings.append(reading)
            self.series.add(reading)
            standing = (c.current.best for c in self.series.chains.values() if c.steps)
            touched |= {reading.best, *standing}
        return frozenset(touched), _grown(seen, self.series) if len(came) == 1 else None

    def remove(self, went: Iterable[Reading]) -> None:
        for reading in went:
            _remove(self.readings, reading)
        self.series = Series(self.readings)

    @property
    def told(self) -> Told:
        return told_of(self.readings[0], self.series)


def _seen(series: Series) -> _Seen:
    return {
        category: (chain, len(chain.steps), chain.current.reading if chain.steps else None)
        for category, chain in series.chains.items()
    }


def _grown(before: _Seen, series: Series) -> _Grown | None:
    """What grew in a series; None where not one chain alone did, by one figure at most."""
    if not before.keys() <= series.chains.keys():
        return None
    grown: list[_Grown] = []
    for category, chain in series.chains.items():
        was, size, last = before.get(category, (chain, 0, None))
        more = len(chain.steps) - size
        if was is not chain or more not in (0, 1):
            return None
        former = chain.steps[size - 1] if size else None
        if former is not None and former.reading is not last:
            return None
        if more:
            grown.append(_Grown(chain.current, former))
    return grown[0] if len(grown) == 1 else None if grown else _Grown(None, None)


class _Outlets:
    """Outlets' readings of one kind."""

    __slots__ = ("_by_number", "_hedged", "told")

    def __init__(self) -> None:
        self.told: list[Reading] = []
        self._hedged: list[Reading] = []
        self._by_number: dict[int | None, dict[int, Reading]] = defaultdict(dict)

    def take(self, came: Sequence[Reading], went: Sequence[Reading]) -> bool:
        """Keep them; True where all follow those that are there already."""
        follows = not went and (not self.told or self.told[-1].order < came[0].order)
        for reading in went:
            _remove(self.told, reading)
            del self._by_number[reading.best][id(reading)]
            if is_hedged(reading):
                _remove(self._hedged, reading)
        for reading in came:
            insort(self.told, reading, key=_order)
            self._by_number[reading.best][id(reading)] = reading
            if is_hedged(reading):
                insort(self._hedged, reading, key=_order)
        return follows

    def with_any(self, numbers: Iterable[int | None]) -> Iterator[Reading]:
        """Those that have one of these numbers."""
        return (r for n in numbers if n in self._by_number for r in self._by_number[n].values())

    def near(self, grown: _Grown) -> Iterator[Reading]:
        """Those that a new figure may draw to it: of its number, or said loosely around it."""
        step, before = grown.step, grown.before
        if step is None:
            return
        after = bisect_right(self._hedged, before.reading.order, key=_order) if before else 0
        for reading in (*self.with_any([step.best]), *self._hedged[after:]):
            if is_near(step.as_of, reading.as_of):
                yield reading


class LivingUnit:
    """The readings about one victim side and scope, dated all of them."""

    __slots__ = ("_hanging", "_lines", "_outlets", "_series")

    def __init__(self) -> None:
        self._lines: dict[_LineKey, _Line] = {}
        self._outlets: dict[Kind, _Outlets] = defaultdict(_Outlets)
        self._hanging: dict[Kind, Hanging] = {}
        self._series: dict[Kind, Sequence[Told]] = {}
        """Of kinds without outlets."""

    def take(self, came: Iterable[Reading], went: Iterable[Reading]) -> frozenset[Kind]:
        """Bring it up to date; returns the kinds of which anything may be another now."""
        new, old = _by_line(came), _by_line(went)
        news: dict[Kind, _News] = defaultdict(_News)
        for key in sorted({*new, *old}):
            kind, column, _ = key
            gone, further = old.get(key, []), new.get(key, [])
            if column == "outlet":
                news[kind].outlets += further
                news[kind].is_anew |= not self._outlets[kind].take(further, gone)
            else:
                self._take_side(key, further, gone, news)
        return frozenset(kind for kind in sorted(news) if self._hang(kind, news[kind]))

    def told(self, kind: Kind) -> Sequence[Told]:
        """The series of a kind, the outlets' last; what comes later does not touch them."""
        hanging = self._hanging.get(kind)
        if hanging is None:
            return self._series.get(kind, ())
        return [*hanging.series, *hanging.loose]

    def asides(self, kind: Kind) -> Sequence[Aside]:
        """Outlets' numbers of a kind that are another kind's or category's (R16)."""
        return self._hanging[kind].asides if kind in self._hanging else ()

    def _take_side(
        self,
        key: _LineKey,
        came: Sequence[Reading],
        went: Sequence[Reading],
        news: "dict[Kind, _News]",
    ) -> None:
        line = self._lines.setdefault(key, _Line())
        if went:
            line.remove(went)
        numbers, grown = line.add(came) if came else (None, None)
        if went:
            numbers = grown = None
        if not line.readings:
            del self._lines[key]
        news[key[0]].grown.append((line, grown))
        for kind, outlets in self._outlets.items():
            if kind in can_drift(key[0]) and outlets.told:
                touched = [*outlets.with_any(numbers)] if numbers is not None else []
                if numbers is None:
                    news[kind].is_anew = True
                elif touched:
                    news[kind].touched += touched

    def _hang(self, kind: Kind, news: "_News") -> bool:
        """Bring the outlets of a kind where they belong; False where nothing is another."""
        outlets = self._outlets[kind].told if kind in self._outlets else ()
        sides = self._lines_of(kind)
        if not outlets:
            self._series[kind] = sides[kind]
            self._hanging.pop(kind, None)
            return True
        hanging = self._hanging.get(kind)
        if hanging is None or not self._goes_on(kind, hanging, news, sides):
            self._hanging[kind] = Hanging(kind, sides, outlets)
            return True
        hanging.hang(sorted(news.outlets, key=_order), sides)
        return bool(news.grown or news.outlets)

    def _goes_on(self, kind: Kind, hanging: Hanging, news: "_News", sides: Sides) -> bool:
        if news.is_anew or len(news.grown) > 1:
            return False
        for line, grown in news.grown:
            drawn = None if grown is None else self._outlets[kind].near(grown)
            if drawn is None or not hanging.follow(line.told, sides, drawn):
                return False
        return not news.touched or hanging.stands(sides, news.touched)

    def _lines_of(self, kind: Kind) -> Sides:
        """The series of a kind and of its neighbours, in the order begun, without outlets."""
        told: dict[Kind, list[Told]] = {kind: [], **{k: [] for k in can_drift(kind)}}
        lines = sorted(self._lines.items(), key=lambda item: item[1].readings[0].order)
        for (of, _, _), line in lines:
            if of in told:
                told[of].append(line.told)
        return told


class _News:
    """What came to a kind."""

    def __init__(self) -> None:
        self.is_anew = False
        self.grown: list[tuple[_Line, _Grown | None]] = []
        self.outlets: list[Reading] = []
        self.touched: list[Reading] = []
        """Outlets' readings whose number a neighbouring kind has now."""


def _by_line(readings: Iterable[Reading]) -> dict[_LineKey, list[Reading]]:
    found: dict[_LineKey, list[Reading]] = defaultdict(list)
    for reading in sorted(readings, key=_order):
        found[reading.kind, reading.column, reading.speaker].append(reading)
    return found


def _remove(listed: list[Reading], reading: Reading) -> None:
    at = bisect_left(listed, reading.order, key=_order)
    while listed[at] is not reading:
        at += 1
    del listed[at]
