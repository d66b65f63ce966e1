"""Adding: a batch of entries becomes rows; which of them are new, revised, or there already."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from feeds.archive.coding import Rest, named_apart, pack_names, unpack_text, withdrawn_in
from feeds.archive.numbers import Numbers
from feeds.archive.prepared import Prepared
from feeds.snapshot import EntryKey

Words = tuple[str | None, str, int | None, str | None]
"""Headline, body, time and why it was withdrawn: what makes a version."""

Said = tuple[Words, int | None]
"""The same with `known` as kept."""

_Kept = tuple[int | None, str | bytes, int | None, Rest, int | None]
"""The same as the row has it: `cut`, `text`, `time`, `rest`, `known`."""


@dataclass(slots=True)
class _Known:
    """An entry that is there, with its versions so far."""

    n: int
    newest: int | None
    """`doc` of the version that holds; None where there is none."""

    revision: int
    holds: _Kept
    """What that version says."""

    said: set[Said] | None = None
    """What all of its versions say, with when they were known; None until that is asked."""


class Present:
    """Which entries are there, and what they say."""

    def __init__(self, raw: sqlite3.Connection, *, by_words: bool = False) -> None:
        """`by_words`: edits that did not say when they were made were kept with when they came."""
        self._raw = raw
        self._by_words = by_words
        self._known: dict[EntryKey, _Known] = {}

    def find(self, key: EntryKey) -> _Known | None:
        """What is known of the entry; None for nothing."""
        known = self._known.get(key)
        if known is None:
            row = self._raw.execute(_FIND, (key[1], key[0])).fetchone()
            if row:
                n, newest, revision, *holds = row
                known = _Known(n, newest, revision, tuple(holds))
                self._known[key] = known
        return known

    def put(self, key: EntryKey, known: _Known) -> None:
        """An entry that is there from now on."""
        self._known[key] = known

    def is_there(self, said: Said, known: _Known) -> bool:
        """True for the text that holds, and for one read again that was replaced since.

        One that says nothing of when it was revised is an older one, whenever that came in.
        """
        if known.newest is None:
            return False
        words, when = said
        if _unpacked(known.holds)[0] == words:
            return True
        if known.said is None:
            known.said = set(map(_unpacked, self._raw.execute(_SAID, (known.newest,))))
        if said in known.said:
            return True
        return self._by_words and not when and words in {w for w, _ in known.said}


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

    def add(self, batch: Iterable[Prepared]) -> tuple[int, int, int]:
        """How many were new, revised, and there already."""
        new = revised = same = 0
        for one in batch:
            known = self._present.find((one.source, one.id))
            if known is None:
                new += 1
                self._put(one, self._entry_of(one))
            elif self._is_there(one, known):
                same += 1
            else:
                new += known.newest is None
                revised += known.newest is not None
                self._put(one, known)
                self._rows[_NEWEST].append((self._doc, known.n))
        self._write()
        return new, revised, same

    def replace_tags(self, made: Iterable[tuple[int, Prepared]]) -> None:
        """Other mentions and claims for versions that are there."""
        for doc, one in made:
            names = pack_names([self._numbers.name(self._raw, name) for name in one.names])
            tags = (names, one.spans, one.kinds, one.current, doc)
            n = self._raw.execute(_RETAG, tags).fetchone()[0]
            self._raw.execute("DELETE FROM claim WHERE doc = ?", (doc,))
            self._put_claims(one, n, doc)
        self._write()

    def _entry_of(self, one: Prepared) -> _Known:
        """A new entry, whose newest version is the next one."""
        self._entry += 1
        source = self._numbers.source(self._raw, one.source)
        self._rows[_ENTRY].append((self._entry, source, one.id, self._doc + 1))
        known = _Known(self._entry, None, 0, (None, "", None, None, None))
        self._present.put((one.source, one.id), known)
        return known

    def _is_there(self, one: Prepared, known: _Known) -> bool:
        if known.newest is not None and known.said is None:
            self._write()  # its versions are looked up
        return self._present.is_there(_unpacked(_kept(one)), known)

    def _put(self, one: Prepared, known: _Known) -> None:
        self._doc = doc = self._doc + 1
        revision = max(one.revision, known.revision + 1) if known.newest else one.revision
        if known.newest and one.known == 0 and one.time and self._received:
            # An edit that does not say when it was made was known when it came (CONTRACT.md).
            one = one._replace(known=max(self._received - one.time, 0))
        names = pack_names([self._numbers.name(self._raw, name) for name in one.names])
        self._rows[_VERSION].append(
            (
                *(doc, known.n, revision, known.newest, one.time, one.known),
                *(self._numbers.manner(self._raw, one.manner), one.sequence, one.kinds),
                *(one.current, names, one.spans, one.cut, one.text, one.url, one.rest),
            )
        )
        self._rows[_WORDS].append((doc, one.headline_words, one.body_words))
        if one.claims:
            self._put_claims(one, known.n, doc)
        known.newest, known.revision, known.holds = doc, revision, _kept(one)
        if known.said is not None:
            known.said.add(_unpacked(known.holds))

    def _put_claims(self, one: Prepared, entry: int, doc: int) -> None:
        """Under ids of their own, where another source had an entry of the same id before."""
        self._write_entries()
        at = None if one.known is None else one.known + (one.time or 0)
        claims = one.claims
        if self._raw.execute(_OTHER, (one.id, entry)).fetchone():
            claims = tuple(named_apart(one.source, *claim) for claim in claims)
        self._rows[_CLAIM] += [(doc, n, id, at, data) for n, (id, data) in enumerate(claims)]

    def _write_entries(self) -> None:
        self._raw.executemany(_ENTRY, self._rows[_ENTRY])
        self._rows[_ENTRY].clear()

    def _write(self) -> None:
        for statement, rows in self._rows.items():
            self._raw.executemany(statement, rows)
            rows.clear()


def _kept(one: Prepared) -> _Kept:
    return one.cut, one.text, one.time, one.rest, one.known


def _unpacked(kept: _Kept) -> Said:
    cut, text, time, rest, known = kept
    return (*unpack_text(cut, text), time, withdrawn_in(rest)), known


_FIND = """
SELECT e.n, newest, ifnull(revision, 0), cut, text, time, rest, known FROM entry e
JOIN source s ON s.n = e.source LEFT JOIN version ON doc = newest WHERE e.id = ? AND s.name = ?"""
_SAID = """
WITH RECURSIVE chain (doc) AS (
  VALUES (?) UNION ALL SELECT replaces FROM chain JOIN version USING (doc) WHERE replaces NOT NULL
) SELECT cut, text, time, rest, known FROM chain JOIN version USING (doc)"""

_RETAG = """
UPDATE version SET names = ?, spans = ?, kinds = ?, current = ? WHERE doc = ? RETURNING entry"""
_OTHER = "SELECT 1 FROM entry WHERE id = ? AND n < ?"

_ENTRY = "INSERT INTO entry VALUES (?, ?, ?, ?)"
_VERSION = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORDS = "INSERT INTO words (rowid, headline, body) VALUES (?, ?, ?)"
_NEWEST = "UPDATE entry SET newest = ? WHERE n = ?"
_CLAIM = "INSERT INTO claim VALUES (?, ?, ?, ?, ?)"
_WRITTEN = (_ENTRY, _VERSION, _WORDS, _NEWEST, _CLAIM)
