"""Edited: which versions an edit of a kind made; compared when that is first asked for."""

from collections.abc import Callable, Collection, Sequence

from pyroaring import BitMap

from feeds import edits
from feeds.archive import Archive
from feeds.archived.working import Worker
from feeds.index.bounds import Bounds, exact
from feeds.index.index import Index
from feeds.index.rows import EDITED

AT_ONCE = 16
"""Edits that are compared while the screen waits: some milliseconds."""

_BATCH = 128


class Edited:
    """The kinds of all edits of an archive, as far as they were compared."""

    def __init__(
        self, archive: Archive, worker: Worker, changed: Callable[[], None], *, waits: bool
    ) -> None:
        """`changed` is called, in another thread, when more edits are compared."""
        self._archive = archive
        self._reader: Archive | None = None
        self._worker = worker
        self._changed = changed
        self._waits = waits
        self._names: dict[int, Collection[str]] = {}
        """What the edit that made it is found by, by doc."""

    def forget(self) -> None:
        """Versions replace others than they did."""
        self._names = {}

    def ranks(self, names: Collection[str], index: Index) -> Bounds:
        """Ranks of the versions that such an edit made; of those not yet compared, that may."""
        edited = index.set_of(EDITED)
        docs = {index.docs[rank]: rank for rank in edited}
        left = [doc for doc in docs if doc not in self._names]
        if self._waits or len(left) <= AT_ONCE:
            self._compare_all(self._archive, left)
            left = []
        found = BitMap(
            [rank for doc, rank in docs.items() if not set(names).isdisjoint(self._of(doc))]
        )
        if not left:
            return exact(found)
        self._worker.run("edits", lambda: self._work(left))
        return Bounds(found, found | BitMap([docs[doc] for doc in left]))

    def names(self, doc: int) -> Collection[str]:
        """What the edit that made a version is found by."""
        if doc not in self._names:
            self._compare(self._archive, [doc])
        return self._of(doc)

    def _of(self, doc: int) -> Collection[str]:
        return self._names.get(doc, ())

    def _work(self, docs: Sequence[int]) -> None:
        """In the worker's thread."""
        if self._reader is None:
            self._reader = self._archive.reader()
        self._compare_all(self._reader, docs)
        self._changed()

    def _compare_all(self, archive: Archive, docs: Sequence[int]) -> None:
        for start in range(0, len(docs), _BATCH):
            self._compare(archive, docs[start : start + _BATCH])

    def _compare(self, archive: Archive, docs: Sequence[int]) -> None:
        """Compare versions with those that they replaced."""
        before = archive.replaced_by(docs)
        wanted = sorted({*docs, *before.values()})
        entries = dict(zip(wanted, archive.entries(wanted), strict=True))
        claims = archive.claims(wanted)
        for doc in docs:
            old = before.get(doc)
            if old is None:
                self._names[doc] = ()
                continue
            was, now = claims.get(old, ()), claims.get(doc, ())
            self._names[doc] = edits.compare(entries[old], entries[doc], was, now).names
