"""All that is told of one victim side and one scope: each claimant's series, outlets hung on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.claim import Category, Kind
from feeds.reconcile.chain import Chain
from feeds.reconcile.columns import by
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift
from feeds.reconcile.outlets import drifted, hang_on, miscalled
from feeds.reconcile.places import Part
from feeds.reconcile.reading import Column, Reading
from feeds.reconcile.scopes import WHOLE, Scope
from feeds.reconcile.series import Series


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Told:
    """One claimant's series for one scope, with whose it is."""

    first: Reading
    scope: Scope
    series: Series

    @property
    def column(self) -> Column:
        return self.first.column

    @property
    def by(self) -> str:
        return by(self.first.claim, self.first.speaker)

    @property
    def is_part(self) -> bool:
        return self.scope != WHOLE

    def parts(self) -> Iterator[tuple[Category, Part]]:
        """The figures of it that are for a part of the theatre, or a floor of the whole (R9)."""
        for category, chain in self.series.chains.items():
            if chain.steps and (self.is_part or chain.current.is_part):
                yield category, self._part(category, chain)

    def _part(self, category: Category, chain: Chain) -> Part:
        place, incident = self.scope
        return Part(
            column=self.column,
            by=self.by,
            speaker=self.first.speaker,
            category=category,
            place=place,
            incident=incident,
            chain=chain,
            moves=chain.moves,
        )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Unit:
    """What no other victim and no other scope has a say in."""

    series: Mapping[Kind, Sequence[Told]]
    """Of sides, independent counts and third states; in the order begun."""

    loose: Mapping[Kind, Sequence[Told]]
    """Outlets' figures that repeat none of those."""

    asides: Sequence[Aside]


UnitKey = tuple[str, Scope]
"""Victim side, and the scope."""


def unit_key(reading: Reading) -> UnitKey:
    """Which unit a reading belongs to."""
    return (reading.claim.victim, (reading.place, reading.incident))


def units_of(readings: Iterable[Reading]) -> list[Unit]:
    """The units of readings, given in the order told."""
    keyed: dict[UnitKey, list[Reading]] = defaultdict(list)
    for reading in readings:
        keyed[unit_key(reading)].append(reading)
    return [unit_of(told) for told in keyed.values()]


def unit_of(readings: Iterable[Reading]) -> Unit:
    """The series of readings about one victim side and scope, given in the order told.

    An outlet's number is held against the sides' series of its kind and of its neighbours (R16),
    as they are without any outlet.
    """
    kinds: dict[Kind, list[Reading]] = defaultdict(list)
    for reading in readings:
        kinds[reading.kind].append(reading)
    series = {kind: series_of(told) for kind, told in kinds.items()}
    sorted_out = {
        kind: sort_out([r for r in told if r.column == "outlet"], kind, series)
        for kind, told in kinds.items()
    }
    loose = {kind: hang(kept, series[kind]) for kind, (kept, _) in sorted_out.items()}
    asides = [aside for _, found in sorted_out.values() for aside in found]
    return Unit(series=series, loose=loose, asides=asides)


def series_of(readings: Iterable[Reading]) -> list[Told]:
    """One series for each claimant, outlets apart (R4)."""
    keyed: dict[tuple[Column, str], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.column != "outlet":
            keyed[reading.column, reading.speaker].append(reading)
    return [told_of(told[0], Series(told)) for told in keyed.values()]


def told_of(first: Reading, series: Series) -> Told:
    """A series with whose it is, by its first reading."""
    return Told(first=first, scope=(first.place, first.incident), series=series)


def sort_out(
    outlets: Iterable[Reading], kind: Kind, told: Mapping[Kind, Sequence[Told]]
) -> tuple[list[Reading], list[Aside]]:
    """The outlets' readings of a kind without those that drifted, and these (R16)."""
    standing = [t.series for t in told.get(kind, ())]
    beside = {k: [t.series for t in told.get(k, ())] for k in can_drift(kind)}
    kept: list[Reading] = []
    asides: list[Aside] = []
    for reading in outlets:
        aside = _drift(reading, standing, beside)
        if aside is None:
            kept.append(reading)
        else:
            asides.append(aside)
    return kept, asides


def hang(outlets: Iterable[Reading], told: Sequence[Told]) -> list[Told]:
    """Hang outlets on the sides' series of their kind; what they alone have becomes series."""
    return told_alone(hang_on(outlets, [t.series for t in told]))


def told_alone(series: Iterable[Series]) -> list[Told]:
    """Series of what outlets alone have."""
    return [told_of(next(iter(s.chains.values())).steps[0].reading, s) for s in series]


def _drift(
    reading: Reading, standing: Sequence[Series], beside: Mapping[Kind, Sequence[Series]]
) -> Aside | None:
    """An outlet's number that is another kind's or category's, and nobody's here (R16)."""
    aside = miscalled(reading, standing)
    if aside is None and not any(
        c.matched_by(reading) for s in standing for c in s.chains.values()
    ):
        return drifted(reading, beside)
    return aside
