"""The tally as the ledger grows: `tally` of the claims known by then, at the cost of the new ones.

Which claims count is decided here, as in `moment`; how they add up, by the `Reckoner`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from operator import attrgetter

from feeds.beat import Beat, Episode
from feeds.claim import BOTH, UNKNOWN, Claim
from feeds.later import Later, LaterMapping
from feeds.reconcile.bins import Bin, bins_of
from feeds.reconcile.checks import check_sums
from feeds.reconcile.columns import Columns
from feeds.reconcile.course import Course, T
from feeds.reconcile.disputes import disputes
from feeds.reconcile.drafts import Draft, Group
from feeds.reconcile.firsts import Beside, Firsts
from feeds.reconcile.judged import apart, refused
from feeds.reconcile.judged import makers as makers_of
from feeds.reconcile.moment import (
    ORPHAN,
    cells_of,
    gone_from,
    heard,
    tally,
)
from feeds.reconcile.opening import Opening
from feeds.reconcile.reading import order_of
from feeds.reconcile.reckoner import Reckoner
from feeds.reconcile.scopes import Scopes
from feeds.reconcile.sides import Sides
from feeds.reconcile.silence import Loss, losses_of, silences
from feeds.reconcile.then import stood_at
from feeds.reconcile.waiting import reason_of
from feeds.reconcile.window import is_background
from feeds.tally import Cell, CellKey, Check, Dispute, PlaceFigure, Tally


class RunningTally:
    """What is known at the last moment told, and what it adds up to."""

    def __init__(self, beat: Beat, *, keeps: bool = True) -> None:
        """`keeps` what it is told, for whoever looks into a tally when it has moved since."""
        self._beat = beat
        self._course = Course(beat, keeps=keeps)
        self._at: datetime | None = None
        self._window: Episode | None = None
        self._struck: dict[str, list[Claim]] = defaultdict(list)
        self._live: dict[str, Claim] = {}
        self._began: datetime | None = None
        self._bins: dict[Bin, dict[str, Claim]] = defaultdict(dict)
        self._unlaid: dict[str, None] = {}
        """Ids of claims of the background that came or went since `beside` was asked."""
        self._begin()

    def take(
        self, moment: datetime, came: Sequence[Claim] = (), struck: Sequence[Claim] = ()
    ) -> None:
        """Go on to a moment, the same or a later one.

        `came` are the claims that are said from then on, as people judged them; `struck` those of
        versions that were edited, of which no newer version has the same.
        """
        with self._course.lock:
            self._take(moment, came, struck)

    def _take(self, moment: datetime, came: Sequence[Claim], struck: Sequence[Claim]) -> None:
        self._at = self._course.at = moment
        self._course.go_on(came, struck)
        self._leave_out(struck)
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
        went = [*claims]
        with self._course.lock:
            self._course.go_on(went=went)
            self._leave_out(went)

    def unstrike(self, ids: Iterable[str]) -> None:
        """Forget what was struck under these ids before: of several versions the last stands."""
        for id in ids:
            self._struck.pop(id, None)

    def _leave_out(self, claims: Iterable[Claim]) -> None:
        gone = [self._live.pop(c.id) for c in claims if c.id in self._live]
        self._sort((), gone)
        self._strike({c.id for c in gone})

    def _strike(self, ids: Iterable[str]) -> None:
        """Set beside the cells what was said under these ids before, where none says it now."""
        for id in ids:
            gone = [] if self._is_said(id) else self._struck.get(id, [])
            self._reckoner.set_aside(("struck", id), list(map(gone_from, gone)))
            self._gone.pop(id, None)
            if gone:
                self._gone[id] = min(gone, key=order_of)

    def _is_said(self, id: str) -> bool:
        """True where a claim about the window says it now (R1, R2)."""
        return id in self._live and not is_background(self._live[id], self._window)

    @property
    def known(self) -> Collection[Claim]:
        """The claims that are said now, as they were told."""
        return self._live.values()

    def _begin(self) -> None:
        """Sort all anew: in another window other claims count."""
        self._course.begin_anew()
        self._unlaid |= dict.fromkeys(self._bins["background"])
        self._bins = defaultdict(dict)
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
        self._sides = Sides(self._beat)
        self._openable: dict[CellKey, Cell] = {}
        self._unshown: set[Group] = set()
        self._unopened: set[str] = set()
        """Sides that moved since `tally` was asked."""
        self._unkept: set[Group] = set()
        """Groups that moved since `beside` was asked."""
        self._firsts = Firsts(self._beat)
        self._whole: Mapping[Group, Sequence[tuple[Cell, Draft]]] | None = None
        """All cells, where they have to be worked out from the start."""
        self._pending: dict[Loss, dict[str, Claim]] = defaultdict(dict)
        self._fallen: dict[str, Claim] = {}
        """Claims that wait for a person, and not by their own words."""
        self._divided: set[str] = set()
        """Of them those that stand in several places."""
        self._gone: dict[str, Claim] = {}
        """By id, what was said before and is no more (R1)."""
        self._sort([*self._live.values()], ())
        self._strike(self._struck)

    def _sort(self, came: Sequence[Claim], went: Sequence[Claim]) -> None:
        new, old = self._by_bin(came), self._by_bin(went)
        for name, claims in old.items():
            for claim in claims:
                self._bins[name].pop(claim.id)
        for name, claims in new.items():
            self._bins[name] |= {c.id: c for c in claims}
        self._unlaid |= {c.id: None for c in (*old["background"], *new["background"])}
        reckoner = self._reckoner
        for name in ("heard", "rejected"):
            for claim in old[name]:
                reckoner.set_aside((name, claim.id), ())
            for claim in new[name]:
                reckoner.set_aside((name, claim.id), [_BESIDE[name](claim)])
        reckoner.lay_aside(new["aside"], old["aside"])
        reckoner.take(new["stated"], old["stated"])
        reckoner.deny(new["denied"], old["denied"])
        for claim in old["pending"]:
            del self._pending[claim.victim, claim.kind][claim.id]
        for claim in new["pending"]:
            self._pending[claim.victim, claim.kind][claim.id] = claim
        self._wait({c.id for c in (*went, *came)})
        self._losers += Counter(c.victim for c in new["counted"])
        self._losers -= Counter(c.victim for c in old["counted"])
        if not self._beat.parties and _sides(self._losers) != self._parties:
            self._begin()

    def _by_bin(self, claims: Iterable[Claim]) -> dict[Bin, list[Claim]]:
        found: dict[Bin, list[Claim]] = defaultdict(list)
        for claim in claims:
            for name in bins_of(claim, self._window):
                found[name].append(claim)
        return found

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
        self._wait(self._reckoner.makings.turned())
        self._unshown |= moved
        before, self._whole = self._whole, None
        if not self._is_in_pieces:
            self._whole = cells_of(self._live.values(), self._at, self._beat)
        is_other = before is not None or self._whole is not None
        return {*moved, *self.groups} if is_other else moved

    def _wait(self, ids: Iterable[str]) -> None:
        """Sort out which of these wait for a person, and not by their own words."""
        for id in ids:
            self._fallen.pop(id, None)
            self._divided.discard(id)
            claim = self._live.get(id)
            if claim is None or claim.judged or not self._reckoner.makings.is_unsure(id):
                continue
            if id not in self._bins["review"]:
                self._fallen[id] = claim
                if self._reckoner.divided[id]:
                    self._divided.add(id)

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
        with self._course.lock:
            if not self.is_plain:
                return self.opened()
            listed = self._list()
            for victim in self._unopened:
                self._open(victim)
            self._unopened = set()
            return self._tell(listed, [self._openable[cell.key] for cell in listed])

    def shown(self) -> Tally:
        """As `tally`, for whoever looks into none of its cells: they have no ledger."""
        with self._course.lock:
            listed = self._list()
            return self._tell(listed, listed)

    def _list(self) -> Sequence[Cell]:
        """Work out what was told since; returns all cells, not opened, in order."""
        self.settle()
        moved, self._unshown = self._unshown, set()
        self._unkept |= moved
        victims = {victim for victim, _ in moved}
        self._unopened |= victims
        for victim in victims:
            self._put_side(victim)
        return self._sides.listed()

    def beside(self) -> Beside:
        """What is shown beside the cells; asked after `shown`, of what moved since this was."""
        with self._course.lock:
            moved, self._unkept = {g: self._reckoner.drafts(g) for g in self._unkept}, set()
            parts: dict[CellKey, Sequence[PlaceFigure]] = {}
            for group, drafts in moved.items():
                parts |= self._firsts.put(group, drafts)
            told, self._unlaid = self._unlaid, {}
            background = {id: self._bins["background"].get(id) for id in told}
            return Beside(self._firsts.disputes, parts, moved, self.groups, background)

    def opened(self) -> Tally:
        """The same, worked out from the start."""
        struck = [c for claims in self._struck.values() for c in claims]
        return tally(self._live.values(), at=self._at, beat=self._beat, struck=struck)

    def _tell(self, listed: Sequence[Cell], cells: Sequence[Cell]) -> Tally:
        """Of cells as they are listed, and as they can be opened."""
        bins, makers = self._bins, self._reckoner.makings.makers
        since = self._window.start if self._window else self._began
        spoken = self._sides.spoken
        return Tally(
            at=self._at,
            beat=self._beat.id,
            cells=tuple(cells),
            silent=tuple(silences(self._unanswered(spoken), spoken, self._beat, since)),
            checks=Later(
                self._look(partial(self._checks, cells), attrgetter("checks")),
                size=len(bins["sum"]) + self._reckoner.checked,
            ),
            background=self._ids((bins["background"],), attrgetter("background")),
            review=self._ids((bins["review"], self._fallen), attrgetter("review")),
            reasons=LaterMapping(self._look(self._reasons, attrgetter("reasons"))),
            contested=Later(self._look(partial(self._contested, cells), attrgetter("contested"))),
            rejected=self._ids((bins["rejected"],), attrgetter("rejected")),
            standing=len(makers),
            confirmed=sum(id in makers for id in bins["judged"]),
            struck=self._ids((self._gone,), attrgetter("struck")),
            disputes=Later(self._look(self._disputes, attrgetter("disputes"))),
            totals=tuple(self._sides.totals(listed)),
        )

    def _look(self, live: Callable[[], T], opened: Callable[[Tally], T]) -> Callable[[], T]:
        return self._course.guarded(live, opened)

    def _ids(
        self, claims: Sequence[Mapping[str, Claim]], opened: Callable[[Tally], Sequence[str]]
    ) -> Sequence[str]:
        """Ids in the order told; no claim is given twice."""
        look = self._look(lambda: _in_order(c for told in claims for c in told.values()), opened)
        return Later(look, size=sum(map(len, claims)))

    def _unanswered(self, spoken: Set[Loss]) -> Sequence[Claim]:
        """Statements of having no figure, in the order told; without those that have lapsed."""
        losses = [at for at in self._pending if not spoken >= {*losses_of(*at, self._beat)}]
        return sorted((c for at in losses for c in self._pending[at].values()), key=order_of)

    def _put_side(self, victim: str) -> None:
        """List the cells of a side anew."""
        groups = [group for group in self._reckoner.groups if group[0] == victim]
        told = self._pairs(groups)
        waiting = [waits for group in groups for waits in self._reckoner.makings.waiting(group)]
        marked = [
            waits or draft.has_any(self._divided)
            for (_, draft), waits in zip(told, waiting, strict=True)
        ]
        self._sides.put(victim, told, marked)

    def _open(self, victim: str) -> None:
        """Let the cells of a side be looked into."""
        told = self._sides.of(victim)
        opening = Opening(victim, self._beat, self._course)
        cells = opening.openable([cell for cell, _ in told], [draft for _, draft in told])
        self._openable |= {cell.key: cell for cell in cells}

    def _pairs(self, groups: Iterable[Group]) -> Sequence[tuple[Cell, Draft]]:
        reckoner = self._reckoner
        both = (zip(reckoner.cells(g), reckoner.drafts(g), strict=True) for g in groups)
        return [pair for pairs in both for pair in pairs]

    def _drafts(self) -> list[Draft]:
        return [d for group in self._reckoner.groups for d in self._reckoner.drafts(group)]

    def _contested(self, cells: Sequence[Cell]) -> Sequence[str]:
        """Both sides of every dispute, without what a person judged."""
        disputed = {cell.key for cell in cells if cell.grade == "disputed"}
        makers = {d.key: makers_of(d) for d in self._drafts() if d.key in disputed}
        found = {
            claim
            for cell in cells
            for figure in apart(cell)
            for claim in figure.claims
            if claim in makers[cell.key]
        }
        return _in_order(c for c in map(self._live.__getitem__, found) if not c.judged)

    def _disputes(self) -> Sequence[Dispute]:
        return disputes(self._drafts(), self._columns, self._beat)

    def _reasons(self) -> Mapping[str, str]:
        """Why each claim waits for a person, by its id."""
        fallen = self._reckoner.makings.fallen
        waiting = (*self._bins["review"].values(), *self._fallen.values())
        return {claim.id: reason_of(claim, fallen) or ORPHAN for claim in waiting}

    def _checks(self, cells: Sequence[Cell]) -> Sequence[Check]:
        """All checks in the order told: of sums against their parts, and against the cells."""
        listed = sorted(self._bins["sum"].values(), key=order_of)
        then = partial(stood_at, self._drafts())
        by_cells = zip(listed, check_sums(listed, cells, self._beat, then), strict=True)
        told = sorted((*self._reckoner.checks, *by_cells), key=lambda t: order_of(t[0]))
        return [check for _, check in told]


_BESIDE = {"heard": heard, "rejected": refused}


def _sides(victims: Iterable[str]) -> frozenset[str]:
    return frozenset(victims) - {UNKNOWN, BOTH}


def _in_order(claims: Iterable[Claim]) -> Sequence[str]:
    """Ids in the order told."""
    return [claim.id for claim in sorted(claims, key=order_of)]
