"""Adding: a batch of entries becomes rows; which of them are new, revised, or there already."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feeds.archive.coding import (
    Manner,
    Name,
    claim_text,
    kinds_of,
    known_after,
    maybe_microseconds,
    pack_mentions,
    pack_text,
    rest_text,
    unpack_text,
    zone_text,
)
from feeds.archive.naming import source_number
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.folding import fold
from feeds.snapshot import EntryKey

MOST_NAMES = 1 << 16
"""Names that two bytes can number: a beat has thousands."""

_Said = tuple[str | None, str, int | None, int | None]
"""Headline, body, time, and `known` as kept: what makes a version."""


_NOTHING: _Said = (None, "", None, None)


@dataclass(slots=True)
class _Known:
    """An entry that is there, with its versions so far."""

    n: int
    newest: int | None
    """`doc` of the version that holds; None where there is none."""

    revision: int
    holds: _Said
    """What that version says."""

    said: set[_Said] | None = None
    """What all of its versions say, with when they were known; None until that is asked."""


class Numbers:
    """The small tables, remembered between batches."""

    def __init__(self) -> None:
        self._sources: dict[str, int] = {}
        self._names: dict[Name, int] = {}
        self._manners: dict[Manner, int] = {}

    def forget(self) -> None:
        """What was numbered may have been rolled back."""
        self._sources.clear()
        self._names.clear()
        self._manners.clear()

    def source(self, raw: sqlite3.Connection, name: str) -> int:
        """The number of a source; a fresh one where it is new."""
        if name not in self._sources:
            self._sources[name] = source_number(raw, name)
        return self._sources[name]

    def name(self, raw: sqlite3.Connection, name: Name) -> int:
        """The number of what a mention names.

        Raises:
            ValueError: there are too many.
        """
        if name not in self._names:
            n = _number(raw, "name", ("what", "id", "place"), name)
            if n >= MOST_NAMES:
                raise ValueError(f"more than {MOST_NAMES} names of actors and places")
            self._names[name] = n
        return self._names[name]

    def manner(self, raw: sqlite3.Connection, entry: Entry) -> int:
        """The number of an entry's basis, role and zone."""
        manner = (entry.basis, entry.role, zone_text(entry.zone))
        if manner not in self._manners:
            self._manners[manner] = _number(raw, "manner", ("basis", "role", "zone"), manner)
        return self._manners[manner]


def _number(
    raw: sqlite3.Connection, table: str, columns: Sequence[str], values: Sequence[str | None]
) -> int:
    where = " AND ".join(f"{column} IS ?" for column in columns)
    found = raw.execute(f"SELECT n FROM {table} WHERE {where}", values).fetchone()  # noqa: S608
    if found:
        return int(found[0])
    marks = ", ".join("?" * len(columns))
    made = raw.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - our own words
        values,
    )
    return int(made.lastrowid or 0)


class Batch:
    """The rows of one transaction: they are written together, in few statements."""

    def __init__(self, raw: sqlite3.Connection, numbers: Numbers) -> None:
        self._raw = raw
        self._numbers = numbers
        self._known: dict[EntryKey, _Known] = {}
        self._doc = raw.execute("SELECT ifnull(max(doc), 0) FROM version").fetchone()[0]
        self._entry = raw.execute("SELECT ifnull(max(n), 0) FROM entry").fetchone()[0]
        self._rows: dict[str, list[tuple[Any, ...]]] = {statement: [] for statement in _WRITTEN}

    def add(self, batch: Sequence[tuple[Entry, tuple[Claim, ...]]]) -> tuple[int, int, int]:
        """How many were new, revised, and there already."""
        new = revised = same = 0
        for entry, claims in batch:
            known = self._known.get(entry.key) or self._find(entry)
            if known.newest is None:
                new += 1
            elif self._is_there(entry, known):
                same += 1
                continue
            else:
                revised += 1
            self._put(entry, claims, known)
        self._write()
        return new, revised, same

    def _find(self, entry: Entry) -> _Known:
        source = self._numbers.source(self._raw, entry.source)
        row = self._raw.execute(_FIND, (entry.id, source)).fetchone()
        if row is None:
            self._entry += 1
            self._rows[_ENTRY].append((self._entry, source, entry.id))
            known = _Known(self._entry, None, 0, _NOTHING)
        else:
            n, newest, revision, *said = row
            known = _Known(n, newest, revision, _NOTHING if newest is None else _unpacked(said))
        self._known[entry.key] = known
        return known

    def _is_there(self, entry: Entry, known: _Known) -> bool:
        """True for the text that holds, and for one read again that was replaced since."""
        said = _said(entry)
        if known.holds[:3] == said[:3]:
            return True
        if known.said is None:
            self._write()
            known.said = set(map(_unpacked, self._raw.execute(_SAID, (known.newest,))))
        return said in known.said

    def _put(self, entry: Entry, claims: tuple[Claim, ...], known: _Known) -> None:
        self._doc = doc = self._doc + 1
        revision = max(entry.revision, known.revision + 1) if known.newest else entry.revision
        said = _said(entry)
        names, spans = pack_mentions(
            entry.mentions, lambda name: self._numbers.name(self._raw, name)
        )
        current = sum(claim.period == "current" for claim in claims)
        self._rows[_VERSION].append(
            (
                *(doc, known.n, revision, known.newest, *said[2:]),
                *(
                    self._numbers.manner(self._raw, entry),
                    entry.sequence,
                    kinds_of(claims),
                    current,
                ),
                *(names, spans, *pack_text(*said[:2]), entry.url, rest_text(entry)),
            )
        )
        self._rows[_WORDS].append((doc, fold(entry.headline or ""), fold(entry.body)))
        self._rows[_NEWEST].append((doc, known.n))
        at = maybe_microseconds(entry.known)
        self._rows[_CLAIM] += [(doc, n, c.id, at, claim_text(c)) for n, c in enumerate(claims)]
        known.newest, known.revision, known.holds = doc, revision, said
        if known.said is not None:
            known.said.add(said)

    def _write(self) -> None:
        for statement, rows in self._rows.items():
            self._raw.executemany(statement, rows)
            rows.clear()


def _said(entry: Entry) -> _Said:
    return entry.headline, entry.body, maybe_microseconds(entry.time), known_after(entry)


def _unpacked(row: Sequence[Any]) -> _Said:
    cut, text, time, known = row
    return (*unpack_text(cut, text), time, known)


_FIND = """
SELECT n, newest, ifnull(revision, 0), cut, text, time, known
FROM entry LEFT JOIN version ON doc = newest WHERE id = ? AND source = ?"""
_SAID = """
WITH RECURSIVE chain (doc) AS (
  VALUES (?) UNION ALL SELECT replaces FROM chain JOIN version USING (doc) WHERE replaces NOT NULL
) SELECT cut, text, time, known FROM chain JOIN version USING (doc)"""

_ENTRY = "INSERT INTO entry VALUES (?, ?, ?, NULL)"
_VERSION = "INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORDS = "INSERT INTO words (rowid, headline, body) VALUES (?, ?, ?)"
_NEWEST = "UPDATE entry SET newest = ? WHERE n = ?"
_CLAIM = "INSERT INTO claim VALUES (?, ?, ?, ?, ?)"
_WRITTEN = (_ENTRY, _VERSION, _WORDS, _NEWEST, _CLAIM)
