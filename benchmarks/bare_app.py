"""The floor: a Textual app that draws one line and nothing else."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line on the screen."""

    def compose(self) -> ComposeResult:
        """The line that the benchmark waits for."""
        yield Static("bare app drawn")


if __name__ == "__main__":
    BareApp().run()
