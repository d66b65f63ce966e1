"""Counts that no noise moves: an action costs as much at a hundred thousand entries as at one.

Statements, rows fetched, rows drawn and layouts are counted, never time. What is asked for lies at
the same place of a page, and of the pattern of late and edited entries, in both archives.
"""

import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from textual.screen import Screen
from textual.strip import Strip

from benchmarks.terminal import Terminal
from feeds.archive import Archive
from feeds.archive.connection import Connection
from feeds.archived import chronicling
from feeds.archived.chronicling import Chronicling
from feeds.archived.desk import ArchiveDesk
from feeds.archived.kept_beat import digest_of
from feeds.archived.pages import Pages
from feeds.claim import Claim
from feeds.decision_book import SessionBook
from feeds.entry import Entry, Mention
from feeds.index import moments
from feeds.reconcile import chronicle
from feeds.snapshot import Filter
from tests.build import beat, claim, entry
from tests.screen import seated
from tui.desk.desk_screen import DeskScreen
from tui.feed.feed_pane import FeedPane

pytestmark = pytest.mark.perfcount

SIZES = (1_600, 100_000)
"""Entries; both end with a page, and with the pattern of `reads`."""
BEAT = beat()
START = datetime(2022, 9, 13, tzinfo=UTC)
ACTORS = ("armenia", "azerbaijan", "russia", "un")
REGIONS = ("gegharkunik", "syunik")
MOST_BYTES = 1.2
"""Longer numbers, and other words, take a few bytes more."""

QUIET_S = 0.5
LIMIT_S = 60.0
_BATCH = 5_000
MOST_STEPS = 1.5
"""What is halved takes a few turns more among a hundred thousand: at most so many times in all."""

Read = tuple[Entry, tuple[Claim, ...]]
Action = Callable[[ArchiveDesk], object]


def reads(count: int) -> Iterator[Read]:
    """Entries a second apart, one in fifty told late, one in a hundred edited, the last with a
    claim."""
    for n in range(count):
        time = START + timedelta(seconds=n)
        names = (("actor", ACTORS[n % 3]), ("actor", ACTORS[n % 4]), ("region", REGIONS[n % 2]))
        made = replace(
            entry(f"Word{n % 7} and {'rare' if n % 500 == 0 else 'plain'} words.", time=None),
            id=f"e{n}",
            source=f"source{n % 3}",
            headline=f"Entry {n}",
            time=time,
            known=time + timedelta(minutes=2 if n % 50 == 7 else 0),
            mentions=tuple(_mention(*name) for name in names),
        )
        yield made, _claims(made) if n == count - 1 else ()
        if n % 100 == 9:
            yield replace(made, body="Edited.", known=time + timedelta(minutes=5)), ()


def _mention(what: str, id: str) -> Mention:
    return Mention(what=what, id=id, place=None, field="body", start=0, end=1)  # type: ignore[arg-type]


def _claims(of: Entry) -> tuple[Claim, ...]:
    told = claim(49, time=None, id="c49", entry=of.id, source=of.source)
    return (replace(told, time=of.time, known=of.known, as_of=of.time),)


