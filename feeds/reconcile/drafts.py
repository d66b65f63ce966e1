"""Readings gathered by victim and kind, each in its column, each in the cell it belongs to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from feeds.claim import Category, Claim, Kind
from feeds.reconcile.chain import Chain
from feeds.reconcile.columns import by
from feeds.reconcile.components import Aside
from feeds.reconcile.drift import can_drift
from feeds.reconcile.outlets import drifted, hang_on, miscalled
from feeds.reconcile.places import Part
from feeds.reconcile.reading import Column, Reading
from feeds.reconcile.scopes import Scope
from feeds.reconcile.series import Series

CellKey = tuple[str, Kind, Category]
"""Victim side, kind, category."""

_Group = tuple[str, Kind]
_GRADING: frozenset[Column] = frozenset({"own", "independent"})
_SPLIT: frozenset[Category] = frozenset({"military", "civilian"})


@dataclass(slots=True, eq=False, kw_only=True)
class Draft:
    """One cell before its bounds are worked out."""

    key: CellKey
    own: Chain | None = None
    claimed: list[tuple[str, Chain]] = field(default_factory=list)
    independent: list[tuple[str, Chain]] = field(default_factory=list)
    others: list[tuple[str, Chain]] = field(default_factory=list)
    """By whom, and its figures."""

    overtaken: Chain | None = None
    """The side's own figures where its later ones of a narrower kind exceed them (R5, R10)."""

    overtaken_why: str = ""
    parts: list[Part] = field(default_factory=list)
    denials: list[Claim] = field(default_factory=list)
    denied_by_own: bool = False
    asides: list[Aside] = field(default_factory=list)

    def put(self, column: Column, who: str, chain: Chain) -> None:
        """Give a column its figures."""
        if column == "own":
            self.own = chain
        elif column == "claimed":
            self.claimed.append((who, chain))
        elif column == "independent":
            self.independent.append((who, chain))
        else:
            self.others.append((who, chain))

    def set_own_aside(self, why: str) -> None:
        """Keep the side's own figures for the ledger only."""
        self.overtaken, self.own, self.overtaken_why = self.own, None, why


def by_name(figures: Iterable[tuple[str, Chain]]) -> list[tuple[str, Chain]]:
    """A column in an order that does not depend on that of arrival."""
    return sorted(figures, key=lambda f: (f[0], f[1].current.reading.order))


