"""Answers of an archive, as its screen asks for them: two facets and a window, words, any time.

Drawn by chance from the tape, the same for the same seed; nothing is asked twice. A screen is
drawn from a snapshot: what it says to be in work is waited for, and how long one had to wait until
the next key could have been answered is measured too.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import NoReturn

from benchmarks import tapes
from benchmarks.figures import p95, say, say_spread
from benchmarks.sizes import short_of
from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.archived.indexing import Indexing
from feeds.archived.opening import open_archive
from feeds.index.evaluating import Beside, Evaluator, sides_of
from feeds.index.index import Index
from feeds.query import All, Facets, Within
from feeds.snapshot import Filter, Snapshot
from tui.claims.ledger_sorting import ledger_of
from tui.tally.tally_changes import key_of

ASKED = 60
WORDS = 40
OPENED = 10
"""Times at which every cell is opened."""

SEED = 11
SCREEN = 20
"""Entries of a page."""

WAIT_S = 60.0
NAP_S = 0.001


def main(count: int) -> None:
    """Facets, words, times."""
    path = tapes.archive(count)
    with Archive.open(path) as archive:
        index = Indexing(archive).index
    with _desk(count) as desk:
        _facets(desk, index, count)
        _words(desk, count)
        _seek(desk, count)
        _open_cells(desk, count)


@contextmanager
def _desk(count: int) -> Iterator[ArchiveDesk]:
    """As the screen opens it: what takes longer than a frame is done behind it."""
    desk = open_archive(tapes.archive(count), waits=False)
    try:
        _complete(desk, desk.snapshot)
        yield desk
    finally:
        desk.close()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Two facets and a window."""

    actor: str
    region: str
    since: datetime
    until: datetime


def _facets(desk: ArchiveDesk, index: Index, count: int) -> None:
    size = short_of(count)
    asked = list(_draw_facets(desk))
    sides = sides_of(index, desk.beat)
    evaluator = Evaluator(index, sides, Beside(search=_none, notes=_none, marks=_none))
    newest = index.newest
    computed, answered = [], []
    for one in asked:
        parts = (
            Facets("actor", frozenset({one.actor})),
            Facets("region", frozenset({one.region})),
            Within(since=one.since, until=one.until),
        )
        began = time.perf_counter()
        found = evaluator.bounds(All(parts)).low & newest
        [index.docs[rank] for rank in found[-SCREEN:]]
        len(found)
        computed.append(time.perf_counter() - began)
        answered.append(_facets_answered(desk, one))
    say_spread(f"facet_facet_window_compute_{size}", computed)
    say_spread(f"facet_facet_window_snapshot_{size}", answered)


def _facets_answered(desk: ArchiveDesk, one: _Asked) -> float:
    asked = Filter(
        actors=frozenset({one.actor}),
        regions=frozenset({one.region}),
        query=Within(since=one.since, until=one.until),
    )
    began = time.perf_counter()
    _first_page(desk.snapshot(asked=asked))
    return time.perf_counter() - began


def _words(desk: ArchiveDesk, count: int) -> None:
    """Each word by itself: the newest page, then how many there are."""
    size = short_of(count)
    first, exact = list[float](), list[float]()
    stalls = list[float]()
    for word in _draw_words(count):
        asked = Filter(text=word)
        began = time.perf_counter()
        with _stalls(stalls):
            _first_page(desk.snapshot(asked=asked))
            first.append(time.perf_counter() - began)
            _complete(desk, partial(desk.snapshot, asked=asked))
        exact.append(time.perf_counter() - began)
    say_spread(f"words_first_page_{size}", first)
    say_spread(f"words_exact_count_{size}", exact)
    say(f"words_screen_blocked_p95_{size}", 1000 * p95(stalls), "ms")
    say(f"words_screen_blocked_most_{size}", 1000 * max(stalls), "ms")


def _seek(desk: ArchiveDesk, count: int) -> None:
    """Any time: entries, facets, timeline at once, the tally with them or soon after."""
    size = short_of(count)
    chance = random.Random(SEED)
    span = desk.span
    assert span is not None
    first, complete = [], []
    for _ in range(ASKED):
        at = span[0] + (span[1] - span[0]) * chance.random()
        began = time.perf_counter()
        _first_page(desk.snapshot(at=at))
        first.append(time.perf_counter() - began)
        _complete(desk, partial(desk.snapshot, at=at))
        complete.append(time.perf_counter() - began)
    say_spread(f"seek_first_page_{size}", first)
    say_spread(f"seek_complete_{size}", complete)


def _open_cells(desk: ArchiveDesk, count: int) -> None:
    """The ledger of every cell at some times, opened once: processor time of the thread."""
    size = short_of(count)
    chance = random.Random(SEED)
    span = desk.span
    assert span is not None
    taken = []
    for _ in range(OPENED):
        at = span[0] + (span[1] - span[0]) * chance.random()
        snapshot = _complete(desk, partial(desk.snapshot, at=at))
        for cell in snapshot.tally.cells:
            began = time.thread_time()
            ledger_of(snapshot, key_of(cell))
            taken.append(time.thread_time() - began)
    say_spread(f"cell_opened_{size}", taken)
    say(f"cell_opened_most_{size}", 1000 * max(taken), "ms")


def _first_page(snapshot: Snapshot) -> None:
    entries = snapshot.entries
    for position in range(max(len(entries) - SCREEN, 0), len(entries)):
        entries[position]


def _complete(desk: ArchiveDesk, ask: Callable[[], Snapshot]) -> Snapshot:
    """Ask as the screen does: again when the desk says that it has more to tell."""
    changed = threading.Event()
    unwatch = desk.watch(changed.set)
    try:
        while (snapshot := ask()).pending:
            if not changed.wait(WAIT_S):
                raise TimeoutError(f"still in work: {', '.join(snapshot.pending)}")
            changed.clear()
    finally:
        unwatch()
    return snapshot


@contextmanager
def _stalls(found: list[float]) -> Iterator[None]:
    """The longest time for which another thread, one like the screen's, got no turn."""
    ended = threading.Event()
    longest = 0.0

    def watch() -> None:
        nonlocal longest
        while not ended.is_set():
            began = time.perf_counter()
            time.sleep(NAP_S)
            longest = max(longest, time.perf_counter() - began - NAP_S)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        found.append(longest)


def _draw_facets(desk: ArchiveDesk) -> Iterator[_Asked]:
    """Actors and regions as often as they are named, windows of hours to weeks."""
    chance = random.Random(SEED)
    snapshot, span = desk.snapshot(), desk.span
    assert span is not None
    length = span[1] - span[0]
    for _ in range(ASKED):
        actor = _drawn([(f.id, f.count) for f in snapshot.actors], chance)
        region = _drawn([(f.id, f.count) for f in snapshot.regions], chance)
        since = span[0] + length * chance.random()
        yield _Asked(actor, region, since, since + timedelta(hours=chance.randrange(1, 24 * 14)))


def _drawn(of: Sequence[tuple[str, int]], chance: random.Random) -> str:
    return chance.choices([id for id, _ in of], weights=[n for _, n in of])[0]


def _draw_words(count: int) -> list[str]:
    """Of the tape's first entries: common words come often, rare ones sometimes; each once."""
    chance = random.Random(SEED)
    found: dict[str, None] = {}
    for entry in islice(tapes.records(count), WORDS * 2):
        found[chance.choice(entry["body"].lower().rstrip(".").split())] = None
    return list(found)[:WORDS]


def _none(_asked: object) -> NoReturn:
    raise AssertionError("nothing is asked beside the index")
