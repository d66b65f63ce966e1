"""Drawn: what widgets that draw their own lines share: the palette of the theme, and the marks."""

from dataclasses import fields
from typing import ClassVar

from rich.style import Style
from textual.reactive import var
from textual.widget import Widget

from tui.cells import ASCII_MARKS, MARKS, Marks, Palette

_NAMES = tuple(f.name for f in fields(Palette))
_WHOLE = frozenset({"ground", "chosen", "resting"})
"""Styles that carry a ground; the others are laid over one."""


class Drawn(Widget):
    """A widget that draws in `palette` and with `marks`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"nd--{name}" for name in _NAMES}

    DEFAULT_CSS = """
    Drawn {
        background: $nd-ground;
        color: $nd-text;
        & > .nd--ground { color: $nd-text; background: $nd-ground; }
        & > .nd--chosen { color: $nd-text; background: $nd-chosen; }
        & > .nd--resting { color: $nd-text; background: $nd-resting; }
        & > .nd--hit { color: $nd-text; background: $nd-hit; }
        & > .nd--span { background: $nd-span; }
        & > .nd--text { color: $nd-text; }
        & > .nd--strong { color: $nd-text; text-style: bold; }
        & > .nd--quiet { color: $nd-quiet; }
        & > .nd--first { color: $nd-first; }
        & > .nd--second { color: $nd-second; }
        & > .nd--third { color: $nd-third; }
        & > .nd--figure { color: $nd-figure; }
        & > .nd--alert { color: $nd-alert; text-style: bold; }
    }
    """

    ascii_only = var(False)
    """Draw with ASCII signs."""

    _palette: Palette | None = None

    @property
    def palette(self) -> Palette:
        """The styles of the theme in force."""
        if self._palette is None:
            self._palette = Palette(**{name: self._component(name) for name in _NAMES})
        return self._palette

    @property
    def marks(self) -> Marks:
        """The signs to draw with."""
        return ASCII_MARKS if self.ascii_only else MARKS

    def notify_style_update(self) -> None:
        """Another theme: the palette is worked out anew when next drawn."""
        self._palette = None
        super().notify_style_update()

    def watch_ascii_only(self) -> None:
        """Draw again with the other signs."""
        self.notify_style_update()
        self.refresh()

    def _component(self, name: str) -> Style:
        return self.get_component_rich_style(f"nd--{name}", partial=name not in _WHOLE)
