"""QuestionScreen: one question over the desk, answered by yes or no."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static


class QuestionScreen(ModalScreen[bool]):
    """Answers True for yes; its heirs bind the keys to `answer`."""

    DEFAULT_CSS = """
    QuestionScreen {
        align: center middle;
        background: $nd-ground 50%;
        & > Static {
            width: auto;
            max-width: 90%;
            height: auto;
            padding: 1 3;
            border: round $nd-focus;
            background: $nd-bar;
            color: $nd-text;
        }
    }
    QuestionScreen.-ascii > Static { border: ascii $nd-focus; }
    """

    def __init__(self, lines: Sequence[str], *, ascii_only: bool = False) -> None:
        """`lines` are clean, the keys among them."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The question."""
        yield Static(Content("\n".join(self._lines)))

    def action_answer(self, answer: bool) -> None:
        """Answer it."""
        self.dismiss(answer)
