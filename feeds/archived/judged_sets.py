"""Judged sets: which versions carry claims of a kind, where a person rejected some of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from pyroaring import BitMap

from feeds.archived.ledger import ArchiveLedger
from feeds.archived.pages import Pages
from feeds.claim import Claim
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM, Key


class JudgedSets(Mapping[Key, BitMap]):
    """Sets of the index for kinds of claims, corrected for the few versions that were judged.

    Worked out when a query asks for claims.
    """

    def __init__(self, index: Index, known: BitMap, ledger: ArchiveLedger, pages: Pages) -> None:
        """`known`: what a decision takes effect on."""
        self._index = index
        self._known = known
        self._ledger = ledger
        self._pages = pages

    def __getitem__(self, key: Key) -> BitMap:
        if key[0] != ANY_CLAIM[0] or not self._judged:
            raise KeyError(key)
        corrected = BitMap([rank for rank, keys in self._judged.items() if key in keys])
        return (self._index.set_of(key) - BitMap(list(self._judged))) | corrected

    def __iter__(self) -> Iterator[Key]:
        return (key for key in self._index.sets if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @cached_property
    def _judged(self) -> Mapping[int, set[Key]]:
        """The sets that each judged version stands in, by rank."""
        ranks = self._decided()
        claims = self._pages.claims([self._index.docs[rank] for rank in ranks])
        judged = self._ledger.judge(claim for listed in claims for claim in listed)
        kinds: dict[tuple[str, str], set[Key]] = defaultdict(set)
        for claim in filter(_stands, judged.claims):
            kinds[claim.entry_key] |= {ANY_CLAIM, (ANY_CLAIM[0], claim.kind)}
        keys = (listed[0].entry_key if listed else None for listed in claims)
        return {rank: kinds[key] if key else set() for rank, key in zip(ranks, keys, strict=True)}

    def _decided(self) -> Sequence[int]:
        if not self._ledger.decisions:
            return ()
        docs = (doc for doc in self._ledger.docs_for() if doc <= self._index.upto)
        return sorted(rank for doc in docs if (rank := self._index.ranks[doc]) in self._known)


def _stands(claim: Claim) -> bool:
    """True unless a person rejected it; an echo is a claim, too (`feeds.passing`)."""
    return claim.judged is None or claim.judged.ruling != "rejected"
