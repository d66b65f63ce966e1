"""FeedOrder: entries, and the changes between them, as one list of rows, newest first.

A change stands under the entries of its moment, for they are its cause. Rows and lines are found
by halving: neither the entries nor the changes are ever walked through.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from feeds.change import Change
from feeds.entry import Entry
from feeds.snapshot import EntryKey, EntryView, Snapshot

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
"""Where undated entries stand."""


class FeedOrder:
    """Rows of entries, each of `row_lines` lines, and of changes, each of one."""

    def __init__(self, entries: EntryView, changes: Sequence[Change]) -> None:
        """Both oldest first."""
        self.entries = entries
        self.changes = changes
        self._starts: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.entries) + len(self.changes)

    def at(self, row: int) -> Entry | Change:
        """What stands in a row."""
        place = len(self) - 1 - row
        older = self._changes_up_to(place)
        if older and self._place_of_change(older - 1) == place:
            return self.changes[older - 1]
        return self.entries[place - older]

    def row_of_entry(self, key: EntryKey) -> int | None:
        """The row of an entry; None where it is not shown."""
        position = self.entries.position_of(key)
        return None if position is None else self.row_of_position(position)

    def row_of_position(self, position: int) -> int:
        """The row of the entry at a position, from the oldest."""
        when = self.entries.time_at(position) or BEFORE_ALL
        older = bisect_right(self.changes, when, key=_when)
        return len(self) - 1 - position - older

    def row_of_change(self, wanted: Change) -> int | None:
        """The row of a change; None where it is not shown."""
        nth = bisect_left(self.changes, wanted.time, key=_when)
        while nth < len(self.changes) and self.changes[nth].time == wanted.time:
            if self.changes[nth].id == wanted.id:
                return len(self) - 1 - self._place_of_change(nth)
            nth += 1
        return None

    def change_from(self, row: int, by: int) -> int | None:
        """The row of the next newer (1) or older (-1) change; None where there is none."""
        place = len(self) - 1 - row
        nth = self._changes_up_to(place) if by > 0 else self._changes_up_to(place - 1) - 1
        if not 0 <= nth < len(self.changes):
            return None
        return len(self) - 1 - self._place_of_change(nth)

    def entries_above(self, row: int) -> int:
        """How many entries are newer than what stands in a row."""
        return min(row, len(self)) - self._changes_above(row)

    def entries_below(self, row: int) -> int:
        """How many entries are older than what stands in a row."""
        is_entry = row < len(self) and isinstance(self.at(row), Entry)
        return len(self.entries) - self.entries_above(row) - is_entry

    def top_of(self, row: int, row_lines: int) -> int:
        """The first line of a row; beyond the last, as if entries went on."""
        above = self._changes_above(row)
        return (row - above) * row_lines + above

    def row_at(self, line: int, row_lines: int) -> int:
        """The row that a line belongs to; beyond the last, as if entries went on."""
        count = len(self.changes)

        def top(nth: int) -> int:
            return (len(self.entries) - self._start(count - 1 - nth)) * row_lines + nth

        above = bisect_right(range(count), line, key=top)
        if not above:
            return line // row_lines
        row = len(self.entries) - self._start(count - above) + above - 1
        under = line - top(above - 1)
        return row if not under else row + 1 + (under - 1) // row_lines

    def _changes_above(self, row: int) -> int:
        if row >= len(self):
            return len(self.changes)
        return len(self.changes) - self._changes_up_to(len(self) - 1 - row)

    def _changes_up_to(self, place: int) -> int:
        """How many changes stand at a place or before it, counted from the oldest row."""
        return bisect_right(range(len(self.changes)), place, key=self._place_of_change)

    def _place_of_change(self, nth: int) -> int:
        return self._start(nth) + nth

    def _start(self, nth: int) -> int:
        """How many entries are older than a change; looked up once."""
        found = self._starts.get(nth)
        if found is None:
            found = self._starts[nth] = self.entries.before(self.changes[nth].time)
        return found


def time_of(entry: Entry) -> datetime:
    """Its time; for an undated entry the earliest there is."""
    return entry.time or BEFORE_ALL


def zone_of_days(snapshot: Snapshot) -> tzinfo | None:
    """Where days begin: on the beat's clock, without a beat on that of the first dated entry.

    One zone for the whole feed, whatever its sources keep: so days stand in order.
    """
    entries = snapshot.entries
    if snapshot.beat.zone is not None or not entries:
        return snapshot.beat.zone
    undated = entries.until(BEFORE_ALL)
    return entries[undated].zone if undated < len(entries) else None


def nearest(view: EntryView, time: datetime) -> int:
    """Position of the entry nearest in time; the view is not empty."""
    later = min(view.until(time), len(view) - 1)
    earlier = max(later - 1, 0)
    gap_before = abs(time - (view.time_at(earlier) or BEFORE_ALL))
    gap_after = abs((view.time_at(later) or BEFORE_ALL) - time)
    return earlier if gap_before <= gap_after else later


def _when(change: Change) -> datetime:
    return change.time
