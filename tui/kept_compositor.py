"""KeptCompositor: what stands on the terminal already is not sent to it again.

A pane that draws itself anew marks all its lines for a repaint, though few have become others.
Textual sends every one of them: over a slow line each byte is a wait.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

_Line = MutableMapping[int, Strip | None]
"""The strips of a line by the cell at which they begin; None: not painted, or not known."""

_Span = tuple[int, int, int]
"""Line, first cell, cell after the last one."""


class KeptCompositor(Compositor):
    """Remembers what every stretch of every line was painted with last."""

    def __init__(self) -> None:
        super().__init__()
        self._stands: dict[int, _Line] = {}
        """By line; a line that is not here is not known."""
        self._chops: Sequence[_Line] = ()

    def render_update(
        self,
        full: bool = False,
        screen_stack: "list[Screen[Any]] | None" = None,
        simplify: bool = False,
    ) -> "RenderableType | None":
        """As Textual's. What is not for the terminal, or may not reach it, is not remembered."""
        update = super().render_update(full, screen_stack, simplify)
        if full or (self.root is not None and self.root.app._batch_count):
            self._stands.clear()
        return update

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Everything."""
        update = super().render_full_update(simplify)
        self._stands = dict(enumerate(self._chops))
        return update

    def render_partial_update(self) -> ChopsUpdate | None:
        """Of the stretches that were marked, those that have become others."""
        update = super().render_partial_update()
        if update is None:
            return None
        chops, ends = cast(Sequence[_Line], update.chops), update.chop_ends
        for y, spans in groupby(update.spans, key=itemgetter(0)):
            self._leave_out(y, list(spans), chops[y], ends[y])
        update.spans = [s for s in update.spans if any(_in(s, chops[s[0]], ends[s[0]]))]
        return update if update.spans else None

    def _render_chops(
        self, crop: Region, is_rendered_line: Callable[[int], bool]
    ) -> Sequence[Mapping[int, Strip]]:
        chops = super()._render_chops(crop, is_rendered_line)
        self._chops = cast(Sequence[_Line], chops)
        return chops

    def _leave_out(self, y: int, spans: list[_Span], line: _Line, ends: Sequence[int]) -> None:
        """Take out of a line what stands there, and remember the rest."""
        before = self._stands.get(y, {})
        if before.keys() != line.keys():  # cut in other places: another layout
            before = dict.fromkeys(line)
        after = dict(before)
        for end, (x, strip) in zip(ends, line.items(), strict=True):
            if strip is None or not any(_meet(span, x, end) for span in spans):
                line[x] = None
                continue
            after[x] = strip
            if before[x] is strip or before[x] == strip:
                line[x] = None
        self._stands[y] = after


def _in(span: _Span, line: _Line, ends: Sequence[int]) -> Iterator[bool]:
    """For every stretch of a line, whether there is something to paint in it for the span."""
    for end, (x, strip) in zip(ends, line.items(), strict=True):
        yield strip is not None and _meet(span, x, end)


def _meet(span: _Span, x: int, end: int) -> bool:
    """Whether Textual paints the stretch from `x` to `end` for a span."""
    return x < span[2] and end > span[1]
