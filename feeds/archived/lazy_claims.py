"""Archive claims: claims by id and by entry, as a snapshot asks for them: read when asked for."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.pages import Pages
from feeds.archived.scenes import Seen
from feeds.archived.struck import last_said
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


class LedgerClaims(LazyClaims[str, Claim]):
    """Claims by id; see `feeds.snapshot.ManyClaims`."""

    def __init__(
        self, seen: Seen, far: "FarClaims", last_known: Callable[[], datetime | None]
    ) -> None:
        super().__init__(seen.claims, far.claim, seen.struck, seen.every)
        self._several = far.several
        self._last_known = last_known

    @property
    def last_known(self) -> datetime | None:
        """When the newest became known; None where none has a time."""
        return self._last_known()

    def several(self, ids: Collection[str]) -> Mapping[str, Claim]:
        """Those of these ids that are there."""
        near, struck = self._near, self._struck
        told = {id: near[id] for id in ids if id in near}
        found = self._several([id for id in ids if id not in told])
        return {**{id: struck[id] for id in ids if id in struck}, **found, **told}


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
        return self.several([id]).get(id)

    def several(self, ids: Collection[str]) -> Mapping[str, Claim]:
        """The same of several; those that are there, by id."""
        index, wanted = self.index, set(ids)
        by_root = self.archive.claim_docs(sorted({root_of(id)[0] for id in wanted}))
        docs = sorted({d for told in by_root.values() for d in told if d <= index.upto})
        live = [doc for doc in docs if index.ranks[doc] in self.known]
        told = index.everything if self.when is None else index.told(microseconds(self.when))
        holds = set(live)
        gone = [doc for doc in docs if index.ranks[doc] in told and doc not in holds]
        read = dict(zip([*live, *gone], self.pages.claims([*live, *gone]), strict=True))
        said = self.ledger.judge(c for doc in live for c in read[doc]).claims
        last = last_said(self.archive, ((doc, read[doc]) for doc in gone))
        found = {id: claim for id, claim in last.items() if id in wanted}
        return found | {c.id: c for c in reversed(said) if c.id in wanted}
