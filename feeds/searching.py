"""Searching: which ranks have words: the first ones at once, all of them when they are found."""

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.index.bounds import Bounds, exact
from feeds.index.index import EMPTY, Index
from feeds.index.words import MATCHING, match_of
from feeds.query import Words
from feeds.working import Worker

AT_ONCE_S = 0.008
"""How long a search may take before the screen goes on without its end: half a frame."""

KEPT = 32
"""Searches whose answers are kept."""

FIRST = 256
"""Hits that are shown before the rest is found."""

_CHUNK = 8192


class Searching:
    """Answers for one archive. What is still looked up is told in bounds (`Bounds`)."""

    def __init__(
        self, archive: Archive, worker: Worker, changed: Callable[[], None], *, waits: bool
    ) -> None:
        """`changed` is called, in another thread, when a search comes to its end."""
        self._archive = archive
        self._reader: Archive | None = None
        self._worker = worker
        self._changed = changed
        self._waits = waits
        self._found: dict[Words, _Found] = {}

    def search(self, words: Words, index: Index) -> Bounds:
        """Ranks of the texts that have the words."""
        found = self._found.pop(words, None)
        if found is None or found.index is not index:
            found = _Found(index)
            self._worker.run(words, lambda: self._look_up(words, found))
            found.is_late = not found.ready.wait(None if self._waits else AT_ONCE_S)
        self._found[words] = found
        while len(self._found) > KEPT:
            self._found.pop(next(iter(self._found)))
        return found.bounds

    def _look_up(self, words: Words, found: "_Found") -> None:
        if self._reader is None:
            self._reader = self._archive.reader()
        docs = (doc for (doc,) in self._reader.each(MATCHING, (match_of(words),)))
        found.take(docs)
        if found.is_late:
            self._changed()


class _Found:
    """What is found so far."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.bounds = Bounds(EMPTY, index.everything)
        self.ready = threading.Event()
        self.is_late = False
        """True where somebody has been answered with less than all."""

    def take(self, docs: Iterator[int]) -> None:
        """All of them; the first ones are there before the rest."""
        ranks = BitMap(self._ranks(list(islice(docs, FIRST))))
        self.bounds = Bounds(ranks, self.index.everything)
        while chunk := list(islice(docs, _CHUNK)):
            ranks = ranks | BitMap(self._ranks(chunk))
        self.bounds = exact(ranks)
        self.ready.set()

    def _ranks(self, docs: Sequence[int]) -> list[int]:
        upto, ranks = self.index.upto, self.index.ranks
        return [ranks[doc] for doc in docs if doc <= upto]
