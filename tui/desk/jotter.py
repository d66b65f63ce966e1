"""Jotter: the one place where what the reader leaves on entries is handed to the desk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from textual.cache import LRUCache

from feeds.clock import Clock
from feeds.entry import Entry
from feeds.errors import FeedError
from feeds.marking import UNMARKED, Marking, tag_of
from feeds.notebook import Notebook
from feeds.snapshot import EntryKey, EntryView
from tui.screens.form import Field, FieldError

READ_S = 1.0
"""Seconds before an open text from which an entry counts as read: who passes over it has not."""

LONGEST_TAG = 40

KEPT = 2048
"""Entries whose marking is remembered: what several screens show."""


class JottedDesk(Protocol):
    """What jotting asks of the desk (`feeds.desk.Desk`)."""

    @property
    def notebook(self) -> Notebook:
        """What a person keeps beside the entries."""
        ...

    def jot(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now."""
        ...

    def entry(self, key: EntryKey) -> Entry | None:
        """The newest version of an entry."""
        ...

    def unread_before(self, entries: EntryView, position: int) -> int | None:
        """The nearest place before one whose entry was not read, round the end."""
        ...


class Jotter:
    """Marks, tags, notes, and what was read: each kept at once."""

    def __init__(self, desk: JottedDesk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self._known: LRUCache[EntryKey, Marking] = LRUCache(KEPT)
        self._before: EntryKey | None = None
        self._since_s = 0.0
        self._has_failed = False
        self.left: tuple[tuple[EntryKey, Marking], ...] = ()
        """What was on entries when the filter was asked, of those on which something else is now;
        see `Filter.left`."""

        self.drafts: dict[EntryKey, tuple[str, ...]] = {}
        """What was typed in a form that was left, by entry."""

    @property
    def notebook(self) -> Notebook:
        """Where all of it is kept."""
        return self._desk.notebook

    def marking(self, key: EntryKey) -> Marking:
        """What was left on an entry."""
        found = self._known.get(key)
        if found is None:
            found = self._desk.notebook.marking(key)
            self._known.set(key, found)
        return found

    def asked_anew(self) -> None:
        """Another filter: what passes it is told by what is on the entries now."""
        self.left = ()

    def forget(self) -> None:
        """Another program may have put something down."""
        self._known.clear()

    def next_unread(self, entries: EntryView, position: int) -> int | None:
        """The nearest place before one whose entry was not read as it is now, round the end."""
        return self._desk.unread_before(entries, position)

    def toggle_mark(self, key: EntryKey) -> Marking:
        """Mark it, or no longer.

        Raises:
            FeedError: it could not be kept; nothing has changed.
        """
        before = self.marking(key)
        return self._keep(key, replace(before, marked=not before.marked))

    def describe(self, key: EntryKey, tags: Iterable[str], note: str) -> Marking:
        """Put these tags and this note in place of the ones that are there.

        Raises:
            FeedError: it could not be kept; nothing has changed.
        """
        marking = replace(self.marking(key), tags=frozenset(tags), note=note)
        return self._keep(key, marking)

    def stands_before(self, key: EntryKey | None) -> None:
        """The text of this entry is before the reader from now on; None: no text is."""
        self._before = key
        self._since_s = self._clock.monotonic()

    def leave(self) -> str:
        """The reader goes on; why it could not be kept, the first time, else nothing.

        The entry counts as read where its text stood there long enough.
        """
        if self._before is None or self._clock.monotonic() - self._since_s < READ_S:
            return ""
        return self.read(self._before)

    def read(self, key: EntryKey) -> str:
        """An entry was read; why that could not be kept, the first time, else nothing."""
        entry, marking = self._desk.entry(key), self.marking(key)
        if entry is None or marking.read >= entry.revision:
            return ""
        try:
            self._keep(key, replace(marking, read=entry.revision))
        except FeedError as error:
            told, self._has_failed = self._has_failed, True
            return "" if told else str(error)
        return ""

    def _keep(self, key: EntryKey, marking: Marking) -> Marking:
        before = self.marking(key)
        self._desk.jot({key: marking})
        if key not in dict(self.left):
            self.left = (*self.left, (key, before))
        self._known.discard(key)  # to set a key that is there changes nothing
        self._known.set(key, marking)
        return marking


def note_fields(marking: Marking = UNMARKED) -> tuple[Field, ...]:
    """The lines that ask for tags and a note."""
    return (
        Field(
            label="tags",
            value=" ".join(sorted(marking.tags)),
            hint="words with blanks between: border follow-up; tag:border finds them",
        ),
        Field(
            label="note",
            value=marking.note,
            hint="your own words, shown with the entry; note:word finds them",
        ),
    )


def noted(typed: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Tags and note as typed.

    Raises:
        FieldError: a tag has no letter or digit, or is too long.
    """
    tags = []
    for word in typed[0].replace(",", " ").split():
        tag = tag_of(word)
        if not tag:
            raise FieldError(0, f"{word!r} has neither letter nor digit: no tag")
        if len(tag) > LONGEST_TAG:
            raise FieldError(0, f"{word[:LONGEST_TAG]!r}… is longer than {LONGEST_TAG} characters")
        tags.append(tag)
    return tuple(dict.fromkeys(tags)), typed[1].strip()
