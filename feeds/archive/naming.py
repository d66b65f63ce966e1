"""Naming: the archive's own numbers for sources and entries."""

from feeds.archive.connection import Connection
from feeds.snapshot import EntryKey


def entry_number(connection: Connection, key: EntryKey) -> int | None:
    """The number of an entry; None where nothing is known of it."""
    row = connection.one(
        "SELECT e.n FROM entry e JOIN source s ON s.n = e.source WHERE e.id = ? AND s.name = ?",
        (key[1], key[0]),
    )
    return row[0] if row else None


def source_number(connection: Connection, name: str) -> int:
    """The number of a source; a fresh one where it is new. Inside a transaction."""
    row = connection.one("SELECT n FROM source WHERE name = ?", (name,))
    if row:
        return int(row[0])
    made = connection.run("INSERT INTO source (name) VALUES (?)", (name,))
    return int(made.lastrowid or 0)
