"""DeskEdits: what a source changed in an entry, word by word, in the place of its text."""

from datetime import datetime
from typing import Protocol

from feeds.edit import Edit, EditKind
from feeds.entry import Entry
from feeds.snapshot import EntryKey
from tui.desk_place import DeskPlace


class EditedDesk(Protocol):
    """What is asked of the desk (`feeds.desk.Desk`)."""

    def edit_of(self, key: EntryKey, at: datetime | None = None, back: int = 0) -> Edit | None:
        """The last edit of an entry known at `at`, or one so many edits before."""
        ...


class DeskEdits(DeskPlace):
    """A desk that shows the edits of the entry that is read."""

    _back = 0
    """How many edits before the last one the one that is shown was made."""

    @property
    def edited_desk(self) -> EditedDesk:
        """The desk."""
        raise NotImplementedError

    def action_edits(self) -> None:
        """The last edit of the entry, the one before, at last the text again."""
        entry = self.detail.entry
        if entry is None:
            return
        back = 0 if self.detail.edit is None else self._back + 1
        edit = self.edited_desk.edit_of(entry.key, self.at, back)
        if edit is None and back == 0:
            self.say("This entry was not edited so far.")
        self._back, self.detail.edit = back, edit
        self.tell_keys()

    def touched(self, entry: Entry) -> EditKind | None:
        """The gravest thing that the last edit of an entry touched; None where that is little."""
        edit = self.edited_desk.edit_of(entry.key, self.at)
        return edit.kinds[0] if edit is not None and edit.is_grave else None
