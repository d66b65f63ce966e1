"""The table reader: CSV whose columns are known by their names, ACLED's exports among them.

A figure in a column of its own is kept aside: it is a claim of whoever made the table.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from feeds.entry import Draft
from feeds.errors import Problem
from feeds.readers.common.unix_time import unix_stamp
from feeds.readers.common.zones import zone_called
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.records.csv_rows import DELIMITERS, Lines, cells_of, first_cells, rows
from feeds.readers.records.record import Records

LONGEST_HEADER = 10_000
"""Characters of a header."""

MOST_EMPTY = 10_000
"""Rows without a text, one after the other, below which none is looked for."""

LONGEST_NAME = 60
"""Characters of a column's name: more are prose."""

SAMPLE = 200_000
"""Characters in which the first row is looked for."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "time": (
        "time",
        "published",
        "published_at",
        "datetime",
        "date_time",
        "created_at",
        "at",
        "timestamp",
    ),
    "day": ("date", "day", "event_date"),
    "headline": ("headline", "title", "subject"),
    "body": ("body", "text", "notes", "content", "message", "description", "summary"),
    "source": ("source", "outlet", "publisher", "channel"),
    "url": ("url", "link", "address"),
    "id": ("id", "guid", "event_id_cnty", "event_id"),
    "byline": ("byline", "author", "authors"),
    "revised": ("revised", "updated", "updated_at", "modified", "modified_at"),
    "revision": ("revision",),
    "withdrawn": ("withdrawn",),
    "zone": ("zone", "tz", "timezone", "time_zone"),
}
"""Names that others give to what an entry has, in small letters; the first that is there counts."""

_NOTHING: Mapping[str, object] = dict.fromkeys(("headline", "body", "url"))
_TEXTS = ("headline", "body")
_CLOCK = re.compile(r"\s*[0-9]{1,2}[:.][0-9]{2}(?![0-9.])")
_UNIX_DIGITS = {10: 1, 13: 1000}
"""Digits of a time in seconds and in thousandths since 1970, with how many make a second."""

_ACLED = ("event_id_cnty", "event_date", "notes")
_OURS = ("id", "source", "time", "headline", "body", "url", "actors", "regions")
_RUN_AS_FORMULA = ("'=", "'+", "'-", "'@")
"""What `nightdesk entries` writes for a cell that a spreadsheet would run."""


def _fits(text: str) -> bool:
    found = _header(text)
    if found is None:
        return False
    delimiter, _, line = found
    first = first_cells(Lines(text[:SAMPLE]).skip(line), delimiter)
    return first is None or len(first) != 1  # none where its quotes are broken


def _header(text: str) -> tuple[str, list[str], int] | None:
    """The delimiter, the names of the columns, and the header's line; None for no such table."""
    lines = text[:LONGEST_HEADER].lstrip("\ufeff").split("\n")
    number = next((n for n, line in enumerate(lines, 1) if line.strip()), 0)
    for delimiter in DELIMITERS if number else "":
        cells = cells_of(lines[number - 1].strip(), delimiter)
        names = ["_".join(cell.lower().split()) for cell in cells]
        if len(names) > 1 and max(map(len, names)) <= LONGEST_NAME and _is_known(names):
            return delimiter, names, number
    return None


def _is_known(names: list[str]) -> bool:
    columns = _columns(names)
    return not {"time", "day"}.isdisjoint(columns) and not {"headline", "body"}.isdisjoint(columns)


def _columns(names: list[str]) -> dict[str, str]:
    """Our keys, each with the column that is read for it."""
    found = {}
    for key, known in COLUMNS.items():
        if name := next((name for name in known if name in names), None):
            found[key] = name
    return found


def _read(text: str, *, source: str, day: date | None) -> Reading:
    records = Records(source=source, day=day, last=text.count("\n") + 1)
    header = _header(text)
    if header is None:
        what = "no header names a time (time, date) and a text (headline, body, text, notes)"
        records.say(1, what, lost=True)
        return reading([], records.problems, source)
    delimiter, names, line = header
    table = _Table(names, records)

    def say(at: int, what: str, lost: bool) -> None:
        records.say(at, what, lost=lost)

    found = rows(Lines(text).skip(line), delimiter, len(names), say)
    return reading(_drafts(found, table), records.problems, source)


