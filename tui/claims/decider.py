"""Decider: the one place where the screen's decisions about claims are handed to the desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from feeds.claim import Claim
from feeds.decision import Decision, Motion, Verdict
from feeds.entry import Entry
from feeds.snapshot import EntryKey, Filter, Snapshot

NO_NAME = (
    "Kept without a name. Set yours once: `name: A. Reporter` in the settings file "
    "(`nightdesk settings` says where it lies)."
)


class JudgedDesk(Protocol):
    """What deciding asks of the desk (`feeds.desk.Desk`)."""

    def snapshot(self, *, at: datetime | None, asked: Filter, fold: bool = False) -> Snapshot:
        """Everything at a playhead under a filter."""
        ...

    def entry(self, key: EntryKey, at: datetime | None = None) -> Entry | None:
        """One entry, as it was known at `at`."""
        ...

    def decide(self, motion: Motion) -> Decision:
        """Keep what a person decided."""
        ...

    def undo(self, by: str = "", claim: str | None = None) -> Decision | None:
        """Take back the person's last decision, else one on the claim."""
        ...

    def redo(self, by: str = "") -> Decision | None:
        """Make it again."""
        ...


class Decider:
    """Decides in the reader's name, and lets the desk's screen draw what came of it."""

    def __init__(
        self,
        desk: JudgedDesk,
        by: str = "",
        *,
        changed: Callable[[], None],
    ) -> None:
        """`by`: the reader's name, empty where none is set."""
        self._desk = desk
        self.by = by
        self._changed = changed
        self._has_told = bool(by)
        self.drafts: dict[tuple[Verdict, str], tuple[str, ...]] = {}
        """What was typed in a form that was left, by verdict and claim."""
        self.left_at: str | None = None
        """Claim under the review queue's cursor when it was left."""

    def snapshot(self, at: datetime | None) -> Snapshot:
        """Everything at a playhead."""
        return self._desk.snapshot(at=at, asked=Filter())

    def entry_of(self, claim: Claim) -> Entry | None:
        """The version of an entry in which a claim stands."""
        return self._desk.entry(claim.entry_key, claim.known)

    def decide(self, motion: Motion) -> Decision:
        """Have it kept, in the reader's name.

        Raises:
            FeedError: it makes no sense as asked, or could not be kept; nothing has changed.
        """
        kept = self._desk.decide(replace(motion, by=self.by))
        self.drafts.pop((motion.verdict, motion.claim), None)
        self._after()
        return kept

    def undo(self, claim: str | None = None) -> Decision | None:
        """Take the reader's last decision back, else one on `claim`; None where there is none.

        Raises:
            FeedError: it could not be kept.
        """
        return self._told(self._desk.undo(self.by, claim))

    def redo(self) -> Decision | None:
        """Make it again; None where there is none.

        Raises:
            FeedError: it could not be kept.
        """
        return self._told(self._desk.redo(self.by))

    def _told(self, event: Decision | None) -> Decision | None:
        if event is not None:
            self._after()
        return event

    def reminder(self) -> str:
        """What is to be said once, after the first decision that has no name."""
        if self._has_told:
            return ""
        self._has_told = True
        return NO_NAME

    def _after(self) -> None:
        self._changed()
