"""Printing: rows as JSON Lines, CSV, Markdown or a table; every cell passes the sanitiser."""

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feeds.sanitise import clean, clean_line

WIDE = 400
"""Cells of a table that goes to a pipe: nothing is cut there for want of room."""

OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb]")
"""What a terminal may act on and JSON leaves as it is."""

Row = Mapping[str, Any]


def day_of(iso: str, how: str = "table") -> str:
    """The day of an ISO time whose clock nobody gave; said in words where people read it."""
    return iso[:10] if how == "csv" else f"{iso[:10]}, no hour given"


def opening_of(body: str, most: int) -> str:
    """The first words of a body, at most so many characters, on one line; cut with a sign."""
    words = " ".join(body.split())
    if len(words) <= most:
        return words
    return f"{words[:most].rsplit(' ', 1)[0]}…"


def print_json_lines(records: Iterable[Row]) -> None:
    """One JSON object a line, lossless; what a terminal would obey is written as an escape."""
    for record in records:
        sys.stdout.write(_safe_json(json.dumps(record, ensure_ascii=False)) + "\n")


def print_json(record: Row) -> None:
    """One JSON object, indented, written like `print_json_lines`."""
    sys.stdout.write(_safe_json(json.dumps(record, ensure_ascii=False, indent=2)) + "\n")


def _safe_json(text: str) -> str:
    """JSON escapes C0 by itself; C1, bidi and half surrogates stand only inside its strings."""
    return OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def print_rows(rows: Iterable[Row], columns: Sequence[str], how: str) -> None:
    """Rows as `csv`, `md` or `table`; a value that is None is an empty cell."""
    if how == "csv":
        _print_csv(rows, columns)
    elif how == "md":
        _print_markdown(rows, columns)
    else:
        _print_table(rows, columns)


def _print_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_inert(clean(_words(row[c]))) for c in columns])


def _inert(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula gets a quote before it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _print_markdown(rows: Iterable[Row], columns: Sequence[str]) -> None:
    sys.stdout.write(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n")
    for row in rows:
        cells = (_plain_markdown(clean_line(_words(row[c]))) for c in columns)
        sys.stdout.write(f"| {' | '.join(cells)} |\n")


def _plain_markdown(cell: str) -> str:
    for sign in "\\`*_[]<>|":
        cell = cell.replace(sign, f"\\{sign}")
    return cell


def _print_table(rows: Iterable[Row], columns: Sequence[str]) -> None:
    from rich import box  # noqa: PLC0415 - only tables need Rich
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(clean_line(_words(row[c]))) for c in columns))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    console = Console(file=sys.stdout, width=width, soft_wrap=False, highlight=False)
    try:
        console.print(table)
    except SystemExit:  # what Rich makes of a closed pipe
        raise BrokenPipeError from None


def _words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)
