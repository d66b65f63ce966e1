"""A unit that grows: as `unit_of` makes one of the same readings, a reading more or less at a time.

What a side says next is added to its series where it was told last; else that series alone is made
anew. Outlets are hung anew, on copies, where a series of their kind moved, or one of a neighbouring
kind that may hold their number (R16).
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from feeds.claim import Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift
from feeds.reconcile.reading import Column, Order, Reading
from feeds.reconcile.series import Series
from feeds.reconcile.units import Told, hang, sort_out, told_of

_LineKey = tuple[Kind, Column, str]
"""Kind, whose word it is, and who speaks."""


def _order(reading: Reading) -> Order:
    return reading.order


class _Line:
    """One claimant's readings of one kind, dated all, and the series of them."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self._series = Series()

    def add(self, came: Sequence[Reading]) -> frozenset[int | None] | None:
        """Take further readings, in the order told; returns the numbers that they touch.

        None where that cannot be told: the series was made anew.
        """
        if self.readings and came[0].order < self.readings[-1].order:
            for reading in came:
                insort(self.readings, reading, key=_order)
            self._series = Series(self.readings)
            return None
        touched: set[int | None] = set()
        for reading in came:
            self.readings.append(reading)
            self._series.add(reading)
            standing = (c.current.best for c in self._series.chains.values() if c.steps)
            touched |= {reading.best, *standing}
        return frozenset(touched)

    def remove(self, went: Iterable[Reading]) -> None:
        for reading in went:
            _remove(self.readings, reading)
        self._series = Series(self.readings)

    @property
    def told(self) -> Told:
        return told_of(self.readings[0], self._series)


class LivingUnit:
    """The readings about one victim side and scope, dated all of them."""

    def __init__(self) -> None:
        self._lines: dict[_LineKey, _Line] = {}
        self._outlets: dict[Kind, list[Reading]] = defaultdict(list)
        self._series: dict[Kind, Sequence[Told]] = {}
        self._loose: dict[Kind, Sequence[Told]] = {}
        self._asides: dict[Kind, Sequence[Aside]] = {}

    def take(self, came: Iterable[Reading], went: Iterable[Reading]) -> frozenset[Kind]:
        """Bring it up to date; returns the kinds of which anything may be another now."""
        new, old = _by_line(came), _by_line(went)
        moved = {kind for kind, _, _ in (*new, *old)}
        for key in sorted({*new, *old}):
            gone, further = old.get(key, []), new.get(key, [])
            if key[1] == "outlet":
                self._take_outlets(key[0], further, gone)
            else:
                moved |= self._holding(key[0], self._take_side(key, further, gone))
        for kind in sorted(moved):
            self._hang(kind)
        return frozenset(moved)

    def told(self, kind: Kind) -> Sequence[Told]:
        """The series of a kind, the outlets' last; what comes later does not touch them."""
        return [*self._series.get(kind, ()), *self._loose.get(kind, ())]

    def asides(self, kind: Kind) -> Sequence[Aside]:
        """Outlets' numbers of a kind that are another kind's or category's (R16)."""
        return self._asides.get(kind, ())

    def _take_outlets(self, kind: Kind, came: Sequence[Reading], went: Sequence[Reading]) -> None:
        for reading in went:
            _remove(self._outlets[kind], reading)
        for reading in came:
            insort(self._outlets[kind], reading, key=_order)

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
            for k, outlets in self._outlets.items()
            if kind in can_drift(k) and (numbers is None or any(r.best in numbers for r in outlets))
        }

    def _hang(self, kind: Kind) -> None:
        """Hang the outlets of a kind on copies of its series; without any the series stand."""
        told: dict[Kind, list[Told]] = {kind: [], **{k: [] for k in can_drift(kind)}}
        lines = sorted(self._lines.items(), key=lambda item: item[1].readings[0].order)
        for (of, _, _), line in lines:
            if of in told:
                told[of].append(line.told)
        if not self._outlets[kind]:
            self._series[kind], self._loose[kind], self._asides[kind] = told[kind], (), ()
            return
        kept, self._asides[kind] = sort_out(self._outlets[kind], kind, told)
        self._series[kind] = [replace(t, series=t.series.copy()) for t in told[kind]]
        self._loose[kind] = hang(kept, self._series[kind])
        for one in self._series[kind]:
            one.series.detach()


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
