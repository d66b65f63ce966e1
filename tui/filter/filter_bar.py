"""FilterBar: what the filter asks for and how much it hides, in view wherever the filter is not."""

from rich.style import Style
from textual.reactive import var
from textual.strip import Strip

from feeds.snapshot import Snapshot
from tui.drawing.cells import Piece, cut, line
from tui.drawing.palette import Drawn
from tui.filter.facet_rows import describe


class FilterBar(Drawn):
    """One line while a filter is on; where lines are many, always."""

    DEFAULT_CSS = """
    FilterBar { height: 1; display: none; background: $nd-resting; color: $nd-text; }
    FilterBar.-on { display: block; }
    """

    snapshot: var[Snapshot | None] = var(None)
    """Where the filter and the counts come from."""

    def watch_snapshot(self) -> None:
        """Appear with a filter, go with it."""
        self.set_class(self.snapshot is not None and not self.snapshot.filter.is_empty, "-on")
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 - has one line
        """The line."""
        palette, width = self.palette, self.size.width
        base = Style(bgcolor=self.rich_style.bgcolor)
        if self.snapshot is None:
            return Strip(line([], width, self.marks.more, base), width)
        if self.snapshot.filter.is_empty:
            pieces: list[Piece] = [(" Nothing is hidden", palette.quiet)]
            return Strip(line(pieces, width, self.marks.more, base), width)
        hidden = self.snapshot.known - len(self.snapshot.entries)
        end = f"  {hidden:,} hidden, {self.key_of('chips_all')} shows all "
        words = describe(self.snapshot)
        if self.ascii_only:
            words = words.replace("“", '"').replace("”", '"')
        room = width - len(end) - len(" Only ")
        pieces = [
            (" Only ", palette.quiet),
            (cut(words, max(room, 8), self.marks.more), palette.strong),
            (end, palette.figure),
        ]
        return Strip(line(pieces, width, self.marks.more, base), width)
