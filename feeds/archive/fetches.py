"""Fetches: what was retrieved of followed sources, which entries were in it, how each source is."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from feeds.archive import payloads
from feeds.archive.coding import maybe_moment, microseconds, moment
from feeds.archive.connection import Connection
from feeds.sighting import Fetched, Sighting
from feeds.snapshot import EntryKey

FIRST_US = 5_000_000
"""From a source's first retrieval on, for so long all that it brings was there before: a folder's
files come one by one, and no address is asked twice as soon. Microseconds."""


class Fetches:
    """See `Archive.fetches`. What is put inside `Archive.writing` is kept with the rest of it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self, source: str, place: str, data: bytes, at: datetime, content_type: str | None = None
    ) -> int:
        """Keep a retrieval with its bytes; its number, the old one where it is there already."""
        return self._put(source, place, at, content_type, lambda r: payloads.put(r, data, source))

    def put_pruned(self, one: Fetched) -> int:
        """The same of one whose bytes were pruned elsewhere."""
        digest, size = bytes.fromhex(one.sha256), one.size
        return self._put(
            one.source,
            one.place,
            one.at,
            one.content_type,
            lambda raw: payloads.put_pruned(raw, digest, size),
        )

    def _put(
        self,
        source: str,
        place: str,
        at: datetime,
        content_type: str | None,
        payload: Callable[[sqlite3.Connection], int],
    ) -> int:
        with self._connection.transaction() as raw:
            when = microseconds(at)
            found = raw.execute(_SAME, (source, place, when)).fetchone()
            if found:
                return int(found[0])
            row = (source, place, when, when, payload(raw), content_type)
            return int(raw.execute(_PUT, row).lastrowid or 0)

    def confirm(self, n: int, at: datetime) -> None:
        """The same was found once more at `at`: every entry in it was there until then."""
        with self._connection.transaction(durable=False) as raw:
            raw.execute("UPDATE fetch SET until = max(until, ?) WHERE n = ?", (microseconds(at), n))

    def see(self, n: int, keys: Iterable[EntryKey]) -> None:
        """These entries were in that retrieval."""
        with self._connection.transaction() as raw:
            raw.executemany(_SEE, [(n, n, id, source) for source, id in keys])

    def miss(self, n: int, before: int, oldest: datetime) -> list[EntryKey]:
        """Note what was in the retrieval `before` and is not in `n`, though newer than `oldest`.

        Heads of pages are left out: a new headline gives them a new name.
        """
        with self._connection.transaction() as raw:
            rows = raw.execute(_MISSING, (before, microseconds(oldest))).fetchall()
            raw.executemany(
                "UPDATE sighting SET gone = ? WHERE entry = ?", [(n, entry) for entry, _, _ in rows]
            )
            return [(source, id) for _, source, id in rows]

    def seen_in(self, n: int) -> list[tuple[EntryKey, datetime | None]]:
        """What was seen last in that retrieval, with its time."""
        rows = self._connection.all(_SEEN, (n,))
        return [((source, id), maybe_moment(time)) for source, id, time in rows]

    def sightings(self, keys: Sequence[EntryKey]) -> dict[EntryKey, Sighting]:
        """In which retrievals entries were; an imported one is left out."""
        found: dict[EntryKey, Sighting] = {}
        for key in keys:
            row = self._connection.one(_SIGHTING, (key[1], key[0]))
            if row:
                first, last, gone = row
                found[key] = Sighting(
                    first=self._fetched(first), last=self._fetched(last), gone=maybe_moment(gone)
                )
        return found

    def origin(self, doc: int) -> Fetched | None:
        """The retrieval that brought a version; None for an imported one."""
        n = self.number_of(doc)
        return None if n is None else self._fetched(n)

    def number_of(self, doc: int) -> int | None:
        """The number of the same."""
        row = self._connection.one("SELECT fetch FROM version WHERE doc = ?", (doc,))
        return row[0] if row else None

    def is_of_first(self, doc: int) -> bool:
        """True for a version that its source's first retrieval brought, a folder's first look."""
        return self._connection.one(_OF_FIRST, (doc, FIRST_US)) is not None

    def payload(self, sha256: str) -> bytes | None:
        """The bytes of that digest, as they were fetched; None where they never were, or were
        pruned.

        Raises:
            ArchiveBrokenError: they are damaged.
        """
        with self._connection.reading() as raw:
            digest = bytes.fromhex(sha256)
            row = raw.execute(_KEPT, (digest,)).fetchone()
            return payloads.get(raw, row[0], self._connection.path) if row else None

    def each(self) -> Iterator[tuple[int, Fetched]]:
        """Every retrieval with its number, in order."""
        for n, *row in self._connection.all(f"{_FETCHED} ORDER BY f.n"):
            yield n, _fetched(row)

    def gave_before(self, source: str, sha256: str) -> bool:
        """True for bytes that a source gave before."""
        found = self._connection.one(_GAVE, (bytes.fromhex(sha256), source))
        return found is not None

    def named(self, source: str) -> tuple[str, ...]:
        """Under which sources the entries stand that were fetched from a followed one: a channel, a
        wire in a folder and a record's own `source` name themselves."""
        return tuple(name for (name,) in self._connection.all(_NAMED, (source,)))

    def absences(self) -> Mapping[EntryKey, Sighting]:
        """Every entry that was missing where it should have been."""
        rows = self._connection.all(f"SELECT s.name, e.id {_OF_SIGHTING} WHERE gone NOT NULL")
        return self.sightings([(source, id) for source, id in rows])

    def links(self) -> Iterator[tuple[EntryKey, int, int, int | None]]:
        """Every entry that was fetched, with the numbers of its first and last retrieval, and of
        the first that should have had it."""
        rows = self._connection.each(f"SELECT s.name, e.id, first, last, gone {_OF_SIGHTING}")
        for source, id, first, last, gone in rows:
            yield (source, id), first, last, gone

    def link(self, key: EntryKey, first: int, last: int, gone: int | None) -> None:
        """Put down one of these, where there is none for the entry."""
        with self._connection.transaction(durable=False) as raw:
            raw.execute(_LINK, (first, last, gone, key[1], key[0]))

    def state(self, source: str) -> str | None:
        """How a source is followed and how it fares; None for one that never was."""
        row = self._connection.one("SELECT record FROM followed WHERE source = ?", (source,))
        return row[0] if row else None

    def states(self) -> Mapping[str, str]:
        """The same of every source."""
        return dict(self._connection.all("SELECT source, record FROM followed"))

    def put_state(self, source: str, record: str, *, durable: bool = False) -> None:
        """Keep how it is; inside `Archive.writing` together with what came in."""
        with self._connection.transaction(durable=durable) as raw:
            raw.execute("INSERT OR REPLACE INTO followed VALUES (?, ?)", (source, record))

    def _fetched(self, n: int) -> Fetched:
        return _fetched(self._connection.one(f"{_FETCHED} WHERE f.n = ?", (n,))[1:])