class Counted:
    """Statements and rows of every connection that is opened while this watches."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def open(self, opened: sqlite3.Connection) -> sqlite3.Connection:
        """Count what this one is asked and gives."""
        opened.set_trace_callback(self._statement)
        opened.row_factory = self._row
        return opened

    def _statement(self, _text: str) -> None:
        self.counts["statements"] += 1

    def _row(self, _cursor: sqlite3.Cursor, row: tuple[object, ...]) -> tuple[object, ...]:
        self.counts["rows"] += 1
        return row


@pytest.fixture(scope="module")
def counted() -> Iterator[Counted]:
    """Every connection counts."""
    counting, opens = Counted(), Connection._open
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Connection, "_open", lambda self, path: counting.open(opens(self, path)))
        patch.setattr(moments, "STEP", 16)  # docs that are walked through, for any time
        yield counting


@pytest.fixture(scope="module")
def desks(
    counted: Counted, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[ArchiveDesk]]:
    """The same story, short and long, archived and indexed."""
    made = []
    for size in SIZES:
        path: Path = tmp_path_factory.mktemp("archives") / f"{size}.db"
        with Archive.open(path) as archive:
            told = reads(size)
            while batch := list(islice(told, _BATCH)):
                archive.add(batch, durable=False)
        ArchiveDesk(Archive.open(path), BEAT).close()
        desk = ArchiveDesk(Archive.open(path), BEAT, book=SessionBook())
        desk.snapshot()
        made.append(desk)
    counted.counts.clear()
    yield made
    for desk in made:
        desk.close()


def _middle(desk: ArchiveDesk, part: float = 0.5) -> datetime:
    seconds = len(desk.snapshot().entries) * part
    return START + timedelta(seconds=seconds // 100 * 100)


def _newest(desk: ArchiveDesk, asked: Filter, at: datetime | None = None) -> Sequence[Entry]:
    entries = desk.snapshot(at=at, asked=asked).entries
    return entries[len(entries) - 20 :]


def _find(desk: ArchiveDesk) -> int | None:
    entries = desk.snapshot().entries
    return entries.position_of(entries[len(entries) // 3].key)


def _play(desk: ArchiveDesk) -> None:
    start = _middle(desk)
    for second in range(10):
        _newest(desk, Filter(), start + timedelta(seconds=second))


FACET = Filter(actors=frozenset({"armenia"}))
FACETS = replace(FACET, regions=frozenset({"syunik"}))

ACTIONS: dict[str, Action] = {
    "the newest page": lambda desk: _newest(desk, Filter()),
    "a page in the middle": lambda desk: desk.snapshot().entries[len(desk.snapshot().entries) // 2],
    "one facet": lambda desk: _newest(desk, FACET),
    "two facets and a window": lambda desk: _newest(
        desk, replace(FACETS, since=_middle(desk, 0.25), until=_middle(desk, 0.75))
    ),
    "a seek": lambda desk: _newest(desk, Filter(), _middle(desk, 0.4)),
    "a filtered seek": lambda desk: _newest(desk, FACETS, _middle(desk, 0.6)),
    "ten frames of a replay": _play,
    "the place of an entry": _find,
    "a place in time": lambda desk: desk.snapshot().entries.until(_middle(desk)),
    "the next claim": lambda desk: desk.snapshot().entries.claimed_from(0, 1),
    "a text that was read before": lambda desk: _newest(desk, Filter(text="rare")),
    "the stops": lambda desk: (desk.times[len(desk.times) // 2], desk.claim_times[0]),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_asks_for_as_much_of_a_long_archive_as_of_a_short_one(
    name: str, desks: Sequence[ArchiveDesk], counted: Counted
) -> None:
    asked = []
    for desk in desks:
        if "read before" in name:
            ACTIONS[name](desk)
        else:
            desk._pages = Pages(desk.archive)
        counted.counts.clear()
        ACTIONS[name](desk)
        asked.append(dict(counted.counts))
    short, long = asked
    assert long == short
    assert short.get("statements", 0) <= 12 * (10 if "ten" in name else 1)


STORED_SIZES = (2_400, 100_000)
CLAIMED = 50
"""One entry of so many has a claim."""

CHAPTER = 16
"""Moments of a chapter: of 48 there are three chapters, of 2,000 there are 125."""


def stories(count: int) -> Iterator[Read]:
    """Entries a second apart, of which one in fifty has a claim: the same one as the one before."""
    for n in range(count):
        time = START + timedelta(seconds=n)
        told = entry("49 were killed.", id=f"e{n}", source="test", time=None)
        made = replace(told, time=time, known=time)
        yield made, tuple(_claims(made)) if n % CLAIMED == 0 else ()


@pytest.fixture(scope="module")
def storing_desks(
    counted: Counted, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[ArchiveDesk]]:
    """A short and a long window, with the tallies of every moment stored beside them."""
    made = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicling, "LEAST", 0)
        patch.setattr(chronicle, "RECORDS", CHAPTER)
        for size in STORED_SIZES:
            path = tmp_path_factory.mktemp("stored") / f"{size}.db"
            with Archive.open(path) as archive:
                told = stories(size)
                while batch := list(islice(told, _BATCH)):
                    archive.add(batch, durable=False)
                with_beat = ArchiveDesk(archive, BEAT)
                writing = Chronicling(archive, with_beat._review, BEAT, digest_of(BEAT))
                writing.write(with_beat._state.index)
            desk = ArchiveDesk(Archive.open(path), BEAT, book=SessionBook())
            made.append(desk)
        counted.counts.clear()
        yield made
    for desk in made:
        desk.close()


def _seek_stored(desk: ArchiveDesk, chapter: int) -> None:
    """The page and the tally of a moment in the middle of a chapter."""
    at = START + timedelta(seconds=CLAIMED * (chapter * CHAPTER + CHAPTER // 2) + 10)
    snapshot = desk.snapshot(at=at)
    snapshot.entries[len(snapshot.entries) - 20 :]
    [cell] = snapshot.tally.cells
    assert snapshot.tally.checked is not None  # as stored, and not worked out
    assert cell.best == 49


def test_a_stored_seek_asks_for_as_much_of_a_long_window_as_of_a_short_one(
    storing_desks: Sequence[ArchiveDesk], counted: Counted
) -> None:
    """Statements, rows and lines of Python: any moment is one chapter."""
    asked, run = [], []
    for desk, size in zip(storing_desks, STORED_SIZES, strict=True):
        last = size // CLAIMED // CHAPTER - 1
        _seek_stored(desk, 0)
        for chapter in (last, 0):
            desk._sight.look()
            desk._pages = Pages(desk.archive)
            counted.counts.clear()
            _seek_stored(desk, chapter)
            asked.append(dict(counted.counts))
            run.append(_steps(partial(_seek_stored, desk, last - chapter)))
    assert asked == [asked[0]] * len(asked)
    assert max(run) <= min(run) * MOST_STEPS


def _steps(action: Callable[[], object]) -> int:
    """Lines of Python that an action runs: every turn of every loop counts."""
    count = 0

    def trace(_frame: FrameType, event: str, _value: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("name", ACTIONS)
def test_an_action_runs_as_many_lines_over_a_long_archive_as_over_a_short_one(
    name: str, desks: Sequence[ArchiveDesk]
) -> None:
    action = ACTIONS[name]
    for desk in desks:
        action(desk)
    short, long = (_steps(partial(action, desk)) for desk in desks)
    assert long <= short * MOST_STEPS


KEYS = ("j", "k", "pagedown", "pageup", "G", "g", "1", "0", "n")

MOST_STRIPS = 140
"""Made for a key, frames and cuts and all; one that scrolls the feed took 390 before."""

MORE_STRIPS = {"G": 290}
"""Another end of the feed: all rows are new."""


async def test_a_key_draws_as_much_of_a_long_feed_as_of_a_short_one(
    desks: Sequence[ArchiveDesk], counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: Counter[str] = Counter()
    draws, layouts, makes = FeedPane.draw, Screen._refresh_layout, Strip.__init__

    def draw(self: FeedPane, row: int, width: int) -> object:
        drawn["rows drawn"] += 1
        return draws(self, row, width)

    def lay_out(self: Screen[object], *args: object, **named: object) -> None:
        drawn["layouts"] += 1
        layouts(self, *args, **named)  # type: ignore[arg-type]

    def make(self: Strip, *args: Any, **named: Any) -> None:
        drawn["strips"] += 1
        makes(self, *args, **named)

    monkeypatch.setattr(Strip, "__init__", make)
    monkeypatch.setattr(ArchiveDesk, "look", lambda _self: False)  # goes by the clock
    monkeypatch.setattr(DeskScreen, "keep_place", lambda _self: None)  # so does this
    monkeypatch.setattr(FeedPane, "draw", draw)
    monkeypatch.setattr(Screen, "_refresh_layout", lay_out)
    seen = []
    for desk in desks:
        desk._pages = Pages(desk.archive)
        async with seated(desk) as seat:
            costs = []
            for key in KEYS:
                await seat.pilot.pause()
                drawn.clear()
                counted.counts.clear()
                await seat.press(key)
                assert drawn.pop("strips", 0) <= MORE_STRIPS.get(key, MOST_STRIPS), key
                costs.append({"key": key, **drawn, **counted.counts})
            seen.append(costs)
    short, long = seen
    assert long == short


def test_keys_write_as_many_bytes_of_a_long_feed_as_of_a_short_one(
    desks: Sequence[ArchiveDesk],
) -> None:
    written = []
    for desk in desks:
        command = [sys.executable, "-m", "tui", "open", "--archive", desk.archive.path]
        with Terminal(command) as terminal:
            terminal.until("Entry", LIMIT_S)
            terminal.settle(QUIET_S)
            keys = (b"j", b"\x06", b"\x02", b"G", b"g")
            written.append([terminal.press(key, QUIET_S).size_bytes for key in keys])
    for short, long in zip(*written, strict=True):
        assert 0 < long <= short * MOST_BYTES
