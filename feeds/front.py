"""Front: what is asked of an archive before anything heavy is imported.

Nothing here raises: an archive that cannot be read is told of where it is opened in earnest.
"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from feeds.marking import Front
from feeds.marking_record import read_front

WAIT_S = 0.2
"""How long another program may hold the file before the screen goes on without a first page."""


def front_of(path: Path, of: str) -> Front | None:
    """The feed as the session kept under the name `of` left it; None where there is none."""
    rows = _ask(path, "SELECT record FROM place WHERE name = ?", of)
    try:
        record = json.loads(rows[0][0]) if rows else {}
        return read_front(record["front"]) if "front" in record else None
    except (ValueError, TypeError, KeyError):
        return None


def holds_entries(path: Path) -> bool:
    """True where there is an archive with an entry in it."""
    return bool(_ask(path, "SELECT 1 FROM version LIMIT 1"))


def _ask(path: Path, statement: str, *values: str) -> list[tuple[str, ...]]:
    if not path.is_file():
        return []
    try:
        address = f"file:{quote(str(path.absolute()))}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=WAIT_S)) as raw:
            return raw.execute(statement, values).fetchall()
    except (sqlite3.Error, OSError):
        return []
