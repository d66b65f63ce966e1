"""Contents: what an archive answers; `feeds.archive.archive` adds what changes it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, NamedTuple

from feeds.archive.coding import (
    VERSION_COLUMNS,
    WITHDRAWN,
    Manner,
    Name,
    claim_of,
    entry_of,
    known_after,
    maybe_microseconds,
    names_in,
    unpack_text,
)
from feeds.archive.connection import CHANGES, Connection
from feeds.archive.present import Present, Said
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.snapshot import EntryKey

ALWAYS = -1
"""Generation of what is worked out from texts and times alone: no other tags make it stale."""


class Body(NamedTuple):
    """The text of one version of an entry."""

    source: str
    id: str
    time_us: int | None
    """Microseconds since 1970; None undated."""

    text: str


class IndexRow(NamedTuple):
    """What an index knows of one version, oldest `doc` first."""

    doc: int
    """Number of the version: in order of arrival, never used again."""

    entry: int
    """Number of the entry."""

    revision: int
    replaces: int | None
    """`doc` of the version before; None for the first."""

    time_us: int | None
    """Microseconds since 1970; None undated."""

    known_us: int | None
    is_page: bool
    """True for a page's head, which stands after the entries it sums up."""

    sequence: int
    source: int
    """Number of the source; see `Archive.sources`."""

    kinds: int
    """A bit for each kind of its claims: `coding.KINDS`."""

    current: int
    """How many of its claims are current."""

    names: bytes | None
    """What it names; see `Archive.names` and `coding.names_in`."""

    withdrawn: bool
    """True for what no longer stands."""


