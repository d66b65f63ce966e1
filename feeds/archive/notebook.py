"""Notebook of an archive: marks, tags, notes, what was read, views and places, in its file."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from feeds.archive.connection import Connection
from feeds.archive.numbers import Numbers, entry_number
from feeds.marking import UNMARKED, Marking, Place, View
from feeds.marking_record import place_record, read_place, read_view, view_record
from feeds.snapshot import EntryKey


class MarkRow(NamedTuple):
    """What an index knows of one marking."""

    entry: int
    """Number of the entry."""

    marked: bool
    noted: bool
    read: int
    """The newest revision that was read; 0: none."""

    tags: frozenset[str]


class ArchiveNotebook:
    """See `feeds.notebook.Notebook`. An entry may be marked before it is archived."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marking(self, key: EntryKey) -> Marking:
        """What was left on an entry."""
        row = self._connection.one(
            "SELECT m.entry, marked, read, note FROM marking m JOIN entry e ON e.n = m.entry "
            "JOIN source s ON s.n = e.source WHERE e.id = ? AND s.name = ?",
            (key[1], key[0]),
        )
        if not row:
            return UNMARKED
        tags = self._connection.all("SELECT tag FROM tag WHERE entry = ?", (row[0],))
        return _marking(row[1:], frozenset(tag for (tag,) in tags))

    def markings(self) -> Mapping[EntryKey, Marking]:
        """Every entry that anything was left on."""
        tags = self._tags()
        rows = self._connection.all(
            "SELECT s.name, e.id, e.n, marked, read, note FROM marking m "
            "JOIN entry e ON e.n = m.entry JOIN source s ON s.n = e.source ORDER BY e.n"
        )
        return {
            (source, id): _marking(row, tags.get(n, frozenset())) for source, id, n, *row in rows
        }

    def rows(self) -> Iterator[MarkRow]:
        """Every marking by the entry's number, for an index."""
        tags = self._tags()
        statement = "SELECT entry, marked, note <> '', read FROM marking ORDER BY entry"
        for n, marked, noted, read in self._connection.all(statement):
            yield MarkRow(n, bool(marked), bool(noted), read, tags.get(n, frozenset()))

    def keep(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        with self._connection.transaction() as raw:
            for key, marking in markings.items():
                _keep(raw, key, marking)

    def _tags(self) -> dict[int, frozenset[str]]:
        found: dict[int, set[str]] = {}
        for n, tag in self._connection.all("SELECT entry, tag FROM tag"):
            found.setdefault(n, set()).add(tag)
        return {n: frozenset(tags) for n, tags in found.items()}

    def views(self) -> Sequence[View]:
        """Saved views by name."""
        rows = self._connection.all("SELECT record FROM view ORDER BY name")
        return [read_view(json.loads(record)) for (record,) in rows]

    def keep_view(self, view: View) -> None:
        """Save a view under its name, in place of one that has it."""
        record = json.dumps(view_record(view))
        self._write("INSERT OR REPLACE INTO view VALUES (?, ?)", [(view.name, record)])

    def drop_views(self, names: Iterable[str]) -> None:
        """Forget views."""
        self._write("DELETE FROM view WHERE name = ?", [(name,) for name in names])

    def place(self, of: str) -> Place | None:
        """Where the last session over `of` stood: the archive, or sources by their names."""
        row = self._connection.one("SELECT record FROM place WHERE name = ?", (of,))
        return read_place(json.loads(row[0])) if row else None

    def places(self) -> Mapping[str, Place]:
        """Every place kept, by what it is of."""
        rows = self._connection.all("SELECT name, record FROM place ORDER BY name")
        return {name: read_place(json.loads(record)) for name, record in rows}

    def keep_place(self, of: str, place: Place) -> None:
        """Keep where this one stands."""
        record = json.dumps(place_record(place))
        self._write("INSERT OR REPLACE INTO place VALUES (?, ?)", [(of, record)])

    def _write(self, statement: str, rows: Iterable[Sequence[str]]) -> None:
        with self._connection.transaction() as raw:
            raw.executemany(statement, rows)


def _marking(row: Sequence[object], tags: frozenset[str]) -> Marking:
    marked, read, note = row
    return Marking(marked=bool(marked), tags=tags, note=str(note), read=int(str(read)))


def _keep(raw: sqlite3.Connection, key: EntryKey, marking: Marking) -> None:
    n = entry_number(raw, key)
    if n is None:
        if marking == UNMARKED:
            return
        source = Numbers().source(raw, key[0])
        made = raw.execute("INSERT INTO entry (source, id) VALUES (?, ?)", (source, key[1]))
        n = made.lastrowid
    raw.execute("DELETE FROM tag WHERE entry = ?", (n,))
    if marking == UNMARKED:
        raw.execute("DELETE FROM marking WHERE entry = ?", (n,))
        return
    raw.execute(
        "INSERT OR REPLACE INTO marking VALUES (?, ?, ?, ?)",
        (n, marking.marked, marking.read, marking.note),
    )
    raw.executemany("INSERT INTO tag VALUES (?, ?)", [(n, tag) for tag in sorted(marking.tags)])
