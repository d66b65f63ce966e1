"""LinesPane: what panes that scroll by lines share: no animation, no layout for a longer text."""

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.widget import Widget

from tui.drawing.cells import cut
from tui.drawing.palette import Drawn
from tui.drawing.scroll_bar import LineBar

_CORNERS = 6
"""Cells of a frame's edge that its title leaves free: at each end the corner, a line, a blank."""


class LinesPane(Drawn, ScrollView, can_focus=True, inherit_bindings=False):
    """A view of lines with a scroll bar that always has its place.

    Setting `virtual_size` lays out the whole screen anew; here only the scroll bar is told
    (measured in a terminal of 120x40: a cursor key in the feed went from 67 to 13 ms).
    """

    DEFAULT_CSS = """
    LinesPane { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    _said = ""

    _sized: Size | None = None
    """The size that `room` was worked out of; None where the frame may be another one since."""

    _room = Size(0, 0)

    @property
    def room(self) -> Size:
        """Cells and lines that are there for rows, within the frame and beside the scroll bar.

        Asked for every line that is drawn, and worked out once a size.
        """
        if self._sized is not self._size:
            self._sized = self._size
            inner = self._size.region.shrink(self.styles.gutter).shrink(self.scrollbar_gutter)
            self._room = inner.size
        return self._room

    @property
    def first_line(self) -> int:
        """The first line in view, from 0."""
        return round(self.scroll_y)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """Ours, made when it is first asked for, as Textual's is."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = LineBar(thickness=self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def set_lines(self, count: int) -> None:
        """There are so many lines to scroll through."""
        size = Size(0, count)
        if size != self.virtual_size:
            self.set_reactive(Widget.virtual_size, size)
            self._scroll_update(size)

    def scroll_to_line(self, y: int) -> None:
        """Scroll so that line `y` is the first in view, as far as there is one."""
        self.scroll_to(y=y, animate=False, immediate=True, force=True)

    def say_title(self, words: str) -> None:
        """Put words in the border; the same ones again cost nothing."""
        if words != self._said:
            self._said = words
            self._write_title()

    def notify_style_update(self) -> None:
        """The frame may be another one."""
        self._sized = None
        super().notify_style_update()

    def on_resize(self) -> None:
        """The title has another room."""
        self._write_title()

    def _write_title(self) -> None:
        """Cut by our own sign: Textual's is none of ASCII."""
        corners = _CORNERS if self.styles.border_left[0] else 0
        title = cut(self._said, max(self.outer_size.width - corners, 1), self.marks.more)
        if self.border_title != title:
            self.border_title = Content(title)
