"""KeptLines: a line that a widget draws again as it was is the very same strip, frame and all.

Textual keeps with each strip how it was cut and encoded, but makes a widget's framed lines anew
whenever they are drawn again, so that all of it is lost at every paint.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from tui.drawing.light_strip import FramedStrip, Sides

if TYPE_CHECKING:
    from textual.color import Color
    from textual.css.styles import StylesBase
    from textual.filter import LineFilter
    from textual.widget import Widget

KEPT = 256
"""Framed lines that are remembered: some screens of them."""

_Draw = Callable[[int], Strip]


@dataclass(frozen=True, slots=True, eq=False)
class _Framing:
    """What a widget's lines have in common for one paint."""

    styles: "StylesBase"
    draw: _Draw
    """Draws a line of content."""

    content: range
    """The lines in which content stands."""

    filters: "Sequence[LineFilter]"
    background: "Color"
    width: int
    before: tuple[Any, ...]
    """What Textual wants to know of a line before what draws it."""

    after: tuple[Any, ...]
    """And what after it."""


class KeptLines(StylesCache):
    """What a widget that draws by lines keeps of them; each is asked for as often as before."""

    def __init__(self) -> None:
        super().__init__()
        self._framed: LRUCache[int, tuple[Strip, Strip]] = LRUCache(KEPT)
        """By the identity of a strip: that strip, which so stays alive, and it in its frame."""
        self._frame: tuple[object, ...] = ()
        """All that the sides of the frame depend on."""
        self._sides: dict[int, Sides | None] = {}
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
        """As Textual's. In another frame nothing that was framed holds."""
        size, base, background, draw, filters, title, subtitle = arguments
        crop: Region = named["crop"]
        inner, padding, opacity = (named[n] for n in ("content_size", "padding", "opacity"))
        frame = (styles.border, size, base, background, inner, padding, opacity, *filters)
        if frame != self._frame:
            self._frame = frame
            self._framed.clear()
            self._sides.clear()
            self._cache.clear()
        top = styles.gutter.top
        framing = _Framing(
            styles=styles,
            draw=draw,
            content=range(top, top + inner.height),
            filters=filters,
            background=background,
            width=size.width,
            before=(size, inner, padding, base, background),
            after=(title, subtitle, opacity, named["ansi_theme"], named["native_ansi"]),
        )
        strips = [self._line(y, framing) for y in crop.line_range]
        self._dirty_lines.difference_update(crop.line_range)
        start, end = crop.column_span
        return strips if (start, end) == (0, size.width) else [s.crop(start, end) for s in strips]

    def _line(self, y: int, framing: _Framing) -> Strip:
        """One line in its frame: the same as before where it is not to be drawn again."""
        strip = None if y in self._dirty_lines else self._cache.get(y)
        if strip is None:
            strip = self._content(y, framing) if y in framing.content else None
            if strip is None:
                strip = self._by_textual(y, framing, framing.draw)
            self._cache[y] = strip
        return strip

    def _content(self, y: int, framing: _Framing) -> Strip | None:
        """A line of content: the very same where the same strip stands in it."""
        content: Strip = framing.draw(y - framing.content.start)
        kept = self._framed.get(id(content))
        if kept is None:
            sides = self._sides_of(y, content.cell_length, framing)
            if sides is None:
                return None
            kept = content, FramedStrip(sides, _filtered(content._segments, framing))
            self._framed.set(id(content), kept)
        return kept[1]

    def _by_textual(self, y: int, framing: _Framing, draw: _Draw) -> Strip:
        arguments: tuple[Any, ...] = (*framing.before, draw, *framing.after)
        strip = super().render_line(framing.styles, y, *arguments)
        for one in framing.filters:
            strip = strip.apply_filter(one, framing.background)
        return strip

    def _sides_of(self, y: int, cells: int, framing: _Framing) -> Sides | None:
        """What stands left and right of so many cells; None where Textual does more than that."""
        if cells not in self._sides:
            self._sides[cells] = self._learned(y, cells, framing)
        return self._sides[cells]

    def _learned(self, y: int, cells: int, framing: _Framing) -> Sides | None:
        """From a blank that Textual frames."""
        blank = Segment(" " * cells)
        bare = replace(framing, filters=())
        line = list(self._by_textual(y, bare, lambda _: Strip([blank], cells)))
        place = next((n for n, segment in enumerate(line) if segment is blank), None)
        if place is None:
            return None
        left, right = line[:place], line[place + 1 :]
        end = sum(segment.cell_length for segment in left) + cells
        return Sides(_filtered(left, framing), _filtered(right, framing), end, framing.width)


def _filtered(segments: list[Segment], framing: _Framing) -> list[Segment]:
    for one in framing.filters:
        segments = one.apply(segments, framing.background)
    return segments
