"""Indexing: an archive's versions become its index, which is kept in the archive beside them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from feeds.archive import KINDS, Archive, IndexRow, names_in
from feeds.index.building import build, join
from feeds.index.column import BLOCK, Column
from feeds.index.index import Index, empty
from feeds.index.rows import ANY_CLAIM, WITHDRAWN, Key, Order
from feeds.index.storing import pieces, restored

MOST_JOINED = 50_000
"""Versions that are joined to an index; of more it is built anew."""

WORTH_KEEPING = 2_000
"""Versions that came in since the index was kept, from which on it is worth keeping again."""

NEWEST = 500
"""Versions that are shown while there is no index."""

NO_RANK = 0xFFFF_FFFF
"""In the place of the rank of a doc that an index does not have."""


class Indexing:
    """The index of one archive, as far as it has come."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._generation = archive.generation
        with archive.reading_once():
            self._kept = restored(archive.stored)
        self.index: Index = self._kept.index if self._kept else empty()
        self.has_moved = False
        """True where versions that were there are no longer as they were before the last
        `catch_up`: tagged anew, or with an older one before them."""

    def newest(self) -> Index:
        """An index of what came in last alone: something to see until the whole one is built."""
        first = max(self._archive.last_doc - NEWEST, 0)
        unknown = array("I", [NO_RANK]) * BLOCK
        whole, part = divmod(first + 1, BLOCK)
        ranks = Column.of_blocks("I", [*[unknown] * whole, unknown[:part]])
        rows = _Rows(self._archive)
        alone = (
            replace(row, replaces=None)
            if row.replaces is not None and row.replaces <= first
            else row
            for row in rows.since(first)
            if row.doc > first
        )
        return join(replace(empty(), ranks=ranks), alone, rows.order_of)

    @property
    def is_behind(self) -> bool:
        """True where versions came in, or were tagged anew, since the index was made."""
        return self._behind > 0 or self._archive.generation != self._generation

    @property
    def _behind(self) -> int:
        """How many versions came in since, at most."""
        return self._archive.last_doc - self.index.upto

    def catch_up(self) -> Index:
        """Take what came in since; from the start where that is less work, or entries were tagged
        anew."""
        generation = self._archive.generation
        self.has_moved = False
        if generation != self._generation or self._behind > max(MOST_JOINED, len(self.index)):
            self.has_moved = len(self.index) > 0
            self._generation, self._kept = generation, None
            self.index = build(_Rows(self._archive).in_order())
        elif self._behind:
            upto, rows = self.index.upto, _Rows(self._archive)
            came = list(rows.since(upto))
            self.has_moved = any(row.doc <= upto for row in came)
            self.index = join(self.index, came, rows.order_of)
        return self.index

    def keep(self, *, at_least: int = WORTH_KEEPING) -> None:
        """Write down what changed, where so many versions are not kept yet, and may be.

        Raises:
            ArchiveError: it could not be kept; the archive is as it was.
        """
        before = self._kept.index.upto if self._kept else 0
        if not self._archive.writes:
            return
        if self.index.upto - before >= at_least or not self._kept:
            made, kept = pieces(self.index, self._kept)
            self._archive.store(made, self._generation, drop=self._kept is None)
            self._kept = kept


@dataclass(slots=True)
class _Row:
    """A version as an index takes it; see `feeds.index.rows.IndexRow`.

    Not frozen, which makes one in a third of the time: an index takes millions.
    """

    doc: int
    revision: int
    replaces: int | None
    time: int | None
    known: int | None
    order: Order
    keys: Sequence[Key]
    current: int


class _Rows:
    """Reads versions of an archive for an index."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._kinds: dict[int, tuple[Key, ...]] = {0: ()}

    @cached_property
    def _names(self) -> dict[int, Key]:
        """Asked for after the rows: what they name is there then, whoever writes meanwhile."""
        return {n: (what, id) for n, (what, id, _) in self._archive.names().items()}

    @cached_property
    def _sources(self) -> Mapping[int, str]:
        return self._archive.sources()

    def in_order(self) -> Iterator[_Row]:
        """All of them; those of one time come in order, and need not be told apart."""
        order = (False, 0, "", "")
        for row in self._archive.rows_in_order():
            yield self._row(row, order)

    def since(self, upto: int) -> Iterator[_Row]:
        """Those that came after a doc, and those before it that replace one of them."""
        rows = list(self._archive.rows(upto))
        if rows and upto:
            rows += self._archive.followers(upto, rows[-1].doc)
        keys = self._archive.keys([row.entry for row in rows])
        for row, (source, id) in zip(rows, keys, strict=True):
            yield self._row(row, (row.is_page, row.sequence, source, id))

    def order_of(self, doc: int) -> Order:
        """The order of a version that is in the index."""
        [(role, sequence, source, id)] = self._archive.ask(
            "SELECT m.role, v.sequence, s.name, e.id FROM version v JOIN manner m ON m.n = v.manner"
            " JOIN entry e ON e.n = v.entry JOIN source s ON s.n = e.source WHERE v.doc = ?",
            (doc,),
        )
        return (role == "page", sequence, source, id)

    def _row(self, row: IndexRow, order: Order) -> _Row:
        names = self._names
        keys = [names[n] for n in names_in(row.names)]
        keys += self._claims(row.kinds)
        keys.append(("source", self._sources[row.source]))
        if row.withdrawn:
            keys.append(WITHDRAWN)
        return _Row(
            doc=row.doc,
            revision=row.revision,
            replaces=row.replaces,
            time=row.time_us,
            known=row.known_us,
            order=order,
            keys=keys,
            current=row.current,
        )

    def _claims(self, kinds: int) -> Iterable[Key]:
        if kinds not in self._kinds:
            found: list[Key] = [("claims", k) for n, k in enumerate(KINDS) if kinds >> n & 1]
            self._kinds[kinds] = (ANY_CLAIM, *found)
        return self._kinds[kinds]
