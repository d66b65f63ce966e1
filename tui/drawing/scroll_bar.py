"""LineBar: the scroll bar of a pane that draws by lines, drawn by lines itself."""

from functools import lru_cache
from math import ceil
from typing import Any, ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from tui.drawing.kept_lines import KeptLines


class PlainScrollBar(ScrollBarRender):
    """A scroll bar of whole cells, which need no sign beyond ASCII."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class LineBar(ScrollBar):
    """Textual's vertical scroll bar; that one's picture goes through Rich's console at each move.

    Measured: half a millisecond a bar, and two move with a line of the feed. Where no cell of it
    becomes another it is not painted again: in a long feed it stands for many lines.
    """

    def __init__(self, *, thickness: int = 1) -> None:
        super().__init__(vertical=True, name="vertical", thickness=thickness)
        self._styles_cache = self._lines = KeptLines()
        self._drawn: tuple[object, ...] = ()
        """What the cells were drawn from."""
        self._cells: list[Segment] = []

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """As Textual's, where anything is to be seen of it."""
        is_paint = not (regions or how.get("layout") or how.get("recompose"))
        if is_paint and self._cells and self.is_attached and self._stands():
            return self
        return super().refresh(*regions, **how)

    def render_lines(self, crop: Region) -> list[Strip]:
        """All of it, worked out once a move."""
        if not self._lines.holds(crop):
            self._draw()
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A cell of it; the same cell is the same strip."""
        return _strip(self._cells[y])

    def _picture(self) -> ScrollBarRender:
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        return bar

    def _stands(self) -> bool:
        return self._looks(self._picture()) == self._drawn

    def _looks(self, bar: ScrollBarRender) -> tuple[object, ...]:
        """All that its cells depend on; the thumb as `ScrollBarRender.render_bar` has it."""
        size, thumb, steps = self.size.height, None, len(bar.VERTICAL_BARS)
        if bar.window_size and size and bar.virtual_size and size != bar.virtual_size:
            length = max(1, bar.window_size * size / bar.virtual_size)
            rest = bar.virtual_size - bar.window_size
            start = int((size - length) * (bar.position / rest) * steps)
            thumb = (start, ceil(length * steps))
        return (type(bar), size, thumb, bar.style, self.visual_style)

    def _draw(self) -> None:
        bar = self._picture()
        looks = self._looks(bar)
        if looks == self._drawn:
            return
        self._drawn = looks
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
        self._cells = list(Segment.apply_style(drawn.segments, self.visual_style.rich_style))


@lru_cache(maxsize=256)
def _strip(cell: Segment) -> Strip:
    return Strip([cell])
