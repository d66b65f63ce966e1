"""Store copies: which entries of a store are copies of an earlier report from another source."""

from collections.abc import Sequence

from feeds.copies import Group, Grouping, Report, sketch
from feeds.snapshot import EntryKey
from feeds.store import Row, Store


class StoreCopies:
    """Groups of copies in a store; takes what came in since when it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._grouping = Grouping[str](str)
        self._told: set[tuple[Report, str]] = set()
        self._seen = 0
        """How many versions the store had when it was looked through."""

    def group_of(self, key: EntryKey) -> Group:
        """The reports that are one with an entry, its own too; none where it has no copies."""
        self._catch_up()
        return self._grouping.group_of(key)

    def without(self, rows: Sequence[Row]) -> list[Row]:
        """The rows without copies of a report that is among them."""
        self._catch_up()
        first_of = self._grouping.first_of
        shown = {row.entry.key for row in rows}
        return [
            row
            for row in rows
            if (first := first_of(row.entry.key)) == row.entry.key or first not in shown
        ]

    def _catch_up(self) -> None:
        if len(self._store) == self._seen or len(self._store.sources()) < 2:  # noqa: PLR2004 - nobody copies from itself
            return
        self._seen = len(self._store)
        for entry in self._store.every_version():
            if entry.time is None:
                continue
            report = Report(entry.time, *entry.key)
            if (report, entry.body) in self._told:
                continue
            self._told.add((report, entry.body))
            if numbers := sketch(entry.body):
                self._grouping.add(report, entry.body, numbers)
