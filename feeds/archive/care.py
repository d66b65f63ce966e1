"""Care: is the archive whole, how large is it, a copy of it while it is used, room given back."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from feeds.archive import payloads
from feeds.archive.coding import UNREADABLE, unpack_text
from feeds.archive.connection import MEMORY, Connection
from feeds.archive.pruning import Pruned, prune
from feeds.decision_record import read_decision
from feeds.errors import ArchiveBrokenError, ArchiveError
from feeds.folding import fold

MOST_FINDINGS = 20
"""Findings of one kind that are told; more say the same."""

_SAMPLES = 2000
"""Versions that are looked up in the text index: all of a small archive."""

_PAGES_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much of what is in an archive."""

    version: int
    """Of the file's tables."""

    size_bytes: int
    """Of the file, its log with it; 0 in memory."""

    free_bytes: int
    """Inside the file, for what comes next; `vacuum` gives it back."""

    entries: int
    versions: int
    """Edited texts among them count once more each."""

    undated: int
    claims: int
    first: int | None
    last: int | None
    """First and last time, in microseconds since 1970; None without any."""

    sources: tuple[tuple[str, int], ...]
    """Name and entries of each, the largest first."""

    decisions: int
    marked: int
    """Entries that anything was left on."""

    views: int

    payloads: int
    """What was fetched of followed sources, each once."""

    payload_bytes: int
    """What they take in the file."""

    fetched_bytes: int
    """What they took where they came from."""

    pruned: int
    """Of which the digest alone is left."""


