"""Tracking: how the ledgers of cells move: the rows that came, went, or say another thing now.

A ledger has every claim of its cell, and a further claim moves a row or two of it: only figures
that moved are looked at, and of those only what was added.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain as chained

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.cells import reasons_of
from feeds.reconcile.chain import Chain
from feeds.reconcile.components import Aside
from feeds.reconcile.corners import Corner, Corners
from feeds.reconcile.drafts import Draft, Group
from feeds.reconcile.figure_rows import Figures, Found, Source
from feeds.reconcile.ledger import drawn_beside, role_of_part
from feeds.reconcile.piles import Pile
from feeds.reconcile.places import Part
from feeds.reconcile.reading import Order
from feeds.reconcile.remarks import denied_words
from feeds.tally import CellKey, LedgerRole, LedgerRow

PartKey = Source
PartFigure = tuple[str, str | None, int | None, int | None, str, str]
"""Place, incident, low, high, by whom, and id of the claim that stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """A row that came, went (`row` is None), or says another thing at the same place."""

    claim: str
    row: LedgerRow | None = None
    at: int | None = None
    """The place of one that came, among those that are there; None at the end."""

    words: str = ""
    """Of a denial: who denies what."""


@dataclass(slots=True, kw_only=True)
class Moved:
    """What moved in the ledger of one cell."""

    rows: list[RowChange] = field(default_factory=list)
    parts: dict[PartKey, tuple[str | int | None, ...] | None] = field(default_factory=dict)
    """What is told under keys, where it is another now, as the figures of parts; None for what is
    gone."""

    reasons: tuple[Sequence[str], Sequence[str]] | None = None
    """The rules that fired, before and after what is denied; None where they are as before."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.parts or self.reasons is not None)


class Tracking:
    """The ledgers of all cells."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._cells: dict[CellKey, _Cell] = {}

    def follow(
        self, moved: Mapping[Group, Sequence[Draft]], groups: Iterable[Group]
    ) -> Mapping[CellKey, Moved]:
        """Take groups as they are now; `groups` are all that there are."""
        there, found = set(groups), dict[CellKey, Moved]()
        drafts = {draft.key: draft for told in moved.values() for draft in told}
        for key in [*self._cells]:
            group = key[:2]
            if key not in drafts and (group in moved or group not in there):
                found[key] = self._cells.pop(key).leave()
        for key, draft in drafts.items():
            cell = self._cells.setdefault(key, _Cell(self._beat))
            found[key] = cell.follow(draft)
        return {key: what for key, what in found.items() if what}


