"""Fetched desk: where the entries of a desk were fetched; nothing is where there is no archive."""

from typing import TYPE_CHECKING

from feeds.entry import Entry
from feeds.sighting import Fetched, Sighting
from feeds.snapshot import EntryKey

if TYPE_CHECKING:
    from feeds.archive import Archive


class FetchedDesk:
    """A desk that may have an archive of what was fetched."""

    _fetched_from: "Archive | None" = None
    """What was fetched is kept here; None where nothing is."""

    def origin(self, entry: Entry) -> Fetched | None:
        """The retrieval that brought this version of an entry; None for what was not fetched."""
        if self._fetched_from is None or entry.fetched is None:
            return None
        docs = self._fetched_from.docs_of(entry.key)
        found = self._fetched_from.entries(docs)
        doc = next((d for d, e in zip(docs, found, strict=True) if e.revision == entry.revision), 0)
        return self._fetched_from.fetches.origin(doc) if doc else None

    def sighting(self, key: EntryKey) -> Sighting | None:
        """First and last retrieval of an entry, and when it was missing; None: never fetched."""
        if self._fetched_from is None:
            return None
        return self._fetched_from.fetches.sightings([key]).get(key)
