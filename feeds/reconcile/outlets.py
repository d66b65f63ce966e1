"""What outlets say in their own voice: an echo of a figure, else one among the others (R11)."""

from collections.abc import Iterable, Mapping, Sequence

from feeds.claim import Category, Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import category_aside, drift_aside
from feeds.reconcile.reading import Reading
from feeds.reconcile.series import Series
from feeds.reconcile.steps import Step

_Found = tuple[Series, Category, Step]
_SPLIT: frozenset[Category] = frozenset({"military", "civilian"})

TELLING = 10
"""From here on the same number under another category is no chance."""


def hang_on(readings: Iterable[Reading], standing: Sequence[Series]) -> list[Series]:
    """Hang outlets' readings on the figures they repeat; returns the series of the rest.

    `standing` are the figures of sides, independent counts and third states, of one victim side,
    kind and scope. What matches none of them stands among the others. There too an undated text
    repeats a dated one, and not the other way round; else it sorts first (R1).
    """
    alone = [r for r in readings if not hang_one(r, standing)]
    dated = [r for r in alone if r.as_of is not None]
    undated = [r for r in alone if r.as_of is None]
    others = Others(dated)
    fresh = [r for r in undated if match(r, others.beside(r)) is None]
    if fresh:
        others = Others([*fresh, *dated])
    new = set(map(id, fresh))
    for reading in undated:
        if id(reading) not in new:
            hang_one(reading, others.beside(reading))
    return list(others.series.values())


def hang_one(reading: Reading, standing: Sequence[Series]) -> bool:
    """Take the reading as one more copy; False where it matches no figure."""
    found = match(reading, standing)
    if found is not None:
        series, category, step = found
        series.echo(reading, category, step)
    return found is not None


class Others:
    """What outlets alone have, a series each.

    A number that another outlet gave before is only one more copy.
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        self.series: dict[str, Series] = {}
        self._by_number: dict[int | None, Series] = {}
        for reading in readings:
            self.add(reading)

    def add(self, reading: Reading) -> None:
        """Take the next one in the order told."""
        last = self._by_number.get(reading.best)
        if last is None or not hang_one(reading, [last]):
            series = self.series.setdefault(reading.speaker, Series())
            series.add(reading)
            if reading.best is not None:
                self._by_number[reading.best] = series

    def beside(self, reading: Reading) -> Sequence[Series]:
        """Where an undated text may find what it repeats: its outlet's own, and its number."""
        own, last = self.series.get(reading.speaker), self._by_number.get(reading.best)
        return [s for s in dict.fromkeys((own, last)) if s is not None]


def drifted(reading: Reading, beside: Mapping[Kind, Sequence[Series]]) -> Aside | None:
    """The outlet's number as a drift of the same number of a neighbouring kind; None for none.

    Of a kind the figure told last; of kinds the first by name.
    """
    if reading.best is None or reading.relation == "increment":
        return None
    for kind in sorted(beside):
        matched = (c.matched_by(reading) for s in beside[kind] for c in s.chains.values())
        same = [s for s in matched if s is not None and s.best == reading.best]
        if same:
            return drift_aside(reading, max(same, key=lambda s: s.reading.order).reading)
    return None


def miscalled(reading: Reading, standing: Sequence[Series]) -> Aside | None:
    """The outlet's number as a drift of the same number of the other category; None for none.

    Soldiers that an outlet calls civilians, or the other way round. Of small numbers two may be
    the same by chance: they stand apart.
    """
    if reading.best is None or reading.best < TELLING or reading.category not in _SPLIT:
        return None
    if reading.relation == "increment" or match(reading, standing) is not None:
        return None
    for series in standing:
        for category in sorted(_SPLIT.intersection(series.chains) - {reading.category}):
            step = series.chains[category].matched_by(reading)
            if step is not None and step.best == reading.best:
                return category_aside(reading, step.reading)
    return None


def match(reading: Reading, standing: Sequence[Series]) -> _Found | None:
    """The latest figure that it matches, whoever gave it; the same category before another."""
    matches: list[_Found] = []
    if reading.relation == "increment":
        return None
    for series in standing:
        for category, chain in series.chains.items():
            step = chain.matched_by(reading)
            if step is not None and series.may_repeat(reading, category, step):
                matches.append((series, category, step))
    return max(matches, key=lambda m: (m[1] == reading.category, m[2].reading.order), default=None)
