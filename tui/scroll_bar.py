"""LineBar: the scroll bar of a pane that draws by lines, drawn by lines itself."""

from functools import lru_cache
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from tui.kept_lines import KeptLines


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, which need no sign beyond ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class LineBar(ScrollBar):
    """Textual's vertical scroll bar; that one's picture goes through Rich's console at each move.

    Measured: half a millisecond a bar, and two move with a line of the feed.
    """

    def __init__(self, *, thickness: int = 1) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._styles_cache = self._lines = KeptLines()
        self._cells: list[Segment] = []

    def render_lines(self, crop: Region) -> list[Strip]:
        """All of it, worked out once a move."""
        if not self._lines.holds(crop):
            self._cells = self._bar()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A cell of it; the same cell is the same strip."""
        return _strip(self._cells[y])

    def _bar(self) -> list[Segment]:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        assert isinstance(bar.style, Style)
        assert bar.style.color is not None
        assert bar.style.bgcolor is not None
        drawn = bar.render_bar(
            size=self.size.height,
            virtual_size=bar.virtual_size,
            window_size=bar.window_size,
            position=bar.position,
            thickness=self.thickness,
            back_color=bar.style.bgcolor,
            bar_color=bar.style.color,
        )
        return list(Segment.apply_style(drawn.segments, self.visual_style.rich_style))


@lru_cache(maxsize=256)
def _strip(cell: Segment) -> Strip:
    return Strip([cell])
