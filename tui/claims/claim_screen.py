"""ClaimScreen: decisions on the claim in hand, for every list of claims."""

from abc import abstractmethod
from collections.abc import Callable

from feeds.claim import Claim
from feeds.decision import Decision, Motion
from feeds.errors import FeedError
from feeds.sanitise import clean_line
from feeds.snapshot import Snapshot
from tui.claims.claim_frame import ClaimFrame, Manner
from tui.claims.decider import Decider
from tui.drawing.cells import cut
from tui.keys.keymap import bindings
from tui.words.verdict_words import done_by, meant_by

LONGEST_WORDS = 60
"""Cells of a claim's words in a message."""


LEFT_OUT = "Kept, but not shown: decisions are left out (--no-review)"
"""What a person should know who judges the machine's own tally."""


class ClaimScreen(ClaimFrame):
    """Judges claims as of its snapshot; what has to be asked first, `AskingScreen` asks."""

    BINDINGS = bindings("judge")

    def __init__(self, snapshot: Snapshot, decider: Decider, manner: Manner) -> None:
        super().__init__(snapshot, manner)
        self.decider = decider

    @property
    @abstractmethod
    def in_hand(self) -> str | None:
        """Id of the claim under the cursor."""

    @abstractmethod
    def take(self, snapshot: Snapshot, claim: str) -> None:
        """Draw what came of a decision about `claim`."""

    def action_confirm(self) -> None:
        """The machine read it right."""
        if claim := self.claim_in_hand():
            self.decide(Motion(verdict="confirm", claim=claim.id))

    def action_reject(self) -> None:
        """It is no claim."""
        if claim := self.claim_in_hand():
            self.decide(Motion(verdict="reject", claim=claim.id))

    def action_undo(self) -> None:
        """Take the last decision back."""
        in_hand = self.in_hand
        self._turn_back(lambda: self.decider.undo(in_hand), "undone", "redo", "makes it again")

    def action_redo(self) -> None:
        """Make it again."""
        self._turn_back(self.decider.redo, "made again", "undo", "undoes")

    def claim_in_hand(self) -> Claim | None:
        """The claim in hand; says so where there is none."""
        claim = self.shown.claims.get(self.in_hand or "")
        if claim is None and self.in_hand in self.shown.reviews:
            self.say("This claim was split: its parts stand in the ledger.", is_trouble=True)
        elif claim is None:
            self.say("No claim is under the cursor.", is_trouble=True)
        return claim

    def decide(self, motion: Motion) -> None:
        """Have it kept, show what came of it, and say what was kept."""
        try:
            kept = self.decider.decide(motion)
        except FeedError as error:
            self.say(str(error), is_trouble=True)
            return
        self.refresh_shown(motion.claim)
        when = self.time_of(kept.at, with_date=False)
        words = f"{done_by(kept)} {when}{self._over(kept)}; {self.key_of('undo')} undoes"
        unseen = "" if self.shown.is_judged else LEFT_OUT
        self.say(". ".join(filter(None, (words, unseen, self.decider.reminder()))))

    def quoted(self, words: str) -> str:
        """The words of a claim in a message, cut with a sign where they are long."""
        more = "~" if self.manner.ascii_only else "…"
        return f'"{cut(clean_line(words), LONGEST_WORDS, more)}"'

    def _turn_back(
        self, turn: Callable[[], Decision | None], done: str, then: str, does: str
    ) -> None:
        try:
            event = turn()
        except FeedError as error:
            self.say(str(error), is_trouble=True)
            return
        if event is None:
            self.say(f"There is nothing of yours that could be {done}.")
            return
        self.refresh_shown(event.claim)
        quote = self.quoted(event.quote)
        meant = meant_by(event, self.shown.reviews)
        unseen = "" if self.shown.is_judged else f". {LEFT_OUT}"
        self.say(f"{done}: {meant}{quote}; {self.key_of(then)} {does}{unseen}")

    def _over(self, kept: Decision) -> str:
        """Whose verdict it takes the place of, where that is another person's."""
        if kept.verdict == "note":
            return ""
        review = self.shown.reviews.get(kept.claim)
        told = [j.decision for j in review.judgements if j.is_active] if review else []
        before = [d for d in told if d.verdict != "note" and d.at < kept.at]
        if not before or before[-1].by == kept.by:
            return ""
        when = self.time_of(before[-1].at, with_date=False)
        return f", over what was {done_by(before[-1])} {when}"

    def refresh_shown(self, claim: str) -> None:
        """Draw what is known now, after a decision about `claim`."""
        self.shown = self.decider.snapshot(self.shown.at)
        self.take(self.shown, claim)
