"""ClaimScreen: what lists of claims have in common: a frame, decisions on the one in hand."""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from textual import on
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from feeds.claim import Claim
from feeds.decision import Correction, Decision, Verdict
from feeds.errors import FeedError
from feeds.sanitise import clean_line
from feeds.snapshot import Snapshot
from tui.actions import BY_ID, Action
from tui.decider import Decider
from tui.help_screen import HelpScreen
from tui.hint_bar import Hint, HintBar
from tui.key_words import key_words
from tui.keymap import bindings, bindings_of
from tui.story_time import ZoneMode, show

LONGEST_WORDS = 60
"""Characters of a claim's words in a message."""

_DONE: Mapping[Verdict, str] = {
    "confirm": "confirmed",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "marked as a repetition",
    "split": "split",
    "note": "noted",
}

JUDGE_HINTS: tuple[Hint, ...] = (
    ("confirm", "confirm"),
    ("reject", "reject"),
    ("correct", "correct"),
    ("undo", "undo"),
    ("merge", "same as"),
    ("split", "split"),
    ("note", "note"),
    ("redo", "redo"),
    ("close", "close"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a screen of claims is drawn, and whose keys it has."""

    zone_mode: ZoneMode = "source"
    local: tzinfo | None = None
    ascii_only: bool = False
    keymap: Mapping[str, tuple[str, ...]] | None = None


class ClaimScreen(ModalScreen["ClaimScreen.ClaimChosen | None"]):
    """Judges claims as of its snapshot; answers with a claim whose entry is to be opened.

    What has to be asked first is asked by `tui.asking_screen`.
    """

    BINDINGS = [*bindings("judge"), *bindings_of("help", "close", "back")]

    DEFAULT_CSS = """
    ClaimScreen {
        align: center middle;
        background: $nd-ground 60%;
        & > Vertical {
            width: 100%;
            max-width: 150;
            height: 100%;
            max-height: 56;
            background: $nd-ground;
            border: round $nd-focus;
            border-title-color: $nd-text;
            border-title-style: bold;
            border-subtitle-color: $nd-quiet;
        }
        & RowList { height: 1fr; }
        & #said {
            height: auto;
            max-height: 3;
            padding: 0 1;
            background: $nd-bar;
            color: $nd-text;
            display: none;
        }
        & #said.-told { display: block; }
        & #said.-trouble { color: $nd-alert; }
    }
    ClaimScreen.-ascii > Vertical { border: ascii $nd-focus; }
    """

    @dataclass(frozen=True)
    class ClaimChosen:
        """The answer: the claim whose entry is to be opened with its span in view."""

        claim: str

    def __init__(self, snapshot: Snapshot, decider: Decider, manner: Manner) -> None:
        super().__init__(classes="-ascii" if manner.ascii_only else "")
        self.shown = snapshot
        self.decider = decider
        self.manner = manner

    where = "ledger"
    """What the help calls it."""

    @property
    @abstractmethod
    def in_hand(self) -> str | None:
        """Id of the claim under the cursor."""

    @abstractmethod
    def take(self, snapshot: Snapshot, claim: str) -> None:
        """Draw what came of a decision about `claim`."""

    def say(self, words: str, *, is_trouble: bool = False) -> None:
        """A line that stands until the next one."""
        said = self.query_one("#said", Static)
        said.update(Content(clean_line(words)))
        said.set_class(bool(words), "-told")
        said.set_class(is_trouble, "-trouble")

    @property
    def when(self) -> str:
        """What moment is shown."""
        if self.shown.at is None:
            return "the end"
        return self.time_of(self.shown.at)

    def action_confirm(self) -> None:
        """The machine read it right."""
        if claim := self.claim_in_hand():
            self.decide("confirm", claim)

    def action_reject(self) -> None:
        """It is no claim."""
        if claim := self.claim_in_hand():
            self.decide("reject", claim)

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._turn_back(self.decider.undo, "undone", "redo", "makes it again")

    def action_redo(self) -> None:
        """Make it again."""
        self._turn_back(self.decider.redo, "made again", "undo", "undoes")

    def action_help(self) -> None:
        """The keys of this list."""
        screen = HelpScreen(
            self.where, keymap=self.manner.keymap, ascii_only=self.manner.ascii_only
        )
        self.app.push_screen(screen, self._run_chosen)

    def action_close(self) -> None:
        """Back to where the reader came from."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to where the reader came from."""
        self.dismiss(None)

    def bar(self, *first: Hint) -> HintBar:
        """The keys that judge, after `first`."""
        bar = HintBar(self.manner.keymap, (*first, *JUDGE_HINTS), last=("help", "keys"))
        bar.set_reactive(HintBar.ascii_only, self.manner.ascii_only)
        return bar

    @on(HintBar.KeyClicked)
    async def _do(self, event: HintBar.KeyClicked) -> None:
        event.stop()
        await self._run(event.action)

    async def _run_chosen(self, action: Action | None) -> None:
        if action is not None:
            await self._run(action.action)

    async def _run(self, action: str) -> None:
        """On the list, else here; what only the desk can do is said to be there."""
        for place in (self.focused, self):
            if place is not None and await self.app.run_action(action, place):
                return
        self.say("That works on the desk, not here: Esc closes this.", is_trouble=True)

    def claim_in_hand(self) -> Claim | None:
        """The claim in hand; says so where there is none."""
        claim = self.shown.claims.get(self.in_hand or "")
        if claim is None:
            self.say("No claim is under the cursor.", is_trouble=True)
        return claim

    def decide(
        self,
        verdict: Verdict,
        claim: Claim,
        *,
        correction: Correction | None = None,
        parts: Sequence[Correction] = (),
        echo_of: str | None = None,
        note: str = "",
    ) -> None:
        """Have it kept, show what came of it, and say what was kept."""
        try:
            kept = self.decider.decide(
                verdict,
                claim.id,
                correction=correction,
                parts=parts,
                echo_of=echo_of,
                note=note,
            )
        except FeedError as error:
            self.say(str(error), is_trouble=True)
            return
        self.refresh_shown(claim.id)
        done = f"{_DONE[verdict]} by {kept.by}" if kept.by else _DONE[verdict]
        when = self.time_of(kept.at, with_date=False)
        self.say(f"{done} {when}; {self.key_of('undo')} undoes")

    def _turn_back(
        self, turn: Callable[[], Decision | None], done: str, then: str, does: str
    ) -> None:
        try:
            event = turn()
        except FeedError as error:
            self.say(str(error), is_trouble=True)
            return
        if event is None:
            self.say(f"There is nothing that could be {done}.")
            return
        self.refresh_shown(event.claim)
        quote = clean_line(event.quote[:LONGEST_WORDS])
        self.say(f'{done}: {self._meant(event)}"{quote}"; {self.key_of(then)} {does}')

    def _meant(self, event: Decision) -> str:
        """The verdict that an undo or a redo is about, in a word."""
        review = self.shown.reviews.get(event.claim)
        for judgement in review.judgements if review else ():
            if judgement.decision.id == event.of:
                return f"{_DONE[judgement.decision.verdict]} "
        return ""

    def refresh_shown(self, claim: str) -> None:
        """Draw what is known now, after a decision about `claim`."""
        self.shown = self.decider.snapshot(self.shown.at)
        self.take(self.shown, claim)

    def time_of(self, at: datetime | None, *, with_date: bool = True) -> str:
        """A time on the clock that is shown, with its zone."""
        return show(
            at,
            mode=self.manner.zone_mode,
            source_zone=self.shown.beat.zone,
            local=self.manner.local,
            with_date=with_date,
        )

    def key_of(self, id: str) -> str:
        keys = (self.manner.keymap or {}).get(id) or BY_ID[id].all_keys
        return key_words(keys[0], ascii_only=self.manner.ascii_only)
