"""ReadingScreen: the frame of the desk with what is being read, painted before the desk is built.

It knows no value and no pane: everything heavy is imported while it stands.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import var
from textual.screen import Screen
from textual.widgets import Static

from feeds.sanitise import clean_line
from tui.keys.keymap import bindings_of

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
        self,
        stage: str,
        *,
        ascii_only: bool = False,
        front: "Front | None" = None,
        steps: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """`front` is what stands on the screen already, and stays; `steps` are rows down by key."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._front = front
        self._steps = steps
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
        for told in self.query("#stage").results(Static):  # none before it is there, and at the end
            told.update(Content(stage))

    def foretell(self, key: str) -> None:
        """A key that waits for the desk: the cursor's sign moves at once as it will there.

        From row to row among those in view. What any other key will do is not known here, nor
        what comes after it.
        """
        moved = self._front and key in self._steps and self._front.moved(self._steps[key])
        if moved:
            self._front = moved
            self.query_one("#front", Static).update(Content(_standing(moved)))
        else:
            self._steps = {}

    def action_back(self) -> None:
        """Leave."""
        self.app.exit()


def _standing(front: "Front") -> str:
    """The lines in their places, under the first line of the screen."""
    column, line = front.at
    lines = [" " * column + clean_line(text) for text in front.lines]
    return "\n" * max(line - 1, 0) + "\n".join(lines)