class Care:
    """See `Archive.care`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def stats(self) -> Stats:
        """Counts of everything."""
        one = self._connection.one
        versions, first, last = one("SELECT count(*), min(time), max(time) FROM version")
        page = one("PRAGMA page_size")[0]
        kept, packed, fetched = one(
            "SELECT count(*), ifnull(sum(length(data)), 0), ifnull(sum(size), 0) FROM payload "
            "WHERE length(data) > 0"
        )
        return Stats(
            version=one("PRAGMA user_version")[0],
            size_bytes=self._size(),
            free_bytes=page * one("PRAGMA freelist_count")[0],
            entries=one("SELECT count(*) FROM entry WHERE newest NOT NULL")[0],
            versions=versions,
            undated=one(
                "SELECT count(*) FROM entry JOIN version ON doc = newest WHERE time IS NULL"
            )[0],
            claims=one("SELECT count(*) FROM claim")[0],
            first=first,
            last=last,
            sources=tuple(
                self._connection.all(
                    "SELECT name, count(newest) AS held FROM source s "
                    "JOIN entry e ON e.source = s.n GROUP BY s.n HAVING held > 0 "
                    "ORDER BY held DESC, name"
                )
            ),
            decisions=one("SELECT count(*) FROM decision")[0],
            marked=one("SELECT count(*) FROM marking WHERE marked")[0],
            views=one("SELECT count(*) FROM view")[0],
            payloads=kept,
            payload_bytes=packed,
            fetched_bytes=fetched,
            pruned=one("SELECT count(*) FROM payload WHERE length(data) = 0")[0],
        )

    def _size(self) -> int:
        if self._connection.path == MEMORY:
            return 0
        size = 0
        for suffix in ("", "-wal"):
            with suppress(FileNotFoundError):
                size += Path(self._connection.path + suffix).stat().st_size
        return size

    def check(self) -> list[str]:
        """What is wrong, each in words; empty for an archive that is whole."""
        found: list[str] = []
        for look in (
            self._pages,
            self._references,
            self._texts,
            self._words,
            self._decisions,
            self._payloads,
        ):
            try:
                told = list(look())
            except ArchiveBrokenError as error:
                told = [error.problem]
            found += told[:MOST_FINDINGS]
            if len(told) > MOST_FINDINGS:
                found.append(f"... and {len(told) - MOST_FINDINGS} more of these")
        return found

    def _pages(self) -> Iterator[str]:
        """The whole at once; table by table where the damage is such that this breaks off."""
        try:
            yield from self._integrity(str(10 * MOST_FINDINGS))
        except ArchiveBrokenError:
            tables = self._connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'")
            for (table,) in tables:
                yield from self._integrity_of(table)

    def _integrity_of(self, table: str) -> list[str]:
        try:
            return [f"table {table}: {line}" for line in self._integrity(f"'{table}'")]
        except ArchiveBrokenError:
            return [f"table {table}: its first page is damaged"]

    def _integrity(self, what: str) -> Iterator[str]:
        for (line,) in self._connection.all(f"PRAGMA integrity_check({what})"):
            if line != "ok":
                yield from str(line).splitlines()

    def _references(self) -> Iterator[str]:
        for what, statement in _ODD:
            count = self._connection.one(statement)[0]
            if count:
                yield f"{what}: {count}"

    def _texts(self) -> Iterator[str]:
        for doc, cut, text in self._connection.each("SELECT doc, cut, text FROM version"):
            try:
                unpack_text(cut, text)
            except Exception:
                yield f"the text of version {doc} cannot be read"

    def _words(self) -> Iterator[str]:
        """The text index by its own account, and whether versions are found by a word of theirs."""
        if self._connection.writes:
            with self._connection.transaction() as raw:
                raw.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        last = self._connection.one("SELECT max(doc) FROM version")[0] or 0
        step = max(last // _SAMPLES, 1)
        rows = self._connection.each(
            "SELECT doc, cut, text FROM version WHERE (? - doc) % ? = 0", (last, step)
        )
        for doc, cut, text in rows:
            try:
                word = _longest_word(*unpack_text(cut, text))
            except UNREADABLE:
                continue  # told already
            if word and not self._connection.one(_FOUND, (f'"{word}"', doc)):
                yield f"version {doc} is not in the text index"

    def _decisions(self) -> Iterator[str]:
        for n, record in self._connection.all("SELECT n, record FROM decision"):
            try:
                read_decision(json.loads(record))
            except ValueError as error:
                yield f"decision {n} cannot be read ({error})"

    def _payloads(self) -> Iterator[str]:
        """Whether what was fetched can be given back byte for byte."""
        for (n,) in self._connection.all("SELECT n FROM payload WHERE length(data) > 0 ORDER BY n"):
            try:
                with self._connection.reading() as raw:
                    payloads.get(raw, n, self._connection.path)
            except ArchiveBrokenError as error:
                yield error.problem

    def prune(self, before: datetime, *, is_trial: bool = False) -> Pruned:
        """See `pruning.prune`."""
        return prune(self._connection, before, is_trial=is_trial)

    def vacuum(self) -> None:
        """Write the file anew, without gaps; needs as much room again while it does.

        Raises:
            ArchiveError: no room, or another program uses the archive.
        """
        with self._connection.transaction() as raw:
            raw.execute("INSERT INTO words (words) VALUES ('optimize')")
        with self._connection.reading() as raw:
            raw.execute("VACUUM")
        self._connection.give_back()

    def backup(self, to: Path, report: Callable[[int, int], None] | None = None) -> None:
        """Copy the archive as it is now, while others may write; `report` gets pages done and all.

        Raises:
            ArchiveError: there is such a file, or it cannot be written.
        """
        if to.exists():
            raise ArchiveError(str(to), "is there already", "name a file that is not")
        part = to.with_name(to.name + ".part")
        try:
            with self._connection.reading() as raw, closing(sqlite3.connect(part)) as target:
                raw.backup(
                    target,
                    pages=_PAGES_AT_A_TIME,
                    progress=lambda _s, left, total: (
                        report(total - left, total) if report else None
                    ),
                )
            _sync(part)
            part.rename(to)
        except OSError as error:
            what = f"the copy cannot be kept ({error.strerror})"
            raise ArchiveError(str(to), what, "check the folder and its room") from error
        finally:
            part.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _longest_word(headline: str | None, body: str) -> str:
    words = (fold(headline or "") + " " + fold(body)).split()
    return max((word for word in words if word.isascii() and word.isalnum()), key=len, default="")


_FOUND = "SELECT 1 FROM words WHERE words MATCH ? AND rowid = ?"
_ODD = (
    (
        "versions whose entry is not there",
        "SELECT count(*) FROM version WHERE entry NOT IN (SELECT n FROM entry)",
    ),
    (
        "entries whose newest version is not there",
        "SELECT count(*) FROM entry WHERE newest NOT NULL "
        "AND newest NOT IN (SELECT doc FROM version)",
    ),
    (
        "entries whose source is not there",
        "SELECT count(*) FROM entry WHERE source NOT IN (SELECT n FROM source)",
    ),
    (
        "versions that replace one that is not there",
        "SELECT count(*) FROM version WHERE replaces NOT NULL "
        "AND replaces NOT IN (SELECT doc FROM version)",
    ),
    (
        "versions that were known before the one that they replace",
        "SELECT count(*) FROM version v JOIN version p ON p.doc = v.replaces "
        "WHERE p.known + ifnull(p.time, 0) > v.known + ifnull(v.time, 0)",
    ),
    (
        "claims whose version is not there",
        "SELECT count(*) FROM claim WHERE doc NOT IN (SELECT doc FROM version)",
    ),
    (
        "retrievals whose bytes are not there",
        "SELECT count(*) FROM fetch WHERE payload NOT IN (SELECT n FROM payload)",
    ),
    (
        "versions or entries whose retrieval is not there",
        "SELECT (SELECT count(*) FROM version WHERE fetch NOT NULL "
        "AND fetch NOT IN (SELECT n FROM fetch)) "
        "+ (SELECT count(*) FROM sighting WHERE last NOT IN (SELECT n FROM fetch))",
    ),
    (
        "marks whose entry is not there",
        "SELECT count(*) FROM marking WHERE entry NOT IN (SELECT n FROM entry)",
    ),
)
