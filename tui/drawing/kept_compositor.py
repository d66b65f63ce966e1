"""KeptCompositor: a paint asks the widgets that show in it alone, and sends what became another.

A pane that draws itself anew marks all its lines for a repaint, though few have become others.
Textual sends every one of them: over a slow line each byte is a wait. It also draws whatever lies
behind, and cuts it to pieces that nobody sees: half of what a key took.
"""

from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import RenderableType
    from textual.screen import Screen

_Line = MutableMapping[int, Strip | None]
"""The strips of a line by the cell at which they begin; None: not painted, or not known."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A stretch of a line as one widget has it."""

    widget: Widget
    line: int
    """Which of the lines that the widget draws."""

    cuts: tuple[int, ...]
    """Cells of that line at which it is cut."""

    nth: int
    """Which of the pieces."""


@dataclass(frozen=True, slots=True, eq=False)
class _Stretch:
    """What lies between two cuts of a line."""

    start: int
    end: int
    parts: tuple[_Part, ...]
    """Front to back: the first that has something there is seen."""


class _Layout:
    """Which widgets stand where; what is in front in a line is worked out when it is painted."""

    def __init__(
        self, cuts: list[list[int]], widgets: Mapping[Widget, tuple[Region, Region]]
    ) -> None:
        """As a compositor has them; of another layout it makes others."""
        self.cuts, self.widgets = cuts, widgets
        self.ends = [line[1:] for line in cuts]
        self._shown = {widget: clip.intersection(at) for widget, (at, clip) in widgets.items()}
        self._lines: dict[int, Sequence[_Stretch]] = {}

    def is_of(self, compositor: Compositor) -> bool:
        """True while the compositor has this layout still."""
        return self.cuts is compositor.cuts and self.widgets is compositor.visible_widgets

    def crop(self, widget: Widget) -> Region:
        """The lines and cells of a widget that are in view."""
        return self._shown[widget].translate(-self.widgets[widget][0].offset)

    def stretches(self, y: int) -> Sequence[_Stretch]:
        """Line `y`, from left to right."""
        found = self._lines.get(y)
        if found is None:
            found = self._lines[y] = tuple(
                _Stretch(start, end, tuple(self._parts(y, start, end)))
                for start, end in pairwise(self.cuts[y])
            )
        return found

    def _parts(self, y: int, start: int, end: int) -> Iterator[_Part]:
        for widget, at in self._shown.items():
            if at.x <= start and end <= at.right and at.y <= y < at.bottom:
                cuts = tuple(cut - at.x for cut in self.cuts[y] if at.x < cut <= at.right)
                yield _Part(widget, y - at.y, cuts, cuts.index(end - at.x))


class _Paint:
    """One paint: every widget draws at most once for it, and cuts a line once."""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._drawn: dict[Widget, list[Strip]] = {}
        self._pieces: dict[tuple[Widget, int], Sequence[Strip]] = {}

    def strip(self, stretch: _Stretch) -> Strip | None:
        """What is seen of a stretch; None where nothing is."""
        for part in stretch.parts:
            place = (part.widget, part.line)
            pieces = self._pieces.get(place)
            if pieces is None:
                pieces = self._pieces[place] = self._cut(part)
            if part.nth < len(pieces):
                return pieces[part.nth]
        return None

    def _cut(self, part: _Part) -> Sequence[Strip]:
        lines = self._drawn.get(part.widget)
        if lines is None:
            lines = part.widget.render_lines(self._layout.crop(part.widget))
            self._drawn[part.widget] = lines
        if part.line >= len(lines):
            return ()
        line = lines[part.line]
        if part.cuts == (line.cell_length,):  # as it is; Textual would keep it within itself
            return (line,)
        return line.divide(part.cuts)


class KeptCompositor(Compositor):
    """Remembers what every stretch of every line was painted with last."""

    def __init__(self) -> None:
        super().__init__()
        self._stands: dict[int, _Line] = {}
        """By line; a line that is not here is not known."""
        self._chops: Sequence[_Line] = ()
        self._layout: _Layout | None = None

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
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        if not spans:
            return None
        if self._layout is None or not self._layout.is_of(self):
            self._layout = _Layout(self.cuts, self.visible_widgets)
        layout, paint = self._layout, _Paint(self._layout)
        changed: dict[int, _Line] = {}
        for y, start, end in spans:
            if y not in changed:
                changed[y] = dict.fromkeys(self.cuts[y][:-1])
            self._change(
                y, [s for s in layout.stretches(y) if _meet(start, end, s)], changed[y], paint
            )
        told = [
            (y, start, end)
            for y, start, end in spans
            if any(
                changed[y][s.start] is not None and _meet(start, end, s)
                for s in layout.stretches(y)
            )
        ]
        chops = cast(Sequence[Mapping[int, Strip | None]], changed)  # is asked by line alone
        return ChopsUpdate(chops, told, layout.ends) if told else None

    def _render_chops(
        self, crop: Region, is_rendered_line: "Callable[[int], bool]"
    ) -> Sequence[Mapping[int, Strip]]:
        chops = super()._render_chops(crop, is_rendered_line)
        self._chops = cast(Sequence[_Line], chops)
        return chops

    def _change(self, y: int, marked: Sequence[_Stretch], line: _Line, paint: _Paint) -> None:
        """Put the marked stretches into the line that do not stand there; they do from now on."""
        stands = self._stands.get(y)
        if stands is None or stands.keys() != line.keys():  # cut in other places: another layout
            stands = self._stands[y] = dict.fromkeys(line)
        for stretch in marked:
            strip, before = paint.strip(stretch), stands[stretch.start]
            if strip is not None and before is not strip and before != strip:
                line[stretch.start] = stands[stretch.start] = strip


def _meet(start: int, end: int, stretch: _Stretch) -> bool:
    """Whether Textual paints a stretch for a span."""
    return stretch.start < end and stretch.end > start
