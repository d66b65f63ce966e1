"""Readings gathered by victim and kind, each in its column, each in the cell it belongs to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import tzinfo
from heapq import merge
from typing import TYPE_CHECKING

from feeds.claim import Category, Claim, Kind
from feeds.reconcile.chain import Chain
from feeds.reconcile.components import Aside
from feeds.reconcile.corners import Corner, Corners, corners_of
from feeds.reconcile.piles import Pile, joined
from feeds.reconcile.places import Part
from feeds.reconcile.reading import Column, order_of
from feeds.reconcile.units import Told, Unit
from feeds.tally import CellKey

if TYPE_CHECKING:
    from feeds.reconcile.bounds import Sums

Group = tuple[str, Kind]
"""Victim side, kind."""

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
    corners: Corners = field(default_factory=Corners)
    """Its parts, by place."""

    denials: Pile[Claim] = field(default_factory=Pile)
    denied_by_own: bool = False
    asides: Pile[Aside] = field(default_factory=Pile)
    sums: "Sums | None" = None
    """What its figures add up to, once its cell was made: it is never another draft's."""

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

    @property
    def parts(self) -> Sequence[Part]:
        """The figures for parts of the theatre, in no order."""
        return [part for corner in self.corners for part in corner.parts]

    def wholes(self) -> Iterator[Chain]:
        """All figures of the cell that are no part."""
        yield from (chain for chain in (self.own, self.overtaken) if chain is not None)
        for column in (self.claimed, self.independent, self.others):
            yield from (chain for _, chain in column)

    def told(self) -> Iterator[Chain | Corner]:
        """All figures of the cell, those of one place together."""
        yield from self.wholes()
        yield from self.corners

    def has_any(self, claims: Set[str]) -> bool:
        """True where one of the claims stands in the cell's ledger."""
        if not claims:
            return False
        beside = any(id in self.denials.ids or id in self.asides.ids for id in claims)
        return beside or any(not claims.isdisjoint(told.claims) for told in self.told())

    def reads(self, claim: str) -> bool:
        """True where the claim counts or is read beside the figures: not set aside, nor struck."""
        beside = self.denials.reads(claim) or self.asides.reads(claim)
        return beside or any(claim in told.claims for told in self.told())

    @property
    def waits(self) -> bool:
        """True where a claim of it waits for a person by its own words, or a part as it fell."""
        beside = self.denials.waiting or self.asides.waiting
        told = any(chain.waits for chain in self.wholes())
        return bool(beside) or told or self.corners.any_that("waits")

    @property
    def has_own_part(self) -> bool:
        """True where the side itself speaks of a part."""
        return any(column == "own" for column, _ in self.corners.voices)

    @property
    def drifts(self) -> bool:
        """True where a number is passed on as another one (R16)."""
        told = any(chain.drifts for chain in self.wholes())
        return bool(self.asides.drifting) or told or self.corners.any_that("drifts")

    def set_own_aside(self, why: str) -> None:
        """Keep the side's own figures for the ledger only."""
        self.overtaken, self.own, self.overtaken_why = self.own, None, why


def by_name(figures: Iterable[tuple[str, Chain]]) -> list[tuple[str, Chain]]:
    """A column in an order that does not depend on that of arrival."""
    return sorted(figures, key=lambda f: (f[0], f[1].current.reading.order))


