"""RowList: a short list whose rows take one line or several; the cursor stays on its row's key."""

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import var
from textual.strip import Strip

from tui.drawing import cells
from tui.drawing.cells import Piece
from tui.drawing.lines_pane import LinesPane
from tui.keys.keymap import bindings

Line = tuple[Piece, ...]
"""One line of a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row, drawn for one width."""

    key: Hashable
    """What names it through every update."""

    lines: Sequence[Line]
    opens: bool = True
    """Whether the cursor stops on it."""

    heads: bool = False
    """Whether it is the heading of what follows: it stays in view over it. One line."""


def wrapped(pieces: Sequence[Piece], width: int) -> tuple[Line, ...]:
    """The lines of a row that says all of it."""
    return tuple(tuple(line) for line in cells.wrap_pieces(pieces, width))


class RowList(LinesPane, inherit_bindings=False):
    """Lays out the rows that `make_rows` gives and moves a cursor over them.

    For lists that a person reads whole (a tally, a ledger, the keys): every row is laid out at each
    change, and nothing is repainted where the rows came out the same.
    """

    BINDINGS = bindings("move")

    ALLOW_SELECT = False

    cursor: var[Hashable | None] = var[Hashable | None](None, init=False)
    """Key of the chosen row; None while no row can be chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: tuple[Row, ...] = ()
        self._starts: list[int] = [0]

    def make_rows(self, width: int) -> Sequence[Row]:
        """The rows at `width` cells; the column of the cursor's mark is not among them."""
        raise NotImplementedError

    def stand_in(self, lost: Hashable, keys: Sequence[Hashable]) -> Hashable | None:
        """Which of `keys` takes the cursor of a row that is gone; None: the one in its place."""
        return next((key for key in keys if key == lost), None)

    def chosen(self, key: Hashable) -> None:
        """The reader opened the row with `key`."""

    def reached(self, key: Hashable | None) -> None:
        """The cursor came to the row with `key`."""

    def refill(self) -> None:
        """Make the rows anew; the cursor stays on its row, and the row in its place."""
        width = self.room.width
        if not self.is_mounted or width <= 0:
            return
        rows = tuple(self.make_rows(width - 1))
        if rows == self._rows:
            return
        place = self._place
        above = self._starts[place] - self.first_line if place is not None else 0
        before, self._rows = self._rows, rows
        self._starts = [0, *accumulate(len(row.lines) for row in rows)]
        self.set_lines(self._starts[-1])
        self._keep_cursor(before, place)
        if place is not None and (now := self._place) is not None and before:
            self._scroll(self._starts[now] - above)
        self.refresh()

    @property
    def _place(self) -> int | None:
        """Index of the cursor's row."""
        return next((i for i, row in enumerate(self._rows) if row.key == self.cursor), None)

    def _keep_cursor(self, before: Sequence[Row], place: int | None) -> None:
        if self._place is not None and self._rows[self._place].opens:
            return
        stops = [row.key for row in self._rows if row.opens]
        stand_in = self.stand_in(self.cursor, stops) if before else None
        if stand_in is None and stops and place is not None:
            stand_in = stops[min(sum(r.opens for r in before[:place]), len(stops) - 1)]
        self.cursor = stand_in if stand_in is not None else next(iter(stops), None)

    def watch_cursor(self) -> None:
        """Draw it, bring it into view, say so."""
        self._show_cursor()
        self.refresh()
        self.reached(self.cursor)

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor's ground changes with the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: the rows carry its colours."""
        super().notify_style_update()
        self.call_later(self.refill)  # the new styles are not yet in place

    def on_resize(self) -> None:
        """Rows may take another number of lines now."""
        self.refill()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """A click chooses a row, a click on the chosen row opens it."""
        place = self._place_at(event.y + self.first_line)
        row = self._rows[place] if place is not None else None
        if row is None or not row.opens:
            return
        if row.key == self.cursor:
            self.chosen(row.key)
        self.cursor = row.key

    def render_line(self, y: int) -> Strip:
        """One line of the widget."""
        width = self.room.width
        line = y + self.first_line
        if y == 0 and (head := self._head_over(line)) is not None:
            line = self._starts[head]
        place = self._place_at(line)
        if place is None:
            return Strip([Segment(" " * width, self.palette.ground)], width)
        row = self._rows[place]
        pieces = row.lines[line - self._starts[place]]
        on_cursor = row.opens and row.key == self.cursor
        ground = self._cursor_ground if on_cursor else self.palette.ground
        mark: Piece = (self.marks.cursor if on_cursor else " ", self.palette.figure)
        return Strip(cells.line((mark, *pieces), width, self.marks.more, ground), width)

    def action_down(self) -> None:
        """Next row."""
        self._move(1)

    def action_up(self) -> None:
        """Previous row; on the first one, what stands above it."""
        self._move(-1)

    def action_top(self) -> None:
        """First row."""
        self._move(-len(self._rows))

    def action_bottom(self) -> None:
        """Last row."""
        self._move(len(self._rows))

    def action_page_down(self) -> None:
        """As many lines down as are in view."""
        self._move_lines(max(self.size.height - 1, 1))

    def action_page_up(self) -> None:
        """As many lines up as are in view."""
        self._move_lines(-max(self.size.height - 1, 1))

    def action_half_down(self) -> None:
        """Half as many lines."""
        self._move_lines(max(self.size.height // 2, 1))

    def action_half_up(self) -> None:
        """Half as many lines."""
        self._move_lines(-max(self.size.height // 2, 1))

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.cursor is not None:
            self.chosen(self.cursor)

    @property
    def _cursor_ground(self) -> Style:
        return self.palette.chosen if self.has_focus else self.palette.resting

    def _stops(self) -> Iterator[int]:
        return (i for i, row in enumerate(self._rows) if row.opens)

    def _place_at(self, line: int) -> int | None:
        """Index of the row that a line, counted from the list's first, belongs to."""
        if not 0 <= line < self._starts[-1]:
            return None
        return bisect_right(self._starts, line) - 1

    def _head_over(self, line: int) -> int | None:
        """Index of the heading under which a line stands; None for a heading, or under none."""
        upto = bisect_right(self._starts, line, hi=len(self._rows))
        found = next((place for place in reversed(range(upto)) if self._rows[place].heads), None)
        return None if found is None or self._starts[found] == line else found

    def _move(self, by: int) -> None:
        stops = list(self._stops())
        if not stops or self._place is None:
            self._scroll(self.first_line + (by > 0) - (by < 0))
            return
        place = stops.index(self._place) + by
        self.cursor = self._rows[stops[max(0, min(place, len(stops) - 1))]].key
        self._show_cursor()

    def _move_lines(self, by: int) -> None:
        stops = list(self._stops())
        if not stops or self._place is None:
            self._scroll(self.first_line + by)
            return
        wanted = self._starts[self._place] + by
        nearest = min(stops, key=lambda i: abs(self._starts[i] - wanted))
        if nearest == self._place:  # one row fills the view
            self._move(1 if by > 0 else -1)
            return
        self.cursor = self._rows[nearest].key
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Bring the cursor's row into view; for the first row, the lines above it too."""
        if (place := self._place) is None:
            return
        stops = list(self._stops())
        height = self.room.height
        top = 0 if place == stops[0] else self._starts[place]
        if self._head_over(top) is not None:
            top -= 1  # the heading lies over the first line in view
        bottom = self._starts[-1] if place == stops[-1] else self._starts[place + 1]
        if bottom - top > height:
            top, bottom = self._starts[place], min(self._starts[place + 1], top + height)
        self._scroll(max(min(self.first_line, top), bottom - height))

    def _scroll(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, immediate=True, force=True)
