"""Archive claims: claims by id and by entry, as a snapshot asks for them: read when asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.pages import Pages
from feeds.claim import Claim
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds
from feeds.review import root_of
from feeds.snapshot import EntryKey

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LazyClaims(Mapping[_Key, _Value]):
    """Those of the tally's window are there; any other is looked up when somebody asks for it.

    Whoever goes through all of them meets those of the window alone.
    """

    def __init__(
        self,
        near: Mapping[_Key, _Value],
        far: Callable[[_Key], _Value | None],
        struck: Mapping[_Key, _Value] | None = None,
        every: Callable[[], Mapping[_Key, _Value]] | None = None,
    ) -> None:
        """`near`: of the window; `far` looks one up, None where there is none.

        `struck` are those of the window that were edited away: what holds goes before them. Where
        those of the window are very many, none is there, and `every` gives all of them.
        """
        self._every = every
        self._near = near
        self._far = far
        self._struck = struck or {}

    def __getitem__(self, key: _Key) -> _Value:
        found = self._near.get(key)
        if found is None:
            found = self._far(key)
        if found is None:
            found = self._struck.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[_Key]:
        return iter(self._every() if self._every else {**self._struck, **self._near})

    def __len__(self) -> int:
        if self._every:
            return len(self._every())
        return len(self._near.keys() | self._struck.keys())


@dataclass(frozen=True, slots=True, eq=False)
class FarClaims:
    """Claims that were known before the window began, of one moment of an index."""

    index: Index
    known: BitMap
    """Ranks of what is to be shown at the moment."""

    when: datetime | None
    """The moment; None is the end."""

    archive: Archive
    pages: Pages
    ledger: ArchiveLedger

    def of_entry(self, key: EntryKey) -> tuple[Claim, ...] | None:
        """The claims of an entry, as people judged them; None where it has none."""
        doc = self.pages.doc_among(key, self.index, self.known)
        if doc is None or self.index.ranks[doc] not in self.index.set_of(ANY_CLAIM):
            return None
        return self.ledger.judge(self.pages.claims([doc])[0]).claims

    def claim(self, id: str) -> Claim | None:
        """A claim as it holds, else as it did last; None where there is none."""
        index, (root, _) = self.index, root_of(id)
        docs = [d for d in self.archive.claim_docs([root]).get(root, ()) if d <= index.upto]
        live = [doc for doc in docs if index.ranks[doc] in self.known]
        told = index.everything if self.when is None else index.told(microseconds(self.when))
        gone = [doc for doc in docs if index.ranks[doc] in told and doc not in live]
        holds = self.ledger.judge(c for doc in live for c in self.pages.claims([doc])[0]).claims
        held = (c for doc in reversed(gone) for c in self.pages.claims([doc])[0])
        return next((c for c in (*holds, *held) if c.id == id), None)
