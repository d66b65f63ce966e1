"""LedgerScreen: the claims that made a number, each with its words and its reason, to be judged."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Static

from feeds.snapshot import Snapshot
from tui.asking_screen import AskingScreen
from tui.claim_list import ClaimList
from tui.claim_screen import Sight
from tui.decider import Decider
from tui.ledger import Subject
from tui.ledger_sorting import followed, ledger_of


class LedgerScreen(AskingScreen):
    """Shows one ledger as of the snapshot; it is drawn anew after every decision."""

    frame = query_one("#frame", Vertical)

    def __init__(
        self,
        snapshot: Snapshot,
        subject: Subject,
        *,
        decider: Decider,
        sight: Sight | None = None,
        at_first: str | None = None,
    ) -> None:
        """`at_first`: an action to run as soon as it stands, on the only claim that there is."""
        super().__init__(snapshot, decider, sight or Sight())
        self._subject = subject
        self._at_first = at_first
        self._ledger = ledger_of(snapshot, subject, ascii_only=self.sight.ascii_only)
        self._claims = ClaimList(
            self._ledger, snapshot, zone_mode=self.sight.zone_mode, local=self.sight.local
        )
        self._claims.set_reactive(ClaimList.ascii_only, self.sight.ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list, what was said last, and the keys that matter."""
        with Vertical(id="frame"):
            yield self._claims
            yield Static(id="said")
            yield self.bar(("open", "entry"))

    async def on_mount(self) -> None:
        """Say what it is about; do what was asked for."""
        self._label()
        claims = [line for group in self._ledger.groups for line in group.lines]
        if self._at_first is None:
            return
        if len(claims) == 1:
            self.call_after_refresh(self.run_action, self._at_first)
        else:
            self.say(f"Which one? Choose it, then {self.key_of(self._at_first)} again.")

    @property
    def in_hand(self) -> str | None:
        """Id of the claim under the cursor."""
        return self._claims.claim

    def take(self, snapshot: Snapshot, claim: str) -> None:
        """Draw the ledger as it is now; the cursor stays on the claim."""
        self._subject = followed(snapshot, self._subject, claim)
        self._ledger = ledger_of(snapshot, self._subject, ascii_only=self.sight.ascii_only)
        self._claims.show(self._ledger, snapshot, hold=claim)
        self._label()

    def _label(self) -> None:
        self.frame.border_title = Content(f"{self._ledger.title}  {self._ledger.figure}".strip())
        self.frame.border_subtitle = Content(f"as of {self.when}")

    @on(ClaimList.ClaimOpened)
    def _answer(self, message: ClaimList.ClaimOpened) -> None:
        message.stop()
        self.dismiss(self.ClaimChosen(message.claim))
