"""The floor: a Textual app that draws one line and nothing else, and another one at a key."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line on the screen."""

    BINDINGS = [("j", "next", "Next")]

    times = 0
    """How often the key was pressed."""

    def compose(self) -> ComposeResult:
        """The line that the benchmarks wait for."""
        yield Static("bare app drawn")

    def action_next(self) -> None:
        """Draw another line."""
        self.times += 1
        self.query_one(Static).update(f"bare app drawn {self.times} times")


if __name__ == "__main__":
    BareApp().run()
