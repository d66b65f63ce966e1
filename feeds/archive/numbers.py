"""Numbers: the archive's own for sources, names and manners, and for entries."""

import sqlite3
from collections.abc import Sequence

from feeds.archive.coding import Manner, Name
from feeds.snapshot import EntryKey

MOST_NAMES = 1 << 16
"""Names that two bytes can number: a beat has thousands."""


class Numbers:
    """The small tables, remembered between transactions; inside one, what is new gets a number."""

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
        """The number of a source."""
        if name not in self._sources:
            self._sources[name] = _number(raw, "source", ("name",), (name,))
        return self._sources[name]

    def names(self, raw: sqlite3.Connection, names: Sequence[Name]) -> list[int]:
        """The numbers of what mentions name.

        Raises:
            ValueError: there are too many.
        """
        known = self._names
        try:
            return [known[name] for name in names]
        except KeyError:
            return [self._name(raw, name) for name in names]

    def _name(self, raw: sqlite3.Connection, name: Name) -> int:
        if name not in self._names:
            n = _number(raw, "name", ("what", "id", "place"), name)
            if n >= MOST_NAMES:
                raise ValueError(f"more than {MOST_NAMES} names of actors and places")
            self._names[name] = n
        return self._names[name]

    def manner(self, raw: sqlite3.Connection, manner: Manner) -> int:
        """The number of a basis, role and zone."""
        if manner not in self._manners:
            self._manners[manner] = _number(raw, "manner", ("basis", "role", "zone"), manner)
        return self._manners[manner]


def entry_number(raw: sqlite3.Connection, key: EntryKey) -> int | None:
    """The number of an entry; None where nothing is known of it."""
    row = raw.execute(
        "SELECT e.n FROM entry e JOIN source s ON s.n = e.source WHERE e.id = ? AND s.name = ?",
        (key[1], key[0]),
    ).fetchone()
    return row[0] if row else None


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
