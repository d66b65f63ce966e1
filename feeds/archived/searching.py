"""Searching: which ranks have words: the first ones at once, all of them when they are found."""

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial, reduce
from itertools import islice
from operator import itemgetter

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.archived.working import Worker
from feeds.errors import ArchiveError
from feeds.index.bounds import Bounds, exact
from feeds.index.index import EMPTY, Index
from feeds.index.words import JOINED, MATCHING, is_of_many, match_of
from feeds.query import Words

AT_ONCE_S = 0.008
"""How long a search may take before the screen goes on without its end: half a frame."""

KEPT = 32
"""Searches whose answers are kept."""

FIRST = 256
"""Hits that are shown before the rest is found."""

MANY = 4096
"""Hits that are read one by one; more of them come joined to one text."""

FEW = 4
"""Chunks that are looked up one by one: for more it pays to have all ranks in one array."""

_AT_ONCE_DOCS = 1 << 22
"""Docs whose hits come in one text: it takes eight bytes for each."""

_CHUNK_CHARACTERS = 1 << 16
"""Of a text that are read at once: the screen gets its turn after every one."""


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
        self._asked: dict[str, set[Words]] = {}
        self._in_hand: tuple[Words, _Found] | None = None

    @contextmanager
    def asking(self, who: str) -> Iterator[None]:
        """What one of those who ask wants inside is all that it still wants.

        A search that nobody wants any more, of a word half typed, is broken off.
        """
        self._asked[who] = set()
        yield
        wanted = set().union(*self._asked.values())
        in_hand = self._in_hand
        if in_hand is not None and in_hand[0] not in wanted:
            self._found.pop(in_hand[0], None)
            in_hand[1].is_dropped = True
            if self._reader is not None and self._reader is not self._archive:
                self._reader.interrupt()

    def search(self, words: Words, index: Index, who: str) -> Bounds:
        """Ranks of the texts that have the words."""
        self._asked[who].add(words)
        found = self._found.pop(words, None)
        if found is None or found.index is not index:
            found = _Found(index, found)
            self._worker.run(words, partial(self._look_up, words, found))
            found.is_late = not found.ready.wait(None if self._waits else AT_ONCE_S)
        self._found[words] = found
        while len(self._found) > KEPT:
            self._found.pop(next(iter(self._found)))
        return found.bounds

    def _look_up(self, words: Words, found: "_Found") -> None:
        """In the worker's thread."""
        if not self._waits and not any(words in asked for asked in self._asked.values()):
            self._found.pop(words, None)
            return
        self._in_hand = (words, found)
        try:
            if self._reader is None:
                self._reader = self._archive.reader()
            self._take(self._reader, words, found)
        except ArchiveError:
            if not found.is_dropped:
                raise
        finally:
            self._in_hand = None
        if found.is_late:
            self._changed()

    @staticmethod
    def _take(reader: Archive, words: Words, found: "_Found") -> None:
        """The newest hits, which can be seen from then on; then all others."""
        match = match_of(words)
        if is_of_many(words):
            found.begin([])
            found.add_many(_joined(reader, match, found.since, found.index.upto + 1))
            found.end()
            return
        rows = (doc for (doc,) in reader.each(MATCHING, (match, found.since)))
        found.begin(list(islice(rows, FIRST)))
        last = list(islice(rows, MANY - FIRST))
        found.add(last)
        if len(last) == MANY - FIRST:
            rows.close()
            found.add_many(_joined(reader, match, found.since, last[-1]))
        found.end()


def _joined(reader: Archive, match: str, since: int, before: int) -> Iterator[list[int]]:
    """The hits after one doc and before another, in order, some thousand at a time."""
    for first in range(since + 1, before, _AT_ONCE_DOCS):
        last = min(first + _AT_ONCE_DOCS, before) - 1
        [(text,)] = reader.ask(JOINED, (match, first, last))
        at = 0
        while text and at < len(text):
            end = text.find(",", at + _CHUNK_CHARACTERS)
            end = len(text) if end < 0 else end
            yield json.loads(f"[{text[at:end]}]")
            at = end + 1


class _Found:
    """What is found so far."""

    def __init__(self, index: Index, before: "_Found | None" = None) -> None:
        """What was found `before` holds, where the index only took more in since."""
        self.index = index
        self.since = 0
        """The newest doc that was looked through already."""
        self.bounds = Bounds(EMPTY, index.everything)
        self._all = BitMap()
        steps = index.since(before.index.mark) if before and before.bounds.is_exact else None
        if before is not None and steps:
            ranks = reduce(lambda found, step: step.moved(found), steps, before.bounds.low)
            self.since = steps[0].upto
            self.bounds = Bounds(ranks, ranks | self._ranks_since(self.since))
        self.ready = threading.Event()
        self.is_late = False
        """True where somebody has been answered with less than all."""
        self.is_dropped = False
        """True where nobody wants the rest."""

    def begin(self, docs: Sequence[int]) -> None:
        """The newest ones are there before the rest."""
        low, high = self.bounds.low, self.bounds.high
        self._all = low | BitMap(self._ranks(docs))
        self.bounds = Bounds(self._all.copy(), high)

    def add(self, docs: Sequence[int]) -> None:
        """Further ones."""
        self._all.update(self._ranks(docs))

    def add_many(self, chunks: Iterable[Sequence[int]]) -> None:
        """Further ones, very many, in order; each chunk's at once, without a loop over them."""
        ranks, upto, whole, odd = self.index.ranks, self.index.upto, None, 0
        for docs in chunks:
            if self.is_dropped:
                return
            last = docs[-1]
            shift = ranks.shift_of(docs[0], last) if last <= upto else None
            odd += shift is None
            if shift is not None:
                self._all |= BitMap(docs).shift(shift)
            elif odd <= FEW or last > upto or len(docs) == 1:
                self.add(docs)
            else:
                whole = whole or ranks.whole()
                self._all.update(itemgetter(*docs)(whole))

    def end(self) -> None:
        """That were all."""
        if not self.is_dropped:
            self.bounds = exact(self._all)
        self.ready.set()

    def _ranks_since(self, doc: int) -> BitMap:
        """Ranks of what came in after a doc."""
        return BitMap(self._ranks(range(doc + 1, self.index.upto + 1)))

    def _ranks(self, docs: Sequence[int]) -> list[int]:
        upto = self.index.upto
        return self.index.ranks.of(doc for doc in docs if doc <= upto)
