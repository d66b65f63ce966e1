"""LateRows: entries that came in after later ones had been seen: they land below what is new.

Only the reader's own move makes one seen: the cursor that comes to it, or a scroll that brings it
into view. What lands in the midst of what is in view stays new until then.
"""

from collections.abc import Callable, Iterable

from feeds.snapshot import EntryKey

MOST = 500
"""Entries that are remembered as late; the first of more are let go."""


class LateRows:
    """Which they are, and where they stand now."""

    def __init__(self) -> None:
        self._landed: dict[EntryKey, bool] = {}
        """By entry: True for one that landed in view and has been there since."""

        self._rows: dict[EntryKey, int] = {}
        """Where those stand that are shown."""

    def __contains__(self, key: object) -> bool:
        """True for an entry that was not seen."""
        return key in self._landed

    def __bool__(self) -> bool:
        """True where there are any, shown or not."""
        return bool(self._landed)

    @property
    def count(self) -> int:
        """How many are shown."""
        return len(self._rows)

    def add(self, keys: Iterable[EntryKey]) -> None:
        """These came in late."""
        for key in keys:
            self._landed.setdefault(key, False)
        for key in [*self._landed][: max(len(self._landed) - MOST, 0)]:
            self._forget(key)

    def arrange(self, row_of: Callable[[EntryKey], int | None], first: int, last: int) -> None:
        """The rows are others now; those from `first` to `last` are in view."""
        before = self._rows
        found = {key: row_of(key) for key in self._landed}
        self._rows = {key: row for key, row in found.items() if row is not None}
        for key, row in self._rows.items():
            is_in_view = first <= row <= last
            self._landed[key] = is_in_view and (self._landed[key] or key not in before)

    def reach(self, key: EntryKey | None) -> bool:
        """The cursor came to an entry; True where it is seen by that."""
        if key is None or key not in self._landed:
            return False
        self._forget(key)
        return True

    def scroll(self, first: int, last: int) -> bool:
        """The reader scrolled, and these rows are in view; True where any is seen by that."""
        seen = []
        for key, row in self._rows.items():
            if not first <= row <= last:
                self._landed[key] = False
            elif not self._landed[key]:
                seen.append(key)
        for key in seen:
            self._forget(key)
        return bool(seen)

    def above(self, row: int) -> int:
        """How many stand above a row."""
        return sum(at < row for at in self._rows.values())

    def nearest(self, row: int) -> int | None:
        """The next one down from a row, else the next one up; None where there is none."""
        below = [at for at in self._rows.values() if at >= row]
        return min(below) if below else max(self._rows.values(), default=None)

    def _forget(self, key: EntryKey) -> None:
        self._landed.pop(key, None)
        self._rows.pop(key, None)
