"""Copied: which entries of an archive are copies of an earlier report from another source.

Worked out in time order, through a window as wide as copies may lie apart; what was found is kept
in the archive beside its index, also half-way.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from pyroaring import BitMap

from feeds.archive import Archive, Body
from feeds.archived.copy_sets import CopySets, Docs
from feeds.archived.kept_copies import Begun, KeptCopies
from feeds.copies import SPAN, Group, Grouping, Report, Sketch, sketch
from feeds.index.index import Index
from feeds.index.times import moment
from feeds.snapshot import EntryKey

CHECKED_EACH = 20_000
"""Versions after which it is put down how far a search has come: two seconds of it are lost at the
most, where it is closed."""

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
        self._sketches: OrderedDict[int, _Told] = OrderedDict()
        self._bodies: OrderedDict[int, str] = OrderedDict()
        self._upto = self._kept_upto = 0
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
            if len(self._reader.sources()) > 1:
                self._look_through(index)
            self._upto = max(self._upto, index.upto)
            if self._upto - self._kept_upto >= WORTH_KEEPING and self._archive.writes:
                self._keep()
            return self._docs.state != before

    def keep(self) -> None:
        """Put down all that was found, however little.

        Raises:
            ArchiveError: it could not be kept.
        """
        with self._lock:
            if self._upto > self._kept_upto:
                self._keep()

    def _look_through(self, index: Index) -> None:
        """Hold what came in since against what is near it, in order of time."""
        before = {id(group): group for group in self._grouping.groups}
        new = self._new(index)
        held = 0
        for first, last in _intervals(index, new - BitMap(range(index.undated))):
            for start in range(first, last, _PAGE):
                ranks = range(start, min(start + _PAGE, last))
                self._hold([index.docs[rank] for rank in ranks])
                held += len(ranks)
                if held >= CHECKED_EACH:
                    held = 0
                    self._keep_begun(index, index.times[ranks[-1]] - _SPAN_US)
            self._grouping.forget_all()
        changed = [group for group in self._grouping.groups if id(group) not in before]
        self._put(group[0].key for group in changed)
        self._put_versions(range(self._upto + 1, index.upto + 1))

    def _new(self, index: Index) -> BitMap:
        """Ranks of what came in since; without what an unfinished search has done already."""
        docs = range(self._upto + 1, index.upto + 1)
        new = BitMap(index.ranks[doc] for doc in docs if _is_in(index, doc))
        begun = self._kept.begun(self._upto) if len(docs) >= WORTH_KEEPING else None
        if begun is None or begun.toward > index.upto:
            return new
        self._grouping = Grouping[int](self._body_of, begun.groups)
        further = range(begun.toward + 1, index.upto + 1)
        later = BitMap(index.ranks[doc] for doc in further if _is_in(index, doc))
        done = BitMap(range(index.undated, index.before(begun.since)))
        return new - (done - later)

    def _keep_begun(self, index: Index, since: int) -> None:
        """Let another program go on from here, should this one be closed."""
        if self._archive.writes:
            groups = list(self._grouping.groups)
            begun = Begun(upto=self._upto, toward=index.upto, since=since, groups=groups)
            self._kept.keep_begun(begun)

    def _put_versions(self, docs: Sequence[int]) -> None:
        """Know further versions of what was copied."""
        if next(self._grouping.groups, None) is not None:
            for start in range(0, len(docs), _PAGE):
                keys = set(self._reader.keys_of(docs[start : start + _PAGE]).values())
                self._put({key for key in keys if self._grouping.group_of(key)})

    def _hold(self, docs: Sequence[int]) -> None:
        """Hold versions, in order of time, against those told before."""
        for doc, (_, told) in zip(docs, self._sketched(docs), strict=True):
            if told is not None:
                report, numbers = told
                self._grouping.forget_before(report.time - SPAN)
                self._grouping.add(report, doc, numbers)

    def _put(self, keys: Iterable[EntryKey]) -> None:
        """Know the versions of the entries of these groups."""
        for first in {self._grouping.first_of(key) for key in keys}:
            group = self._grouping.group_of(first)
            self._docs.put([self._reader.docs_of(report.key) for report in group])

    def _sketched(self, docs: Sequence[int]) -> "Sequence[_Told]":
        missing = [doc for doc in docs if doc not in self._sketches]
        for doc, body in self._reader.bodies(missing).items():
            self._sketches[doc] = _told(body)
        found = [self._sketches[doc] for doc in docs]
        while len(self._sketches) > REMEMBERED:
            self._sketches.popitem(last=False)
        return found

    def _body_of(self, doc: int) -> str:
        if doc not in self._bodies:
            self._bodies[doc] = self._reader.bodies([doc])[doc].text
            while len(self._bodies) > _PAGE:
                self._bodies.popitem(last=False)
        return self._bodies[doc]

    def _restore(self) -> None:
        if self._is_restored:
            return
        self._is_restored = True
        found = self._kept.found()
        if found is None or not self._upto < found.upto <= self._reader.last_doc:
            return
        self._grouping = Grouping[int](self._body_of, found.groups)
        self._upto = self._kept_upto = found.upto
        for docs in found.docs:
            self._docs.put(docs)

    def _keep(self) -> None:
        self._kept.keep(self._upto, self._grouping.groups, self._reader.docs_of)
        self._kept_upto = self._upto

    @cached_property
    def _reader(self) -> Archive:
        return self._archive.reader()

    @cached_property
    def _kept(self) -> KeptCopies:
        return KeptCopies(self._archive, self._reader)


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


def _intervals(index: Index, new: BitMap) -> Iterator[tuple[int, int]]:
    """Ranks within whose span a new one lies, from and to, those that overlap as one."""
    begin = end = -1
    for low, high in _runs(new):
        first = index.before(index.times[low] - _SPAN_US)
        last = index.until(index.times[high] + _SPAN_US)
        if first > end:
            if begin >= 0:
                yield begin, end
            begin = first
        end = max(end, last)
    if begin >= 0:
        yield begin, end


def _runs(ranks: BitMap) -> Iterator[tuple[int, int]]:
    """Ranks that follow each other, the first and the last of them."""
    low = high = -2
    for rank in ranks:
        if rank != high + 1:
            if low >= 0:
                yield low, high
            low = rank
        high = rank
    if low >= 0:
        yield low, high
