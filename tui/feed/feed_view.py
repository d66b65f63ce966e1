"""FeedView: rows of entries and of the changes between them, drawn a screenful at a time.

A paint asks the view of the snapshot for a few entries more than it shows, however many there are.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import tzinfo

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.reactive import var

from feeds.change import Change
from feeds.claim import Claim
from feeds.edit import EditKind
from feeds.entry import Entry
from feeds.marking import UNMARKED, Marking
from feeds.snapshot import EntryKey, Snapshot
from tui.drawing.cursor_pane import KEPT_ROWS, CursorPane
from tui.feed.change_row import draw_change
from tui.feed.feed_order import FeedOrder, zone_of_days
from tui.feed.feed_rows import ROOMY, SIGNED_LINES, TIGHT, Left, Look, claim_sign, day_at, draw_row
from tui.feed.late_rows import LateRows
from tui.words.story_time import ZoneMode

ROOMY_FROM = 16
"""Height in lines from which a row takes three."""


MANY = 2
"""Sources from which on every row names its own."""


_Beside = tuple[EditKind | None, int, bool]
"""What an entry's last edit touched, how many copies it has, whether it is gone."""


class FeedView(CursorPane):
    """What stands where in the feed, and how it looks; `FeedPane` moves in it."""

    snapshot: var[Snapshot | None] = var(None)
    """What to draw; None while nothing is read yet."""

    zone_mode: var[ZoneMode] = var[ZoneMode]("source")
    """Whose clock the times are on."""

    with_changes = var(True)
    """Show the changes of figures between the entries."""

    marking_of: Callable[[EntryKey], Marking] = staticmethod(lambda _key: UNMARKED)
    """What a person left on an entry."""

    edit_of: Callable[[Entry], EditKind | None] = staticmethod(lambda _entry: None)
    """The gravest thing that the last edit of an entry touched."""

    copies_of: Callable[[Entry], Sequence[Entry]] = staticmethod(lambda _entry: ())
    """The entries of other sources that are the same text."""

    gone_of: Callable[[Entry], bool] = staticmethod(lambda _entry: False)
    """True for an entry that is no longer where it was fetched."""

    edge: EntryKey | None = None
    """The latest entry that was there when the reader looked last; None: all is as it was."""

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(id=id)
        self._local = local
        self._order: FeedOrder | None = None
        # Each forgets the first it was told: one that forgets the least used is a ring, and a ring
        # that is let go sixty times a second waits for Python to look for circles.
        self._shown: FIFOCache[int, Entry | Change] = FIFOCache(KEPT_ROWS)
        self._beside: FIFOCache[tuple[EntryKey, int], _Beside] = FIFOCache(KEPT_ROWS)
        self._days: FIFOCache[int, bool] = FIFOCache(KEPT_ROWS)
        self._words = ""
        self._asked: tuple[tuple[Claim, ...], Left] = ((), Left())
        """What `row_key` was told of the entry that is drawn next."""
        self._late = LateRows()
        self._day_zone: tzinfo | None = None

    @property
    def row_count(self) -> int:
        """Entries and changes that are shown."""
        return len(self._order) if self._order else 0

    @property
    def row_lines(self) -> int:
        """Lines of an entry: three where there is room, else two."""
        return ROOMY if self.room.height >= ROOMY_FROM else TIGHT

    def top_of(self, row: int) -> int:
        """A change takes one line."""
        return self._order.top_of(row, self.row_lines) if self._order else 0

    def row_at(self, line: int) -> int:
        """The row that a line belongs to."""
        return self._order.row_at(line, self.row_lines) if self._order else 0

    def row_key(self, row: int) -> Hashable:
        """The entry's version or the change, whether a day begins with it, and the signs on it."""
        thing = self._at(row)
        begins = self._begins_day(row)
        if isinstance(thing, Change):
            return (thing.id, begins)
        claims, left = self._asked = self._claims(thing), self._left(thing)
        return (thing.key, thing.revision, begins, left, claim_sign(claims, self.marks))

    def draw(self, row: int, width: int) -> Sequence[list[Segment]]:
        """One entry, or one change."""
        thing = self._at(row)
        palette = self.palette
        chosen = palette.chosen if self.has_focus else palette.resting
        ground = chosen if row == self.row else None
        look, begins = self._look(width), self._begins_day(row)
        if isinstance(thing, Change):
            zone = self._zone_of(thing, row)
            return [draw_change(thing, look, zone=zone, with_day=begins, ground=ground)]
        claims, left = self._asked
        return draw_row(thing, claims, look, new_day=begins, ground=ground, left=left)

    def rows_in_view(self) -> list[tuple[int, range]]:
        """Rows that are whole in view, each with the lines there that bear the cursor's sign."""
        first, height = self.first_line, self.room.height
        found = list[tuple[int, range]]()
        row = self.row_at(first)
        while row < self.row_count and (below := self.top_of(row + 1) - first) <= height:
            if self.top_of(row) >= first:
                signed = 1 if isinstance(self._at(row), Change) else SIGNED_LINES
                found.append((row, range(below - signed, below)))
            row += 1
        return found

    @property
    def line(self) -> int | None:
        """Line of the pane where the chosen row begins; None while the list is at its top."""
        return self.top_of(self.row) - self.first_line if self.first_line else None

    @property
    def _first_in_view(self) -> int:
        """The first row in view."""
        return self.row_at(self.first_line)

    @property
    def _in_view(self) -> tuple[int, int]:
        """The first row in view, and the last."""
        at = self.first_line
        height = max(self.room.height, 1)
        return self.row_at(at), min(self.row_at(at + height - 1), max(self.row_count - 1, 0))

    def _stand_at(self, row: int, line: int | None) -> None:
        """Let a row begin at a line, the list at its top where that is None."""
        first_line = max(self.top_of(row) - line, 0) if line is not None else 0
        self._make_room(first_line)
        self.scroll_to_line(first_line)
        self.show_row()

    def _make_room(self, first_line: int) -> None:
        """Blank lines below a short list, so that it too can stand still while it grows above."""
        below = self.top_of(self.row_count) - first_line
        self.blank_lines = max(self.room.height - below, 0) if first_line else 0
        self.measure()

    def _left(self, entry: Entry) -> Left:
        """What is on it beside its own words."""
        edit, copies, is_gone = self._compared(entry)
        is_edge = entry.key == self.edge
        return Left(
            self.marking_of(entry.key),
            edit,
            copies,
            self._source(entry),
            entry.key in self._late,
            is_edge,
            is_gone,
        )

    def _source(self, entry: Entry) -> str:
        """The name of its source, where there are several."""
        snapshot = self.snapshot
        if snapshot is None or len(snapshot.sources) < MANY:
            return ""
        return snapshot.source_name(entry.source)

    def _compared(self, entry: Entry) -> _Beside:
        """Asked once a snapshot."""
        name = (entry.key, entry.revision)
        found = self._beside.get(name)
        if found is None:
            edit = self.edit_of(entry) if entry.revision > 1 else None
            found = (edit, len(self.copies_of(entry)), self.gone_of(entry))
            self._beside.set(name, found)
        return found

    def nothing(self) -> str:
        """Why the feed is empty."""
        if self.snapshot is None:
            return ""
        if self.snapshot.known:
            key = self.key_of("chips_all")
            return f"{key} shows all: none of {self.snapshot.known:,} entries passes"
        return "Nothing is known yet at this time"

    def _arrange(self, now: Snapshot | None) -> None:
        self._shown.clear()
        self._days.clear()
        self._beside.clear()
        changes = now.changes if now and self.with_changes else ()
        self._order = FeedOrder(now.entries, changes) if now else None
        self._day_zone = zone_of_days(now) if now else None

    def _look(self, width: int) -> Look:
        assert self.snapshot is not None
        return Look(
            beat=self.snapshot.beat,
            width=width,
            lines=self.row_lines,
            palette=self.palette,
            marks=self.marks,
            zone_mode=self.zone_mode,
            local=self._local,
            words=self._words,
            zone=self._day_zone,
        )

    def _at(self, row: int) -> Entry | Change:
        """What stands in a row; asked of the view once a snapshot."""
        thing = self._shown.get(row)
        if thing is None:
            assert self._order is not None
            thing = self._order.at(row)
            self._shown.set(row, thing)
        return thing

    def _entry_above(self, row: int) -> Entry | None:
        """The nearest entry above a row; None where there is none."""
        things = map(self._at, reversed(range(row)))
        return next((thing for thing in things if isinstance(thing, Entry)), None)

    def _zone_of(self, change: Change, row: int) -> tzinfo | None:
        """The zone of the entry that caused it, which stands above; else the beat's."""
        above = self._entry_above(row)
        if above is not None and above.time == change.time and above.zone is not None:
            return above.zone
        return self.snapshot.beat.zone if self.snapshot else None

    def _claims(self, entry: Entry) -> tuple[Claim, ...]:
        return self.snapshot.claims_of.get(entry.key, ()) if self.snapshot else ()

    def _begins_day(self, row: int) -> bool:
        """True where what stands above is of another day, or nothing does; asked once a row."""
        begins = self._days.get(row)
        if begins is None:
            look, above = self._look(0), self._at(row - 1) if row else None
            here = day_at(self._at(row).time, look)
            begins = above is None or day_at(above.time, look) != here
            self._days.set(row, begins)
        return begins

    def _row_of(self, key: EntryKey) -> int | None:
        return self._order.row_of_entry(key) if self._order else None
