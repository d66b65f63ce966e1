"""Chronicling: the tallies of long windows are stored beside the entries, for every moment of them.

Written by whoever has the time: an import, or a process beside the dashboard. What came since, or
was decided, makes stale what follows it, and nothing before it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4

from pyroaring import BitMap

from feeds import reconcile
from feeds.archive import BESIDE, Archive
from feeds.archived import scenes
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.struck import last_said
from feeds.archived.timed import Timed, moments
from feeds.beat import Beat, Episode
from feeds.claim import Claim
from feeds.index.index import Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds, moment

LEAST = 2_000
"""Versions with claims in a window from which on its tallies are stored: those of fewer are worked
out in some milliseconds."""

FORMAT = 2
"""Of what is stored; what was written in another is written anew."""

_READ_AT_ONCE = 2_000
_SAY_EACH = 500
_TRIES = 3
"""How often a chronicle is opened that another writer puts something in meanwhile."""

_BEGINNING = datetime.min.replace(tzinfo=UTC)

Report = Callable[[int, int], None]
"""How many moments are done, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a chronicle was written from."""

    beat: str
    upto: int
    """The newest doc that was known."""

    decisions: Mapping[str, str] = field(default_factory=dict)
    """Those that took effect: id, and id of the entry."""

    stopped: int | None = None
    """Microseconds; from then on the running tally is not plain, and nothing is stored.

    That is so after a claim without a time of its own, which may repeat any figure, later ones too
    (R1, R11). And after a merge (R19): no rule is in the way there, but the merged claim is one
    more copy of every figure that its other claim made or repeats, in any cell, after all that is
    told later; marks and days of parts, which are kept place by place, and the claims of disputes
    hang on it as well, and the running tally has none of that yet.
    """

    whole: bool = True
    """False while it is written: it holds up to where it has come."""

    writer: str = ""
    """Who writes: of two the one that began last goes on, the other is `Overtaken`."""

    format: int = FORMAT

    @property
    def text(self) -> str:
        """As it is kept."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return json.dumps(named)

    @classmethod
    def of(cls, text: str | None) -> "Mark | None":
        """The mark that is kept; None for one of another format."""
        told = json.loads(text) if text else {}
        return cls(**told) if told.get("format") == FORMAT else None


class Blobs:
    """Where chapters are kept: beside the index, and stale with it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._generation = archive.generation

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        return self._archive.stored([key]).get(key)

    def several(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What was put under these keys, in one look."""
        return self._archive.stored(keys)

    def put(self, blobs: Mapping[str, bytes | None], known: Mapping[str, bytes | None]) -> bool:
        """Keep all of them, None takes one away; nothing, and False, where others than `known` are
        there, or the index was made anew."""
        made = {key: blob for key, blob in blobs.items() if blob is not None}
        gone = [key for key, blob in blobs.items() if blob is None]
        with self._archive.writing(durable=False):
            found = self._archive.stored([*known])
            is_other = any(found.get(key) != blob for key, blob in known.items())
            if is_other or self._archive.generation != self._generation:
                return False
            self._archive.store(made, self._generation, without=gone)
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """The versions with claims that are told in one window."""

    window: Episode | None
    ranks: BitMap
    """Those that became known in it."""

    before: BitMap
    """Earlier ones; none where they are too many to be read with those."""

    leaves_out: bool


def name_of(window: Episode | None) -> str:
    """Under which a window's chronicle is kept."""
    return f"{BESIDE}{window.id if window else ''}"


def told_in(index: Index, beat: Beat, window: Episode | None) -> Told:
    """What is told in a window; versions without a moment are told in none."""
    told = (index.everything - (index.apart - index.late.all(index.ranks))) & index.set_of(
        ANY_CLAIM
    )
    told -= BitMap(range(index.undated)) - index.late.all(index.ranks)
    before, last = BitMap(), _last_of(beat, window)
    if window is not None:
        before = told & index.told(microseconds(window.start) - 1)
    if last is not None:
        told &= index.told(last)
    leaves_out = len(before) > scenes.EARLIER
    return Told(window, told - before, BitMap() if leaves_out else before, leaves_out)


def _last_of(beat: Beat, window: Episode | None) -> int | None:
    """The last moment, in microseconds, at which a tally is of the window; None where none is.

    Once a later episode has begun, only until its own end.
    """
    later = [e.start for e in beat.episodes if window is None or e.start > window.start]
    if not later or (window is not None and window.end is None):
        return None
    ends = [microseconds(min(later)) - 1]
    if window is not None and window.end is not None:
        ends.append(microseconds(window.end) - 1)
    return max(ends)


