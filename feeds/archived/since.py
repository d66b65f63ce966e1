"""Archive since: what came into an archive after a version, and which figures it moved."""

from collections.abc import Mapping
from datetime import datetime

from pyroaring import BitMap

from feeds import reconcile
from feeds.archive import Archive
from feeds.archived.ledger import ArchiveLedger
from feeds.beat import Beat
from feeds.catch_up import CatchUp
from feeds.change import Change
from feeds.claim import Claim
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds, moment
from feeds.snapshot import EntryKey
from feeds.tally import Tally

MOST_BELOW = 500
"""New entries below the edge that are told one by one."""


class Since:
    """Reads by a connection of its own; an index never changes under it."""

    def __init__(self, archive: Archive, index: Index, ledger: ArchiveLedger, beat: Beat) -> None:
        self._archive = archive
        self._index = index
        self._ledger = ledger
        self._beat = beat

    def look(self, seen: int) -> CatchUp:
        """What came in after the version `seen`, the archive's own number of it."""
        index = self._index
        rows = [row for row in self._archive.rows(seen) if row.doc <= index.upto]
        new = BitMap(index.ranks[row.doc] for row in rows)
        fresh, back = BitMap(), BitMap()
        before = {row.doc: row.replaces for row in rows}
        for row in rows:
            if index.ranks[row.doc] in index.newest:
                first, then = _followed_back(row.doc, before)
                if then is None:
                    fresh.add(index.ranks[first])
                else:
                    back.add(index.ranks[then])
        there = (index.newest - new) | back
        dated = fresh - BitMap(range(index.undated))
        edge = there.max() if there else None
        below = BitMap() if edge is None else fresh & BitMap(range(edge))
        return CatchUp(
            entries=len(fresh),
            edits=len(rows) - len(fresh),
            first=self._key((dated or fresh).min()) if fresh else None,
            edge=self._key(edge) if edge is not None and len(below) < len(fresh) else None,
            below=tuple(self._key(rank) for rank in below[max(len(below) - MOST_BELOW, 0) :]),
            late=len(below),
            moved=self._moved(there, index.newest, new),
        )

    def _moved(self, there: BitMap, now: BitMap, new: BitMap) -> tuple[Change, ...]:
        claimed = self._index.set_of(ANY_CLAIM)
        if not new & claimed and not (there - now) & claimed:
            return ()
        end = self._end(now & claimed)
        before, after = self._tally(there & claimed, end), self._tally(now & claimed, end)
        added = self._claims(new & claimed)
        when = end or max((c.known for c in added if c.known), default=None)
        if when is None:
            return ()
        return tuple(reconcile.between(before, after, when, added))

    def _tally(self, ranks: BitMap, end: datetime | None) -> Tally:
        window = self._beat.window_at(end) if end else None
        if window is not None:
            ranks = ranks - self._index.told(microseconds(window.start) - 1)
        judged = self._ledger.judge(self._claims(ranks)).claims
        return reconcile.tally(judged, at=None, beat=self._beat)

    def _claims(self, ranks: BitMap) -> list[Claim]:
        docs = [self._index.docs[rank] for rank in ranks]
        read = self._archive.claims(docs)
        return [claim for doc in docs for claim in read.get(doc, ())]

    def _end(self, ranks: BitMap) -> datetime | None:
        """The time of the last of some versions; None where none has any."""
        last = self._index.time_of(ranks.max()) if ranks else None
        return None if last is None else moment(last)

    def _key(self, rank: int) -> EntryKey:
        return self._archive.entries([self._index.docs[rank]])[0].key


def _followed_back(doc: int, before: Mapping[int, int | None]) -> tuple[int, int | None]:
    """The first of a chain of versions that are all in `before`, and the one that it replaced."""
    then = before[doc]
    while then is not None and then in before:
        doc, then = then, before[then]
    return doc, then
