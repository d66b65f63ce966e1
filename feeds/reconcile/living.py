"""A unit that grows: as `unit_of` makes one of the same readings, a reading more or less at a time.

What a side says next is added to its series where it was told last; else that series alone is made
anew. Outlets are hung anew, on copies, where a series of their kind moved, or one of a neighbouring
kind that may hold their number (R16).
"""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feeds.claim import Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift
from feeds.reconcile.outlets import Others, match
from feeds.reconcile.reading import Column, Order, Reading
from feeds.reconcile.series import Series
from feeds.reconcile.units import Told, sort_out, told_alone, told_of

_LineKey = tuple[Kind, Column, str]
"""Kind, whose word it is, and who speaks."""


def _order(reading: Reading) -> Order:
    return reading.order


class _Line:
    """One claimant's readings of one kind, dated all, and the series of them."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.series = Series()

    def add(self, came: Sequence[Reading]) -> frozenset[int | None] | None:
        """Take further readings, in the order told; returns the numbers that they touch.

        None where that cannot be told: the series was made anew.
        """
        if self.readings and came[0].order < self.readings[-1].order:
            for reading in came:
                insort(self.readings, reading, key=_order)
            self.series = Series(self.readings)
            return None
        touched: set[int | None] = set()
        for reading in came:
            self.readings.append(reading)
            self.series.add(reading)
            standing = (c.current.best for c in self.series.chains.values() if c.steps)
            touched |= {reading.best, *standing}
        return frozenset(touched)

    def remove(self, went: Iterable[Reading]) -> None:
        for reading in went:
            _remove(self.readings, reading)
        self.series = Series(self.readings)

    @property
    def told(self) -> Told:
        return told_of(self.readings[0], self.series)


class LivingUnit:
    """The readings about one victim side and scope, dated all of them."""

    def __init__(self) -> None:
        self._lines: dict[_LineKey, _Line] = {}
        self._outlets: dict[Kind, list[Reading]] = defaultdict(list)
        self._numbers: dict[Kind, Counter[int | None]] = defaultdict(Counter)
        """How many outlets have each number."""
        self._series: dict[Kind, Sequence[Told]] = {}
        self._loose: dict[Kind, Sequence[Told]] = {}
        self._asides: dict[Kind, Sequence[Aside]] = {}
        self._others: dict[Kind, Others] = {}
        """Of kinds with outlets, what these alone have."""

    def take(self, came: Iterable[Reading], went: Iterable[Reading]) -> frozenset[Kind]:
        """Bring it up to date; returns the kinds of which anything may be another now."""
        new, old = _by_line(came), _by_line(went)
        moved = {kind for kind, _, _ in (*new, *old)}
        anew = {kind for kind, column, _ in (*new, *old) if column != "outlet"}
        outlets: dict[Kind, list[Reading]] = defaultdict(list)
        for key in sorted({*new, *old}):
            gone, further = old.get(key, []), new.get(key, [])
            if key[1] != "outlet":
                anew |= self._holding(key[0], self._take_side(key, further, gone))
                continue
            outlets[key[0]] += further
            if not self._take_outlets(key[0], further, gone):
                anew.add(key[0])
        for kind in sorted(moved | anew):
            if kind in anew or kind not in self._others:
                self._hang(kind)
            else:
                self._hang_on(kind, sorted(outlets[kind], key=_order), self._lines_of(kind))
        return frozenset(moved | anew)

    def told(self, kind: Kind) -> Sequence[Told]:
        """The series of a kind, the outlets' last; what comes later does not touch them."""
        return [*self._series.get(kind, ()), *self._loose.get(kind, ())]

    def asides(self, kind: Kind) -> Sequence[Aside]:
        """Outlets' numbers of a kind that are another kind's or category's (R16)."""
        return self._asides.get(kind, ())

    def _take_outlets(self, kind: Kind, came: Sequence[Reading], went: Sequence[Reading]) -> bool:
        """Keep them; True where all follow those that are hung already."""
        hung = self._outlets[kind]
        follows = not went and (not hung or hung[-1].order < came[0].order)
        for reading in went:
            _remove(hung, reading)
            self._numbers[kind][reading.best] -= 1
        for reading in came:
            insort(hung, reading, key=_order)
            self._numbers[kind][reading.best] += 1
        return follows

    def _take_side(
        self, key: _LineKey, came: Sequence[Reading], went: Sequence[Reading]
    ) -> frozenset[int | None] | None:
        line = self._lines.setdefault(key, _Line())
        if went:
            line.remove(went)
        touched = line.add(came) if came else None
        if not line.readings:
            del self._lines[key]
        return None if went else touched

    def _holding(self, kind: Kind, numbers: frozenset[int | None] | None) -> set[Kind]:
        """The neighbouring kinds of which an outlet has one of the numbers; None is any."""
        return {
            k
            for k, told in self._numbers.items()
            if kind in can_drift(k) and (numbers is None or any(told[n] for n in numbers))
        }

    def _hang(self, kind: Kind) -> None:
        """Hang the outlets of a kind on copies of its series; without any the series stand."""
        told = self._lines_of(kind)
        if not self._outlets[kind]:
            self._series[kind], self._loose[kind], self._asides[kind] = told[kind], (), ()
            self._others.pop(kind, None)
            return
        self._series[kind] = list(told[kind])
        self._others[kind], self._asides[kind] = Others(()), []
        self._hang_on(kind, self._outlets[kind], told)

    def _lines_of(self, kind: Kind) -> Mapping[Kind, Sequence[Told]]:
        """The series of a kind and of its neighbours, in the order begun, without outlets."""
        told: dict[Kind, list[Told]] = {kind: [], **{k: [] for k in can_drift(kind)}}
        lines = sorted(self._lines.items(), key=lambda item: item[1].readings[0].order)
        for (of, _, _), line in lines:
            if of in told:
                told[of].append(line.told)
        return told

    def _hang_on(
        self, kind: Kind, outlets: Iterable[Reading], told: Mapping[Kind, Sequence[Told]]
    ) -> None:
        """Hang outlets that follow those that hang already."""
        others, series = self._others[kind], [*self._series[kind]]
        kept, asides = sort_out(outlets, kind, told)
        self._asides[kind] = [*self._asides[kind], *asides]
        for reading in kept:
            if not self._hang_one(reading, series):
                others.add(reading)
        self._series[kind] = series
        self._loose[kind] = told_alone(others.series.values())

    def _hang_one(self, reading: Reading, told: list[Told]) -> bool:
        """Take the reading as one more copy; on a copy of the series that it repeats."""
        found = match(reading, [t.series for t in told])
        if found is None:
            return False
        series, category, step = found
        if any(line.series is series for line in self._lines.values()):
            n = next(n for n, t in enumerate(told) if t.series is series)
            series, step = series.copied(category, step)
            told[n] = replace(told[n], series=series)
        series.echo(reading, category, step)
        return True


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