def stale_since(archive: Archive, index: Index, ledger: ArchiveLedger, mark: Mark) -> int | None:
    """From which moment on, in microseconds, what was written no longer holds; None: it all does.

    A claim that came since, was edited away or judged counts from when it was known (R1, R19).
    """
    claimed = index.set_of(ANY_CLAIM)
    found: list[int | None] = []
    for row in archive.rows(mark.upto):
        was_claimed = row.replaces is not None and index.ranks[row.replaces] in claimed
        if row.doc <= index.upto and (row.kinds or was_claimed):
            found.append(row.known_us)
    now = effective(ledger)
    entries = {e for id, e in (*now.items(), *mark.decisions.items())
               if now.get(id) != mark.decisions.get(id)}  # fmt: skip
    ranks = (index.ranks[doc] for doc in archive.docs_named(sorted(entries)) if doc <= index.upto)
    found += [index.time_of(rank) for rank in ranks]
    known = [when for when in found if when is not None]
    return min(known, default=None)


def effective(ledger: ArchiveLedger) -> Mapping[str, str]:
    """The decisions that count, by id: the entry that each is about."""
    return {d.id: d.entry for d in ledger.decisions} if ledger.counts else {}


class Chronicling:
    """Writes on where the last one ended."""

    def __init__(self, archive: Archive, ledger: ArchiveLedger, beat: Beat, digest: str) -> None:
        """`digest` is the beat's: what was written by another state of it is written anew."""
        self._archive = archive
        self._ledger = ledger
        self._beat = beat
        self._digest = digest
        self._writer = uuid4().hex

    def _long(self, index: Index) -> Iterator[Told]:
        for window in (None, *self._beat.episodes):
            told = told_in(index, self._beat, window)
            if len(told.ranks) >= LEAST:
                yield told

    def write(self, index: Index, report: Report | None = None) -> None:
        """Bring the chronicle of every long window up to date.

        Raises:
            ArchiveError: it could not be kept; what was written stays.
        """
        for told in self._long(index):
            with suppress(reconcile.Overtaken):
                self._write(index, told, report or (lambda _done, _all: None))

    def _open(self, index: Index, told: Told) -> "reconcile.Chronicle":
        """What is stored of a window; whoever is at writing it ends, unless they know more.

        Raises:
            Overtaken: they were quicker, again and again.
        """
        for _ in range(_TRIES):
            book = reconcile.Chronicle(name_of(told.window), Blobs(self._archive), self._beat)
            mark = Mark.of(book.mark)
            if mark is None or mark.whole or mark.upto > index.upto:
                return book
            book.mark = replace(mark, writer=self._writer).text
            with suppress(reconcile.Overtaken):
                book.save()
                return book
        raise reconcile.Overtaken

    def _write(self, index: Index, told: Told, report: Report) -> None:
        book = self._open(index, told)
        mark = Mark.of(book.mark)
        if mark is None or mark.beat != self._digest:
            book.forget(_BEGINNING)
        elif mark.upto > index.upto:
            return  # by another who knew more
        else:
            since = stale_since(self._archive, index, self._ledger, mark)
            if since is None and mark.upto == index.upto and mark.whole:
                return
            if since is not None:
                book.forget(moment(since))
        follow = _Following(self._archive, self._ledger, self._beat, index, told)
        mark = Mark(
            beat=self._digest,
            upto=index.upto,
            decisions=effective(self._ledger),
            writer=self._writer,
        )
        begun = replace(mark, whole=False).text
        stopped = follow.write(book, begun, report)
        book.mark = replace(mark, stopped=stopped).text
        book.save()


