"""ReadingScreen: the frame of the desk with what is being read, painted before the desk is built.

It knows no value and no pane: everything heavy is imported while it stands.
"""

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from feeds.sanitise import clean_line
from tui.keymap import bindings_of

if TYPE_CHECKING:
    from feeds.marking import Front


class ReadingScreen(Screen[None]):
    """Stands until the sources are read; `q` leaves."""

    BINDINGS = bindings_of("back")

    DEFAULT_CSS = """
    ReadingScreen {
        background: $nd-ground;
        color: $nd-text;
        & > #stage { height: 1; padding: 0 1; background: $nd-bar; color: $nd-text; }
        & > #front { height: 1fr; color: $nd-quiet; }
        & > #frame {
            height: 1fr;
            border: round $nd-line;
            border-title-color: $nd-quiet;
            content-align: center middle;
            color: $nd-quiet;
        }
    }
    ReadingScreen.-ascii > #frame { border: ascii $nd-line; }
    """

    stage: var[str] = var("")
    """What is being read, clean."""

    def __init__(
        self, stage: str, *, ascii_only: bool = False, front: "Front | None" = None
    ) -> None:
        """`front` is what stands on the screen already, and stays."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._front = front
        self.set_reactive(ReadingScreen.stage, stage)

    def compose(self) -> ComposeResult:
        """One line, and the frame."""
        yield Static(Content(self.stage), id="stage")
        if self._front is not None:
            yield Static(Content(_standing(self._front)), id="front")
            return
        frame = Static(Content("q leaves"), id="frame")
        frame.border_title = Content("Feed")
        yield frame

    def watch_stage(self, stage: str) -> None:
        """How far it is."""
        if self.is_mounted:
            self.query_one("#stage", Static).update(Content(stage))

    def action_back(self) -> None:
        """Leave."""
        self.app.exit()


def _standing(front: "Front") -> str:
    """The lines in their places, under the first line of the screen."""
    column, line = front.at
    lines = [" " * column + clean_line(text) for text in front.lines]
    return "\n" * max(line - 1, 0) + "\n".join(lines)
