"""CopyScreen: a text to select by hand, and what became of it so far."""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from feeds.sanitise import clean, clean_line
from tui.keys.keymap import bindings_of


class _Words(TextArea):
    """Marks an empty line with a cell of its ground: Textual draws a block there."""

    def get_line(self, line_index: int) -> Text:
        """The line; an empty one is a blank."""
        line = super().get_line(line_index)
        return line if line.plain else Text(" ", end="", no_wrap=True)


class CopyScreen(ModalScreen[None]):
    """Shows a citation, or an address that no browser could open.

    No frame stands beside the text: a terminal's own selection takes whole lines.
    """

    BINDINGS = bindings_of("close", "back")

    DEFAULT_CSS = """
    CopyScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 100;
            height: auto;
            max-height: 100%;
            background: $nd-bar;
            border-top: solid $nd-focus;
            border-bottom: solid $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
        }
        & Static { height: auto; padding: 0 1; color: $nd-quiet; }
        & #done { color: $nd-text; }
        & TextArea {
            height: auto;
            max-height: 20;
            border: none;
            padding: 0 1;
            background: $nd-ground;
            color: $nd-text;
        }
    }
    CopyScreen.-ascii > Vertical { border-top: ascii $nd-focus; border-bottom: ascii $nd-focus; }
    """

    def __init__(self, title: str, text: str, done: str, *, ascii_only: bool = False) -> None:
        """`done`: what became of it, in words (of `clipboard.copy`, of `links.open_link`)."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._title = clean_line(title)
        self._text = clean(text)
        self._done = clean_line(done)

    def compose(self) -> ComposeResult:
        """What was done, the text, and how to take it."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            yield Static(Content(self._done), id="done")
            yield _Words(
                self._text,
                read_only=True,
                soft_wrap=True,
                show_line_numbers=False,
                highlight_cursor_line=False,
                compact=True,
            )
            yield Static(
                Content(
                    "All of it is selected: Ctrl+C sends it again. Select less with the mouse or "
                    "Shift+arrows, or with your terminal's own selection (Shift-drag). Esc closes."
                )
            )

    def on_mount(self) -> None:
        """The whole text is in hand."""
        self.query_one(TextArea).select_all()

    def action_close(self) -> None:
        """Back to the desk."""
        self.dismiss()

    def action_back(self) -> None:
        """Back to the desk."""
        self.dismiss()