class Contents:
    """Safe to ask from several threads, one at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[int, Name] = {}
        self._manners: dict[int, Manner] = {}
        self._seen = self._data_version()
        self._changes = self.meta(CHANGES)

    @property
    def path(self) -> str:
        """Of the file, as given."""
        return self._connection.path

    @property
    def writes(self) -> bool:
        """True where something can be kept in it."""
        return self._connection.writes

    @property
    def is_outdated(self) -> bool:
        """True where it was opened as it lay, and another program has written to it since."""
        return self._connection.is_outdated

    @property
    def last_doc(self) -> int:
        """The newest version; 0 while there is none."""
        return int(self._connection.one("SELECT max(doc) FROM version")[0] or 0)

    @property
    def entry_count(self) -> int:
        """How many entries there are."""
        return int(self._connection.one("SELECT count(*) FROM entry")[0])

    @property
    def generation(self) -> int:
        """Grows when entries are tagged anew: what was worked out from the tags before is stale."""
        return int(self.meta("generation") or 0)

    def meta(self, key: str) -> str | None:
        """A word about the archive: `beat`, `beat-digest` ...; None where it was not said."""
        found = self._connection.one("SELECT value FROM meta WHERE key = ?", (key,))
        return found[0] if found else None

    def metas(self, beginning: str) -> Mapping[str, str]:
        """The words whose keys begin so, by what follows there."""
        rows = self._connection.all(
            "SELECT substr(key, ?), value FROM meta WHERE substr(key, 1, ?) = ?",
            (len(beginning) + 1, len(beginning), beginning),
        )
        return dict(rows)

    def changed(self) -> bool:
        """True where another program or connection has committed since this was last asked.

        How its sources fare is none of it: that is asked for (`Archive.fetches`).
        """
        before, self._seen = self._seen, self._data_version()
        if before == self._seen:
            return False
        was, self._changes = self._changes, self.meta(CHANGES)
        return was != self._changes

    def _data_version(self) -> int:
        return int(self._connection.one("PRAGMA data_version")[0])

    def docs(self, after: int, most: int) -> list[int]:
        """The next versions that came after `after`, at most so many."""
        found = self._connection.all(
            "SELECT doc FROM version WHERE doc > ? ORDER BY doc LIMIT ?", (after, most)
        )
        return [doc for (doc,) in found]

    def has(self, entries: Sequence[Entry]) -> list[bool]:
        """Which of them `add` would find to be there already."""
        with self._connection.reading() as raw:
            present = Present(raw)
            present.look_up(one.key for one in entries)
            return [
                (known := present.find(one.key)) is not None
                and present.is_there(_said(one), one.revision, known)
                for one in entries
            ]

    def newest(self, entries: Sequence[Entry]) -> list[Entry | None]:
        """The version that holds of each of these entries; None for one that is not there."""
        with self._connection.reading() as raw:
            present = Present(raw)
            present.look_up(one.key for one in entries)
            known = [present.find(one.key) for one in entries]
        docs = [k.holds.doc for k in known if k and k.holds]
        made = dict(zip(docs, self.entries(docs), strict=True))
        return [made[k.holds.doc] if k and k.holds else None for k in known]

    def cursor(self, place: str) -> str | None:
        """How far a file or an address was read; None where it never was."""
        row = self._connection.one("SELECT record FROM cursor WHERE place = ?", (place,))
        return row[0] if row else None

    def cursors(self) -> Mapping[str, str]:
        """Every cursor by its place."""
        return dict(self._connection.all("SELECT place, record FROM cursor"))

    def readers(self) -> Mapping[str, str]:
        """Name of the reader by source, where one is known."""
        return dict(self._connection.all("SELECT name, reader FROM source WHERE reader NOT NULL"))

    def names(self) -> Mapping[int, Name]:
        """What mentions name, by number: (actor or region, id, place inside the region)."""
        rows = self._connection.all("SELECT n, what, id, place FROM name")
        return {n: (what, id, place) for n, what, id, place in rows}

    def sources(self) -> Mapping[int, str]:
        """Names of the sources by number."""
        return dict(self._connection.all("SELECT n, name FROM source"))

    def rows(self, after: int = 0) -> Iterator[IndexRow]:
        """Every version that came after `after`, in order of `doc`."""
        return self._rows(f"{_ROWS} WHERE doc > ? ORDER BY doc", (after,))

    def followers(self, after: int, upto: int) -> Iterator[IndexRow]:
        """Versions up to `after` that replace one that came later, up to `upto`: an older text."""
        return self._rows(
            f"{_ROWS} WHERE replaces > ? AND replaces <= ? AND doc <= ?", (after, upto, after)
        )

    def rows_in_order(self) -> Iterator[IndexRow]:
        """Every version by time, undated ones first, as `feeds.store` orders them.

        Sorted on the disk: a million of them would not fit where an index does.
        """
        self._connection.all("PRAGMA temp_store = FILE")
        try:
            yield from self._rows(f"{_ROWS} JOIN source s ON s.n = e.source {_IN_ORDER}", ())
        finally:
            self._connection.all("PRAGMA temp_store = MEMORY")

    def _rows(self, statement: str, parameters: Sequence[Any]) -> Iterator[IndexRow]:
        pages = {n for n, (_, role, _) in self._every_manner().items() if role == "page"}
        for row in self._connection.each(statement, parameters):
            is_page, is_withdrawn = row[6] in pages, bool(row[-1])
            yield IndexRow._make((*row[:6], is_page, *row[7:-1], is_withdrawn))

    def keys(self, entries: Sequence[int]) -> list[EntryKey]:
        """Source and id of entries, in the order asked."""
        rows = self._in(f"SELECT e.n, s.name, e.id {_OF_ENTRY} WHERE e.n", entries)
        found = {n: (source, id) for n, source, id in rows}
        return [found[n] for n in entries]

    def entries(self, docs: Sequence[int]) -> list[Entry]:
        """The entries of versions, in the order asked: one statement."""
        found = self._in(
            f"SELECT doc, s.name, e.id, manner, f.at, {_COLUMNS} {_OF_VERSION} WHERE doc", docs
        )
        made = {row[0]: self._entry(row) for row in found}
        return [made[doc] for doc in docs]

    def _entry(self, row: Sequence[Any]) -> Entry:
        _, source, id, manner, fetched, *rest = row
        names = self._every_name(rest[4])
        return entry_of(rest, (source, id), self._manner(manner), names, fetched)

    def bodies(self, docs: Sequence[int]) -> dict[int, Body]:
        """What versions say and when, without what is named and claimed in them."""
        rows = self._in(
            f"SELECT doc, s.name, e.id, v.time, cut, text {_OF_VERSION} WHERE doc", docs
        )
        return {
            doc: Body(source, id, time, unpack_text(cut, text)[1])
            for doc, source, id, time, cut, text in rows
        }

    def keys_of(self, docs: Sequence[int]) -> dict[int, EntryKey]:
        """Source and id of the entries of versions, by version."""
        rows = self._in(f"SELECT doc, s.name, e.id {_PLAIN} WHERE doc", docs)
        return {doc: (source, id) for doc, source, id in rows}

    def docs_of(self, key: EntryKey) -> tuple[int, ...]:
        """The versions of an entry, oldest first; none where it is not archived."""
        return tuple(doc for doc, _ in self.versions_of(key))

    def versions_of(self, key: EntryKey) -> list[tuple[int, int]]:
        """Doc and revision of the same."""
        return self._connection.all(_CHAIN, (key[1], key[0]))

    def replaced_by(self, docs: Sequence[int]) -> dict[int, int]:
        """The version that each of these took the place of; first ones took none."""
        rows = self._in("SELECT doc, replaces FROM version WHERE replaces NOT NULL AND doc", docs)
        return dict(rows)

    def versions_of_marked(self) -> Iterator[tuple[int, int, int]]:
        """Number of the entry, doc and revision of every version of what anything was left on."""
        return self._connection.each(
            "WITH RECURSIVE chain (entry, doc) AS ("
            "SELECT m.entry, e.newest FROM marking m JOIN entry e ON e.n = m.entry "
            "WHERE e.newest NOT NULL UNION ALL "
            "SELECT c.entry, v.replaces FROM chain c JOIN version v USING (doc) "
            "WHERE v.replaces NOT NULL) "
            "SELECT c.entry, c.doc, v.revision FROM chain c JOIN version v USING (doc)"
        )

    def docs_named(self, ids: Sequence[str]) -> list[int]:
        """The versions of entries of these ids, whichever their source."""
        found: list[int] = []
        for name, id in self._in(f"SELECT s.name, e.id {_OF_ENTRY} WHERE e.id", ids):
            found += self.docs_of((name, id))
        return found

    def claims(self, docs: Sequence[int]) -> dict[int, tuple[Claim, ...]]:
        """The claims of versions, in text order, as the machine read them; none: not there."""
        found: dict[int, list[Claim]] = {}
        for row in self._in(f"{_CLAIMS} WHERE c.doc", docs, " ORDER BY c.doc, c.n"):
            found.setdefault(row[0], []).append(_claim(row))
        return {doc: tuple(listed) for doc, listed in found.items()}

    def claim_docs(self, ids: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Versions that carry a claim of that id, by id."""
        found: dict[str, list[int]] = {}
        for id, doc in self._in("SELECT id, doc FROM claim WHERE id", ids, " ORDER BY doc"):
            found.setdefault(id, []).append(doc)
        return {id: tuple(docs) for id, docs in found.items()}

    def ask(self, statement: str, parameters: Sequence[Any] = ()) -> list[Any]:
        """Rows of a statement that only reads: the index's own, about `words`."""
        return self._connection.all(statement, parameters)

    def each(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """The same, one by one: an answer may have a million rows."""
        return self._connection.each(statement, parameters)

    def interrupt(self) -> None:
        """Make what another thread asks here end at once, with an ArchiveError."""
        self._connection.interrupt()

    def reading_once(self) -> AbstractContextManager[None]:
        """What is asked inside is much, and not asked again: little of its file stays in memory."""
        return self._connection.reading_once()

    def stored(self, keys: Sequence[str] | None = None) -> dict[str, bytes]:
        """Parts of the index of today's generation or of `ALWAYS`, by key; for None all of them."""
        now = (self.generation, ALWAYS)
        if keys is None:
            return dict(
                self._connection.all("SELECT key, data FROM stored WHERE generation IN (?, ?)", now)
            )
        found = self._in("SELECT key, generation, data FROM stored WHERE key", keys)
        return {key: data for key, generation, data in found if generation in now}

    def _in(self, statement: str, values: Sequence[Any], after: str = "") -> Iterator[Any]:
        """Rows of so many values at a time; what is `after` holds among those of one time."""
        asked = list(dict.fromkeys(values))
        for start in range(0, len(asked), _ASKED_AT_ONCE):
            batch = asked[start : start + _ASKED_AT_ONCE]
            marks = ",".join("?" * len(batch))
            yield from self._connection.all(f"{statement} IN ({marks}){after}", batch)

    def _manner(self, n: int) -> Manner:
        if n not in self._manners:
            self._every_manner()
        return self._manners[n]

    def _every_manner(self) -> Mapping[int, Manner]:
        rows = self._connection.all("SELECT n, basis, role, zone FROM manner")
        self._manners = {n: (basis, role, zone) for n, basis, role, zone in rows}
        return self._manners

    def _every_name(self, packed: bytes | None) -> Mapping[int, Name]:
        if any(n not in self._names for n in names_in(packed)):
            self._names = dict(self.names())
        return self._names


_ASKED_AT_ONCE = 5_000
"""Values of one statement: SQLite takes some thousand, and rows wait in memory."""

_COLUMNS = ", ".join(f"v.{column}" for column in VERSION_COLUMNS.split(", "))
_ROWS = (
    "SELECT doc, entry, revision, replaces, time, ifnull(time, 0) + v.known, manner, "  # noqa: S608 - our own words
    f"sequence, e.source, kinds, current, names, {WITHDRAWN} "
    "FROM version v JOIN entry e ON e.n = v.entry"
)
_IN_ORDER = (
    "ORDER BY time, manner IN (SELECT n FROM manner WHERE role = 'page'), sequence, s.name, e.id, "
    "doc"
)
_OF_ENTRY = "FROM entry e JOIN source s ON s.n = e.source"
_PLAIN = "FROM version v JOIN entry e ON e.n = v.entry JOIN source s ON s.n = e.source"
_OF_VERSION = f"{_PLAIN} LEFT JOIN fetch f ON f.n = v.fetch"
_CHAIN = (
    f"WITH RECURSIVE chain (doc, depth) AS (SELECT newest, 0 {_OF_ENTRY} "  # noqa: S608 - our own words
    "WHERE e.id = ? AND s.name = ? AND newest NOT NULL UNION ALL "
    "SELECT replaces, depth + 1 FROM chain JOIN version USING (doc) WHERE replaces NOT NULL) "
    "SELECT doc, revision FROM chain JOIN version USING (doc) ORDER BY depth DESC"
)
_CLAIMS = """
SELECT c.doc, c.id, c.data, c.known, v.time, s.name, e.id
FROM claim c JOIN version v USING (doc) JOIN entry e ON e.n = v.entry
JOIN source s ON s.n = e.source"""


def _said(entry: Entry) -> Said:
    words = entry.headline, entry.body, maybe_microseconds(entry.time), entry.withdrawn
    return words, known_after(entry)


def _claim(row: Sequence[Any]) -> Claim:
    _, id, data, known, time, source, entry = row
    return claim_of(id, data, (source, entry), time, known)