def _drafts(found: Iterator[tuple[int, list[str]]], table: "_Table") -> list[Draft]:
    """Those of the rows, until it is plain that there are none."""
    drafts, empty = list[Draft](), 0
    for line, cells in found:
        empty = empty + 1 if table.is_empty(cells) else 0
        if empty > MOST_EMPTY:
            what = f"{MOST_EMPTY:,} rows above this one have no text; all from here on is left out"
            told = Problem(source=table.records.source, line=line, what=what)
            table.records.problems.append(told)  # however many there are
            break
        if draft := table.draft(cells, line):
            drafts.append(draft)
    return drafts


class _Table:
    """Rows become drafts, by the names of their columns."""

    def __init__(self, names: list[str], records: Records) -> None:
        self.names = names
        self.records = records
        self.columns = _columns(names)
        self.texts = [names.index(self.columns[k]) for k in _TEXTS if k in self.columns]
        self.is_acled = all(name in names for name in _ACLED)
        self.is_ours = names[: len(_OURS)] == list(_OURS)
        if self.is_acled:
            what = (
                "ACLED gives days of events; each is known from when ACLED put it out (timestamp)"
            )
            records.say(1, what)

    def is_empty(self, cells: list[str]) -> bool:
        """True for a row without a text."""
        return not any(cells[at].strip() for at in self.texts)

    def draft(self, cells: list[str], line: int) -> Draft | None:
        """The draft of a row; None where it has no text, which is said."""
        if self.is_ours:
            cells = [c[1:] if c.startswith(_RUN_AS_FORMULA) else c for c in cells]
        row = dict(zip(self.names, cells, strict=True))
        if self.is_acled:
            return self.records.read(_of_acled(row), line)
        read = {key: row[name] for key, name in self.columns.items() if row[name].strip()}
        aside = {n: v for n, v in row.items() if n not in self.columns.values() and v.strip()}
        record: dict[str, object] = {**_NOTHING, **_apart(aside), **read}
        for key in ("day", "zone"):
            record.pop(key, None)
        record["time"] = _time(read.get("day"), read.get("time"))
        self._take_zone(read.get("zone"), line)
        return self.records.read(record, line)

    def _take_zone(self, name: str | None, line: int) -> None:
        """The zone of this row's times that name none."""
        self.records.zone = zone_called(name) if name else None
        if name and self.records.zone is None:
            self.records.say(line, f"there is no zone {name!r}; read as if it had none")


def _time(day: str | None, clock: str | None) -> object:
    """Day and clock together; a time that has its own day alone; seconds since 1970 as a stamp."""
    if (
        clock
        and len(clock) in _UNIX_DIGITS
        and (stamp := unix_stamp(clock, per_second=_UNIX_DIGITS[len(clock)]))
    ):
        return stamp
    if day and clock and _CLOCK.match(clock):
        return f"{day.strip()} {clock.strip()}"
    return clock or day


def _of_acled(row: Mapping[str, str]) -> dict[str, Any]:
    """A row of ACLED: the coders' notes are its text, their source its author."""
    read = (*_ACLED, "source")
    aside = {name: cell for name, cell in row.items() if cell.strip() and name not in read}
    return {
        **_NOTHING,
        **_apart(aside),
        "id": row["event_id_cnty"],
        "time": row["event_date"],
        "body": row["notes"],
        "source": None,
        "byline": row.get("source"),
        "revised": unix_stamp(row.get("timestamp", "")),
    }


def _apart(aside: Mapping[str, str]) -> dict[str, str]:
    """Columns that are kept aside, under names that no key of an entry has."""
    taken = {*COLUMNS, "role", "time"}
    return {(f"column_{name}" if name in taken else name): cell for name, cell in aside.items()}


READER = Reader(
    name="csv",
    description="CSV with a header (time or date; headline, text, body or notes), ACLED's too",
    fits=_fits,
    read=_read,
)
