"""QuitScreen: one question before the desk is left."""

from textual.binding import Binding

from tui.keys.actions import expand
from tui.screens.question_screen import QuestionScreen


class QuitScreen(QuestionScreen):
    """Answers True to leave."""

    BINDINGS = [
        Binding(",".join(expand(("y",))) + ",enter", "answer(True)", "quit", id="quit_yes"),
        Binding(
            ",".join(expand(("n", "q"))) + ",escape,f10", "answer(False)", "stay", id="quit_no"
        ),
    ]

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__(("Quit? y/n   (Enter quits, Esc stays)",), ascii_only=ascii_only)
