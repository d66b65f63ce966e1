"""ReadingScreen: the frame of the desk with what is being read, painted before the desk is built.

It knows no value and no pane: everything heavy is imported while it stands.
"""

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from tui.keymap import bindings_of


class ReadingScreen(Screen[None]):
    """Stands until the sources are read; `q` leaves."""

    BINDINGS = bindings_of("back")

    DEFAULT_CSS = """
    ReadingScreen {
        background: $nd-ground;
        color: $nd-text;
        & > #stage { height: 1; padding: 0 1; background: $nd-bar; color: $nd-text; }
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

    def __init__(self, stage: str, *, ascii_only: bool = False) -> None:
        super().__init__(classes="-ascii" if ascii_only else "")
        self.set_reactive(ReadingScreen.stage, stage)

    def compose(self) -> ComposeResult:
        """One line, and the frame."""
        yield Static(Content(self.stage), id="stage")
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
