"""FeedPane: the entries known at the playhead, newest first; it stands still while one reads.

Between the entries stand the changes of figures that they caused, a line each. A paint asks the
view for a few entries more than it shows, however many there are. Everything is anchored on the
chosen row. At the edge (cursor on the newest, nothing scrolled) the feed follows;
away from it nothing moves, and what comes in above is counted and taken with one key.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo

from textual.message import Message
from textual.reactive import var

from feeds.change import Change
from feeds.entry import Entry
from feeds.sanitise import clean_line
from feeds.snapshot import EntryKey, EntryView, Hits, Snapshot
from tui.drawing.cells import cut
from tui.feed.feed_order import BEFORE_ALL, FeedOrder, nearest, time_of
from tui.feed.feed_view import FeedView

UnreadBefore = Callable[[EntryView, int], int | None]
"""The nearest place before one whose entry was not read, round the end."""


class FeedPane(FeedView):
    """The feed."""

    note = var("")
    """What the reader should know of the last move: the gap that was skipped; empty: nothing."""

    on_change = var(False)
    """True where the cursor is on a change of a figure."""

    change: var[Change | None] = var[Change | None](None)
    """The change of a figure under the cursor; None where it is on an entry."""

    cursor: var[EntryKey | None] = var[EntryKey | None](None)
    """The chosen entry, on a change its cause; None while there is none. Who watches it draws in
    the same frame."""

    by_reader = False
    """True while the cursor moves because the reader moved it."""

    held = False
    """True while the chosen entry's text is being read: it stays, whatever comes in."""

    @dataclass
    class EntryOpened(Message):
        """The reader wants to read this entry."""

        key: EntryKey

    @dataclass
    class ChangeOpened(Message):
        """The reader wants to see what made this figure."""

        change: Change

    def __init__(self, *, local: tzinfo | None = None, id: str | None = None) -> None:
        """`local` None is the machine's own zone."""
        super().__init__(local=local, id=id)
        self._cursor_time = BEFORE_ALL
        self._seen = BEFORE_ALL
        self._hits = Hits()
        self._stays = False
        """True while the reader asks for other rows."""
        self._stands = False
        """True while the rows are arranged anew: whatever scrolls then, the reader does not."""
        self._awaited = ""
        """Id of the change that is chosen once it is there; empty: none, or the reader moved on."""
        self._comes_to: int | None = None
        """The row that waits for the pane's size to begin at its line; None: none does."""
        self._line: int | None = None
        """Line where what was chosen began when the feed was left."""
        self._label()

    @property
    def unseen(self) -> int:
        """How many entries lie above that have not been in view since they came in."""
        return self._newer + (self._late.above(self.row) if self._is_live else 0)

    @property
    def unseen_below(self) -> int:
        """How many came in late, below the cursor: stamped earlier than what had been seen."""
        return self._late.count - self._late.above(self.row) if self._is_live else 0

    @property
    def _is_live(self) -> bool:
        return self.snapshot is not None and self.snapshot.at is None

    @property
    def _newer(self) -> int:
        """How many are newer than all that has been in view."""
        if self._order is None or not self._order.entries or self.at_edge:
            return 0
        view = self._order.entries
        newest = view.time_at(len(view) - 1)
        if newest is None or newest <= self._seen:
            return 0
        above = self._order.entries_above(self._first_in_view)
        return min(len(view) - view.until(self._seen), above)

    @property
    def at_edge(self) -> bool:
        """True where the newest entry is chosen and nobody reads on in it: the feed follows."""
        return self.row == 0 and self.first_line == 0 and not self.held

    @property
    def finding(self) -> bool:
        """True while words are highlighted."""
        return bool(self._words)

    @property
    def finds_more(self) -> bool:
        """True while more entries with the words are looked for."""
        return bool(self._words) and not self._hits.is_whole

    def show_hits(self, words: str, hits: Hits) -> None:
        """Highlight `words`, hiding nothing."""
        self._hits = hits
        self._words = words
        self._label()
        self.redraw()

    def choose_hit(self, by: int) -> bool:
        """Go to the next hit down (1) or up (-1), round the end; False where there is none."""
        places = self._hits.positions
        if places and self._order is not None:
            older = bisect_left(places, self._older)
            nth = older - 1 if by > 0 else older + self.is_on_hit
            self.go_to(self._order.row_of_position(places[nth % len(places)]))
        return bool(places)

    @property
    def is_on_hit(self) -> bool:
        """True where the chosen entry has the words looked for."""
        if self.change is not None or not self.row_count:
            return False
        nth = bisect_left(self._hits.positions, self._older)
        return nth < len(self._hits.positions) and self._hits.positions[nth] == self._older

    @property
    def _older(self) -> int:
        """How many entries are older than what is chosen."""
        return self._order.entries_below(self.row) if self._order else 0

    def choose(self, key: EntryKey) -> bool:
        """Put the cursor on an entry; False where it is not shown."""
        row = self._row_of(key)
        if row is not None:
            self.go_to(row)
        return row is not None

    @property
    def stands(self) -> tuple[str, int | None]:
        """Id of the chosen change, empty for none, and the line of what is chosen."""
        return self.change.id if self.change else "", self.line

    def come_back(self, key: EntryKey, change: str, line: int | None) -> None:
        """Choose what was chosen when the feed was left, at its line; once the pane has a size.

        `change` is the id of one of which the entry is a cause: while it is still worked out the
        entry stands in for it, unless the reader moves on.
        """
        self.choose(key)
        self._line = line
        if change and self.with_changes:
            self._awaited = change
            self.row = self._anchored_row()
            self.settle()
        if self.room.height:
            self._stand_at(self.row, line)
        else:
            self._comes_to = self.row

    def choose_claims(self, by: int) -> bool:
        """Go to the next newer (1) or older (-1) change, or entry with claims that moved no figure.

        False where there is none.
        """
        if self._order is None:
            return False
        rows = [self._claimed_row(self._order, by), self._order.change_from(self.row, by)]
        found = [row for row in rows if row is not None]
        if found:
            self.go_to(max(found) if by > 0 else min(found))
        return bool(found)

    def _claimed_row(self, order: FeedOrder, by: int) -> int | None:
        """The row of the next newer or older entry with claims that moved no figure."""
        told = {key for change in order.changes for key in change.entries}
        below = order.entries_below(self.row)
        position: int | None = below - 1 if by > 0 and self.on_change else below
        while position is not None:
            position = order.entries.claimed_from(position, by)
            if position is not None and order.entries[position].key not in told:
                return order.row_of_position(position)
        return None

    def choose_unread(self, unread_before: UnreadBefore) -> bool:
        """Go to the next entry down that is unread, round the end; False where there is none."""
        order = self._order
        if order is None:
            return False
        position = unread_before(order.entries, order.entries_below(self.row))
        if position is not None:
            self.go_to(order.row_of_position(position))
        return position is not None

    def go_to(self, row: int) -> None:
        """As in every list; the reader does it."""
        self.by_reader = True
        self._awaited = ""
        super().go_to(row)
        self.by_reader = False

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Within, other rows are shown because the reader wants that: they stay on the chosen one,
        and the top of the list stays in view."""
        self._stays = True
        try:
            yield
        finally:
            self._stays = False
        self.show_row()

    def came_in(self, entries: Iterable[Entry]) -> None:
        """These are new; what is not newer than all that has been seen came late."""
        if self._seen > BEFORE_ALL:
            self._late.add(e.key for e in entries if time_of(e) <= self._seen)

    def came_since(self, edge: EntryKey | None, below: Iterable[EntryKey]) -> None:
        """While the reader was away: what stands above the entry `edge` is new, and these below."""
        self.edge = edge
        position = self._order.entries.position_of(edge) if self._order and edge else None
        if self._order is not None and position is not None:
            self._seen = self._order.entries.time_at(position) or BEFORE_ALL
            self._note_seen()
        self._late.add(below)
        self._place_late()
        self._label()
        self.redraw()

    def take_new(self) -> bool:
        """Go to what came in: the newest, else the next that came late; False where nothing did."""
        if not self.at_edge and self._newer:
            self.take()
            return True
        row = self._late.nearest(self.row) if self._is_live else None
        if row is not None:
            self.go_to(row)
        return row is not None

    def take(self) -> None:
        """Go to the newest entry and follow from there."""
        self.held = False
        self.action_top()
        self._make_room(0)

    def watch_snapshot(self, before: Snapshot | None, now: Snapshot | None) -> None:
        """Draw what is known now; the reader's place holds."""
        if now is None:
            self._arrange(None)
            return
        self._stand_still(now, follows=before is None or self.at_edge)

    def watch_with_changes(self) -> None:
        """With the changes or without: the chosen row keeps its place on the screen."""
        if self.snapshot is not None:
            self._stand_still(self.snapshot, follows=self.at_edge)

    def _stand_still(self, now: Snapshot, *, follows: bool) -> None:
        """Arrange the rows anew; the chosen one keeps its line, or the newest is chosen."""
        self._stands = True
        below = self.top_of(self.row) - self.first_line
        stood = self.row
        self._arrange(now)
        at_top = self.first_line == 0 and self._stays
        follows = follows and not (self._stays or self._awaited)
        self.row = 0 if follows else self._anchored_row()
        first_line = 0 if follows or at_top else self.top_of(self.row) - below
        self._make_room(first_line)
        self.scroll_to_line(first_line)
        if self._comes_to is not None:
            self._comes_to += self.row - stood
        self._place_late()
        self._stands = False
        self.settle()
        if self._awaited and self.on_change:
            self._awaited = ""
            self._stand_at(self.row, self._line)
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
        if not self._stands and self._late.scroll(*self._in_view):
            self.redraw()
        self._label()

    def on_resize(self) -> None:
        """Rows may take another number of lines now; the cursor's row stays in view."""
        self._kept.clear()
        if self._comes_to is not None and self.room.height:
            self._stand_at(self._comes_to, self._line)
            self._comes_to = None
            return
        at_edge = self.at_edge
        self.measure()
        if self.first_line + self.room.height >= self.top_of(self.row_count):
            self.scroll_to_line(self._begin_from(self.first_line))  # Textual ended at the last line
        if not at_edge:
            self.show_row()

    def settle(self) -> None:
        """Say which entry the cursor is on, or is the cause of it, if that has changed."""
        thing = self._at(self.row) if self.row_count else None
        self.change = thing if isinstance(thing, Change) else None
        self.on_change = self.change is not None
        if isinstance(thing, Entry):
            key: EntryKey | None = thing.key
            self._cursor_time = time_of(thing)
        else:
            key = self._cause(thing) if thing is not None else None
            self._cursor_time = thing.time if thing is not None else self._cursor_time
        if isinstance(thing, Entry) and self._late.reach(thing.key):
            self.refresh()
        self._note_seen()
        self._label()
        self.held = self.held and key == self.cursor
        self.cursor = key

    def action_open(self) -> None:
        """Read the chosen entry, or see what made the figure that changed."""
        if self.change is not None:
            self.post_message(self.ChangeOpened(self.change))
        elif self.cursor is not None:
            self.post_message(self.EntryOpened(self.cursor))

    def _place_late(self) -> None:
        if self._late:
            self._late.arrange(self._row_of, *self._in_view)

    def _cause(self, change: Change) -> EntryKey | None:
        """The first entry shown that caused it."""
        return next((key for key in change.entries if self._row_of(key) is not None), None)

    def _anchored_row(self) -> int:
        """Where the chosen row stands now; where it is hidden, the nearest entry in time."""
        order = self._order
        if not order:
            return 0
        change = self.change
        if change is None and self._awaited:
            change = next((c for c in order.changes if c.id == self._awaited), None)
        row = order.row_of_change(change) if change else None
        if row is None and self.cursor is not None:
            row = order.row_of_entry(self.cursor)
        if row is None and order.entries:
            row = order.row_of_position(nearest(order.entries, self._cursor_time))
        return row or 0

    def _note_seen(self) -> None:
        if self.row_count:
            first = self._at(min(self._first_in_view, self.row_count - 1))
            when = first.time if isinstance(first, Change) else time_of(first)
            self._seen = max(self._seen, when)

    def _label(self) -> None:
        """What the border says: the words looked for, what came in above, what was skipped."""
        parts = ["Feed", *self._find_words()]
        unseen = self.unseen
        if unseen:
            taking = "to_end" if self._is_live else "top"  # the former would leave the replay
            parts.append(f"{unseen:,} new above, {self.key_of(taking)} shows them")
        if below := self.unseen_below:
            shows = "" if unseen else f", {self.key_of('to_end')} shows them"
            parts.append(f"{below:,} new below{shows}")
        if self.note:
            parts.append(self.note)
        self.say_title("  ".join(parts))
        self.set_class(bool(unseen or below), "-unseen")

    def _find_words(self) -> Iterator[str]:
        if not self._words:
            return
        found = len(self._hits.positions)
        count = f"{found:,} found" if self._hits.is_whole else f"{found:,} found so far"
        if self.is_on_hit:
            nth = found - bisect_left(self._hits.positions, self._older)
            count = f"{nth:,} of {found:,}{'' if self._hits.is_whole else ' so far'}"
        words = cut(clean_line(self._words), 24, self.marks.more)
        yield f"“{words}” {count}" if not self.ascii_only else f'"{words}" {count}'
