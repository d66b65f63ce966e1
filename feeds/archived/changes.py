"""Archive changes: how the figures of one window moved, followed in a thread."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyroaring import BitMap

from feeds import reconcile
from feeds.archive import Archive
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.working import Worker
from feeds.beat import Beat, Episode
from feeds.change import Change
from feeds.claim import Claim
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM, NEVER
from feeds.index.times import microseconds, moment
from feeds.snapshot import EntryKey

if TYPE_CHECKING:
    from feeds import judged_past

MOST = 1_000
"""Versions with claims in a window up to which its changes are followed: it takes some seconds."""

_Wanted = tuple[object, Episode | None, int]
"""What names the claims of an index, window, and state of the decisions."""


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """The changes of one window."""

    changes: Sequence[Change] = ()
    """Oldest first, up to its end."""

    docs: Mapping[EntryKey, Sequence[int]] = field(default_factory=dict)
    """Versions of the entries that carry claims in it."""

    def until(
        self, at: datetime | None, passing: BitMap | None = None, index: Index | None = None
    ) -> Sequence[Change]:
        """Those known at `at` (None: all) of which a cause is among what passes (None: all).

        `passing` are ranks of `index`.
        """
        told = self.changes
        if at is not None:
            told = told[: bisect_right(told, at, key=lambda change: change.time)]
        if passing is None or index is None:
            return told
        ranks = index.ranks
        return [
            change
            for change in told
            if any(ranks[doc] in passing for key in change.entries for doc in self._of(key))
        ]

    def _of(self, key: EntryKey) -> Sequence[int]:
        return self.docs.get(key, ())


class ArchiveChanges:
    """Follows the window that is looked at, once somebody asked for changes."""

    def __init__(
        self,
        archive: Archive,
        ledger: ArchiveLedger,
        beat: Beat,
        worker: Worker,
        *,
        changed: Callable[[], None],
        too_long: Callable[[Episode | None], None],
    ) -> None:
        """`changed` is called, in the worker's thread, when a window has been followed.

        `too_long` is told of a window that has too many claims for it.
        """
        self._archive = archive
        self._reader: Archive | None = None
        self._ledger = ledger
        self._beat = beat
        self._worker = worker
        self._changed = changed
        self._too_long = too_long
        self._state = 0
        self._wanted: _Wanted | None = None
        self._done: tuple[_Wanted, Followed] | None = None
        self.is_on = False
        """True once they are followed."""

    def forget(self) -> None:
        """Something was decided."""
        self._state += 1

    def of(self, index: Index, window: Episode | None) -> tuple[Followed, bool]:
        """The changes of a window, and whether that is all: else they are in work.

        Until they are there the last ones of the window stand in for them: lines of a feed that go
        and come back with every entry cannot be read.
        """
        if not self.is_on:
            return Followed(), True
        wanted = (index.said, window, self._state)
        if self._wanted != wanted:
            self._wanted = wanted
            if len(self._ranks(index, window)) > MOST:
                self._done = (wanted, Followed())
                self._too_long(window)
            else:
                self._worker.run("changes", lambda: self._follow(index, wanted))
        if self._done is None or self._done[0][1] != window:
            return Followed(), False
        return self._done[1], self._done[0] == wanted

    def _ranks(self, index: Index, window: Episode | None) -> BitMap:
        """Versions with claims that became known in a window, whenever they were replaced."""
        told = index.everything - (index.apart - index.late.all(index.ranks))
        if window is not None:
            told = told - index.told(microseconds(window.start) - 1)
            after = min(
                (e.start for e in self._beat.episodes if e.start > window.start), default=None
            )
            if after is not None:
                told &= index.told(microseconds(after) - 1)
        return told & index.set_of(ANY_CLAIM)

    def _follow(self, index: Index, wanted: _Wanted) -> None:
        """In the worker's thread."""
        from feeds import judged_past  # noqa: PLC0415 - the stages, once figures are followed

        docs = [index.docs[rank] for rank in self._ranks(index, wanted[1])]
        if self._reader is None:
            self._reader = self._archive.reader()
        beside = set(self._ledger.docs_for()).difference(docs)
        claims = self._reader.claims([*docs, *beside])
        told = judged_past.versions(
            [*_claimed(index, docs, claims), *_claimed(index, sorted(beside), claims)],
            self._ledger.judge,
            self._ledger.merged_with,
        )
        by_key: dict[EntryKey, list[int]] = {}
        for doc in docs:
            for claim in claims.get(doc, ())[:1]:
                by_key.setdefault(claim.entry_key, []).append(doc)
        inside = {(c.entry_key, c.known) for doc in docs for c in claims.get(doc, ())[:1]}
        found = reconcile.History(self._beat).follow(v for v in told if _is_of(v, inside))
        self._done = (wanted, Followed(found, by_key))
        self._changed()


def _claimed(
    index: Index, docs: Sequence[int], claims: Mapping[int, tuple[Claim, ...]]
) -> "Iterator[judged_past.Claimed]":
    """The versions of these that carry claims, with when they were replaced."""
    from feeds import judged_past  # noqa: PLC0415 - see above

    whens = dict(zip(index.gone.docs, index.gone.whens, strict=True))
    for doc in docs:
        if said := claims.get(doc):
            replaced = _moment(whens[doc]) if doc in whens else None
            yield judged_past.Claimed(said[0].entry_key, said[0].known, replaced, said)


def _is_of(version: "reconcile.Version", inside: Set[tuple[EntryKey, datetime | None]]) -> bool:
    """True for a version of the window; what was read beside it was to judge that by."""
    return any((claim.entry_key, claim.known) in inside for claim in version.claims)


def _moment(when: int) -> datetime:
    """When a version was replaced; before all times by one that has none."""
    return datetime.min.replace(tzinfo=UTC) if when == NEVER else moment(when)
