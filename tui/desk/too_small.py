"""TooSmall: what stands on a terminal too small for the desk: the size it needs."""

from textual.content import Content
from textual.widgets import Static

LEAST_WIDTH, LEAST_HEIGHT = 60, 15
"""Cells and lines below which nothing useful can be drawn."""


class TooSmall(Static):
    """Covers the screen; the arrangement shows it where it is needed."""

    DEFAULT_CSS = """
    TooSmall {
        display: none;
        layer: above;
        width: 100%;
        height: 100%;
        background: $nd-ground;
        color: $nd-text;
        content-align: center middle;
        text-align: center;
    }
    """

    def __init__(self, leave: str) -> None:
        """`leave`: the key that leaves."""
        super().__init__()
        self._leave = leave

    def on_resize(self) -> None:
        """Say both sizes."""
        width, height = self.screen.size
        self.update(
            Content(
                f"nightdesk needs {LEAST_WIDTH} x {LEAST_HEIGHT}\n"
                f"this window is {width} x {height}\n"
                f"make it larger, or {self._leave} to leave"
            )
        )
