"""Pointing: two lines that show where in what was typed the trouble lies."""

from rich.cells import cell_len, chop_cells

from feeds.errors import QueryError
from feeds.sanitise import clean_line

_BEFORE = 48
"""Cells shown before the place."""

_AFTER = 24
"""Cells shown after it."""


def point(error: QueryError, more: str = "...") -> tuple[str, str]:
    """The text around the place, and a line of carets under it; `more` where it was cut."""
    text, start, end = error.text, error.start, error.end
    before, there, after = map(clean_line, (text[:start], text[start:end], text[end:]))
    pieces = chop_cells(before[::-1], _BEFORE)
    if len(pieces) > 1:
        before = more + pieces[0][::-1]
    there = _begin(there, _BEFORE, more)
    after = _begin(after, _AFTER, more)
    return f"{before}{there}{after}", " " * cell_len(before) + "^" * max(cell_len(there), 1)


def _begin(text: str, room: int, more: str) -> str:
    pieces = chop_cells(text, room)
    return pieces[0] + more if len(pieces) > 1 else text