class Drafts:
    """The drafts of all cells, made column by column."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._drafts: dict[CellKey, Draft] = {}
        self.asides: list[Aside] = []
        groups: dict[_Group, list[Reading]] = defaultdict(list)
        for reading in readings:
            groups[reading.claim.victim, reading.kind].append(reading)
        outlets = {g: [r for r in rs if r.column == "outlet"] for g, rs in groups.items()}
        self._series = {g: _series(rs) for g, rs in groups.items()}
        self._by_scope: dict[tuple[_Group, Scope], list[Series]] = defaultdict(list)
        for group, told in self._series.items():
            for one in told:
                self._by_scope[group, one.scope].append(one.series)
        loose = {g: self._hang(g, rs) for g, rs in outlets.items()}
        for group, series in self._series.items():
            self._place_totals(group, [*_wholes(series), *_wholes(loose[group])])
            self._place_parts(group, [*series, *loose[group]])

    def deny(self, claim: Claim, *, own: bool) -> None:
        """Keep a denial in the series of the side that it is about (R21)."""
        keys = ((claim.victim, claim.kind, c) for c in (claim.category, "unknown"))
        draft = next((self._drafts[k] for k in keys if k in self._drafts), None)
        if draft is None and claim.category == "unknown":
            draft = self._beside(claim.victim, claim.kind, claim.category)
        draft = draft or self._at((claim.victim, claim.kind, claim.category))
        draft.denials.append(claim)
        draft.denied_by_own = draft.denied_by_own or own

    def attach(self, aside: Aside) -> None:
        """Put a row in the ledger that it belongs to; none where that cell does not exist."""
        draft = self._beside(aside.claim.victim, aside.kind, aside.category)
        if draft is not None:
            draft.asides.append(aside)

    def all(self) -> Sequence[Draft]:
        return tuple(self._drafts.values())

    def _beside(self, victim: str, kind: Kind, category: Category) -> Draft | None:
        """The cell of that category, else of an unknown one, else the first of that kind."""
        for name in (category, "unknown", "military", "civilian", "mixed"):
            found = self._drafts.get((victim, kind, name))
            if found is not None:
                return found
        return None

    def _at(self, key: CellKey) -> Draft:
        return self._drafts.setdefault(key, Draft(key=key))

    def _hang(self, group: _Group, outlets: Sequence[Reading]) -> "list[_Told]":
        """Outlets' readings, each scope on its own; what they alone have comes back as series."""
        victim, kind = group
        made: list[_Told] = []
        scopes: dict[Scope, list[Reading]] = defaultdict(list)
        for reading in outlets:
            scopes[reading.place, reading.incident].append(reading)
        for scope, readings in scopes.items():
            beside = {k: self._by_scope.get(((victim, k), scope), ()) for k in can_drift(kind)}
            standing = self._by_scope.get((group, scope), ())
            kept = [r for r in readings if not self._set_drift_aside(r, standing, beside)]
            for series in hang_on(kept, standing):
                first = next(iter(series.chains.values())).steps[0].reading
                made.append(_Told(first=first, scope=scope, series=series))
        return made

    def _set_drift_aside(
        self, reading: Reading, standing: Sequence[Series], beside: Mapping[Kind, Sequence[Series]]
    ) -> bool:
        """True where the outlet's number is another kind's or category's, and nobody's (R16)."""
        aside = miscalled(reading, standing)
        if aside is None:
            if any(c.matched_by(reading) for s in standing for c in s.chains.values()):
                return False
            aside = drifted(reading, beside)
        if aside is not None:
            self.asides.append(aside)
        return aside is not None

    def _place_totals(self, group: _Group, wholes: Sequence["_Told"]) -> None:
        main = {c for t in wholes if t.column in _GRADING for c in t.series.chains}
        for told in wholes:
            for category, chain in told.series.chains.items():
                if chain.steps and not chain.current.is_part:
                    home = _home_of_total(told, category, main)
                    self._at((*group, home)).put(told.column, told.by, chain)

    def _place_parts(self, group: _Group, told: Sequence["_Told"]) -> None:
        """A part belongs to the total whose category is its own or contains it (R6)."""
        victim, kind = group
        totals = [d for d in self._drafts.values() if d.key[:2] == (victim, kind)]
        main = {d.key[2] for d in totals if d.own or d.independent}
        every = {d.key[2] for d in totals}
        for one in told:
            for category, chain in one.series.chains.items():
                if not chain.steps or not (one.is_part or chain.current.is_part):
                    continue
                home = _home_of_part(category, main if one.column in _GRADING else every)
                self._at((victim, kind, home)).parts.append(one.part(category, chain))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Told:
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
        return self.scope != (None, None)

    def part(self, category: Category, chain: Chain) -> Part:
        place, incident = self.scope
        return Part(
            column=self.column,
            by=self.by,
            speaker=self.first.speaker,
            category=category,
            place=place,
            incident=incident,
            chain=chain,
        )


def _series(readings: Iterable[Reading]) -> list[_Told]:
    """One series for each claimant and scope, outlets apart (R4)."""
    keyed: dict[tuple[Column, str, Scope], list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.column != "outlet":
            scope = (reading.place, reading.incident)
            keyed[reading.column, reading.speaker, scope].append(reading)
    return [
        _Told(first=told[0], scope=scope, series=Series(told))
        for (_, _, scope), told in keyed.items()
    ]


def _wholes(told: Iterable[_Told]) -> list[_Told]:
    return [t for t in told if not t.is_part]


def _home_of_total(told: _Told, category: Category, main: set[Category]) -> Category:
    """A bystander's or an enemy's number without a category stands beside the only own one.

    Sound for `high`: whoever counts all the dead counts the soldiers among them.
    """
    if category == "unknown" and told.column not in _GRADING and len(main) == 1:
        [only] = main
        return category if only in told.series.chains else only
    return category


def _home_of_part(category: Category, totals: set[Category]) -> Category:
    if category in totals:
        return category
    if category in _SPLIT and "mixed" in totals:
        return "mixed"
    return "unknown" if "unknown" in totals else category
