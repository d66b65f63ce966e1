"""Naming: the archive's own numbers for sources and entries."""

import sqlite3

from feeds.snapshot import EntryKey


def entry_number(raw: sqlite3.Connection, key: EntryKey) -> int | None:
    """The number of an entry; None where nothing is known of it."""
    row = raw.execute(
        "SELECT e.n FROM entry e JOIN source s ON s.n = e.source WHERE e.id = ? AND s.name = ?",
        (key[1], key[0]),
    ).fetchone()
    return row[0] if row else None


def source_number(raw: sqlite3.Connection, name: str) -> int:
    """The number of a source; a fresh one where it is new. Inside a transaction."""
    row = raw.execute("SELECT n FROM source WHERE name = ?", (name,)).fetchone()
    if row:
        return int(row[0])
    return int(raw.execute("INSERT INTO source (name) VALUES (?)", (name,)).lastrowid or 0)
