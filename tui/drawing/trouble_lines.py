"""TroubleLines: under the filter line, where something is wrong and what; or what can be typed."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.reactive import var
from textual.strip import Strip

from feeds.errors import QueryError
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece, line, wrap
from tui.drawing.option_lines import LABEL
from tui.drawing.palette import Drawn

_GRAMMAR = 'a blank is AND   OR   -not   ( )   "a phrase"   actor:un,eu'


class TroubleLines(Drawn):
    """Under the field where something is wrong, and what, to its end; else what can be typed."""

    DEFAULT_CSS = """
    TroubleLines { height: 2; background: $nd-bar; }
    """

    trouble: var[QueryError | None] = var[QueryError | None](None)
    """What is wrong; None where nothing is."""

    hint = var("")
    """What can be typed at the cursor, where it cannot be listed."""

    scrolled_cells = var(0)
    """How far the field is scrolled."""

    def on_resize(self) -> None:
        """Words may take another number of lines."""
        self._measure()

    def watch_trouble(self) -> None:
        """Draw it, on as many lines as it takes: what to do about it stands at its end."""
        self._measure()
        self.refresh()

    def watch_hint(self) -> None:
        """Draw it."""
        self.refresh()

    def watch_scrolled_cells(self) -> None:
        """The carets move with the text."""
        self.refresh()

    @property
    def _told(self) -> list[str]:
        """What is wrong, line by line."""
        words = clean_line(self.trouble.problem) if self.trouble else ""
        return [words[start:end] for start, end in wrap(words, max(self.size.width - 9, 1))]

    def _measure(self) -> None:
        self.styles.height = 1 + max(len(self._told), 1)

    def render_line(self, y: int) -> Strip:
        """Carets, then words."""
        width, palette = self.size.width, self.palette
        base = Style(bgcolor=self.rich_style.bgcolor)
        margin = " " * len(LABEL)
        pieces: list[Piece] = []
        if self.trouble is None:
            words = _line(y, (self.hint, _GRAMMAR))
            pieces = [(margin, palette.quiet), (words, palette.quiet)]
        elif y == 0:
            error = self.trouble
            start = len(LABEL) + cell_len(error.text[: error.start]) - self.scrolled_cells
            room = max(min(width - 1, start), 0)
            length = max(cell_len(error.text[error.start : error.end]) + min(start - room, 0), 1)
            pieces = [(" " * room, palette.text), ("^" * length, palette.alert)]
        else:
            words = _line(y - 1, self._told)
            pieces = [(margin, palette.text), (words, palette.alert)]
        return Strip(line(pieces, width, self.marks.more, base), width)


def _line(y: int, lines: Sequence[str]) -> str:
    """Blank below the last one: the size changes after the words do."""
    return lines[y] if y < len(lines) else ""
