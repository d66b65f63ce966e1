"""QuitScreen: one question before the desk is left."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import expand


class QuitScreen(ModalScreen[bool]):
    """Answers True to leave."""

    BINDINGS = [
        Binding(",".join(expand(("y",))) + ",enter", "answer(True)", "quit", id="quit_yes"),
        Binding(
            ",".join(expand(("n", "q"))) + ",escape,f10", "answer(False)", "stay", id="quit_no"
        ),
    ]

    DEFAULT_CSS = """
    QuitScreen {
        align: center middle;
        background: $nd-ground 50%;
        & > Static {
            width: auto;
            height: auto;
            padding: 1 3;
            border: round $nd-focus;
            background: $nd-bar;
            color: $nd-text;
        }
    }
    QuitScreen.-ascii > Static { border: ascii $nd-focus; }
    """

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content("Quit? y/n   (Enter quits, Esc stays)"))

    def action_answer(self, leave: bool) -> None:
        """Answer it."""
        self.dismiss(leave)
