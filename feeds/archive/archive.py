"""Archive: entries with all versions and claims, and what a person made of them, in one file."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from feeds.archive.adding import Batch
from feeds.archive.book import ArchiveBook
from feeds.archive.care import Care
from feeds.archive.coding import maybe_microseconds
from feeds.archive.connection import CACHE_KIB, MEMORY, SMALL_CACHE_KIB, Connection
from feeds.archive.contents import ALWAYS, Contents
from feeds.archive.fetches import Fetches
from feeds.archive.notebook import ArchiveNotebook
from feeds.archive.numbers import Numbers
from feeds.archive.prepared import Prepared, prepare
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.errors import ArchiveError

BESIDE = "tally/"
"""How keys of what is stored beside the index begin: it stays when the index is made anew."""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch."""

    new: int = 0
    revised: int = 0
    same: int = 0
    """Those that were there already, to the letter."""

    @property
    def changed(self) -> int:
        """How many versions came in."""
        return self.new + self.revised

    def __add__(self, other: "Added") -> "Added":
        return Added(self.new + other.new, self.revised + other.revised, self.same + other.same)


class Archive(Contents):
    """Open as a context, or close at the end. Safe to ask from several threads, one at a time."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._numbers = Numbers()

    @classmethod
    def open(cls, path: Path | str, *, write: bool = True, cache_kib: int = CACHE_KIB) -> "Archive":
        """The archive of a file, made where there is none; `:memory:` lasts until it is closed.

        So much of the file is held in memory at the most.

        Raises:
            ArchiveError: it cannot be opened; says why and what to do.
        """
        return cls(Connection(str(path), write=write, cache_kib=cache_kib))

    def reader(self) -> "Archive":
        """A second way to the same file, for another thread; of `:memory:` this one."""
        if self.path == MEMORY:
            return self
        return Archive(Connection(self.path, write=False, cache_kib=SMALL_CACHE_KIB))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def notebook(self) -> ArchiveNotebook:
        """Marks, tags, notes, what was read, views and places."""
        return ArchiveNotebook(self._connection)

    @property
    def book(self) -> ArchiveBook:
        """Decisions about claims."""
        return ArchiveBook(self._connection)

    @property
    def fetches(self) -> Fetches:
        """What was retrieved of followed sources."""
        return Fetches(self._connection)

    @property
    def care(self) -> Care:
        """Whether it is whole, how large it is, a copy of it."""
        return Care(self._connection)

    def set_meta(self, key: str, value: str) -> None:
        """Put such a word down."""
        with self.writing() as raw:
            raw.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def drop_meta(self, key: str) -> None:
        """Take such a word away."""
        with self.writing() as raw:
            raw.execute("DELETE FROM meta WHERE key = ?", (key,))

    def add(
        self, batch: Sequence[tuple[Entry, tuple[Claim, ...]]], *, durable: bool = True
    ) -> Added:
        """Take entries with their claims, in any order: all of them, or none.

        The same text again adds nothing; a changed text under a known id is a further version, as
        in `feeds.store`. Once this returns they outlive this program; if `durable`, a power cut.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        return self.add_prepared(
            (prepare(e, e.mentions, claims) for e, claims in batch), durable=durable
        )

    def add_prepared(
        self, batch: Iterable[Prepared], *, durable: bool = True, received: datetime | None = None
    ) -> Added:
        """The same for what another process has prepared.

        An edit that does not say when it was made was known when it was `received`.
        """
        with self.writing(durable=durable) as raw:
            came = maybe_microseconds(received)
            return Added(*Batch(raw, self._numbers, came).add(batch))

    def replace_tags(self, made: Sequence[tuple[int, Prepared]]) -> None:
        """Put other mentions and claims in the place of those of versions."""
        with self.writing() as raw:
            Batch(raw, self._numbers).replace_tags(made)

    @contextmanager
    def settling(self, changed: int) -> Iterator[None]:
        """After so many versions came in at once: while the archive is read inside, another thread
        joins the parts of the text index; then room is given back.

        What was written without waiting for the disk is on it afterwards.

        Raises:
            ArchiveError: they could not be joined; the archive is whole, and has more parts.
        """
        if changed * _WORTH_JOINING <= self.last_doc:
            yield
        elif self.path == MEMORY:
            self._join_words()
            yield
        else:
            with Archive.open(self.path) as other, ThreadPoolExecutor(1) as beside:
                joined = beside.submit(other._join_words)
                yield
                joined.result()
        self._connection.give_back()

    def _join_words(self) -> None:
        with self.writing(durable=False) as raw:
            raw.execute("INSERT INTO words (words) VALUES ('optimize')")

    @contextmanager
    def much_coming(self) -> Iterator[None]:
        """Inside, parts of the text index are rarely joined: `settling` is to join them in the end.
        More of the file is held in memory, and its log is emptied less often.

        Where this program is killed inside, parts stay unjoined until another has been through
        here; a search has some more of them to look into until then.
        """
        self._set_joining(_JOINED_RARELY)
        try:
            with self._connection.writing_much():
                yield
        finally:
            with suppress(ArchiveError):  # a full disk was told of already
                self._set_joining(_JOINED_OFTEN)

    def _set_joining(self, when: Mapping[str, int]) -> None:
        with self.writing(durable=False, seen=False) as raw:
            raw.executemany("INSERT INTO words (words, rank) VALUES (?, ?)", when.items())

    def set_cursor(self, place: str, record: str) -> None:
        """Keep how far it was read; in one transaction with what was read."""
        with self.writing() as raw:
            raw.execute("INSERT OR REPLACE INTO cursor VALUES (?, ?)", (place, record))

    def set_readers(self, readers: Mapping[str, str]) -> None:
        """Keep what read the sources."""
        with self.writing() as raw:
            raw.executemany(
                "UPDATE source SET reader = ? WHERE name = ?",
                [(reader, source) for source, reader in readers.items()],
            )

    @contextmanager
    def writing(self, *, durable: bool = True, seen: bool = True) -> Iterator[sqlite3.Connection]:
        """Keep other programs from writing; what is written inside is kept whole, or not at all.

        Once it is left it outlives this program; if `durable`, a power cut as well. What no reader
        would see anything of is not `seen`: `changed` does not tell of it.
        """
        try:
            with self._connection.transaction(durable=durable, seen=seen) as raw:
                yield raw
        except BaseException:
            self._numbers.forget()  # what was numbered inside is rolled back with it
            raise

    def store(
        self,
        parts: Mapping[str, bytes],
        generation: int,
        *,
        drop: bool = False,
        without: Sequence[str] = (),
    ) -> None:
        """Keep parts of the index, worked out at `generation`; `drop` forgets all others first.

        Of those that lie `BESIDE` it only what is of another generation is forgotten, of those of
        `ALWAYS` nothing. Those named by `without` are taken away.
        """
        rows = [(key, generation, data) for key, data in parts.items()]
        with self.writing(durable=False) as raw:
            if drop:
                raw.execute(
                    "DELETE FROM stored WHERE generation != ? "
                    "AND (generation != ? OR key NOT GLOB ?)",
                    (ALWAYS, generation, f"{BESIDE}*"),
                )
            raw.executemany("DELETE FROM stored WHERE key = ?", [(key,) for key in without])
            raw.executemany("INSERT OR REPLACE INTO stored VALUES (?, ?, ?)", rows)


_WORTH_JOINING = 10
"""A tenth of the archive is new: then joining costs little beside what came in."""

_JOINED_OFTEN = {"automerge": 4, "crisismerge": 16}
_JOINED_RARELY = {"automerge": 0, "crisismerge": 64}
"""Parts of one size at which FTS5 begins to join them, and at which it must: a million entries that
come in at once would be written four times over (https://sqlite.org/fts5.html)."""
