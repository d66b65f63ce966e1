"""LightStrip: a line of the screen that takes no longer to make than its text and styles.

A strip of Textual's comes with seven caches, of which a line that is drawn once uses one or none:
1.2 microseconds for each of some hundred strips a frame, 0.14 without them.
"""

from collections.abc import Sequence
from typing import Any

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.strip import Strip

_SIZES = {
    name: value._maxsize
    for name in Strip.__slots__
    if isinstance(value := getattr(Strip([], 0), name), FIFOCache)
}
"""How many entries each cache of a strip holds, by its name."""


class LightStrip(Strip):
    """A strip whose caches are made when they are first asked for."""

    __slots__ = ()

    def __init__(self, segments: list[Segment], cell_length: int) -> None:
        """The list becomes the strip's own; so many cells wide."""
        self._segments = segments
        self._cell_length = cell_length
        self._render_cache = None
        self._link_ids = None
        self._cell_count = None

    def __getattr__(self, name: str) -> Any:
        if name not in _SIZES:
            raise AttributeError(name)
        made: FIFOCache[Any, Any] = FIFOCache(_SIZES[name])
        object.__setattr__(self, name, made)
        return made


class FramedStrip(LightStrip):
    """Content between what stands left and right of it in every line of a pane."""

    __slots__ = ("_divided", "_sides")

    def __init__(self, sides: "Sides", content: Sequence[Segment]) -> None:
        super().__init__([*sides.left, *content, *sides.right], sides.width)
        self._sides = sides
        self._divided: tuple[tuple[int, ...], Sequence[Strip]] = ((), ())

    def divide(self, cuts: Any) -> Sequence[Strip]:
        """As Textual's; where all cuts lie right of the content, what follows is every line's."""
        sides, wanted = self._sides, tuple(cuts)
        if self._divided[0] == wanted:
            return self._divided[1]
        if not wanted or not sides.end <= wanted[0] <= wanted[-1] <= sides.width:
            return super().divide(wanted)
        beyond, pieces = sides.divided(wanted)
        own = len(self._segments) - len(sides.right)
        first = LightStrip([*self._segments[:own], *beyond], wanted[0])
        self._divided = (wanted, [first, *pieces])
        return self._divided[1]


class Sides:
    """What stands left and right of the content, the same in many lines."""

    __slots__ = ("_divided", "end", "left", "right", "width")

    def __init__(self, left: list[Segment], right: list[Segment], end: int, width: int) -> None:
        """The content ends before cell `end` of a line of `width` cells."""
        self.left, self.right, self.end, self.width = left, right, end, width
        self._divided: dict[tuple[int, ...], tuple[list[Segment], Sequence[Strip]]] = {}

    def divided(self, cuts: tuple[int, ...]) -> tuple[list[Segment], Sequence[Strip]]:
        """What belongs to the content's piece still, and the pieces after it; always the same."""
        found = self._divided.get(cuts)
        if found is None:
            right = Strip(self.right, self.width - self.end)
            beyond, *pieces = right.divide([cut - self.end for cut in cuts])
            found = self._divided[cuts] = (list(beyond), pieces)
        return found
