"""Pages: entries of an archive read a page at a time, with their claims; the last ones are kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.claim import Claim
from feeds.entry import Entry
from feeds.index.index import Index
from feeds.index.times import microseconds
from feeds.snapshot import EntryKey

KEPT = 512
"""Versions that are kept: what a dozen screens show."""

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Pages:
    """Versions by doc; what is asked for page by page is asked of the archive once."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._entries = _Recent(self._read)
        self._claims = _Recent(self._read_claims)
        self._docs: OrderedDict[EntryKey, int] = OrderedDict()

    def entries(self, docs: Sequence[int]) -> list[Entry]:
        """The entries of versions, in the order asked."""
        return self._entries.of(docs)

    def claims(self, docs: Sequence[int]) -> list[tuple[Claim, ...]]:
        """The claims of versions, as the machine read them, in the order asked."""
        return self._claims.of(docs)

    def doc_among(self, key: EntryKey, index: Index, ranks: BitMap) -> int | None:
        """The version of an entry whose rank is among these; None where none is.

        The one read last is tried before the archive is asked.
        """
        last = self._docs.get(key)
        found = None if last is None else _among([last], index, ranks)
        return found if found is not None else _among(self._archive.docs_of(key), index, ranks)

    def docs_told(self, key: EntryKey, index: Index, at: datetime | None) -> list[int]:
        """The versions of an entry that were known at `at` (None: the end), oldest first."""
        docs = [doc for doc in self._archive.docs_of(key) if doc <= index.upto]
        if at is None or not docs:
            return docs
        told = index.told(microseconds(at))
        return [doc for doc in docs if index.ranks[doc] in told]

    def newest(self, key: EntryKey) -> int | None:
        """The newest version of an entry; None where it is not archived."""
        docs = self._archive.docs_of(key)
        return docs[-1] if docs else None

    def forget(self) -> None:
        """Versions are no longer as they were."""
        self._entries = _Recent(self._read)
        self._claims = _Recent(self._read_claims)

    def _read(self, docs: Sequence[int]) -> Iterable[tuple[int, Entry]]:
        entries = self._archive.entries(docs)
        for doc, entry in zip(docs, entries, strict=True):
            self._docs[entry.key] = doc
            self._docs.move_to_end(entry.key)
        _shorten(self._docs)
        return zip(docs, entries, strict=True)

    def _read_claims(self, docs: Sequence[int]) -> Iterable[tuple[int, tuple[Claim, ...]]]:
        found = self._archive.claims(docs)
        return ((doc, found.get(doc, ())) for doc in docs)


class _Recent(Generic[_Value]):
    """What was read of docs, the last ones; what is missing is read at once."""

    def __init__(self, read: Callable[[Sequence[int]], Iterable[tuple[int, _Value]]]) -> None:
        self._read = read
        self._kept: OrderedDict[int, _Value] = OrderedDict()
        self._lock = threading.RLock()
        """A ledger is read in another thread."""

    def of(self, docs: Sequence[int]) -> list[_Value]:
        with self._lock:
            return self._of(docs)

    def _of(self, docs: Sequence[int]) -> list[_Value]:
        kept = self._kept
        missing = [doc for doc in dict.fromkeys(docs) if doc not in kept]
        kept.update(self._read(missing))
        for doc in docs:
            kept.move_to_end(doc)
        found = [kept[doc] for doc in docs]
        _shorten(kept)
        return found


def _among(docs: Sequence[int], index: Index, ranks: BitMap) -> int | None:
    known = (doc for doc in docs if doc <= index.upto)
    return next((doc for doc in known if index.ranks[doc] in ranks), None)


def _shorten(kept: "OrderedDict[_Key, _Value]") -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
