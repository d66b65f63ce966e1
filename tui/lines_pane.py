"""LinesPane: what panes that scroll by lines share: no animation, no layout for a longer text."""

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.widget import Widget

from tui.palette import Drawn


class LinesPane(Drawn, ScrollView, can_focus=True, inherit_bindings=False):
    """A view of lines with a scroll bar that always has its place.

    Setting `virtual_size` lays out the whole screen anew; here only the scroll bar is told
    (measured in a terminal of 120x40: a cursor key in the feed went from 67 to 13 ms).
    """

    DEFAULT_CSS = """
    LinesPane { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    _said = ""

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
            self.border_title = Content(words)
