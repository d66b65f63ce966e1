"""CursorPane: rows under a cursor, drawn by lines: the feed and the filter.

A paint asks only for the rows in view, and keeps their strips. Nothing is animated.
"""

from collections.abc import Hashable, Sequence

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.strip import Strip

from tui.cells import line
from tui.keymap import bindings
from tui.lines_pane import LinesPane

KEPT_ROWS = 512
"""Rows whose drawing is kept."""


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
        """The lines of a row."""
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
            top = self.top_of(changed)
            self.refresh_lines(top, self.top_of(changed + 1) - top)

    def show_row(self) -> None:
        """Scroll as little as brings the cursor's row into view."""
        top, bottom = self.top_of(self.row), self.top_of(self.row + 1)
        height = self.scrollable_content_region.height
        at = self.scroll_offset.y
        if top < at:
            self.scroll_to_line(top)
        elif bottom > at + height:
            self.scroll_to_line(self._begin_from(bottom - height))

    def measure(self) -> None:
        """Tell the scroll bar how many lines there are: at the end, too, rows begin at the top."""
        lines = self.top_of(self.row_count) + self.blank_lines
        over = lines - self.scrollable_content_region.height
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

    def notify_style_update(self) -> None:
        """Another theme: draw everything again."""
        super().notify_style_update()
        if self.is_attached:
            self._kept.clear()

    def watch_has_focus(self, has_focus: bool) -> None:
        """The cursor's row says whether the keys go here."""
        super().watch_has_focus(has_focus)
        self.redraw()

    def render_line(self, y: int) -> Strip:
        """Line `y` of what is in view."""
        width = self.scrollable_content_region.width
        row = self.row_at(y + self.scroll_offset.y)
        if row >= self.row_count:
            words = self.nothing() if y == 1 and not self.row_count else ""
            pieces = [(f" {words}", self.palette.quiet)] if words else []
            return Strip(line(pieces, width, self.marks.more, self.palette.ground), width)
        key = (self.row_key(row), row == self.row, width, self.row_lines)
        strips = self._kept.get(key)
        if strips is None:
            strips = tuple(Strip(segments, width) for segments in self.draw(row, width))
            self._kept.set(key, strips)
        return strips[y + self.scroll_offset.y - self.top_of(row)]

    def on_click(self, event: events.Click) -> None:
        """Put the cursor under the pointer; twice: open."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = self.row_at(offset.y + self.scroll_offset.y)
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
        return max(self.scrollable_content_region.height // self.row_lines - 1, 1)

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
