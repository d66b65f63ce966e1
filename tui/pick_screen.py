"""PickScreen: which of the claims of one side and kind is meant: the one that another repeats."""

from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from feeds.snapshot import Snapshot
from tui.claim_list import ClaimList
from tui.hint_bar import HintBar
from tui.keymap import bindings_of
from tui.ledger import LikeClaim
from tui.ledger_sorting import ledger_of
from tui.story_time import ZoneMode


class PickScreen(ModalScreen[str | None]):
    """Answers with the claim that was picked, or None."""

    BINDINGS = bindings_of("close", "back")

    DEFAULT_CSS = """
    PickScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 130;
            height: 100%;
            max-height: 40;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
        }
        & ClaimList { height: 1fr; }
    }
    PickScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    def __init__(
        self,
        snapshot: Snapshot,
        claim: str,
        *,
        zone_mode: ZoneMode = "source",
        local: tzinfo | None = None,
        ascii_only: bool = False,
    ) -> None:
        super().__init__(classes="-ascii" if ascii_only else "")
        self._ledger = ledger_of(snapshot, LikeClaim(claim), ascii_only=ascii_only)
        self._claims = ClaimList(self._ledger, snapshot, zone_mode=zone_mode, local=local)
        self._claims.set_reactive(ClaimList.ascii_only, ascii_only)
        self._bar = HintBar(told=(("open", "this one"),))
        self._bar.set_reactive(HintBar.ascii_only, ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list and its keys."""
        with Vertical() as frame:
            frame.border_title = Content(f"{self._ledger.title}  {self._ledger.figure}")
            yield self._claims
            yield self._bar

    @on(ClaimList.ClaimOpened)
    def _answer(self, message: ClaimList.ClaimOpened) -> None:
        message.stop()
        self.dismiss(message.claim)

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        if not await self.app.run_action(event.action, self._claims):
            await self.run_action(event.action)

    def action_close(self) -> None:
        """None of them."""
        self.dismiss(None)

    def action_back(self) -> None:
        """None of them."""
        self.dismiss(None)