class _Following:
    """One window, moment by moment."""

    def __init__(
        self, archive: Archive, ledger: ArchiveLedger, beat: Beat, index: Index, told: Told
    ) -> None:
        self._archive = archive
        self._ledger = ledger
        self._beat = beat
        self._index = index
        self._told = told
        self._running = reconcile.RunningTally(beat, keeps=False)
        self._gone = dict(zip(index.gone.docs, index.gone.whens, strict=True))
        self._decided = set(ledger.docs_for()) if effective(ledger) else set[int]()
        self._claims: dict[int, tuple[Claim, ...]] = {}
        """Of versions that will be replaced, and of those that somebody decided about."""
        self._live: set[int] = set()
        """Of these, those that hold."""
        self._judged: dict[str, Claim] = {}

    def write(self, book: "reconcile.Chronicle", begun: str, report: Report) -> int | None:
        """Write on; returns the moment from which on nothing could be written, None for none."""
        came, gone = self._stops()
        number = sum(1 for _ in moments(came, gone))
        done = microseconds(book.until) if book.until is not None else None
        book.mark = begun
        book.save()
        for n, (when, new, old) in enumerate(self._read(self._from(came, gone, done))):
            if not self._take(when, new, old):
                return when
            if done is None or when > done:
                book.write(moment(when), self._running)
            elif when == done:
                book.go_on(self._running)
            if n % _SAY_EACH == 0:
                report(n, number)
        return None

    def _stops(self) -> tuple[Timed, Timed]:
        """The versions by when they became known, and those that were replaced by when."""
        index = self._index
        late = dict(zip(index.late.docs, index.late.whens, strict=True))
        ranks = self._told.ranks | self._told.before | self._earlier_decided()
        docs = [index.docs[rank] for rank in ranks]
        came = (
            (late.get(doc, index.times[rank]), doc) for doc, rank in zip(docs, ranks, strict=True)
        )
        gone = ((self._gone[doc], doc) for doc in docs if doc in self._gone)
        return Timed.of(came), Timed.of(gone)

    def _earlier_decided(self) -> BitMap:
        """Those before the window that somebody decided about."""
        index, claimed = self._index, self._index.set_of(ANY_CLAIM)
        ranks = BitMap(index.ranks[doc] for doc in self._decided if doc <= index.upto)
        if self._told.window is None:
            return BitMap()
        return ranks & claimed & index.told(microseconds(self._told.window.start) - 1)

    def _from(
        self, told: Timed, replaced: Timed, done: int | None
    ) -> Iterator[tuple[int, list[int], list[int]]]:
        """Every stop of the window, with all that came and went since the one before.

        Those that are written are one, and so are those before the window.
        """
        came: list[int] = []
        gone: list[int] = []
        for when in moments(told, replaced, self._starts()):
            came += told.at(when)
            gone += replaced.at(when)
            is_due = done is None or when >= done
            if is_due and self._beat.window_at(moment(when)) is self._told.window:
                yield when, came, gone
                came, gone = [], []

    def _starts(self) -> Iterator[int]:
        """When the window begins, and when it may go on after another: one that lies in it, or one
        that it lay in."""
        window = self._told.window
        if window is not None:
            yield microseconds(window.start)
            yield from (microseconds(e.end) for e in self._beat.episodes if e.end)

    def _read(
        self, stops: Iterable[tuple[int, list[int], list[int]]]
    ) -> Iterator[tuple[int, Sequence[tuple[int, tuple[Claim, ...]]], list[int]]]:
        """With the claims of what came."""
        batch: list[tuple[int, list[int], list[int]]] = []
        for stop in stops:
            batch.append(stop)
            if len(batch) >= _READ_AT_ONCE:
                yield from self._read_batch(batch)
                batch = []
        yield from self._read_batch(batch)

    def _read_batch(
        self, batch: Sequence[tuple[int, list[int], list[int]]]
    ) -> Iterator[tuple[int, Sequence[tuple[int, tuple[Claim, ...]]], list[int]]]:
        docs = [doc for _, came, _ in batch for doc in came]
        found: dict[int, tuple[Claim, ...]] = {}
        for start in range(0, len(docs), _READ_AT_ONCE):
            found |= self._archive.claims(docs[start : start + _READ_AT_ONCE])
        for when, came, gone in batch:
            yield when, [(doc, found.get(doc, ())) for doc in came], gone

    def _take(
        self, when: int, came: Sequence[tuple[int, tuple[Claim, ...]]], gone: Sequence[int]
    ) -> bool:
        """Go on to a moment; False where from there on no step by step can tell a tally."""
        told: dict[str, Claim] = {}
        is_judged = False
        left = set(gone)
        for doc, claims in came:
            if doc in self._gone or doc in self._decided:
                self._claims[doc] = claims
            if doc in self._decided:
                self._live.add(doc)
                is_judged = True
            elif doc not in left:
                told |= {c.id: c for c in claims}
        edited: list[tuple[int, Sequence[Claim]]] = []
        apart = self._told.leaves_out
        for doc in gone:
            is_judged = is_judged or doc in self._live
            self._live.discard(doc)
            if not (apart and self._index.ranks[doc] not in self._told.ranks):
                edited.append((doc, self._claims.pop(doc)))
        if is_judged:
            told |= self._judge()
        struck = last_said(self._archive, edited)
        self._running.unstrike(struck)
        self._running.take(moment(when), [*told.values()], [*struck.values()])
        return self._running.is_plain

    def _judge(self) -> dict[str, Claim]:
        """What people made of the claims that they decided about, where it is another now."""
        told = (c for doc in sorted(self._live) for c in self._claims[doc])
        now = {c.id: c for c in self._ledger.judge(told).claims}
        before, self._judged = self._judged, now
        self._running.drop(c for id, c in before.items() if now.get(id) != c)
        return {id: c for id, c in now.items() if before.get(id) != c}
