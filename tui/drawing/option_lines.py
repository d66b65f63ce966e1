"""OptionLines: what could be typed next on the filter line, one of it chosen."""

from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.message import Message
from textual.reactive import var
from textual.strip import Strip

from feeds.completion import Option
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece, fit, line
from tui.drawing.palette import Drawn

LABEL = " Filter "
"""What stands before the field, and as wide before all that belongs to it."""

_MOST = 6
"""Options in view."""


class OptionLines(Drawn):
    """The options, most likely first, one of them chosen; as many lines as it needs."""

    DEFAULT_CSS = """
    OptionLines { height: 0; background: $nd-bar; }
    """

    options: var[tuple[Option, ...]] = var[tuple[Option, ...]](())
    """What could be put there."""

    chosen = var(0)
    """Which of them Tab takes."""

    @dataclass
    class OptionClicked(Message):
        """The reader clicked on an option: its place among them."""

        place: int

    def watch_options(self) -> None:
        """As many lines as there are options, up to a few."""
        self.chosen = 0
        self.styles.height = min(len(self.options), _MOST)
        self.refresh()

    def watch_chosen(self) -> None:
        """Draw it."""
        self.refresh()

    def move(self, by: int) -> None:
        """Choose the next one, or the one before, round the end."""
        if self.options:
            self.chosen = (self.chosen + by) % len(self.options)

    def on_click(self, event: events.Click) -> None:
        """A click takes an option."""
        if self._first + event.y < len(self.options):
            self.post_message(self.OptionClicked(self._first + event.y))

    @property
    def _first(self) -> int:
        """The first option in view."""
        return max(0, min(self.chosen - _MOST // 2, len(self.options) - _MOST))

    def render_line(self, y: int) -> Strip:
        """One option: what it would put there, what it is, how often."""
        place, width, palette = self._first + y, self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        if place >= len(self.options):
            return Strip(line([], width, self.marks.more, base), width)
        option = self.options[place]
        is_chosen = place == self.chosen
        count = "" if option.count is None else f"{option.count:,}"
        names = max(20, max(cell_len(o.text) for o in self.options) + 2)
        pieces: list[Piece] = [
            (self.marks.cursor if is_chosen else " ", palette.figure),
            (" " * (len(LABEL) - 1), palette.text),
            (fit(clean_line(option.text), min(names, width // 2), self.marks.more), palette.strong),
            (f"{count:>7}  " if any(o.count for o in self.options) else "", palette.quiet),
            (clean_line(option.what), palette.quiet),
        ]
        ground = palette.chosen if is_chosen else base
        return Strip(line(pieces, width, self.marks.more, ground), width)
