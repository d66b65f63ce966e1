"""CSV rows: the rows of a table with their lines; a quote that is never closed costs one row."""

import csv
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


@dataclass(slots=True)
class Lines:
    """The lines of a text one by one, each with its end; one can go back to where one was."""

    text: str
    passed: int = 0
    """Lines before the next one."""

    at: int = 0
    """Where that begins."""

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self.at >= len(self.text):
            raise StopIteration
        end = self.text.find("\n", self.at) + 1 or len(self.text)
        line = self.text[self.at : end]
        self.passed, self.at = self.passed + 1, end
        return line

    def skip(self, count: int) -> "Lines":
        """Past so many of them."""
        deque(islice(self, count), maxlen=0)
        return self


def first_cells(lines: Lines, delimiter: str) -> list[str] | None:
    """The cells of the next row; None where there is none."""
    return next((cells for _, cells in _sound(lines, delimiter)), None)


def rows(lines: Lines, delimiter: str, width: int, say: Say) -> Iterator[tuple[int, list[str]]]:
    """The next rows, each with its line (from 1) and `width` cells.

    A row over several lines is believed only where it has all its cells: else its quote was never
    closed, and its first line is a row by itself.
    """
    for _ in range(MOST_MENDED):
        for begin, cells in _sound(lines, delimiter):
            line = begin.passed + 1
            if not cells or (lines.passed > line and len(cells) != width):
                what = "a quote is opened and not closed where it should; the line is read as it is"
                say(line, what, False)
                lines.passed, lines.at = begin.passed, begin.at
                yield line, _fitted(_plain(next(lines), delimiter), width, line, say)
                break
            if any(cells):
                yield line, _fitted(cells, width, line, say)
        else:
            return
    say(lines.passed + 1, "too many quotes are not closed; from here on none is read as one", False)
    for text in lines:
        if text.strip():
            line = lines.passed
            yield line, _fitted(_plain(text, delimiter), width, line, say)


def _plain(line: str, delimiter: str) -> list[str]:
    """The cells of a line in which quotes mean nothing."""
    return line.rstrip("\n").split(delimiter)


def _sound(lines: Lines, delimiter: str) -> Iterator[tuple[Lines, list[str]]]:
    """Where each row begins, and its cells; no cells where it is too long for one."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = replace(lines)
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield begin, []
            continue
        if cells:
            yield begin, cells


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
