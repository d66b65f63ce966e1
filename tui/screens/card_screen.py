"""CardScreen: a framed list over the desk with its keys below; answers something, or None."""

from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from tui.drawing.hint_bar import Hint, HintBar
from tui.drawing.row_list import RowList
from tui.keys.keymap import bindings_of

_AROUND = 3
"""Lines beside the rows: the frame and the keys."""

Answer = TypeVar("Answer")


class CardScreen(ModalScreen[Answer | None]):
    """What all cards have in common: frame, hints, closing."""

    BINDINGS: ClassVar[list[BindingType]] = bindings_of("close", "back")

    DEFAULT_CSS = """
    CardScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 90;
            max-height: 100%;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
            & > RowList { height: 1fr; }
        }
    }
    CardScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    def __init__(
        self, title: str, rows: RowList, *hints: Hint, lines: int, ascii_only: bool = False
    ) -> None:
        """`rows` is as high as `lines`, or as the screen allows; `title` is clean."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._title = title
        self.rows = rows
        rows.set_reactive(RowList.ascii_only, ascii_only)
        self._lines = lines
        self._bar = HintBar(told=hints)
        self._bar.set_reactive(HintBar.ascii_only, ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list and its keys."""
        with Vertical() as frame:
            frame.border_title = Content(self._title)
            frame.styles.height = self._lines + _AROUND
            yield self.rows
            yield self._bar

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        if not await self.app.run_action(event.action, self.rows):
            await self.run_action(event.action)

    def action_close(self) -> None:
        """Stay where one is."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Stay where one is."""
        self.dismiss(None)
