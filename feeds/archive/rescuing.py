"""Rescue: what can still be read of a damaged archive goes into a new file; the rest is named."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from feeds.archive.coding import UNREADABLE, unpack_text
from feeds.archive.connection import Connection
from feeds.archive.schema import APPLICATION_ID, CHAINED, VERSION
from feeds.errors import ArchiveBrokenError, ArchiveError
from feeds.folding import fold

_STRIDE = 4096
_LEAST_ROW_BYTES = 16
"""No row takes less: it bounds the numbers that may be in use."""


@dataclass(frozen=True, slots=True)
class Rescued:
    """What came of a rescue."""

    versions: int
    claims: int
    lost: tuple[str, ...]
    """What could not be read, in words: tables and numbers."""


def rescue(path: str, to: Path) -> Rescued:
    """Copy all that can be read into the new file `to`; the damaged one stays as it is.

    Raises:
        ArchiveError: nothing can be read at all, or `to` is there already.
    """
    if to.exists():
        raise ArchiveError(str(to), "is there already", "name a file that is not")
    if not Path(path).is_file():
        raise ArchiveError(path, "there is no such file", "check its name and folder")
    with closing(_damaged(path)) as old:
        new = Connection(str(to), write=True)
        try:
            with new.transaction(durable=False) as raw:
                saved = _Rescue(old, raw, Path(path).stat().st_size).run()
            new.give_back()
        except BaseException:
            new.close()
            to.unlink(missing_ok=True)
            raise
        new.close()
        return saved


def _damaged(path: str) -> sqlite3.Connection:
    target = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    old = sqlite3.connect(target, uri=True, isolation_level=None)
    try:
        found = old.execute("PRAGMA application_id").fetchone()[0]
        version = old.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        old.close()
        what = "its beginning is gone, and with it the way to all that is in it"
        raise ArchiveBrokenError(
            path, what, "take a backup: see `nightdesk archive backup`"
        ) from error
    if found != APPLICATION_ID:
        old.close()
        raise ArchiveError(path, "is no archive of nightdesk", "give another file")
    if version > VERSION:
        old.close()
        what = f"is of a newer nightdesk (version {version} of the file, {VERSION} is known)"
        raise ArchiveError(path, what, "update nightdesk")
    return old


class _Rescue:
    """Tables one after the other."""

    def __init__(self, old: sqlite3.Connection, new: sqlite3.Connection, size_bytes: int) -> None:
        self._old = old
        self._new = new
        self._most = size_bytes // _LEAST_ROW_BYTES
        self._lost: list[str] = []
        self._known: dict[str, list[str]] = {}
        """Columns by table."""

    def run(self) -> Rescued:
        for table, key in _SMALL:
            self._keep(table, self._from_both_ends(table, key))
        for table, key in _NUMBERED:
            self._keep(table, self._by_number(table, key))
        for table, statement in _INDEXED:
            self._keep(table, self._by_index(statement))
        self._keep_words()
        self._link()
        count = self._new.execute("SELECT count(*) FROM version").fetchone()[0]
        claims = self._new.execute("SELECT count(*) FROM claim").fetchone()[0]
        return Rescued(count, claims, tuple(self._lost))

    def _keep(self, table: str, rows: Iterator[Sequence[Any]]) -> None:
        for row in rows:
            columns = self._columns(table)[: len(row)]  # an older file has fewer
            marks = ", ".join("?" * len(row))
            self._new.execute(
                f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                row,
            )

    def _columns(self, table: str) -> Sequence[str]:
        if table not in self._known:
            rows = self._new.execute(f"PRAGMA table_info({table})")
            self._known[table] = [name for _, name, *_ in rows]
        return self._known[table]

    def _from_both_ends(self, table: str, key: str) -> Iterator[Sequence[Any]]:
        """A small table: what lies before the first damaged page, and after the last one."""
        for way in ("ASC", "DESC"):
            try:
                yield from self._old.execute(f"SELECT * FROM {table} ORDER BY {key} {way}")  # noqa: S608
                return
            except sqlite3.DatabaseError as error:
                if way == "ASC":
                    self._lost.append(f"{table}: perhaps some ({error})")

    def _by_number(self, table: str, key: str) -> Iterator[Sequence[Any]]:
        """A large table: ranges of numbers, halved where they cannot be read."""
        statement = f"SELECT * FROM {table} WHERE {key} BETWEEN ? AND ?"  # noqa: S608
        lost: list[tuple[int, int]] = []
        most = self._last(table, key)
        ranges = [(first, first + _STRIDE - 1) for first in range(1, most + 1, _STRIDE)]
        ranges.reverse()
        while ranges:
            first, last = ranges.pop()
            try:
                rows = self._old.execute(statement, (first, last)).fetchall()
            except sqlite3.DatabaseError:
                if first == last:
                    _join(lost, first)
                else:
                    middle = (first + last) // 2
                    ranges += [(middle + 1, last), (first, middle)]
                continue
            yield from rows
            seen = {row[0] for row in rows}
            # A damaged page may end a range without a word: what is missing is asked for alone.
            for number in range(first, min(last, most) + 1):
                if number not in seen:
                    yield from self._alone(table, key, number, lost)
        for first, last in sorted(lost):
            numbers = f"{first}" if first == last else f"{first} to {last}"
            self._lost.append(f"{table}: number {numbers}")

    def _alone(
        self, table: str, key: str, number: int, lost: list[tuple[int, int]]
    ) -> Sequence[Sequence[Any]]:
        """The rows of one number."""
        try:
            rows = self._old.execute(
                f"SELECT * FROM {table} WHERE {key} = ?",  # noqa: S608
                (number,),
            ).fetchall()
        except sqlite3.DatabaseError:
            rows = []
        if not rows and table in _WITHOUT_GAPS:
            _join(lost, number)
        return rows

    def _last(self, table: str, key: str) -> int:
        try:
            found = self._old.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]  # noqa: S608
        except sqlite3.DatabaseError:
            return self._most
        return int(found or 0)

    def _by_index(self, statement: str) -> Iterator[Sequence[Any]]:
        """Rows that are lost in the table, from the index over it."""
        for way in ("", " DESC"):
            try:
                yield from self._old.execute(statement.format(way=way))
                return
            except sqlite3.DatabaseError:
                continue

    def _link(self) -> None:
        """Versions point at what is there; what belongs to nothing is left out."""
        missing = self._new.execute(_MISSING_NAMES).fetchone()[0]
        if missing:
            self._lost.append(
                "names of actors and places: `nightdesk archive retag` finds them anew"
            )
            self._new.execute("UPDATE version SET names = NULL, spans = NULL")
        orphans = self._new.execute(_ORPHANS).fetchall()
        self._lost += [f"version: number {doc} (its entry)" for (doc,) in orphans]
        for statement in _LINKED:
            self._new.execute(statement)

    def _keep_words(self) -> None:
        unreadable = []
        for doc, cut, text in self._new.execute("SELECT doc, cut, text FROM version"):
            try:
                headline, body = unpack_text(cut, text)
            except UNREADABLE:
                unreadable.append((doc,))
                continue
            self._new.execute(
                "INSERT INTO words (rowid, headline, body) VALUES (?, ?, ?)",
                (doc, fold(headline or ""), fold(body)),
            )
        self._lost += [f"version: number {doc} (its text)" for (doc,) in unreadable]
        self._new.executemany("DELETE FROM version WHERE doc = ?", unreadable)


def _join(lost: list[tuple[int, int]], number: int) -> None:
    if lost and lost[-1][1] == number - 1:
        lost[-1] = (lost[-1][0], number)
    else:
        lost.append((number, number))


_WITHOUT_GAPS = ("entry", "version")
"""Their numbers are given one after the other, and none is taken back."""

_SMALL = (
    ("meta", "key"),
    ("source", "n"),
    ("cursor", "place"),
    ("manner", "n"),
    ("name", "n"),
    ("decision", "n"),
    ("view", "name"),
    ("place", "name"),
)
_NUMBERED = (
    ("entry", "n"),
    ("version", "doc"),
    ("claim", "doc"),
    ("marking", "entry"),
    ("tag", "entry"),
    ("payload", "n"),
    ("fetch", "n"),
    ("sighting", "entry"),
)
_MISSING_NAMES = "SELECT max(n) > count(*) FROM name"
_ORPHANS = "SELECT doc FROM version WHERE entry NOT IN (SELECT n FROM entry)"
_INDEXED = (
    ("source", "SELECT n, name, NULL FROM source ORDER BY name{way}"),
    ("manner", "SELECT n, basis, role, zone FROM manner ORDER BY basis{way}, role{way}, zone{way}"),
    ("name", "SELECT n, what, id, place FROM name ORDER BY what{way}, id{way}, place{way}"),
    ("entry", "SELECT n, source, id, NULL FROM entry ORDER BY id{way}, source{way}"),
)
_LINKED = (
    "CREATE INDEX version_entry ON version (entry)",
    "DELETE FROM version WHERE entry NOT IN (SELECT n FROM entry)",
    "DELETE FROM claim WHERE doc NOT IN (SELECT doc FROM version)",
    "DELETE FROM payload WHERE base NOT NULL AND base NOT IN (SELECT n FROM payload)",
    "DELETE FROM fetch WHERE payload NOT IN (SELECT n FROM payload)",
    "UPDATE version SET fetch = NULL WHERE fetch NOT IN (SELECT n FROM fetch)",
    "DELETE FROM sighting WHERE entry NOT IN (SELECT n FROM entry) "
    "OR first NOT IN (SELECT n FROM fetch) OR last NOT IN (SELECT n FROM fetch)",
    "UPDATE sighting SET gone = NULL WHERE gone NOT IN (SELECT n FROM fetch)",
    "DELETE FROM cursor",  # a file of which something was lost is read again when it is imported
    "INSERT OR IGNORE INTO source SELECT DISTINCT source, 'source ' || source, NULL FROM entry "
    "WHERE source NOT IN (SELECT n FROM source)",
    "INSERT OR IGNORE INTO manner SELECT DISTINCT manner, 'stamped', 'entry', NULL "
    "FROM version WHERE manner NOT IN (SELECT n FROM manner)",
    "CREATE TEMP TABLE odd AS SELECT entry FROM version GROUP BY entry HAVING count(*) > 1",
    *CHAINED,
    "DROP TABLE odd",
    "UPDATE version SET replaces = NULL "
    "WHERE replaces NOT NULL AND replaces NOT IN (SELECT doc FROM version)",
    "UPDATE entry SET newest = (SELECT doc FROM version WHERE entry = entry.n) "
    "WHERE newest IS NULL OR newest NOT IN (SELECT doc FROM version)",
    "DROP INDEX version_entry",
)
