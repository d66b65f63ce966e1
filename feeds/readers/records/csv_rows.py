"""CSV rows: the rows of a table with their lines; a quote that is never closed costs one row."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import islice

DELIMITERS = ",;\t"

MOST_MENDED = 1_000
"""Open quotes whose end is looked for, which may be far below; after so many none is one."""

Say = Callable[[int, str, bool], None]
"""Told the line, what is wrong with it, and whether something is lost."""


def cells_of(line: str, delimiter: str) -> list[str]:
    """The cells of one line; none where it is no CSV."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def lines_of(text: str) -> list[str]:
    """The lines, each with its end."""
    return list(StringIO(text, newline="\n"))


def first_cells(lines: Sequence[str], start: int, delimiter: str) -> list[str] | None:
    """The cells of the first row from line `start` (from 0) on; None where there is none."""
    return next((cells for _, _, cells in _sound(lines, start, delimiter)), None)


def rows(
    lines: Sequence[str], start: int, delimiter: str, width: int, say: Say
) -> Iterator[tuple[int, list[str]]]:
    """The rows from line `start` (from 0) on, each with its line (from 1) and `width` cells.

    A row over several lines is believed only where it has all its cells: else its quote was never
    closed, and its first line is a row by itself. `lines` have their ends.
    """
    at = start
    for _ in range(MOST_MENDED):
        for line, after, cells in _sound(lines, at, delimiter):
            at = after
            if not cells or (after > line and len(cells) != width):
                what = "a quote is opened and not closed where it should; the line is read as it is"
                say(line, what, False)
                yield line, _fitted(_plain(lines[line - 1], delimiter), width, line, say)
                at = line
                break
            if any(cells):
                yield line, _fitted(cells, width, line, say)
        else:
            return
    say(at + 1, "too many quotes are not closed; from here on none is read as one", False)
    for line, text in enumerate(islice(lines, at, None), at + 1):
        if text.strip():
            yield line, _fitted(_plain(text, delimiter), width, line, say)


def _plain(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quotes mean nothing."""
    return line.rstrip("\n").split(delimiter)


def _sound(lines: Sequence[str], at: int, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """First and last line of each row, and its cells; no cells where it is too long for one."""
    reader = csv.reader(islice(lines, at, None), delimiter=delimiter, strict=True)
    while True:
        line = at + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, at + reader.line_num, []
            continue
        if cells:
            yield line, at + reader.line_num, cells


def _fitted(cells: list[str], width: int, line: int, say: Say) -> list[str]:
    """As many cells as the header has."""
    if len(cells) > width:
        more = len(cells) - width
        say(line, f"the row has {len(cells)} cells, the header {width}; {more} are left out", True)
    elif len(cells) < width:
        say(
            line, f"the row has {len(cells)} cells, the header {width}; the others are empty", False
        )
    return [*cells[:width], *[""] * (width - len(cells))]
