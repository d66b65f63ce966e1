"""Hanging: the outlets of one kind on copies of the series that they repeat, as both grow.

Which figure an outlet repeats hangs on the sides' figures alone, and on no other outlet, as long as
none names the category of a series.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feeds.claim import Category, Kind
from feeds.reconcile.components import Aside
from feeds.reconcile.outlets import Others, match
from feeds.reconcile.reading import Reading
from feeds.reconcile.series import Series
from feeds.reconcile.steps import Step
from feeds.reconcile.units import Told, sort_out, told_alone

Sides = Mapping[Kind, Sequence[Told]]
"""The series of a kind and of its neighbours, in the order begun, without outlets."""

_Figure = tuple[Series, Category, Step]
_Place = _Figure | Aside | None
"""The figure that a reading repeats, whose number it is instead, or nothing."""


class Hanging:
    """All outlets' readings of one victim side, scope and kind."""

    def __init__(self, kind: Kind, sides: Sides, outlets: Iterable[Reading]) -> None:
        """`outlets` are in the order told."""
        self._kind = kind
        self._places: dict[int, _Place] = {}
        """By identity of the reading."""
        self._on: dict[int, list[tuple[Reading, Category, Step]]] = defaultdict(list)
        """What hangs on each series of the sides, by its identity."""
        self._copies: dict[int, Series] = {}
        """By identity of those."""
        self._own: set[int] = set()
        """Identities of the copies."""
        self._others = Others(())
        self._is_refined = False
        """True where an outlet named the category of a series: what follows may hang on that."""

        self.asides: Sequence[Aside] = ()
        """Numbers that are another kind's or category's (R16)."""
        self.series: list[Told] = [*sides[kind]]
        """Those of the sides, with what hangs on them."""
        self.loose: Sequence[Told] = ()
        """What outlets alone have."""

        self.hang(outlets, sides)

    def hang(self, outlets: Iterable[Reading], sides: Sides) -> None:
        """Hang outlets that follow those that hang already."""
        for reading in outlets:
            place = self._places[id(reading)] = self._place(reading, sides)
            if isinstance(place, Aside):
                self.asides = [*self.asides, place]
                continue
            if self._is_refined:
                place = match(reading, [told.series for told in self.series])
            if place is None:
                self._others.add(reading)
            else:
                self._echo(reading, place)
        self.loose = told_alone(self._others.series.values())

    def follow(self, moved: Told, sides: Sides, touched: Iterable[Reading]) -> bool:
        """Go on after a series grew at its end; `touched` may have another place since.

        False where one has: then all have to be hung anew.
        """
        if self._is_refined or not self.stands(sides, touched):
            return False
        copy = self._copies.pop(id(moved.series), None)
        self._own.discard(id(copy))
        series = [*sides[self._kind]]
        for n, told in enumerate(series):
            if id(told.series) in self._copies:
                series[n] = replace(told, series=self._copies[id(told.series)])
        self.series = series
        for reading, category, step in self._on.pop(id(moved.series), ()):
            self._echo(reading, (moved.series, category, step))
        return not self._is_refined

    def stands(self, sides: Sides, touched: Iterable[Reading]) -> bool:
        """True where each of these outlets is where it was."""
        hung = (r for r in touched if id(r) in self._places)
        return all(self._is_at(self._places[id(r)], self._place(r, sides)) for r in hung)

    @staticmethod
    def _is_at(before: _Place, now: _Place) -> bool:
        if isinstance(before, tuple) and isinstance(now, tuple):
            return before[2] is now[2] and before[1] == now[1]
        return before == now

    def _place(self, reading: Reading, sides: Sides) -> _Place:
        kept, asides = sort_out([reading], self._kind, sides)
        return match(reading, [t.series for t in sides[self._kind]]) if kept else asides[0]

    def _echo(self, reading: Reading, place: _Figure) -> None:
        """Take the reading as one more copy; on a copy of the series that it repeats."""
        series, category, step = place
        self._on[id(series)].append((reading, category, step))
        copy = self._copies.get(id(series))
        if copy is not None:
            at = series.chains[category].steps.index(step)
            step = copy.chains[category].steps[at]
        elif id(series) in self._own:
            copy = series
        else:
            copy, step = series.copied(category, step)
            n = next(n for n, told in enumerate(self.series) if told.series is series)
            self.series[n] = replace(self.series[n], series=copy)
            self._copies[id(series)] = copy
            self._own.add(id(copy))
        named = [*copy.chains]
        copy.echo(reading, category, step)
        self._is_refined = self._is_refined or named != [*copy.chains]
