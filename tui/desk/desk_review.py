"""DeskReview: the desk's way to the claims: ledgers, the review queue, a decision's undo.

What is pushed on top is imported when it is first asked for: the frame is painted sooner.
"""

# ruff: noqa: PLC0415 - see above

from abc import abstractmethod
from datetime import datetime
from typing import TYPE_CHECKING

from textual import on

from feeds.errors import FeedError
from feeds.sanitise import clean_line
from tui.claims.decider import Decider
from tui.desk.desk_dialogs import DeskDialogs
from tui.detail.detail_pane import DetailPane
from tui.tally.tally_changes import CellKey
from tui.tally.tally_pane import TallyPane
from tui.words.verdict_words import meant_by

if TYPE_CHECKING:
    from tui.claims.claim_frame import ClaimFrame, Manner
    from tui.claims.ledger import Subject


class DeskReview(DeskDialogs):
    """A desk whose claims can be opened and judged."""

    decider: Decider

    @property
    @abstractmethod
    def end(self) -> datetime | None:
        """What the playhead at the end stands for; None where nothing has a time."""

    def action_review(self) -> None:
        """The claims that a person should judge."""
        from tui.claims.review_screen import ReviewScreen

        if self.snapshot is not None:
            screen = ReviewScreen(self.snapshot, decider=self.decider, manner=self._manner)
            self.app.push_screen(screen, self._show_claim)

    def action_confirm(self) -> None:
        """Confirm a claim of the entry."""
        self._judge("confirm")

    def action_reject(self) -> None:
        """Reject a claim of the entry."""
        self._judge("reject")

    def action_correct(self) -> None:
        """Correct a claim of the entry."""
        self._judge("correct")

    def action_merge(self) -> None:
        """Say which claim one of the entry repeats."""
        self._judge("merge")

    def action_split(self) -> None:
        """Split a claim of the entry."""
        self._judge("split")

    def action_note(self) -> None:
        """Write a note about a claim of the entry."""
        self._judge("note")

    def action_undo(self) -> None:
        """Take the last decision back."""
        self._turn_back(is_undo=True)

    def action_redo(self) -> None:
        """Make it again."""
        self._turn_back(is_undo=False)

    def open_claims(self, at_first: str | None = None) -> None:
        """The claims of the entry that is shown; `at_first` is done at once to an only claim."""
        from tui.claims.ledger import OfEntry

        entry = self.detail.entry
        if entry is None or self.snapshot is None:
            return
        if self.snapshot.claims_of.get(entry.key):
            self.open_ledger(OfEntry(entry.key), at_first)
        else:
            self.say("This entry carries no claim.")

    def _judge(self, action: str) -> None:
        """A claim is never judged unseen: the list of the entry's claims opens first.

        Whoever types over the list of names means a name.
        """
        if self.where == "filter":
            self._say_no_claims_here()
        else:
            self.open_claims(action)

    def _say_no_claims_here(self) -> None:
        key = self.key_of("filter")
        self.say(f"This is a list of names: {key} types a filter. Claims are judged in the text.")

    def _turn_back(self, *, is_undo: bool) -> None:
        if self.where == "filter":
            self._say_no_claims_here()
            return
        try:
            event = self.decider.undo() if is_undo else self.decider.redo()
        except FeedError as error:
            self.say(str(error))
            return
        done = "undone" if is_undo else "made again"
        if event is None:
            self.say(f"There is no decision of yours that could be {done}.")
        else:
            meant = meant_by(event, self.snapshot.reviews if self.snapshot else {})
            self.say(f"{done}: {meant}“{clean_line(event.quote[:60])}”")

    @on(DetailPane.ClaimsOpened)
    def _open_claims(self, event: DetailPane.ClaimsOpened) -> None:
        event.stop()
        self.open_claims()

    @on(TallyPane.CellOpened)
    def _open_cell(self, event: TallyPane.CellOpened) -> None:
        event.stop()
        self.open_ledger(CellKey(event.victim, event.kind, event.category))

    @on(TallyPane.ShelfOpened)
    def _open_shelf(self, event: TallyPane.ShelfOpened) -> None:
        event.stop()
        if event.shelf == "review":
            self.action_review()
        else:
            self.open_ledger(event.shelf)

    def open_ledger(self, subject: "Subject", at_first: str | None = None) -> None:
        """The claims behind a cell, a silence, a shelf or an entry."""
        from tui.claims.ledger_screen import LedgerScreen

        if self.snapshot is None:
            return
        ledger = LedgerScreen(
            self.snapshot, subject, decider=self.decider, manner=self._manner, at_first=at_first
        )
        self.app.push_screen(ledger, self._show_claim)

    @property
    def _manner(self) -> "Manner":
        from tui.claims.claim_frame import Manner

        return Manner(
            zone_mode=self.zone_mode,
            local=self.local,
            ascii_only=self.ascii_only,
            keymap=self.keymap,
            end=lambda: self.end,
        )

    def _show_claim(self, chosen: "ClaimFrame.ClaimChosen | None") -> None:
        """The entry of a claim, with its words in view: of a struck one the text before the edit.

        Also where the filter hides the entry.
        """
        claim = self.snapshot.claims.get(chosen.claim) if self.snapshot and chosen else None
        if claim is None:
            return
        self.feed.choose(claim.entry_key)
        self.detail.entry = self.decider.entry_of(claim)
        self.go_to_pane("detail")
        self.detail.focus_span(claim.field, claim.start, claim.end)
