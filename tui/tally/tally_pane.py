"""TallyPane: what every side says of its losses at the playhead; a cell opens its ledger."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, tzinfo
from typing import TypeGuard

from textual.message import Message
from textual.reactive import var

from feeds.claim import Category, Kind
from feeds.snapshot import Snapshot
from feeds.tally import Cell, Tally
from tui.drawing.row_list import Row, RowList
from tui.tally.steady import went_back
from tui.tally.tally_changes import CellKey, Change, changes
from tui.tally.tally_rows import Look, Shelf, confirmed_cells, tally_rows
from tui.words.story_time import ZoneMode

WORKING = "working"
"""Key of the row that stands in for a tally which is being made."""


class TallyPane(RowList):
    """Draws the snapshot's tally; changes stay marked until the next step that changes it."""

    DEFAULT_CSS = """
    TallyPane {
        width: 1fr;
        height: 1fr;
        min-width: 20;
    }
    """

    snapshot: var[Snapshot | None] = var[Snapshot | None](None)
    """What is known at the playhead; None before anything is read."""

    zone_mode: var[ZoneMode] = var[ZoneMode]("source", init=False)
    """Whose clock is shown."""

    now: var[datetime | None] = var[datetime | None](None, init=False)
    """What ages are counted to while the playhead is at the end: what time it is while sources are
    followed, else the story's last time.

    None takes the newest entry's where nothing is filtered away, and else counts no age."""

    @dataclass
    class CellOpened(Message):
        """The reader wants the ledger of a cell; category None for a loss without a figure."""

        victim: str
        kind: Kind
        category: Category | None

    @dataclass
    class ShelfOpened(Message):
        """The reader wants what stands beside the cells."""

        shelf: Shelf

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(id=id)
        self._local = local
        self._tally: Tally | None = None
        self._changes: Mapping[CellKey, Change] = {}
        self._made: tuple[Tally, Mapping[CellKey, Change], Look, Sequence[Row]] | None = None
        """The rows made last, and what of."""
        self.say_title("Tally")

    @property
    def cell(self) -> CellKey | None:
        """The cell under the cursor; None where it is on something else."""
        return self.cursor if isinstance(self.cursor, CellKey) else None

    def watch_snapshot(self, before: Snapshot | None, now: Snapshot | None) -> None:
        """Draw the new tally; what it changed is marked.

        Going back in time changes no figure, nor does a tally that was in work and is there now.
        """
        if now is None or (before is not None and self._tells_the_same(before, now)):
            return
        if before is not None and went_back(before, now):
            self._tally, self._changes = None, {}
        if "tally" not in now.pending:
            if self._tally is not None and _differ(self._tally, now.tally):
                self._changes = changes(self._tally, now.tally)
            self._tally = now.tally
        self.say_title(_title(now, self.marks.judged))
        self.refill()

    def _tells_the_same(self, before: Snapshot, now: Snapshot) -> bool:
        """True where only the filter is another: the tally is over all that is known."""
        same = before.beat is now.beat and before.reviews is now.reviews
        same = same and before.at == now.at and before.pending == now.pending
        same = same and (self.now is not None or _newest(before) == _newest(now))
        parts = (field.name for field in fields(Tally) if field.name != "at")
        return same and all(getattr(before.tally, p) is getattr(now.tally, p) for p in parts)

    def watch_zone_mode(self) -> None:
        """Another clock."""
        self.refill()

    def watch_now(self) -> None:
        """Other ages."""
        self.refill()

    def make_rows(self, width: int) -> Sequence[Row]:
        """The rows of the tally at `width`."""
        if self.snapshot is None:
            return ()
        if "tally" in self.snapshot.pending and not self.snapshot.tally.shown:
            return (Row(WORKING, (((" Being worked out", self.palette.quiet),),), opens=False),)
        look = Look(
            beat=self.snapshot.beat,
            at=self.snapshot.at or self.now or _newest(self.snapshot),
            width=width,
            palette=self.palette,
            marks=self.marks,
            ascii_only=self.ascii_only,
            zone_mode=self.zone_mode,
            local=self._local,
            confirmed=confirmed_cells(self.snapshot),
        )
        return self._rows_of(self.snapshot.tally, look)

    def _rows_of(self, tally: Tally, look: Look) -> Sequence[Row]:
        """A pane is told of its size, its colours and its values one by one: made once for all."""
        made = self._made
        if made is None or made[0] is not tally or made[1] is not self._changes or made[2] != look:
            self._made = (tally, self._changes, look, tally_rows(tally, self._changes, look))
        assert self._made is not None
        return self._made[3]

    def stand_in(self, lost: Hashable, keys: Sequence[Hashable]) -> Hashable | None:
        """The cell that a refined or new category moved to (R5), or the silence that is left."""
        if not isinstance(lost, CellKey):
            return None
        return next((k for k in keys if isinstance(k, CellKey) and k[:2] == lost[:2]), None)

    def chosen(self, key: Hashable) -> None:
        """Ask for the ledger."""
        if isinstance(key, CellKey):
            self.post_message(self.CellOpened(*key))
        elif _is_shelf(key):
            self.post_message(self.ShelfOpened(key))


def _title(snapshot: Snapshot, mark: str) -> str:
    """How much a person vouches for, where anybody does: the foot line may be out of view.

    A tally that another is being made for says so: it is of an earlier moment.
    """
    tally = snapshot.tally
    words = "Tally  in work, this is an earlier one" if _is_earlier(snapshot) else "Tally"
    return f"{words}  {mark} {tally.confirmed} of {tally.standing}" if tally.confirmed else words


def _is_earlier(snapshot: Snapshot) -> bool:
    return "tally" in snapshot.pending and bool(snapshot.tally.shown)


def _newest(snapshot: Snapshot) -> datetime | None:
    """Time of the newest entry; None where a filter may hide it."""
    if not snapshot.filter.is_empty or not len(snapshot.entries):
        return None
    return snapshot.entries.time_at(len(snapshot.entries) - 1)


def _differ(before: Tally, now: Tally) -> bool:
    """True where they say anything else: what lies in their cells is not looked into."""
    if before is now:
        return False
    told = zip(before.shown, now.shown, strict=False)
    return (
        len(before.shown) != len(now.shown)
        or before.silent != now.silent
        or any(_said(was) != _said(cell) for was, cell in told if was is not cell)
    )


def _said(cell: Cell) -> object:
    columns = (cell.own, *cell.claimed, *cell.independent, *cell.others)
    figures = [
        (f.by, f.claimant, f.low, f.best, f.high, f.as_of, f.copies, f.sources)
        for f in columns
        if f is not None
    ]
    bounds = (cell.low, cell.best, cell.high, cell.grade, cell.as_of, cell.days)
    return (*cell.key, *bounds, cell.flags, cell.copies, cell.sources, figures)


def _is_shelf(key: Hashable) -> TypeGuard[Shelf]:
    return key in ("checks", "background", "rejected", "review")