def _fetched(row: Sequence[Any]) -> Fetched:
    source, place, at, until, content_type, digest, size = row
    return Fetched(
        source=source,
        place=place,
        at=moment(at),
        until=moment(until),
        content_type=content_type,
        sha256=digest.hex(),
        size=size,
    )


_KEPT = "SELECT n FROM payload WHERE sha256 = ? AND length(data) > 0"
_GAVE = """
SELECT 1 FROM payload p JOIN fetch f ON f.payload = p.n WHERE p.sha256 = ? AND f.source = ?"""
_OF_FIRST = """
SELECT 1 FROM version v JOIN fetch f ON f.n = v.fetch WHERE v.doc = ?
AND f.at < (SELECT min(o.at) FROM fetch o WHERE o.source = f.source) + ?"""
_SAME = "SELECT n FROM fetch WHERE source = ? AND place = ? AND at = ?"
_PUT = "INSERT INTO fetch (source, place, at, until, payload, type) VALUES (?, ?, ?, ?, ?, ?)"
_SEE = """
INSERT INTO sighting SELECT e.n, ?, ?, NULL FROM entry e JOIN source s ON s.n = e.source
WHERE e.id = ? AND s.name = ?
ON CONFLICT (entry) DO UPDATE SET last = excluded.last, gone = NULL"""
_LINK = """
INSERT OR IGNORE INTO sighting SELECT e.n, ?, ?, ? FROM entry e JOIN source s ON s.n = e.source
WHERE e.id = ? AND s.name = ?"""
_OF_SIGHTING = """
FROM sighting g JOIN entry e ON e.n = g.entry JOIN source s ON s.n = e.source"""
_OF_NEWEST = f"{_OF_SIGHTING} JOIN version v ON v.doc = e.newest"
_NAMED = f"""
SELECT DISTINCT s.name {_OF_SIGHTING} JOIN fetch f ON f.n = g.last WHERE f.source = ? ORDER BY 1"""
_MISSING = f"""
SELECT e.n, s.name, e.id {_OF_NEWEST} JOIN manner m ON m.n = v.manner
WHERE g.last = ? AND gone IS NULL AND v.time > ? AND m.role = 'entry' ORDER BY e.n"""
_SEEN = f"SELECT s.name, e.id, v.time {_OF_NEWEST} WHERE g.last = ?"
_SIGHTING = f"""
SELECT g.first, g.last, f.at {_OF_SIGHTING} LEFT JOIN fetch f ON f.n = g.gone
WHERE e.id = ? AND s.name = ?"""
_FETCHED = """
SELECT f.n, f.source, f.place, f.at, f.until, f.type, p.sha256, p.size
FROM fetch f JOIN payload p ON p.n = f.payload"""
