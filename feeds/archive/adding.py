"""Adding: a batch of entries becomes rows; which of them are new, revised, or there already."""

import sqlite3
from collections.abc import Iterable
from typing import Any

from feeds.archive.coding import named_apart, pack_names, says_revised, unpack_text, withdrawn_in
from feeds.archive.numbers import Numbers
from feeds.archive.prepared import Prepared
from feeds.archive.present import Chain, Held, Known, Present, Said, known_at


class Batch:
    """The rows of one transaction: they are written together, in few statements."""

    def __init__(
        self, raw: sqlite3.Connection, numbers: Numbers, received: int | None = None
    ) -> None:
        """`received`: when it came, microseconds since 1970; None where that tells nothing."""
        self._raw = raw
        self._received = received
        self._numbers = numbers
        self._present = Present(raw, by_words=received is not None)
        self._doc = raw.execute("SELECT ifnull(max(doc), 0) FROM version").fetchone()[0]
        self._entry = raw.execute("SELECT ifnull(max(n), 0) FROM entry").fetchone()[0]
        self._rows: dict[str, list[tuple[Any, ...]]] = {statement: [] for statement in _WRITTEN}
        self._edited: dict[int, Chain] = {}

    def add(self, batch: Iterable[Prepared]) -> tuple[int, int, int]:
        """How many were new, revised, and there already."""
        new = revised = same = 0
        listed = list(batch)
        self._present.look_up((one.source, one.id) for one in listed)
        for one in listed:
            known = self._present.find((one.source, one.id))
            if known is None:
                new += 1
                self._put(one, self._entry_of(one))
            elif self._present.is_there(_said(one), one.revision, known):
                same += 1
            else:
                new += known.holds is None
                revised += known.holds is not None
                self._put(one, known)
        self._write()
        return new, revised, same

    def replace_tags(self, made: Iterable[tuple[int, Prepared]]) -> None:
        """Other mentions and claims for versions that are there."""
        for doc, one in made:
            names = pack_names(self._numbers.names(self._raw, one.names))
            tags = (names, one.spans, one.kinds, one.current, doc)
            n = self._raw.execute(_RETAG, tags).fetchone()[0]
            self._raw.execute("DELETE FROM claim WHERE doc = ?", (doc,))
            self._put_claims(one, n, doc)
        self._write()

    def _entry_of(self, one: Prepared) -> Known:
        """A new entry, whose newest version is the next one."""
        self._entry += 1
        source = self._numbers.source(self._raw, one.source)
        self._rows[_ENTRY].append((self._entry, source, one.id, self._doc + 1))
        known = Known(self._entry, is_new=True)
        self._present.put((one.source, one.id), known)
        return known

    def _put(self, one: Prepared, known: Known) -> None:
        """Where it belongs among the versions that are there (feeds.versions)."""
        self._doc = doc = self._doc + 1
        before = None
        if known.holds is None:
            known.holds = _held(one, doc)
            if not known.is_new:
                self._rows[_NEWEST].append((doc, known.n))
        else:
            before, one = self._link(one, known, self._present.chain(known))
        names = pack_names(self._numbers.names(self._raw, one.names))
        manner = self._numbers.manner(self._raw, one.manner)
        self._rows[_VERSION].append(
            (doc, known.n, one.revision, before, one.time, one.known, manner, one.sequence,
             one.kinds, one.current, names, one.spans, one.cut, one.text, one.url, one.rest,
             None, one.fetch)
        )  # fmt: skip
        self._rows[_WORDS].append((doc, one.headline_words, one.body_words))
        if one.claims:
            self._put_claims(one, known.n, doc)

    def _link(self, one: Prepared, known: Known, chain: Chain) -> tuple[int | None, Prepared]:
        """Take a further version in: the doc before it, and how it is dated."""
        one = self._dated(one, chain)
        held = _held(one, self._doc)
        before, after = chain.put(held)
        if after is None:
            known.holds = held
            self._rows[_NEWEST].append((held.doc, known.n))
        else:
            self._rows[_REPLACES].append((held.doc, after.doc))
        self._edited[known.n] = chain
        return (before.doc if before else None), one

    def _dated(self, one: Prepared, chain: Chain) -> Prepared:
        """An edit that does not say when it was made was known when it came (CONTRACT.md).

        Where all others say it, one that does not is the first; and so is one of a lower revision
        older, whenever it came. A clock that went back puts nothing before what was there.
        """
        is_silent = one.known == 0 and one.time is not None and not says_revised(one.rest)
        if not self._received or not is_silent or not chain.has_first:
            return one
        if one.revision < chain.highest:
            return one
        last = chain.held[-1]
        came = max(self._received, known_at(last.time, last.known) or self._received)
        return one._replace(known=max(came - (one.time or 0), 0))

    def _put_claims(self, one: Prepared, entry: int, doc: int) -> None:
        """Under ids of their own, where another source had an entry of the same id before."""
        self._write_entries()
        at = known_at(one.time, one.known)
        claims = one.claims
        if self._raw.execute(_OTHER, (one.id, entry)).fetchone():
            claims = tuple(named_apart(one.source, *claim) for claim in claims)
        self._rows[_CLAIM] += [(doc, n, id, at, data) for n, (id, data) in enumerate(claims)]

    def _write_entries(self) -> None:
        self._raw.executemany(_ENTRY, self._rows[_ENTRY])
        self._rows[_ENTRY].clear()

    def _number(self) -> None:
        """Revisions grow along each chain; what was read of one stays read."""
        for n, chain in self._edited.items():
            for held, revision in chain.renumbered():
                self._rows[_REVISION].append((revision, held.given, held.doc))
                if not held.is_new:
                    self._rows[_READ].append((revision, n, held.revision))
                held.revision = revision
        self._edited.clear()

    def _write(self) -> None:
        self._number()
        for statement, rows in self._rows.items():
            self._raw.executemany(statement, rows)
            rows.clear()


def _held(one: Prepared, doc: int) -> Held:
    revision = one.revision
    return Held(doc, revision, revision, one.cut, one.text, one.time, one.known, one.rest, True)


def _said(one: Prepared) -> Said:
    return (*unpack_text(one.cut, one.text), one.time, withdrawn_in(one.rest)), one.known


_RETAG = """
UPDATE version SET names = ?, spans = ?, kinds = ?, current = ? WHERE doc = ? RETURNING entry"""
_OTHER = "SELECT 1 FROM entry WHERE id = ? AND n < ?"

_ENTRY = "INSERT INTO entry VALUES (?, ?, ?, ?)"
_VERSION = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORDS = "INSERT INTO words (rowid, headline, body) VALUES (?, ?, ?)"
_NEWEST = "UPDATE entry SET newest = ? WHERE n = ?"
_REPLACES = "UPDATE version SET replaces = ? WHERE doc = ?"
_REVISION = "UPDATE version SET revision = ?1, given = nullif(?2, ?1) WHERE doc = ?3"
_READ = "UPDATE marking SET read = ? WHERE entry = ? AND read = ?"
_CLAIM = "INSERT INTO claim VALUES (?, ?, ?, ?, ?)"
_WRITTEN = (_ENTRY, _VERSION, _WORDS, _NEWEST, _REPLACES, _REVISION, _READ, _CLAIM)
