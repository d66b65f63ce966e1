"""Copied: which entries of an archive are copies of an earlier report from another source.

Worked out in time order, through a window as wide as copies may lie apart; what was found is kept
in the archive among the parts of its index.
"""

import json
import threading
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence

from feeds.archive import Archive, Body
from feeds.archived.copy_sets import CopySets, Docs
from feeds.copies import SPAN, Group, Grouping, Report, Sketch, sketch
from feeds.index.index import Index
from feeds.index.times import microseconds, moment
from feeds.snapshot import EntryKey

PIECE = "copies"
"""What is kept of it, among the parts of the index."""

WORTH_KEEPING = 2_000
"""Versions that were looked at since it was kept, from which on it is kept again."""

REMEMBERED = 20_000
"""Sketches that are remembered: of what came in within some days."""

_PAGE = 256
_SPAN_US = SPAN // (moment(1) - moment(0))


class Copied:
    """The groups of copies of one archive, as far as they were worked out."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._reader: Archive | None = None
        self._sketches: OrderedDict[int, _Told] = OrderedDict()
        self._bodies: OrderedDict[int, str] = OrderedDict()
        self._upto = self._kept = 0
        """The newest doc that was looked at; and when it was written down."""
        self._grouping = Grouping[int](self._body_of)
        self._docs = Docs()
        self._is_restored = False
        self._lock = threading.Lock()
        self._sets: tuple[tuple[Index, int], CopySets] | None = None

    def look(self) -> None:
        """Another process may have kept more: take that when it is asked for."""
        self._is_restored = False

    def restore(self) -> None:
        """Take what was kept, in any thread."""
        with self._lock:
            self._restore()

    def behind(self, index: Index) -> int:
        """How many versions of an index are not looked at, at most."""
        return index.upto - self._upto

    def of(self, index: Index) -> CopySets:
        """The groups that were found, in an index."""
        key = (index, self._docs.state)
        if self._sets is None or self._sets[0] != key:
            self._sets = (key, CopySets(index, self._docs))
        return self._sets[1]

    def first_of(self, key: EntryKey) -> EntryKey:
        """The first report of the entry's group; the entry's own key where it has no copies."""
        return self._grouping.first_of(key)

    def group_of(self, key: EntryKey) -> Group:
        """The reports that are one with an entry, its own too; none where it has no copies."""
        return self._grouping.group_of(key)

    def take(self, index: Index) -> bool:
        """Look at what came in since, in any thread; True where that made other groups."""
        with self._lock:
            before = self._docs.state
            self._restore()
            assert self._reader is not None
            if len(self._reader.sources()) > 1:
                self._look_through(index)
            self._upto = max(self._upto, index.upto)
            if self._upto - self._kept >= WORTH_KEEPING:
                self._keep()
            return self._docs.state != before

    def keep(self) -> None:
        """Put down all that was found, however little.

        Raises:
            ArchiveError: it could not be kept.
        """
        with self._lock:
            if self._upto > self._kept:
                self._keep()

    def _look_through(self, index: Index) -> None:
        """Hold what came in since against what is near it."""
        docs = [d for d in range(self._upto + 1, index.upto + 1) if _is_in(index, d)]
        dated = sorted(rank for d in docs if (rank := index.ranks[d]) >= index.undated)
        before = {id(group): group for group in self._grouping.groups}
        for first, last in _intervals(index, dated):
            for start in range(first, last, _PAGE):
                ranks = range(start, min(start + _PAGE, last))
                self._hold([index.docs[rank] for rank in ranks])
            self._grouping.forget_all()
        changed = [group for group in self._grouping.groups if id(group) not in before]
        self._put(group[0].key for group in changed)
        for start in range(0, len(docs), _PAGE):
            told = self._sketched(docs[start : start + _PAGE])
            self._put({key for key, _ in told if self._grouping.group_of(key)})

    def _hold(self, docs: Sequence[int]) -> None:
        """Hold versions, in order of time, against those told before."""
        for doc, (_, told) in zip(docs, self._sketched(docs), strict=True):
            if told is not None:
                report, numbers = told
                self._grouping.forget_before(report.time - SPAN)
                self._grouping.add(report, doc, numbers)

    def _put(self, keys: Iterable[EntryKey]) -> None:
        """Know the versions of the entries of these groups."""
        assert self._reader is not None
        for first in {self._grouping.first_of(key) for key in keys}:
            group = self._grouping.group_of(first)
            self._docs.put([self._reader.docs_of(report.key) for report in group])

    def _sketched(self, docs: Sequence[int]) -> "Sequence[_Told]":
        assert self._reader is not None
        missing = [doc for doc in docs if doc not in self._sketches]
        for doc, body in self._reader.bodies(missing).items():
            self._sketches[doc] = _told(body)
        found = [self._sketches[doc] for doc in docs]
        while len(self._sketches) > REMEMBERED:
            self._sketches.popitem(last=False)
        return found

    def _body_of(self, doc: int) -> str:
        assert self._reader is not None
        if doc not in self._bodies:
            self._bodies[doc] = self._reader.bodies([doc])[doc].text
            while len(self._bodies) > _PAGE:
                self._bodies.popitem(last=False)
        return self._bodies[doc]

    def _restore(self) -> None:
        if self._is_restored:
            return
        if self._reader is None:
            self._reader = self._archive.reader()
        self._is_restored = True
        kept = self._reader.stored([PIECE]).get(PIECE)
        if kept is None:
            return
        told = json.loads(zlib.decompress(kept))
        if told["upto"] <= self._upto:
            return
        groups = [[Report(moment(us), s, id) for us, s, id in group] for group in told["groups"]]
        self._grouping = Grouping[int](self._body_of, groups)
        self._upto = self._kept = told["upto"]
        for docs in told["docs"]:
            self._docs.put(docs)

    def _keep(self) -> None:
        assert self._reader is not None
        groups, docs = [], []
        for group in self._grouping.groups:
            groups.append([(microseconds(r.time), r.source, r.id) for r in group])
            docs.append([self._reader.docs_of(r.key) for r in group])
        told = json.dumps({"upto": self._upto, "groups": groups, "docs": docs})
        self._archive.store({PIECE: zlib.compress(told.encode(), 1)}, self._archive.generation)
        self._kept = self._upto


_Told = tuple[EntryKey, tuple[Report, Sketch] | None]
"""The entry of a version, and what is held against others; None: too short, or undated."""


def _told(body: Body) -> _Told:
    key = (body.source, body.id)
    numbers = sketch(body.text) if body.time_us is not None else None
    if numbers is None or body.time_us is None:
        return key, None
    return key, (Report(moment(body.time_us), *key), numbers)


def _is_in(index: Index, doc: int) -> bool:
    """True for a version that the index has: one of the newest alone has no others."""
    return index.ranks[doc] < len(index) and index.docs[index.ranks[doc]] == doc


def _intervals(index: Index, new: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Ranks within whose span a new one lies, from and to, those that overlap as one."""
    begin = end = -1
    for rank in new:
        time = index.times[rank]
        first, last = index.before(time - _SPAN_US), index.until(time + _SPAN_US)
        if first > end:
            if begin >= 0:
                yield begin, end
            begin = first
        end = max(end, last)
    if begin >= 0:
        yield begin, end
