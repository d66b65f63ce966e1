"""Connection: one way to the archive's file; says in its own words what SQLite complains of."""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from feeds.archive.schema import APPLICATION_ID, MIGRATIONS, VERSION
from feeds.errors import ArchiveBrokenError, ArchiveBusyError, ArchiveError, ArchiveFullError, care

MEMORY = ":memory:"
"""The path of an archive that lasts as long as it is open."""

BUSY_S = 10.0
"""How long to wait for another writer."""

_PAGE_BYTES = 4096
CACHE_KIB, SMALL_CACHE_KIB, _LEAST_CACHE_KIB = 8192, 2048, 512
"""Of its pages, in memory: for who looks at all of it, and for who goes on for days and looks at
little."""

_LARGE_CACHE_KIB = 48 * 1024
"""For who writes a million entries: the ids of these."""

_CHECKPOINT_PAGES, _MUCH_CHECKPOINT_PAGES = 1000, 8000
"""Of the log, when it is emptied into the file; 32 MiB where much is written."""

_CHUNK = 4096


class Connection:
    """Safe to use from several threads: one statement at a time."""

    def __init__(self, path: str, *, write: bool, cache_kib: int = CACHE_KIB) -> None:
        """Open or make the file, and bring it to today's tables.

        Raises:
            ArchiveError: no such file, not ours, of a newer nightdesk, damaged, or locked.
        """
        self.path = path
        self.writes = write
        self._cache_kib = cache_kib
        self.is_frozen = False
        """True where it is read as it lies: what others write meanwhile is not seen."""

        self._lock = threading.RLock()
        self._is_durable = True
        self._as_opened: tuple[object, ...] = ()
        with self._told():
            self._raw = self._open(path)
        try:
            with self._told():
                self._prepare()
        except BaseException:
            self._raw.close()
            raise

    def _open(self, path: str) -> sqlite3.Connection:
        if path == MEMORY:
            return self._connect(path, uri=False)
        target = f"file:{quote(str(Path(path).absolute()))}?mode="
        if self.writes:
            return self._connect(f"{target}rwc", uri=True)
        raw = self._connect(f"{target}ro", uri=True)
        try:
            raw.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            raw.close()
            if not _needs_to_write(error) or not Path(path).is_file():
                raise
            return self._open_frozen(path, target)
        return raw

    def _open_frozen(self, path: str, target: str) -> sqlite3.Connection:
        """A file in a folder where no log can be kept beside it."""
        log = Path(f"{path}-wal")
        if log.exists() and log.stat().st_size:
            what = f"what was written last is in {log.name}, and that needs a folder to write in"
            raise ArchiveError(path, what, "copy both files into such a folder")
        self.is_frozen = True
        self._as_opened = _state_of(path)
        return self._connect(f"{target}ro&immutable=1", uri=True)

    @property
    def is_outdated(self) -> bool:
        """True where it is frozen, and another program has written since."""
        return self.is_frozen and _state_of(self.path) != self._as_opened

    @staticmethod
    def _connect(target: str, *, uri: bool) -> sqlite3.Connection:
        return sqlite3.connect(
            target, timeout=BUSY_S, isolation_level=None, check_same_thread=False, uri=uri
        )

    def _prepare(self) -> None:
        found = self._raw.execute("PRAGMA application_id").fetchone()[0]
        version = self._raw.execute("PRAGMA user_version").fetchone()[0]
        is_new = not version and not self._raw.execute("PRAGMA schema_version").fetchone()[0]
        if not is_new and found != APPLICATION_ID:
            raise ArchiveError(self.path, "is no archive of nightdesk", "give another file")
        if version > VERSION:
            what = f"is of a newer nightdesk (version {version} of the file, {VERSION} is known)"
            raise ArchiveError(self.path, what, "update nightdesk, or give another file")
        self._raw.execute(f"PRAGMA cache_size = -{self._cache_kib}")
        self._raw.execute("PRAGMA temp_store = MEMORY")
        if self.writes:
            if is_new:
                self._raw.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
                self._raw.execute("PRAGMA auto_vacuum = INCREMENTAL")
            self._raw.execute("PRAGMA journal_mode = WAL")
            self._raw.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
            self._raw.execute("PRAGMA synchronous = FULL")
        if version < VERSION:
            self._migrate(version)

    def _migrate(self, version: int) -> None:
        """All steps or none: a step that is interrupted leaves the file as it was."""
        if not self.writes:
            what = f"is of an older nightdesk (version {version} of the file)"
            raise ArchiveError(
                self.path, what, f"open it once for writing: {care(self.path, 'check')}"
            )
        with self.transaction() as raw:
            version = raw.execute("PRAGMA user_version").fetchone()[0]
            for statements in MIGRATIONS[version:]:
                for statement in _statements(statements):
                    raw.execute(statement)
            raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def transaction(
        self, *, durable: bool = True, seen: bool = True
    ) -> Iterator[sqlite3.Connection]:
        """What is done with the connection inside is kept whole, or not at all.

        It outlives this program once it is left; if `durable`, a power cut as well. One inside
        another is a part of that. Where no reader would see anything of it, it is not `seen`.
        """
        with self._lock, self._told():
            if self._raw.in_transaction:
                yield self._raw
                return
            if durable != self._is_durable:
                self._raw.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
                self._is_durable = durable
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                yield self._raw
                if seen:
                    self._raw.execute(_COUNT)
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Several questions in a row, without another thread between them."""
        with self._lock, self._told():
            yield self._raw

    @contextmanager
    def reading_once(self) -> Iterator[None]:
        """What is asked inside is much, and not asked again: little of its file stays in memory."""
        self.all(f"PRAGMA cache_size = -{_LEAST_CACHE_KIB}")
        try:
            yield
        finally:
            self.all(f"PRAGMA cache_size = -{self._cache_kib}")

    @contextmanager
    def writing_much(self) -> Iterator[None]:
        """What is written inside lies all over the file, as a million ids do: a page of it is
        written to the file once for many transactions, not once for each."""
        self._set_room(_LARGE_CACHE_KIB, _MUCH_CHECKPOINT_PAGES)
        try:
            yield
        finally:
            self._set_room(self._cache_kib, _CHECKPOINT_PAGES)

    def _set_room(self, cache_kib: int, checkpoint_pages: int) -> None:
        self.all(f"PRAGMA cache_size = -{cache_kib}")
        self.all(f"PRAGMA wal_autocheckpoint = {checkpoint_pages}")

    def all(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Every row of the answer."""
        with self._lock, self._told():
            return self._raw.execute(statement, parameters).fetchall()

    def one(self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first row of the answer; None without one."""
        with self._lock, self._told():
            return self._raw.execute(statement, parameters).fetchone()

    def each(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows one by one, without all of them in memory."""
        with self._lock, self._told():
            cursor = self._raw.execute(statement, parameters)
        while True:
            with self._lock, self._told():
                rows = cursor.fetchmany(_CHUNK)
            if not rows:
                return
            yield from rows

    def give_back(self) -> None:
        """Empty the log into the file, and cut what is free off its end."""
        with self._lock, self._told():
            self._raw.executescript("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(TRUNCATE);")

    def interrupt(self) -> None:
        """Make what another thread is asking end at once, with an ArchiveError."""
        self._raw.interrupt()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._raw.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's complaints in words of what to do."""
        try:
            yield
        except sqlite3.Error as error:
            raise told(self.path, error) from error


def may_be_written(path: Path) -> bool:
    """True where a file, and what stands beside it while it is used, may be written."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)


def _needs_to_write(error: sqlite3.Error) -> bool:
    """True where SQLite cannot keep its log beside a file that is only to be read."""
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _state_of(path: str) -> tuple[object, ...]:
    """What tells that a file was written."""
    try:
        found = Path(path).stat()
    except OSError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns, Path(f"{path}-wal").exists())


CHANGES = "changes"
"""Word of how often anything was written that a reader would see."""

_COUNT = (
    f"INSERT INTO meta VALUES ('{CHANGES}', 1) "  # noqa: S608 - our own words
    "ON CONFLICT (key) DO UPDATE SET value = value + 1"
)


def _statements(script: str) -> Iterator[str]:
    """`executescript` would commit; so one by one."""
    held = ""
    for line in script.splitlines(keepends=True):
        held += line
        if sqlite3.complete_statement(held):
            yield held
            held = ""


_FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def told(file: str, error: sqlite3.Error) -> ArchiveError:
    """The error of ours for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if code in _FULL:
        what = "the disk is full; nothing acknowledged is lost"
        return ArchiveFullError(file, what, "make room and do it again")
    if primary in _BUSY:
        what = f"another program has been writing to it for {BUSY_S:.0f} seconds"
        return ArchiveBusyError(file, what, "try again when it is done")
    if primary == sqlite3.SQLITE_NOTADB:
        what = "is no archive of nightdesk, or its beginning is damaged"
        remedy = f"give another file, or try to rescue it: {care(file, 'repair')}"
        return ArchiveBrokenError(file, what, remedy)
    if primary == sqlite3.SQLITE_CORRUPT:
        what = f"it is damaged ({error})"
        remedy = f"rescue what can be read: {care(file, 'repair')}"
        return ArchiveBrokenError(file, what, remedy)
    if primary == sqlite3.SQLITE_CANTOPEN:
        return ArchiveError(file, "it cannot be opened", "check its name, folder and permissions")
    if primary == sqlite3.SQLITE_READONLY:
        return ArchiveError(file, "it may not be written", "check its permissions")
    if primary == sqlite3.SQLITE_IOERR:
        what = f"the disk does not give or take it ({error})"
        return ArchiveBrokenError(file, what, f"check the disk, then {care(file, 'check')}")
    return ArchiveError(file, str(error), f"check it: {care(file, 'check')}")
