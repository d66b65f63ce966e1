"""KeptLines: a line that a widget draws again as it was is the very same strip, frame and all.

Textual keeps with each strip how it was cut and encoded, but makes a widget's framed lines anew
whenever they are drawn again, so that all of it is lost at every paint.
"""

from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.css.styles import StylesBase
    from textual.widget import Widget

KEPT = 256
"""Framed lines that are remembered: some screens of them."""

_DRAW = 5
"""Where `StylesCache.render_line` is told what draws a line, after the styles and the line."""

_Sides = tuple[list[Segment], list[Segment]]


class KeptLines(StylesCache):
    """What a widget that draws by lines keeps of them; each is asked for as often as before."""

    def __init__(self) -> None:
        super().__init__()
        self._framed: LRUCache[int, tuple[Strip, Strip]] = LRUCache(KEPT)
        """By the identity of a strip: that strip, which so stays alive, and it in its frame."""
        self._frame: tuple[object, ...] = ()
        """All that the sides of the frame depend on."""
        self._sides: dict[int, _Sides | None] = {}
        self._painted: tuple[Region, list[Strip]] | None = None
        """What the compositor took last; None where a line is to be drawn again."""

    def set_dirty(self, *regions: Region) -> None:
        """These lines are to be drawn again; without any, all of them."""
        self._painted = None
        super().set_dirty(*regions)

    def clear(self) -> None:
        """All lines are to be drawn again."""
        self._painted = None
        super().clear()

    def holds(self, crop: Region) -> bool:
        """True while the lines of `crop` stand as they were painted last."""
        return self._painted is not None and self._painted[0] == crop

    def render_widget(self, widget: "Widget", crop: Region) -> list[Strip]:
        """The lines of `crop`: those of the last paint while nothing is to be drawn again."""
        if self._painted is None or not self.holds(crop):
            self._painted = crop, super().render_widget(widget, crop)
        return self._painted[1]

    def render(self, styles: "StylesBase", *arguments: Any, **named: Any) -> list[Strip]:
        """As Textual's; in another frame nothing that was framed holds."""
        size, base_background, background, *_ = arguments
        inside = (named["content_size"].width, named["padding"], named["opacity"])
        frame = (styles.border, size.width, base_background, background, *inside)
        if frame != self._frame:
            self._frame = frame
            self._framed.clear()
            self._sides.clear()
        return super().render(styles, *arguments, **named)

    def render_line(self, styles: "StylesBase", y: int, *arguments: Any) -> Strip:
        """One line in its frame: the same as before where the same strip stands in it."""
        size, content_size, draw = arguments[0], arguments[1], arguments[_DRAW]
        content_y = y - styles.gutter.top
        if not 0 <= content_y < content_size.height:
            return super().render_line(styles, y, *arguments)
        content: Strip = draw(content_y)
        kept = self._framed.get(id(content))
        if kept is None:
            sides = self._sides_of(styles, y, content.cell_length, arguments)
            if sides is None:
                return super().render_line(styles, y, *arguments)
            left, right = sides
            kept = content, Strip([*left, *content, *right], size.width)
            self._framed.set(id(content), kept)
        return kept[1]

    def _sides_of(
        self, styles: "StylesBase", y: int, cells: int, arguments: tuple[Any, ...]
    ) -> _Sides | None:
        """What stands left and right of so many cells: learned from a blank that Textual frames.

        None where Textual does more to a line than frame it.
        """
        if cells not in self._sides:
            blank = Segment(" " * cells)
            strip = Strip([blank], cells)
            framing = [*arguments]
            framing[_DRAW] = lambda _: strip
            line = list(super().render_line(styles, y, *framing))
            place = next((n for n, segment in enumerate(line) if segment is blank), None)
            self._sides[cells] = None if place is None else (line[:place], line[place + 1 :])
        return self._sides[cells]