class _Cell:
    """One cell's ledger."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._figures: dict[Source, Figures] = {}
        self._wholes: Collection[Source] = ()
        """Those of them that are no part."""
        self._piles: dict[str, list[Claim | Aside]] = {"denials": [], "asides": []}
        self._piles_seen: dict[str, tuple[object, int]] = {}
        self._laid: dict[tuple[str, int], Found] = {}
        """Of each pile what lies there, by its identity."""
        self._seen: object = None
        """What figures there were, and how often each had moved."""
        self._corners_seen: tuple[Corners, int] | None = None
        self._corners: dict[str | None, tuple[Corner, Sequence[Source]]] = {}
        self._parts: dict[PartKey, PartFigure] = {}
        self._reasons: tuple[Sequence[str], Sequence[str]] | None = None
        self._rows: dict[str, Found] = {}
        """The row that each claim has."""
        self._many: dict[str, list[Found]] = {}
        """All rows that a claim may have, of those that may have several, and of those touched."""
        self._told: list[Order] = []
        """All rows in the order told: each ends with the id of the claim."""
        self._touched: dict[str, None] = {}

    def leave(self) -> Moved:
        """The cell is no more."""
        gone = [RowChange(claim=id) for id in self._rows]
        return Moved(rows=gone, parts=dict.fromkeys(self._parts), reasons=((), ()))

    def follow(self, draft: Draft) -> Moved:
        """Take it as it is now; what moved since the last time."""
        moved = Moved()
        wholes = dict(_wholes(draft))
        figures = _seen_in(draft, wholes)
        if figures != self._seen:
            self._follow_wholes(draft, wholes)
            self._follow_corners(draft, moved)
            reasons = reasons_of(draft, self._beat)
            if reasons != self._reasons:
                self._reasons = moved.reasons = reasons
            self._seen = figures
        self._follow_pile("denials", draft.denials)
        self._follow_pile("asides", draft.asides)
        moved.rows = list(self._settle(draft))
        return moved

    def _follow_wholes(
        self, draft: Draft, told: Mapping[Source, tuple[Chain, LedgerRole | None]]
    ) -> None:
        for source in [source for source in self._wholes if source not in told]:
            self._drop(source)
        self._wholes = told.keys()
        for source, (chain, role) in told.items():
            why = draft.overtaken_why if source[0] == "overtaken" else None
            self._take(source, chain, role, why)

    def _follow_corners(self, draft: Draft, moved: Moved) -> None:
        corners = draft.corners
        if self._corners_seen == (corners, corners.moves):
            return
        self._corners_seen = (corners, corners.moves)
        for corner in corners:
            before = self._corners.get(corner.place)
            if before is None or before[0] is not corner:
                self._follow_corner(corner.place, corner, before[1] if before else (), moved)
        if len(self._corners) > len(corners):
            for place in [p for p in self._corners if corners.corner(p) is None]:
                for source in self._corners.pop(place)[1]:
                    self._drop(source)
                    moved.parts[source] = None
                    del self._parts[source]

    def _follow_corner(
        self, place: str | None, corner: Corner, before: Sequence[Source], moved: Moved
    ) -> None:
        parts = dict(_parts(corner))
        for source in before:
            if source not in parts:
                self._drop(source)
                moved.parts[source] = None
                del self._parts[source]
        for source, part in parts.items():
            self._take(source, part.chain, role_of_part(part), None)
            step = part.step
            figure = (part.place or "", part.incident, step.low, step.high, part.by,
                      step.reading.claim.id)  # fmt: skip
            if self._parts.get(source) != figure:
                self._parts[source] = moved.parts[source] = figure
        self._corners[place] = (corner, list(parts))

    def _take(self, source: Source, chain: Chain, role: LedgerRole | None, why: str | None) -> None:
        figures = self._figures.get(source)
        if figures is None or figures.manner != (role, why):
            self._drop(source)
            figures = self._figures[source] = Figures(source, role, why)
        went, came = figures.follow(chain)
        self._change(went, came)

    def _drop(self, source: Source) -> None:
        figures = self._figures.pop(source, None)
        if figures is not None:
            self._change(figures.all(), ())

    def _follow_pile(self, name: str, pile: Pile[Claim] | Pile[Aside]) -> None:
        if self._piles_seen.get(name) == (pile, pile.moves):
            return
        self._piles_seen[name] = (pile, pile.moves)
        before, now = self._piles[name], [*pile]
        if now[: len(before)] == before:
            went, came = [], now[len(before) :]
            now = [*before, *came]  # the very ones that lie there
        else:
            here, there = set(map(id, now)), set(map(id, before))
            went = [one for one in before if id(one) not in here]
            came = [one for one in now if id(one) not in there]
        self._piles[name] = now
        gone = [self._laid.pop((name, id(one))) for one in went]
        new = []
        for one in came:
            order, row = drawn_beside(one)
            words = denied_words(one, self._beat) if isinstance(one, Claim) else ""
            found = self._laid[name, id(one)] = Found((name,), id(one), 0, order, row, words)
            new.append(found)
        self._change(gone, new)

    def _change(self, went: Iterable[Found], came: Iterable[Found]) -> None:
        for found in went:
            self._touch(found.row.claim).remove(found)
        for found in came:
            self._touch(found.row.claim).append(found)

    def _touch(self, id: str) -> list[Found]:
        """All rows that a claim may have."""
        self._touched[id] = None
        if id not in self._many:
            self._many[id] = [self._rows[id]] if id in self._rows else []
        return self._many[id]

    def _settle(self, draft: Draft) -> Iterator[RowChange]:
        touched, self._touched = self._touched, {}
        alone = {id: self._many.pop(id) for id in touched if len(self._many[id]) <= 1}
        ranks = self._ranks(draft) if self._many else {}
        for id in {**touched, **dict.fromkeys(self._many)}:
            told = alone[id] if id in alone else self._many[id]
            yield from self._settle_row(id, told, ranks)

    def _settle_row(
        self, id: str, told: Sequence[Found], ranks: Mapping[Source, int]
    ) -> Iterator[RowChange]:
        before = self._rows.get(id)
        now = told[0] if told else None
        if len(told) > 1:
            now = min(told, key=lambda f: (ranks[f.source], self._place(f)))
        if before is not None and (now is None or now.order != before.order):
            del self._rows[id]
            del self._told[bisect_left(self._told, before.order)]
            yield RowChange(claim=id)
            before = None
        if now is None:
            return
        self._rows[id] = now
        if before is None:
            at = bisect_left(self._told, now.order)
            is_last = at == len(self._told)
            insort(self._told, now.order)
            yield RowChange(claim=id, row=now.row, at=None if is_last else at, words=now.words)
        elif before.row != now.row or before.words != now.words:
            yield RowChange(claim=id, row=now.row, words=now.words)

    def _place(self, found: Found) -> tuple[int, int]:
        """Among what its source has now."""
        pile = self._piles.get(str(found.source[0]))
        if pile is None:
            return found.place, found.nth
        return next(n for n, one in enumerate(pile) if id(one) == found.place), 0

    @staticmethod
    def _ranks(draft: Draft) -> Mapping[Source, int]:
        """Where each source stands among all."""
        parts = (source for corner in draft.corners for source, _ in _parts(corner))
        wholes = (source for source, _ in _wholes(draft))
        told = chained(wholes, parts, (("denials",), ("asides",)))
        return {source: n for n, source in enumerate(told)}


def _seen_in(draft: Draft, wholes: Mapping[Source, tuple[Chain, LedgerRole | None]]) -> object:
    """All on which the rows of its figures hang, and its reasons."""
    chains = [(source, chain, chain.moves) for source, (chain, _) in wholes.items()]
    denied = (bool(draft.denials), draft.denied_by_own)
    return (chains, draft.corners, draft.corners.moves, denied, draft.overtaken_why)


def _wholes(draft: Draft) -> Iterator[tuple[Source, tuple[Chain, LedgerRole | None]]]:
    """The figures for the whole theatre, in the order in which they are told."""
    if draft.own is not None:
        yield ("own",), (draft.own, None)
    told: Counter[tuple[str, str]] = Counter()
    columns: Sequence[tuple[LedgerRole, Sequence[tuple[str, Chain]]]] = (
        ("claimed", draft.claimed),
        ("independent", draft.independent),
        ("other", draft.others),
    )
    for column, figures in columns:
        for who, chain in figures:
            told[column, who] += 1
            yield (column, who, told[column, who]), (chain, column)
    if draft.overtaken is not None:
        yield ("overtaken",), (draft.overtaken, None)


def _parts(corner: Corner) -> Iterator[tuple[Source, Part]]:
    told: Counter[Source] = Counter()
    for part in corner.parts:
        source = ("part", part.place, part.incident, part.column, part.speaker, part.category)
        told[source] += 1
        yield (*source, told[source]), part
