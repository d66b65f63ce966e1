"""Stored tallies: those of a long window at any moment, as they were written beside the entries."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from pyroaring import BitMap

from feeds import reconcile
from feeds.archive import Archive
from feeds.archived import chronicling
from feeds.archived.chronicling import Blobs, Mark, name_of, stale_since
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.scenes import Scene
from feeds.beat import Beat, Episode
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds
from feeds.later import Later
from feeds.tally import Tally


@dataclass(frozen=True, slots=True, eq=False)
class _Book:
    """A chronicle, and from which moment on, in microseconds, it does not hold; None for none."""

    chronicle: "reconcile.Chronicle"
    until: int | None
    is_stale: bool
    """True where it could be written on."""


class StoredTallies:
    """Asked by one thread."""

    def __init__(
        self,
        archive: Archive,
        ledger: ArchiveLedger,
        beat: Beat,
        digest: Callable[[], str],
        stale: Callable[[], None],
    ) -> None:
        """`digest` tells that of the beat, once it is needed; `stale` is told of a long window
        whose tallies are not all stored."""
        self._stale = stale
        self._archive = archive
        self._beat = beat
        self._ledger = ledger
        self._digest = digest
        self._open: tuple[Index, Episode | None, _Book | None] | None = None

    def forget(self) -> None:
        """Something was decided, or written."""
        self._open = None

    def at(self, scene: Scene, opened: Callable[[], Tally]) -> Tally | None:
        """The tally of a scene; None where none is stored that holds.

        `opened` gives all of it, for whoever looks into its lists.
        """
        index = scene.index
        if len(index.set_of(ANY_CLAIM)) < chronicling.LEAST:
            return None
        undated = _undated(index)
        if scene.live & undated:  # something is seen that no moment has: at the end alone (R1)
            return None
        if self._open is None or self._open[:2] != (index, scene.window):
            self._open = (index, scene.window, self._book(index, scene.window))
            if self._is_stale(scene):
                self._stale()
        book = self._open[2]
        if book is None or not scene.live:
            return None
        when = scene.at if scene.at is not None else _end_of(scene, book, undated)
        if when is None or (book.until is not None and microseconds(when) >= book.until):
            return None
        # struck at the end alone is also what no moment has (R1)
        has_more = scene.at is None and bool(scene.struck & undated)
        found = book.chronicle.at(when, opened, with_ledgers=not has_more)
        if found is None or scene.at is not None:
            return found
        found = replace(found, at=None)
        return replace(found, struck=Later(lambda: opened().struck)) if has_more else found

    def _is_stale(self, scene: Scene) -> bool:
        book = self._open[2] if self._open is not None else None
        if book is None:
            return len(scene.live) >= chronicling.LEAST
        return book.is_stale

    def _book(self, index: Index, window: Episode | None) -> _Book | None:
        blobs = Blobs(self._archive)
        chronicle = reconcile.Chronicle(name_of(window), blobs, self._beat)
        mark = Mark.of(chronicle.mark)
        if mark is None or mark.beat != self._digest():
            return None
        since = stale_since(self._archive, index, self._ledger, mark)
        ends = [when for when in (since, mark.stopped) if when is not None]
        if not mark.whole:
            ends.append(microseconds(chronicle.until) + 1 if chronicle.until is not None else 0)
        is_stale = since is not None or not mark.whole
        return _Book(chronicle, min(ends, default=None), is_stale)


def _end_of(scene: Scene, book: _Book, undated: BitMap) -> datetime | None:
    """The moment that has what the end has; None where that is not stored.

    The end is of the window of the last claim that stands. In a later one, one of its versions may
    have been replaced, or one told that was replaced since: no moment of the window knows that.
    """
    until = book.chronicle.until
    if until is None or book.until is not None:
        return None
    index, last = scene.index, microseconds(until)
    other = (index.known(last) ^ index.known(None)) | (index.struck(last) ^ index.struck(None))
    claimed = index.set_of(ANY_CLAIM) - undated
    return None if other & claimed else until


def _undated(index: Index) -> BitMap:
    """Versions that became known at no moment."""
    return (index.apart | BitMap(range(index.undated))) - index.late.all(index.ranks)
