"""LedgerScreen: the claims that made a number, each with its words and its reason, to be judged."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.getters import query_one
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from feeds.snapshot import Snapshot
from tui.claims.asking_screen import AskingScreen
from tui.claims.claim_frame import ClaimFrame, Manner
from tui.claims.claim_list import ClaimList
from tui.claims.decider import Decider
from tui.claims.ledger import GroupName, Ledger, Subject
from tui.claims.ledger_rows import MORE
from tui.claims.ledger_sorting import beginning_of, followed, is_at_work, ledger_of
from tui.claims.review_screen import ReviewScreen
from tui.keys.keymap import bindings_of

LOOK_EACH_S = 0.5
"""How often it is looked whether what is still worked out is there."""


class LedgerScreen(AskingScreen):
    """Shows one ledger as of the snapshot; it is drawn anew after every decision."""

    BINDINGS = bindings_of("review")

    frame = query_one("#frame", Vertical)

    @dataclass
    class LedgerRead(Message):
        """All of a long ledger is there."""

        ledger: Ledger

    def __init__(
        self,
        snapshot: Snapshot,
        subject: Subject,
        *,
        decider: Decider,
        manner: Manner | None = None,
        at_first: str | None = None,
    ) -> None:
        """`at_first`: an action to run as soon as it stands, on the only claim that there is."""
        super().__init__(snapshot, decider, manner or Manner())
        self._subject = subject
        self._at_first = at_first
        self._watch: Timer | None = None
        """Looks whether what is still worked out is there; None where all was."""
        self._held: str | None = None
        """The claim that was in hand last: it is again where all was still worked out meanwhile."""
        self._most: dict[GroupName, int] = {}
        """How many claims of a group are listed, where more were asked for."""
        ascii_only = self.manner.ascii_only
        beginning = beginning_of(snapshot, subject, ascii_only=ascii_only)
        self._is_read = beginning is None
        self._ledger = beginning or self._made(snapshot)
        self._claims = ClaimList(
            self._ledger, snapshot, zone_mode=self.manner.zone_mode, local=self.manner.local
        )
        self._claims.set_reactive(ClaimList.ascii_only, self.manner.ascii_only)

    def compose(self) -> ComposeResult:
        """A framed list, what was said last, and the keys that matter."""
        with Vertical(id="frame"):
            yield self._claims
            yield Static(id="said")
            yield self.bar(("open", "entry"))

    async def on_mount(self) -> None:
        """Say what it is about; do what was asked for."""
        self._label()
        if not self._is_read:
            self.run_worker(self._read, thread=True, name="ledger")
        self._wait()
        claims = [line for group in self._ledger.groups for line in group.lines]
        if self._at_first is None:
            return
        if len(claims) == 1:
            self.call_after_refresh(self.run_action, self._at_first)
        else:
            self.say(f"Which one? Choose it, then {self.key_of(self._at_first)} again.")

    def _read(self) -> None:
        """In a thread: a long ledger takes longer than a frame."""
        self.post_message(self.LedgerRead(self._made(self.shown)))

    @on(LedgerRead)
    def _show_read(self, message: LedgerRead) -> None:
        """Draw what was read, unless something was decided meanwhile."""
        message.stop()
        if not self._is_read:
            self._is_read = True
            self._show(message.ledger)

    def _show(self, ledger: Ledger, hold: str | None = None) -> None:
        """Draw a ledger, the cursor on the claim `hold`."""
        self._ledger, self._held = ledger, hold
        self._claims.show(ledger, self.shown, hold=hold)
        self._wait()

    def _wait(self) -> None:
        """Look now and then for what is still worked out."""
        if self._is_read and self._ledger.waits and self._watch is None:
            self._watch = self.set_interval(LOOK_EACH_S, self._look_again)

    def _made(self, snapshot: Snapshot, hold: str | None = None) -> Ledger:
        ascii_only = self.manner.ascii_only
        return ledger_of(snapshot, self._subject, ascii_only=ascii_only, most=self._most, hold=hold)

    @on(ClaimList.MoreAsked)
    def _list_more(self, message: ClaimList.MoreAsked) -> None:
        """List earlier claims of a group, the cursor on what was the first one."""
        message.stop()
        group = next(g for g in self._ledger.groups if g.name == message.group)
        self._most[group.name] = len(group.lines) + MORE
        self._show(self._made(self.shown), group.lines[0].claim.id)

    def _look_again(self) -> None:
        """What was still worked out may be there now."""
        if self._ledger.waits and self.is_current:
            now = self.decider.snapshot(self.shown.at)
            if not (is_at_work(now) and now.tally is self.shown.tally):
                self.shown = now
                self.take(now, self.in_hand or self._held or "")
        if not self._ledger.waits and self._watch is not None:
            self._watch.stop()
            self._watch = None

    @property
    def in_hand(self) -> str | None:
        """Id of the claim under the cursor."""
        return self._claims.claim

    def take(self, snapshot: Snapshot, claim: str) -> None:
        """Draw the ledger as it is now; the cursor stays on the claim."""
        self._is_read = True
        self._subject = followed(snapshot, self._subject, claim)
        self._show(self._made(snapshot, claim), claim)
        self._label()

    def action_review(self) -> None:
        """Go through what a person should judge, and come back to this ledger as it is then."""
        screen = ReviewScreen(self.shown, decider=self.decider, manner=self.manner)
        self.app.push_screen(screen, self._come_back)

    def _come_back(self, chosen: ClaimFrame.ClaimChosen | None) -> None:
        if chosen is not None:
            self.dismiss(chosen)
        else:
            self.refresh_shown(self.in_hand or "")

    def _label(self) -> None:
        self.frame.border_title = Content(f"{self._ledger.title}  {self._ledger.figure}".strip())
        self.frame.border_subtitle = Content(f"as of {self.when}")

    @on(ClaimList.ClaimOpened)
    def _answer(self, message: ClaimList.ClaimOpened) -> None:
        message.stop()
        self.dismiss(self.ClaimChosen(message.claim))
