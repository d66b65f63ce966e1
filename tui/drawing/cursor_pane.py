"""CursorPane: rows under a cursor, drawn by lines: the feed and the filter.

A paint asks only for the rows in view, and keeps their strips. Nothing is animated.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Self

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from tui.drawing.cells import line
from tui.drawing.light_strip import LightStrip
from tui.drawing.lines_pane import LinesPane
from tui.keys.keymap import bindings

KEPT_ROWS = 128
"""Rows whose drawing is kept: some screens of them."""

KEPT_LINES = 1_000
"""Lines that are remembered by their places."""


class CursorPane(LinesPane, inherit_bindings=False):
    """A list with a cursor. Subclasses give `row_count`, `row_lines`, `row_key` and `draw`."""

    BINDINGS = bindings("move")

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.row = 0
        """Row of the cursor, from 0."""
        self.blank_lines = 0
        """Empty lines below the last row, for a list too short to scroll (see `FeedPane`)."""
        self._kept: LRUCache[Hashable, tuple[Strip, ...]] = LRUCache(KEPT_ROWS)
        """The drawing of rows by what it depends on."""
        self._lines: dict[int, Strip] = {}
        """What stands in each line since the last `refresh`, without asking what it depends on."""
        self._measures = (0, 0)
        """Cells of a line, and lines of a row."""

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return 0

    @property
    def row_lines(self) -> int:
        """Lines that each row takes."""
        return 1

    def top_of(self, row: int) -> int:
        """The first line of a row; beyond the last, as if rows went on."""
        return row * self.row_lines

    def row_at(self, line: int) -> int:
        """The row that a line belongs to; beyond the last, as if rows went on."""
        return line // self.row_lines

    def row_key(self, row: int) -> Hashable:
        """What the drawing of a row depends on, the pane's own state apart."""
        raise NotImplementedError

    def draw(self, row: int, width: int) -> Sequence[list[Segment]]:
        """The lines of a row, right after its `row_key` was asked for."""
        raise NotImplementedError

    def nothing(self) -> str:
        """What to say where there are no rows."""
        return ""

    def settle(self) -> None:
        """The cursor has moved, or what lies under it has changed."""

    def go_to(self, row: int) -> None:
        """Put the cursor on a row, the first or last where there is no such row, and show it."""
        before = self.row
        self.row = min(max(row, 0), max(self.row_count - 1, 0))
        self.show_row()
        self.settle()
        for changed in {before, self.row}:
            top, below = self.top_of(changed), self.top_of(changed + 1)
            for line_ in range(top, below):
                self._lines.pop(line_, None)
            self.refresh_lines(top, below - top)

    def show_row(self) -> None:
        """Scroll as little as brings the cursor's row into view."""
        top, bottom = self.top_of(self.row), self.top_of(self.row + 1)
        height = self.room.height
        at = self.first_line
        if top < at:
            self.scroll_to_line(top)
        elif bottom > at + height:
            self.scroll_to_line(self._begin_from(bottom - height))

    def measure(self) -> None:
        """Tell the scroll bar how many lines there are: at the end, too, rows begin at the top."""
        lines = self.top_of(self.row_count) + self.blank_lines
        over = lines - self.room.height
        self.set_lines(lines + (self._begin_from(over) - over if over > 0 else 0))

    def _begin_from(self, line: int) -> int:
        """The first line from `line` on at which a row begins."""
        row = self.row_at(line)
        top = self.top_of(row)
        return top if top == line else self.top_of(row + 1)

    def redraw(self) -> None:
        """Forget what was drawn."""
        self._kept.clear()
        self.refresh()

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """Without regions every row may be another one now."""
        if not regions:
            self._lines.clear()
        return super().refresh(*regions, **how)

    def notify_style_update(self) -> None:
        """Another theme: draw everything again."""
        super().notify_style_update()
        if self.is_attached:
            self._kept.clear()
            self._lines.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor's row says whether the keys go here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is in view."""
        measures = (self.room.width, self.row_lines)
        if measures != self._measures or len(self._lines) > KEPT_LINES:
            self._measures = measures
            self._lines.clear()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Line `y` of what is in view."""
        at = y + self.first_line
        if at not in self._lines:
            self._draw_at(at)
        return self._lines[at]

    def _draw_at(self, at: int) -> None:
        """The lines of the row that a line belongs to."""
        width, row_lines = self._measures
        row = self.row_at(at)
        if row >= self.row_count:
            self._lines[at] = self._blank(at, width)
            return
        key = (self.row_key(row), row == self.row, width, row_lines)
        strips = self._kept.get(key)
        if strips is None:
            strips = tuple(LightStrip(segments, width) for segments in self.draw(row, width))
            self._kept.set(key, strips)
        self._lines.update(enumerate(strips, self.top_of(row)))

    def _blank(self, at: int, width: int) -> Strip:
        """A line below the last row; the second one says so where there are no rows."""
        words = self.nothing() if at == 1 and not self.row_count else ""
        if not words:
            return Strip.blank(width, self.palette.ground)
        pieces = [(f" {words}", self.palette.quiet)]
        return Strip(line(pieces, width, self.marks.more, self.palette.ground), width)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the pointer; twice: open."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = self.row_at(offset.y + self.first_line)
        if row < self.row_count:
            self.go_to(row)
            self.clicked(event.chain)

    def clicked(self, times: int) -> None:
        """The row under the cursor was clicked so many times in a row."""
        if times > 1:
            self.action_open()

    @property
    def page(self) -> int:
        """Rows in view, less one to keep the eye's place."""
        return max(self.room.height // self.row_lines - 1, 1)

    def action_down(self) -> None:
        """Next row."""
        self.go_to(self.row + 1)

    def action_up(self) -> None:
        """Previous row."""
        self.go_to(self.row - 1)

    def action_top(self) -> None:
        """First row."""
        self.scroll_to_line(0)
        self.go_to(0)

    def action_bottom(self) -> None:
        """Last row."""
        self.go_to(self.row_count - 1)

    def action_page_down(self) -> None:
        """A page down."""
        self.go_to(self.row + self.page)

    def action_page_up(self) -> None:
        """A page up."""
        self.go_to(self.row - self.page)

    def action_half_down(self) -> None:
        """Half a page down."""
        self.go_to(self.row + max(self.page // 2, 1))

    def action_half_up(self) -> None:
        """Half a page up."""
        self.go_to(self.row - max(self.page // 2, 1))

    def action_open(self) -> None:
        """Open what is under the cursor."""
