"""DeskCompared: what a source changed in an entry, and which others filed the same text."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from feeds.edit import Edit, EditKind
from feeds.entry import Entry
from feeds.sighting import Sighting
from feeds.snapshot import EntryKey
from tui.desk.desk_place import DeskPlace


class ComparedDesk(Protocol):
    """What is asked of the desk (`feeds.desk.Desk`)."""

    def sighting(self, key: EntryKey) -> Sighting | None:
        """In which retrievals an entry was; None for what was not fetched."""
        ...

    def edit_of(self, key: EntryKey, at: datetime | None = None, back: int = 0) -> Edit | None:
        """The last edit of an entry known at `at`, or one so many edits before."""
        ...

    def copies_of(self, key: EntryKey, at: datetime | None = None) -> Sequence[Entry]:
        """The entries known at `at` that are one report with this one, in order of time."""
        ...


def seen_by(sighting: Sighting | None, at: datetime | None) -> Sighting | None:
    """What was known of it at `at` (None: the end): a replay knows nothing of what came later."""
    if sighting is None or at is None:
        return sighting
    if sighting.first.at > at:
        return None
    gone = sighting.gone if sighting.gone and sighting.gone <= at else None
    last = replace(sighting.last, until=min(sighting.last.until, at))
    return replace(sighting, last=last, gone=gone)


class DeskCompared(DeskPlace):
    """A desk that shows edits, and folds copies."""

    folds = True
    """Copies are hidden under the first report of the same text."""

    _back = 0
    """How many edits before the last one the one that is shown was made."""

    @property
    def compared_desk(self) -> ComparedDesk:
        """The desk."""
        raise NotImplementedError

    def refresh_snapshot(self) -> None:
        """Ask the desk anew."""
        raise NotImplementedError

    def action_edits(self) -> None:
        """The last edit of the entry, the one before, at last the text again.

        One that came while they are gone through is the last one, and shown next.
        """
        entry = self.detail.entry
        if entry is None:
            return
        begins = self.detail.edit is None or self.detail.has_newer_edit
        back = 0 if begins else self._back + 1
        edit = self.compared_desk.edit_of(entry.key, self.at, back)
        if edit is None and back == 0:
            self.say("This entry was not edited so far.")
        self._back, self.detail.edit = back, edit
        self.tell_keys()

    def action_copies(self) -> None:
        """Show copies as entries of their own, or fold them again."""
        self.folds = not self.folds
        folded = self.snapshot.folded if self.snapshot else 0
        with self.feed.staying():
            self.refresh_snapshot()
        if self.folds:
            self.say("Copies are folded under the first report of the same text.")
        else:
            self.say("Every copy is shown." if folded else "There are no copies to show.")

    def touched(self, entry: Entry) -> EditKind | None:
        """The gravest thing that the last edit of an entry touched; None where that is little."""
        edit = self.compared_desk.edit_of(entry.key, self.at)
        return edit.kinds[0] if edit is not None and edit.is_grave else None

    def sighting(self, key: EntryKey) -> Sighting | None:
        """In which retrievals an entry was, as known at the playhead."""
        return seen_by(self.compared_desk.sighting(key), self.at)

    def is_gone(self, entry: Entry) -> bool:
        """True for an entry that is no longer where it was fetched, as known at the playhead."""
        seen = self.sighting(entry.key) if entry.fetched is not None else None
        return seen is not None and seen.gone is not None

    def copies(self, entry: Entry) -> Sequence[Entry]:
        """Who else filed the text so far."""
        return self.compared_desk.copies_of(entry.key, self.at)
