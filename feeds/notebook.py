"""Notebook: what a person keeps beside the entries: marks, tags, notes, what was read, views."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

from feeds.marking import UNMARKED, Marking, Place, View
from feeds.snapshot import EntryKey, EntryView


class Notebook(Protocol):
    """On the disk, where it has one, once a method returns."""

    def marking(self, key: EntryKey) -> Marking:
        """What was left on an entry."""
        ...

    def markings(self) -> Mapping[EntryKey, Marking]:
        """Every entry that anything was left on."""
        ...

    def keep(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        ...

    def views(self) -> Sequence[View]:
        """Saved views by name."""
        ...

    def keep_view(self, view: View) -> None:
        """Save a view under its name, in place of one that has it."""
        ...

    def drop_views(self, names: Iterable[str]) -> None:
        """Forget views."""
        ...

    def place(self, of: str) -> Place | None:
        """Where the last session over `of` stood: the archive, or sources by their names."""
        ...

    def keep_place(self, of: str, place: Place) -> None:
        """Keep where this one stands."""
        ...


class SessionNotebook:
    """A notebook that lasts the session."""

    def __init__(self) -> None:
        self._markings: dict[EntryKey, Marking] = {}
        self._views: dict[str, View] = {}
        self._places: dict[str, Place] = {}

    def marking(self, key: EntryKey) -> Marking:
        """What was left on an entry."""
        return self._markings.get(key, UNMARKED)

    def markings(self) -> Mapping[EntryKey, Marking]:
        """Every entry that anything was left on."""
        return dict(self._markings)

    def keep(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now."""
        for key, marking in markings.items():
            if marking == UNMARKED:
                self._markings.pop(key, None)
            else:
                self._markings[key] = marking

    def views(self) -> Sequence[View]:
        """Saved views by name."""
        return sorted(self._views.values(), key=lambda view: view.name)

    def keep_view(self, view: View) -> None:
        """Save a view under its name."""
        self._views[view.name] = view

    def drop_views(self, names: Iterable[str]) -> None:
        """Forget views."""
        for name in names:
            self._views.pop(name, None)

    def place(self, of: str) -> Place | None:
        """Where the last session over `of` stood."""
        return self._places.get(of)

    def keep_place(self, of: str, place: Place) -> None:
        """Keep where this one stands."""
        self._places[of] = place


def unread_before(notebook: Notebook, entries: EntryView, position: int) -> int | None:
    """The nearest place before one whose entry was not read as it is now, round the end.

    Looks at one entry after the other: for what is held in memory.
    """
    for place in chain(range(position - 1, -1, -1), range(len(entries) - 1, position, -1)):
        entry = entries[place]
        if notebook.marking(entry.key).read < entry.revision:
            return place
    return None