class Drafts:
    """The drafts of all cells, group by group: one victim side and one kind each."""

    def __init__(self, zone: tzinfo | None) -> None:
        """`zone` is the beat's: days are its days."""
        self._zone = zone
        self._drafts: dict[CellKey, Draft] = {}

    def place(self, victim: str, kind: Kind, told: Sequence[Told]) -> None:
        """Put all series of a group where they belong: wholes first, then what they contain."""
        homes = self.place_wholes((victim, kind), [t for t in told if not t.is_part])
        parts: dict[Category, list[Part]] = defaultdict(list)
        for one in told:
            for category, part in one.parts():
                parts[homes.of(category, part.column)].append(part)
        corners = {home: corners_of(found, self._zone) for home, found in parts.items()}
        self.place_parts((victim, kind), corners)

    def place_wholes(self, group: Group, wholes: Sequence[Told]) -> "Homes":
        """Put the series for the whole theatre in their cells; returns where parts belong."""
        main = {c for t in wholes if t.column in _GRADING for c in t.series.chains}
        for told in wholes:
            for category, chain in told.series.chains.items():
                if chain.steps and not chain.current.is_part:
                    home = _home_of_total(told, category, main)
                    self._at((*group, home)).put(told.column, told.by, chain)
        totals = [d for d in self._drafts.values() if d.key[:2] == group]
        return Homes(
            main=frozenset(d.key[2] for d in totals if d.own or d.independent),
            every=frozenset(d.key[2] for d in totals),
        )

    def place_parts(self, group: Group, corners: Mapping[Category, Corners]) -> None:
        """Put the parts, by the category of their cell, beside the wholes."""
        for home, found in corners.items():
            self._at((*group, home)).corners = found

    def deny(self, claim: Claim, *, own: bool) -> None:
        """Keep a denial in the series of the side that it is about (R21)."""
        draft = self._for_denial((claim.victim, claim.kind), claim.category)
        draft.denials.add(claim)
        draft.denied_by_own = draft.denied_by_own or own

    def _for_denial(self, group: Group, category: Category) -> Draft:
        """The cell of that category, else of an unknown one; else, for an unknown one, any."""
        found = self._drafts.get((*group, category)) or self._drafts.get((*group, "unknown"))
        if found is None and category == "unknown":
            found = self._beside(*group, category)
        return found or self._at((*group, category))

    def attach(self, aside: Aside) -> None:
        """Put a row in the ledger that it belongs to; none where that cell does not exist."""
        draft = self._beside(aside.claim.victim, aside.kind, aside.category)
        if draft is not None:
            draft.asides.add(aside)

    def lay(
        self,
        group: Group,
        denials: Mapping[Category, Pile[Claim]],
        own: Callable[[Claim], bool],
        by_own: Mapping[Category, int],
    ) -> None:
        """As `deny` of each, given by their categories; `by_own` counts those of the side itself.

        Where all of a category go to one draft, they are laid there together.
        """
        told = sorted(denials, key=lambda category: order_of(denials[category][0]))
        before = set(self._drafts)
        homes = {category: self._for_denial(group, category) for category in told}
        unknown = homes.get("unknown")
        if unknown is not None and self._for_denial(group, "unknown") is not unknown:
            self._drafts = {key: self._drafts[key] for key in before}
            for denial in merge(*denials.values(), key=order_of):
                self.deny(denial, own=own(denial))
            return
        for draft in homes.values():
            mine = [category for category in told if homes[category] is draft]
            draft.denials = joined(denials[category] for category in mine)
            draft.denied_by_own = any(by_own[category] for category in mine)

    def attach_all(self, group: Group, asides: Mapping[Category, Pile[Aside]]) -> None:
        """As `attach` of each, given by their categories."""
        found: dict[Category, list[Pile[Aside]]] = defaultdict(list)
        for category, pile in asides.items():
            draft = self._beside(*group, category)
            if draft is not None:
                found[draft.key[2]].append(pile)
        for home, piles in found.items():
            self._drafts[*group, home].asides = joined(piles)

    def all(self) -> Sequence[Draft]:
        """In the order of their keys."""
        return tuple(self._drafts[key] for key in sorted(self._drafts))

    def _beside(self, victim: str, kind: Kind, category: Category) -> Draft | None:
        """The cell of that category, else of an unknown one, else the first of that kind."""
        for name in (category, "unknown", "military", "civilian", "mixed"):
            found = self._drafts.get((victim, kind, name))
            if found is not None:
                return found
        return None

    def _at(self, key: CellKey) -> Draft:
        found = self._drafts.get(key)
        if found is None:
            found = self._drafts[key] = Draft(key=key)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Homes:
    """The categories of a group's cells, for the parts that belong to one of them."""

    main: frozenset[Category]
    """Of those with a figure of the side's own, or of an independent count."""

    every: frozenset[Category]

    def of(self, category: Category, column: Column) -> Category:
        """A part belongs to the total whose category is its own or contains it (R6)."""
        totals = self.main if column in _GRADING else self.every
        if category in totals:
            return category
        if category in _SPLIT and "mixed" in totals:
            return "mixed"
        return "unknown" if "unknown" in totals else category


def groups_of(units: Iterable[Unit]) -> Mapping[Group, Sequence[Told]]:
    """The series of each victim and kind: the sides' before the outlets', each in order begun."""
    series: dict[Group, list[Told]] = defaultdict(list)
    loose: dict[Group, list[Told]] = defaultdict(list)
    for unit in units:
        for found, kinds in ((series, unit.series), (loose, unit.loose)):
            for kind, told in kinds.items():
                for one in told:
                    found[one.first.claim.victim, kind].append(one)
    keys = sorted({*series, *loose})
    return {key: [*_in_order(series[key]), *_in_order(loose[key])] for key in keys}


def _in_order(told: Iterable[Told]) -> list[Told]:
    return sorted(told, key=lambda t: t.first.order)


def _home_of_total(told: Told, category: Category, main: set[Category]) -> Category:
    """A bystander's or an enemy's number without a category stands beside the only own one.

    Sound for `high`: whoever counts all the dead counts the soldiers among them.
    """
    if category == "unknown" and told.column not in _GRADING and len(main) == 1:
        [only] = main
        return category if only in told.series.chains else only
    return category
