"""The tally as the ledger grows: `tally` of the claims known by then, at the cost of the new ones.

Which claims count is decided here, as in `moment`; how they add up, by the `Reckoner`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Literal

from feeds.beat import Beat, Episode
from feeds.claim import BOTH, UNKNOWN, Claim
from feeds.later import Later, LaterMapping
from feeds.reconcile.beside import note_ceilings, note_outdated
from feeds.reconcile.checks import check_sums
from feeds.reconcile.columns import Columns
from feeds.reconcile.days import days_of
from feeds.reconcile.disputes import disputes
from feeds.reconcile.drafts import CellKey, Draft, Group
from feeds.reconcile.judged import apart, is_merged, is_rejected, makers, refused
from feeds.reconcile.moment import (
    HEARSAY,
    ORPHAN,
    cell_order,
    cells_of,
    gone_from,
    heard,
    is_denied,
    is_pending,
    is_stated,
    tally,
    totals_of,
)
from feeds.reconcile.opening import openable
from feeds.reconcile.reading import as_of, order_of
from feeds.reconcile.reckoner import Reckoner
from feeds.reconcile.remarks import reason_of
from feeds.reconcile.scopes import Scopes
from feeds.reconcile.silence import silences
from feeds.reconcile.then import stood_at
from feeds.reconcile.window import is_background
from feeds.tally import Cell, Check, Tally

_Bin = Literal[
    "background", "aside", "rejected", "merged", "undated", "judged", "review", "pending", "denied",
    "heard", "sum", "stated", "part", "counted",
]  # fmt: skip
"""What a claim is to the tally; it may be several of them."""


class RunningTally:
    """What is known at the last moment told, and what it adds up to."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._at: datetime | None = None
        self._window: Episode | None = None
        self._struck: dict[str, list[Claim]] = defaultdict(list)
        self._live: dict[str, Claim] = {}
        self._began: datetime | None = None
        self._begin()

    def take(
        self, moment: datetime, came: Sequence[Claim] = (), struck: Sequence[Claim] = ()
    ) -> None:
        """Go on to a moment, the same or a later one.

        `came` are the claims that are said from then on, as people judged them; `struck` those of
        versions that were edited, of which no newer version has the same.
        """
        self._at = moment
        self.drop(struck)
        for claim in struck:
            self._struck[claim.id].append(claim)
        told = [c.known for c in (*came, *struck) if c.known is not None]
        self._began = min([*told, *([self._began] if self._began else [])], default=None)
        self._live |= {c.id: c for c in came}
        if self._beat.window_at(moment) is not self._window:
            self._window = self._beat.window_at(moment)
            self._begin()
            return
        self._sort(came, ())
        self._strike({c.id for c in (*came, *struck)})

    def drop(self, claims: Iterable[Claim]) -> None:
        """Leave out claims: what a decision made of them comes by `take`."""
        gone = [self._live.pop(c.id) for c in claims if c.id in self._live]
        self._sort((), gone)
        self._strike({c.id for c in gone})

    def _strike(self, ids: Iterable[str]) -> None:
        """Set beside the cells what was said under these ids before, where none says it now."""
        for id in ids:
            gone = [] if self._is_said(id) else self._struck.get(id, [])
            self._reckoner.set_aside(("struck", id), list(map(gone_from, gone)))

    def _is_said(self, id: str) -> bool:
        """True where a claim about the window says it now (R1, R2)."""
        return id in self._live and not is_background(self._live[id], self._window)

    @property
    def known(self) -> Collection[Claim]:
        """The claims that are said now, as they were told."""
        return self._live.values()

    def _begin(self) -> None:
        """Sort all anew: in another window other claims count."""
        self._bins: dict[_Bin, dict[str, Claim]] = defaultdict(dict)
        self._losers: Counter[str] = Counter()
        counted = [
            c.victim
            for c in self._live.values()
            if not is_background(c, self._window) and not c.is_set_aside
        ]
        self._columns = Columns(self._beat, counted)
        self._parties = _sides(counted)
        self._scopes = Scopes(self._beat, self._columns)
        self._reckoner = Reckoner(self._beat, self._columns)
        self._sides: dict[str, Sequence[Cell]] = {}
        self._days: dict[CellKey, tuple[Cell, tuple[datetime, ...]]] = {}
        """By key: a cell, and those of its as-ofs of which only the day is known."""
        self._unshown: set[Group] = set()
        self._whole: Mapping[Group, Sequence[tuple[Cell, Draft]]] | None = None
        """All cells, where they have to be worked out from the start."""
        self._making: dict[Group, Mapping[CellKey, Set[str]]] = {}
        self._makers: Counter[str] = Counter()
        self._sort([*self._live.values()], ())
        self._strike(self._struck)

    def _sort(self, came: Sequence[Claim], went: Sequence[Claim]) -> None:
        new, old = self._by_bin(came), self._by_bin(went)
        for name, claims in old.items():
            for claim in claims:
                self._bins[name].pop(claim.id)
        for name, claims in new.items():
            self._bins[name] |= {c.id: c for c in claims}
        reckoner = self._reckoner
        for name in ("heard", "rejected"):
            for claim in old[name]:
                reckoner.set_aside((name, claim.id), ())
            for claim in new[name]:
                reckoner.set_aside((name, claim.id), [_BESIDE[name](claim)])
        reckoner.lay_aside(new["aside"], old["aside"])
        reckoner.take(new["stated"], old["stated"])
        reckoner.deny(new["denied"], old["denied"])
        self._losers += Counter(c.victim for c in new["counted"])
        self._losers -= Counter(c.victim for c in old["counted"])
        if not self._beat.parties and _sides(self._losers) != self._parties:
            self._begin()

    def _by_bin(self, claims: Iterable[Claim]) -> dict[_Bin, list[Claim]]:
        found: dict[_Bin, list[Claim]] = defaultdict(list)
        for claim in claims:
            for name in self._names(claim):
                found[name].append(claim)
        return found

    def _names(self, claim: Claim) -> Iterator[_Bin]:
        """What the claim is to the tally."""
        if as_of(claim) is None or claim.known is None:
            yield "undated"
        if claim.is_set_aside and not is_background(claim, self._window):
            yield "aside"
        if is_rejected(claim):
            yield "rejected"
        elif is_background(claim, self._window):
            yield "background"
        elif is_merged(claim):
            yield "merged"
        else:
            yield from self._counted(claim)

    @staticmethod
    def _counted(claim: Claim) -> Iterator[_Bin]:
        yield "counted"
        if claim.judged:
            yield "judged"
        elif reason_of(claim, {}):
            yield "review"
        if is_pending(claim):
            yield "pending"
        if is_denied(claim):
            if claim.victim != BOTH:
                yield "denied"
        elif claim.modality in HEARSAY:
            yield "heard"
        elif is_stated(claim):
            yield "sum" if claim.victim == BOTH else "stated"
            if claim.within is not None:
                yield "part"

    @property
    def is_plain(self) -> bool:
        """False where a tally is worked out from the start.

        A merged claim adds copies to figures of any cell.
        """
        return self._is_in_pieces and not self._bins["merged"]

    @property
    def _is_in_pieces(self) -> bool:
        """False where the rules leave no piece to be worked out apart.

        An undated claim may repeat any other; a part of a number that a person set aside may take
        its place from it (R7).
        """
        if self._bins["undated"]:
            return False
        aside = self._bins["aside"]
        named = {c.within for c in self._bins["part"].values()} if aside else set()
        return all(self._scopes.is_deaf(aside[id]) for id in named if id in aside)

    def settle(self) -> Set[Group]:
        """Work out what was told since; returns the groups whose cells may be others now."""
        moved = self._reckoner.settle()
        self._unshown |= moved
        before, self._whole = self._whole, None
        if not self._is_in_pieces:
            self._whole = cells_of(self._live.values(), self._at, self._beat)
        is_other = before is not None or self._whole is not None
        return {*moved, *self.groups} if is_other else moved

    def cells(self, group: Group) -> Sequence[tuple[Cell, Draft]]:
        """The cells of a victim side and kind by themselves, with what they are made of.

        Without the copies that people merged: they move no figure.
        """
        return self._pairs([group]) if self._whole is None else self._whole.get(group, ())

    @property
    def groups(self) -> Sequence[Group]:
        """Every victim side and kind of which anything was told, sorted."""
        return self._reckoner.groups

    def tally(self) -> Tally:
        """As `tally` of all that is known; what a cell has in its ledger when somebody looks."""
        if not self.is_plain:
            return self.opened()
        self.settle()
        moved, self._unshown = self._unshown, set()
        for group in moved:
            self._count(group)
        fallen, orphans = self._reckoner.fallen, self._reckoner.orphans
        unsure = map(self._live.__getitem__, {*fallen, *orphans})
        review = {**self._bins["review"], **{c.id: c for c in unsure if not c.judged}}
        for victim in {victim for victim, _ in moved}:
            self._sides[victim] = self._side(victim, review.keys())
        cells = sorted(
            (cell for side in self._sides.values() for cell in side),
            key=lambda c: cell_order(c, self._beat),
        )
        reasons = partial(_reasons, tuple(review.values()), fallen)
        return self._told(cells, review.values(), LaterMapping(reasons))

    def opened(self) -> Tally:
        """The same, worked out from the start."""
        struck = [c for claims in self._struck.values() for c in claims]
        return tally(self._live.values(), at=self._at, beat=self._beat, struck=struck)

    def _told(
        self, cells: Sequence[Cell], review: Iterable[Claim], reasons: Mapping[str, str]
    ) -> Tally:
        bins = self._bins
        since = self._window.start if self._window else self._began
        pending = sorted(bins["pending"].values(), key=order_of)
        drafts, sums = self._drafts(), tuple(bins["sum"].values())
        return Tally(
            at=self._at,
            beat=self._beat.id,
            cells=tuple(cells),
            silent=tuple(silences(pending, cells, self._beat, since)),
            checks=Later(partial(_checks, self._reckoner.checks, sums, cells, self._beat, drafts)),
            background=_ids(bins["background"].values()),
            review=_ids(review),
            reasons=reasons,
            contested=tuple(self._contested(cells)),
            rejected=_ids(bins["rejected"].values()),
            standing=len(self._makers),
            confirmed=sum(id in self._makers for id in bins["judged"]),
            struck=_ids(
                min(cs, key=order_of) for id, cs in self._struck.items() if not self._is_said(id)
            ),
            disputes=Later(partial(disputes, drafts, self._columns, self._beat)),
            totals=tuple(totals_of(cells, self._beat)),
        )

    def _count(self, group: Group) -> None:
        """Which claims make the figures of a group."""
        before = self._making.get(group, {})
        after = {draft.key: makers(draft) for draft in self._reckoner.drafts(group)}
        self._making[group] = after
        for key in {*before, *after}:
            old, new = before.get(key, _NONE), after.get(key, _NONE)
            self._makers.update(new - old)
            for claim in old - new:
                self._makers[claim] -= 1
                if not self._makers[claim]:
                    del self._makers[claim]

    def _side(self, victim: str, review: Set[str]) -> Sequence[Cell]:
        """The cells of a side, with what they say of each other; `review` are ids (R19, R21)."""
        told = self._pairs(group for group in self._reckoner.groups if group[0] == victim)
        noted = note_ceilings(note_outdated([cell for cell, _ in told]))
        found: list[Cell] = []
        for cell, (plain, draft) in zip(noted, told, strict=True):
            flags = (*cell.flags, "review") if draft.has_any(review) else cell.flags
            if self._days.get(draft.key, (None,))[0] is not plain:
                self._days[draft.key] = (plain, days_of(draft))
            found.append(replace(cell, flags=flags, days=self._days[draft.key][1]))
        return openable(found, [draft for _, draft in told], self._beat)

    def _pairs(self, groups: Iterable[Group]) -> Sequence[tuple[Cell, Draft]]:
        reckoner = self._reckoner
        both = (zip(reckoner.cells(g), reckoner.drafts(g), strict=True) for g in groups)
        return [pair for pairs in both for pair in pairs]

    def _drafts(self) -> list[Draft]:
        return [d for group in self._reckoner.groups for d in self._reckoner.drafts(group)]

    def _contested(self, cells: Sequence[Cell]) -> Sequence[str]:
        """Both sides of every dispute, without what a person judged."""
        found = {
            claim
            for cell in cells
            for figure in apart(cell)
            for claim in figure.claims
            if claim in self._making[cell.victim, cell.kind][_key(cell)]
        }
        return _ids(c for c in map(self._live.__getitem__, found) if not c.judged)


