"""Reviewed desk: what every desk does with claims: decisions about them, and sums in words."""

from collections.abc import Mapping
from datetime import tzinfo

from feeds import reconcile
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.decision import Decision, Motion
from feeds.review_ledger import ReviewLedger
from feeds.tally import Cell, Silence, Tally


class ReviewedDesk:
    """A beat, and what people decide about its claims."""

    beat: Beat
    _review: ReviewLedger

    def decide(self, motion: Motion) -> Decision:
        """Keep what a person decided about a claim; the next snapshot shows it.

        Raises:
            UsageError: there is no such claim, or it makes no sense as asked.
            DecisionError: it could not be kept; nothing has changed.
        """
        kept = self._review.decide(motion)
        self._decided()
        return kept

    def undo(self, by: str = "", claim: str | None = None) -> Decision | None:
        """Take back the last active decision of `by` about these sources; else one on `claim`.

        None where there is neither.

        Raises:
            DecisionError: it could not be kept; nothing has changed.
        """
        return self._told(self._review.take_back(by, claim))

    def redo(self, by: str = "") -> Decision | None:
        """Make again what `by` undid last, while they decided nothing since; else None.

        Raises:
            DecisionError: it could not be kept; nothing has changed.
        """
        return self._told(self._review.make_again(by))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided about these sources, undone and orphaned too, in the order taken."""
        return self._review.about

    @property
    def orphaned(self) -> tuple[Decision, ...]:
        """Decisions about these sources that find no claim any more: kept, without effect."""
        return self._review.orphaned

    def explain(
        self, cell: Cell, claims: Mapping[str, Claim], zone: tzinfo, told: Tally | None = None
    ) -> tuple[str, ...]:
        """The sum of a cell of `told` in words, times in `zone`."""
        return reconcile.explain(cell, claims, self.beat, zone, told)

    def explain_beside(
        self, told: Tally, claims: Mapping[str, Claim], zone: tzinfo
    ) -> tuple[str, ...]:
        """Totals over the sides, and sums that texts give of them, in words."""
        return reconcile.explain_beside(told, claims, self.beat, zone)

    def explain_silence(self, silence: Silence, claims: Mapping[str, Claim], zone: tzinfo) -> str:
        """Since when a side has given no figure, and who says so."""
        return reconcile.explain_silence(silence, claims, self.beat, zone)

    def _told(self, event: Decision | None) -> Decision | None:
        if event is not None:
            self._decided()
        return event

    def _decided(self) -> None:
        """Something was decided: what was seen is no longer so."""
        raise NotImplementedError
