"""FeedPane: the entries known at the playhead, newest first; it stands still while one reads.

A paint asks the view for as many entries as it shows, however many there are. Everything is
anchored on the chosen entry. At the edge (cursor on the newest, nothing scrolled) the feed follows;
away from it nothing moves, and what comes in above is counted and taken with one key.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from rich.segment import Segment
from textual.cache import LRUCache
from textual.message import Message
from textual.reactive import var

from feeds.claim import Claim
from feeds.entry import Entry
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey, EntryView, Snapshot
from tui.cells import cut
from tui.cursor_pane import KEPT_ROWS, CursorPane
from tui.feed_rows import ROOMY, TIGHT, Look, day_of, draw_row
from tui.story_time import ZoneMode

ROOMY_FROM = 16
"""Height in lines from which a row takes three."""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class FeedPane(CursorPane):
    """The feed."""

    snapshot: var[Snapshot | None] = var(None)
    """What to draw; None while nothing is read yet."""

    zone_mode: var[ZoneMode] = var[ZoneMode]("source")
    """Whose clock the times are on."""

    note = var("")
    """What the reader should know of the last move: the gap that was skipped; empty: nothing."""

    cursor: var[EntryKey | None] = var[EntryKey | None](None)
    """The chosen entry; None while there is none. Who watches it draws in the same frame."""

    held = False
    """True while the chosen entry's text is being read: it stays, whatever comes in."""

    @dataclass
    class EntryOpened(Message):
        """The reader wants to read this entry."""

        key: EntryKey

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(id=id)
        self._local = local
        self._cursor_time = _BEFORE_ALL
        self._seen = _BEFORE_ALL
        self._shown: LRUCache[int, Entry] = LRUCache(KEPT_ROWS)
        self._days: LRUCache[int, bool] = LRUCache(KEPT_ROWS)
        self._words = ""
        self._hits: list[int] = []
        self._label()

    @property
    def unseen(self) -> int:
        """How many entries lie above that have not been in view since they came in."""
        if self.snapshot is None or not self.row_count or self.at_edge:
            return 0
        if _time_of(self._entry(0)) <= self._seen:
            return 0
        view = self.snapshot.entries
        return min(len(view) - _until(view, self._seen), self._first_in_view)

    @property
    def at_edge(self) -> bool:
        """True where the newest entry is chosen and nobody reads on in it: the feed follows."""
        return self.row == 0 and self.scroll_offset.y == 0 and not self.held

    @property
    def finding(self) -> bool:
        """True while words are highlighted."""
        return bool(self._words)

    def show_hits(self, words: str, keys: Iterable[EntryKey]) -> None:
        """Highlight `words`, hiding nothing; `keys` are the entries that have them."""
        rows = (self._row_of(key) for key in keys)
        self._hits = sorted(row for row in rows if row is not None)
        self._words = words
        self._label()
        self.redraw()

    def choose_hit(self, by: int) -> bool:
        """Go to the next hit down (1) or up (-1), round the end; False where there is none."""
        if self._hits:
            place = bisect_left(self._hits, self.row + 1 if by > 0 else self.row)
            self.go_to(self._hits[(place if by > 0 else place - 1) % len(self._hits)])
        return bool(self._hits)

    def choose(self, key: EntryKey) -> bool:
        """Put the cursor on an entry; False where it is not shown."""
        row = self._row_of(key)
        if row is not None:
            self.go_to(row)
        return row is not None

    def choose_claims(self, by: int) -> bool:
        """Go to the next newer (1) or older (-1) entry with claims; False where there is none."""
        keys = self.snapshot.claims_of if self.snapshot else ()
        rows = [row for key in keys if (row := self._row_of(key)) is not None]
        newer = [row for row in rows if row < self.row]
        older = [row for row in rows if row > self.row]
        if by > 0 and newer:
            self.go_to(max(newer))
        elif by < 0 and older:
            self.go_to(min(older))
        return bool(newer if by > 0 else older)

    def take(self) -> None:
        """Go to the newest entry and follow from there."""
        self.held = False
        self.action_top()
        self._make_room(0)

    def watch_snapshot(self, before: Snapshot | None, now: Snapshot | None) -> None:
        """Draw what is known now; the reader's place holds."""
        self._shown.clear()
        self._days.clear()
        if now is None:
            return
        follows = before is None or self.at_edge
        below = self.row * self.row_lines - self.scroll_offset.y
        if before is None or before.claims_of is not now.claims_of:
            self._kept.clear()
        self.row = 0 if follows else self._anchored_row(now.entries)
        first_line = 0 if follows else self.row * self.row_lines - below
        self._make_room(first_line)
        self.scroll_to_line(first_line)
        self.settle()
        self.refresh()

    def watch_zone_mode(self) -> None:
        """Another clock: every row is drawn again."""
        self._days.clear()
        self.redraw()

    def watch_note(self) -> None:
        """Say it in the border."""
        self._label()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """What has come into view is no longer new."""
        super().watch_scroll_y(old_value, new_value)
        self._note_seen()
        self._label()

    def on_resize(self) -> None:
        """Rows may take another number of lines now; the cursor's row stays in view."""
        self._kept.clear()
        at_edge = self.at_edge
        self.measure()
        if not at_edge:
            self.show_row()

    def settle(self) -> None:
        """Say which entry the cursor is on, if that has changed."""
        entry = self._entry(self.row) if self.row_count else None
        key = entry.key if entry else None
        self._cursor_time = _time_of(entry) if entry else self._cursor_time
        self._note_seen()
        self._label()
        self.held = self.held and key == self.cursor
        self.cursor = key

    def action_open(self) -> None:
        """Read the chosen entry."""
        if self.cursor is not None:
            self.post_message(self.EntryOpened(self.cursor))

    @property
    def row_count(self) -> int:
        """Entries that are shown."""
        return len(self.snapshot.entries) if self.snapshot else 0

    @property
    def row_lines(self) -> int:
        """Three where there is room, else two."""
        return ROOMY if self.size.height >= ROOMY_FROM else TIGHT

    def row_key(self, row: int) -> Hashable:
        """The entry's version, and whether a day begins with it."""
        entry = self._entry(row)
        return (entry.key, entry.revision, self._begins_day(row))

    def draw(self, row: int, width: int) -> Sequence[list[Segment]]:
        """One entry."""
        entry = self._entry(row)
        palette = self.palette
        ground = palette.chosen if self.has_focus else palette.resting
        return draw_row(
            entry,
            self._claims(entry),
            self._look(width),
            new_day=self._begins_day(row),
            ground=ground if row == self.row else None,
        )

    def nothing(self) -> str:
        """Why the feed is empty."""
        if self.snapshot is None:
            return ""
        if self.snapshot.known:
            return f"None of {self.snapshot.known} entries passes the filter: 0 shows all"
        return "Nothing is known yet at this time"

    @property
    def _first_in_view(self) -> int:
        return self.scroll_offset.y // self.row_lines

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
        )

    def _entry(self, row: int) -> Entry:
        """The entry of a row; asked of the view once a snapshot."""
        entry = self._shown.get(row)
        if entry is None:
            assert self.snapshot is not None
            entry = self.snapshot.entries[self.row_count - 1 - row]
            self._shown.set(row, entry)
        return entry

    def _claims(self, entry: Entry) -> tuple[Claim, ...]:
        return self.snapshot.claims_of.get(entry.key, ()) if self.snapshot else ()

    def _begins_day(self, row: int) -> bool:
        """True where the entry above is of another day, or there is none; asked once a row."""
        begins = self._days.get(row)
        if begins is None:
            look = self._look(0)
            above = day_of(self._entry(row - 1), look) if row else None
            begins = above is None or above != day_of(self._entry(row), look)
            self._days.set(row, begins)
        return begins

    def _row_of(self, key: EntryKey) -> int | None:
        position = self.snapshot.entries.position_of(key) if self.snapshot else None
        return None if position is None else self.row_count - 1 - position

    def _anchored_row(self, view: EntryView) -> int:
        """Where the chosen entry stands now; where it is hidden, the nearest in time."""
        if not view:
            return 0
        position = view.position_of(self.cursor) if self.cursor else None
        if position is None:
            position = _nearest(view, self._cursor_time)
        return len(view) - 1 - position

    def _make_room(self, first_line: int) -> None:
        """Blank lines below a short list, so that it too can stand still while it grows above."""
        below = self.row_count * self.row_lines - first_line
        self.blank_lines = (
            max(self.scrollable_content_region.height - below, 0) if first_line else 0
        )
        self.measure()

    def _note_seen(self) -> None:
        if self.row_count:
            first = min(self._first_in_view, self.row_count - 1)
            self._seen = max(self._seen, _time_of(self._entry(first)))

    def _label(self) -> None:
        """What the border says: the words looked for, what came in above, what was skipped."""
        parts = ["Feed", *self._find_words()]
        unseen = self.unseen
        if unseen:
            parts.append(f"{unseen} new above, F shows them")
        if self.note:
            parts.append(self.note)
        self.say_title("  ".join(parts))
        self.set_class(bool(unseen), "-unseen")

    def _find_words(self) -> Iterator[str]:
        if not self._words:
            return
        place = bisect_left(self._hits, self.row)
        here = place < len(self._hits) and self._hits[place] == self.row
        count = f"{place + 1} of {len(self._hits)}" if here else f"{len(self._hits)} found"
        words = cut(clean_line(self._words), 24, self.marks.more)
        yield f"“{words}” {count}" if not self.ascii_only else f'"{words}" {count}'


def _time_of(entry: Entry) -> datetime:
    return entry.time or _BEFORE_ALL


def _until(view: EntryView, time: datetime) -> int:
    """How many entries are not later than `time`; looks at a few of them only."""
    low, high = 0, len(view)
    while low < high:
        middle = (low + high) // 2
        if _time_of(view[middle]) <= time:
            low = middle + 1
        else:
            high = middle
    return low


def _nearest(view: EntryView, time: datetime) -> int:
    """Position of the entry nearest in time; the view is not empty."""
    later = min(_until(view, time), len(view) - 1)
    earlier = max(later - 1, 0)
    gap_before = abs(time - _time_of(view[earlier]))
    return earlier if gap_before <= abs(_time_of(view[later]) - time) else later