_NONE: Set[str] = frozenset()
_BESIDE = {"heard": heard, "rejected": refused}


def _key(cell: Cell) -> CellKey:
    return (cell.victim, cell.kind, cell.category)


def _sides(victims: Iterable[str]) -> frozenset[str]:
    return frozenset(victims) - {UNKNOWN, BOTH}


def _ids(claims: Iterable[Claim]) -> Sequence[str]:
    """Ids in the order told."""
    told = [*claims]
    return Later(lambda: [c.id for c in sorted(told, key=order_of)], size=len(told))


def _reasons(review: Iterable[Claim], fallen: Mapping[str, str]) -> Mapping[str, str]:
    """Why each claim waits for a person, by its id."""
    return {claim.id: reason_of(claim, fallen) or ORPHAN for claim in review}


def _checks(
    parts: Sequence[tuple[Claim, Check]],
    sums: Iterable[Claim],
    cells: Sequence[Cell],
    beat: Beat,
    drafts: Sequence[Draft],
) -> Sequence[Check]:
    """All checks in the order told: of sums against their parts, and against the cells."""
    listed = sorted(sums, key=order_of)
    by_cells = check_sums(listed, cells, beat, partial(stood_at, drafts))
    told = sorted((*parts, *zip(listed, by_cells, strict=True)), key=lambda t: order_of(t[0]))
    return [check for _, check in told]
