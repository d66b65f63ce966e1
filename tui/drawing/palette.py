"""Drawn: what widgets that draw their own lines share: the palette of the theme, and the marks."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from rich.style import Style
from textual.filter import ANSIToTruecolor, LineFilter
from textual.reactive import var
from textual.widget import Widget

from tui.drawing.cells import ASCII_MARKS, MARKS, Marks, Palette
from tui.drawing.kept_lines import KeptLines
from tui.drawing.themes import DEFAULTS
from tui.keys.key_words import first_key


def palette_of(colours: Mapping[str, str]) -> Palette:
    """The styles that stand for a theme's colours, by the names of `tui.drawing.themes`."""
    return _palette(tuple(colours.get(name, value) for name, value in DEFAULTS.items()))


@lru_cache(maxsize=8)
def _palette(values: tuple[str, ...]) -> Palette:
    colour = dict(zip(DEFAULTS, values, strict=True))
    text = colour["nd-text"]
    return Palette(
        ground=Style(color=text, bgcolor=colour["nd-ground"]),
        chosen=Style(color=text, bgcolor=colour["nd-chosen"]),
        resting=Style(color=text, bgcolor=colour["nd-resting"]),
        hit=Style(color=text, bgcolor=colour["nd-hit"]),
        span=Style(bgcolor=colour["nd-span"]),
        text=Style(color=text),
        strong=Style(color=text, bold=True),
        quiet=Style(color=colour["nd-quiet"]),
        first=Style(color=colour["nd-first"]),
        second=Style(color=colour["nd-second"]),
        third=Style(color=colour["nd-third"]),
        figure=Style(color=colour["nd-figure"]),
        alert=Style(color=colour["nd-alert"], bold=True),
    )


class Drawn(Widget):
    """A widget that draws in `palette` and with `marks`.

    The palette comes from the theme's variables at once: a component class for each of its styles
    would be matched against all CSS for every widget at every change of a class (measured: 70 of
    the 180 ms that the frame took to stand).
    """

    DEFAULT_CSS = """
    Drawn { background: $nd-ground; color: $nd-text; }
    """

    ascii_only = var(False)
    """Draw with ASCII signs."""

    keymap: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """The reader's own keys by action."""

    _of_theme: tuple[Mapping[str, str], Palette] | None = None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles_cache = KeptLines()

    @property
    def palette(self) -> Palette:
        """The styles of the theme in force; looked up for every line that is drawn."""
        variables = self.app.theme_variables
        if self._of_theme is None or self._of_theme[0] is not variables:
            self._of_theme = variables, palette_of(variables)
        return self._of_theme[1]

    def get_line_filters(self) -> Sequence[LineFilter]:
        """All but the one for ANSI colours, of which nothing here is drawn: a third of a paint."""
        found = super().get_line_filters()
        return [one for one in found if not isinstance(one, ANSIToTruecolor)]

    @property
    def marks(self) -> Marks:
        """The signs to draw with."""
        return ASCII_MARKS if self.ascii_only else MARKS

    def key_of(self, id: str) -> str:
        """The key of an action as it is written on a keyboard, the reader's own where there is
        one."""
        return first_key(id, self.keymap, ascii_only=self.ascii_only)

    def watch_ascii_only(self) -> None:
        """Draw again with the other signs."""
        self.notify_style_update()
        self.refresh()
