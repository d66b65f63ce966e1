"""Adding: a batch of entries becomes rows; which of them are new, revised, or there already."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feeds.archive.coding import (
    Name,
    claim_text,
    kinds_of,
    known_after,
    microseconds,
    pack_mentions,
    rest_text,
    zone_text,
)
from feeds.archive.connection import Connection
from feeds.archive.naming import source_number
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.folding import fold
from feeds.snapshot import EntryKey

MOST_NAMES = 1 << 16
"""Names that two bytes can number: a beat has thousands."""


@dataclass(slots=True)
class _Known:
    """An entry that is there: its number, and its versions so far."""

    n: int
    newest: int | None
    revision: int


class Adder:
    """Writes batches; remembers the small tables between them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sources: dict[str, int] = {}
        self._names: dict[Name, int] = {}
        self._manners: dict[tuple[str, str, str | None], int] = {}

    def add(self, batch: Sequence[tuple[Entry, tuple[Claim, ...]]]) -> tuple[int, int, int]:
        """Inside a transaction: how many were new, revised, and the same as before."""
        try:
            return _Batch(self).add(batch)
        except BaseException:  # what was numbered in it is rolled back with it
            self._sources.clear()
            self._names.clear()
            self._manners.clear()
            raise

    def source(self, name: str) -> int:
        """Its number; a fresh one where it is new."""
        if name not in self._sources:
            self._sources[name] = source_number(self._connection, name)
        return self._sources[name]

    def name(self, name: Name) -> int:
        """The number of what a mention names."""
        if name not in self._names:
            n = self._number("name", ("what", "id", "place"), name)
            if n >= MOST_NAMES:
                raise ValueError(f"more than {MOST_NAMES} names of actors and places")
            self._names[name] = n
        return self._names[name]

    def manner(self, entry: Entry) -> int:
        """The number of its basis, role and zone."""
        manner = (entry.basis, entry.role, zone_text(entry.zone))
        if manner not in self._manners:
            self._manners[manner] = self._number("manner", ("basis", "role", "zone"), manner)
        return self._manners[manner]

    def _number(self, table: str, columns: Sequence[str], values: Sequence[Any]) -> int:
        where = " AND ".join(f"{column} IS ?" for column in columns)
        found = self._connection.one(f"SELECT n FROM {table} WHERE {where}", values)  # noqa: S608
        if found:
            return int(found[0])
        marks = ", ".join("?" * len(columns))
        made = self._connection.run(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            values,
        )
        return int(made.lastrowid or 0)


class _Batch:
    """The rows of one transaction."""

    def __init__(self, adder: Adder) -> None:
        self._adder = adder
        self._connection = adder._connection
        self._known: dict[EntryKey, _Known] = {}
        self._doc = self._connection.one("SELECT ifnull(max(doc), 0) FROM version")[0]
        self._entry = self._connection.one("SELECT ifnull(max(n), 0) FROM entry")[0]

    def add(self, batch: Sequence[tuple[Entry, tuple[Claim, ...]]]) -> tuple[int, int, int]:
        new = revised = same = 0
        for entry, claims in batch:
            known = self._find(entry)
            if known.newest is None:
                self._put(entry, claims, known)
                new += 1
            elif self._is_there(entry, known):
                same += 1
            else:
                self._put(entry, claims, known)
                revised += 1
        return new, revised, same

    def _find(self, entry: Entry) -> _Known:
        known = self._known.get(entry.key)
        if known is None:
            source = self._adder.source(entry.source)
            row = self._connection.one(
                "SELECT n, newest, ifnull(revision, 0) FROM entry "
                "LEFT JOIN version ON doc = newest WHERE id = ? AND source = ?",
                (entry.id, source),
            )
            if row is None:
                self._entry += 1
                self._connection.run(
                    "INSERT INTO entry VALUES (?, ?, ?, NULL)", (self._entry, source, entry.id)
                )
                row = (self._entry, None, 0)
            known = self._known[entry.key] = _Known(*row)
        return known

    def _is_there(self, entry: Entry, known: _Known) -> bool:
        """True for the text that holds, and for one read again that was replaced since."""
        doc: int | None = known.newest
        time = entry.time and microseconds(entry.time)
        words = (entry.headline, entry.body, time)
        while doc is not None:
            row = self._connection.one(
                "SELECT headline, body, time, known, replaces FROM version WHERE doc = ?", (doc,)
            )
            if row[:3] == words and (doc == known.newest or row[3] == known_after(entry)):
                return True
            doc = row[4]
        return False

    def _put(self, entry: Entry, claims: tuple[Claim, ...], known: _Known) -> None:
        self._doc += 1
        revision = max(entry.revision, known.revision + 1) if known.newest else entry.revision
        names, spans = pack_mentions(entry.mentions, self._adder.name)
        after = known_after(entry)
        time = entry.time and microseconds(entry.time)
        self._connection.run(
            "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self._doc, known.n, revision, known.newest, time, after),
                *(self._adder.manner(entry), entry.sequence, kinds_of(claims)),
                *(sum(c.period == "current" for c in claims), names, spans),
                *(entry.headline, entry.body, entry.url, rest_text(entry)),
            ),
        )
        self._connection.run(
            "INSERT INTO words (rowid, headline, body) VALUES (?, ?, ?)",
            (self._doc, fold(entry.headline or ""), fold(entry.body)),
        )
        self._connection.run("UPDATE entry SET newest = ? WHERE n = ?", (self._doc, known.n))
        since = None if after is None else after + (time or 0)
        self._connection.run_each(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?)",
            ((self._doc, n, c.id, since, claim_text(c)) for n, c in enumerate(claims)),
        )
        known.newest, known.revision = self._doc, revision
