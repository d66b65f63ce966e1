"""PickScreen: which of the claims of one side and kind is meant: the one that another repeats."""

from datetime import tzinfo

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from feeds.claim import Claim
from feeds.snapshot import Snapshot
from tui.claims.claim_list import ClaimList
from tui.claims.ledger import LikeClaim
from tui.claims.ledger_sorting import is_same_number, ledger_of, most_like
from tui.drawing.hint_bar import HintBar
from tui.keys.keymap import bindings_of
from tui.words import figures
from tui.words.story_time import ZoneMode


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
        & #warning { height: auto; max-height: 3; padding: 0 1; color: $nd-alert; display: none; }
        & #warning.-told { display: block; }
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
        self._snapshot = snapshot
        self._asked_for = claim
        self._warned_of: str | None = None
        """The claim with another number of which it was said what picking it does."""
        self._bar = HintBar(told=(("open", "this one"),))
        self._bar.set_reactive(HintBar.ascii_only, ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list and its keys."""
        with Vertical() as frame:
            frame.border_title = Content(f"{self._ledger.title}  {self._ledger.figure}")
            yield self._claims
            yield Static(id="warning")
            yield self._bar

    def on_mount(self) -> None:
        """The cursor on the likeliest, wherever it stands in the list."""
        likely = most_like(self._snapshot, self._asked_for)
        if likely is not None:
            self._claims.show(self._ledger, self._snapshot, hold=likely)

    @on(ClaimList.ClaimOpened)
    def _answer(self, message: ClaimList.ClaimOpened) -> None:
        message.stop()
        one = self._snapshot.claims.get(self._asked_for)
        other = self._snapshot.claims.get(message.claim)
        if one and other and not is_same_number(one, other) and self._warned_of != other.id:
            self._warned_of = other.id
            self._warn(one, other)
        else:
            self.dismiss(message.claim)

    def _warn(self, one: Claim, other: Claim) -> None:
        """Another number is no repetition by itself: say what comes of it before it is kept."""
        warning = self.query_one("#warning", Static)
        ascii_only = self.has_class("-ascii")
        said, kept = (
            figures.bounds(c.low, c.best, c.high, ascii_only=ascii_only) for c in (one, other)
        )
        words = f"{said} is not {kept}: as its repetition {said} will count nowhere."
        warning.update(Content(f"{words} Enter again keeps that; Esc leaves it."))
        warning.add_class("-told")

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
