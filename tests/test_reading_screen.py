"""The feed as it was left answers the keys for a line, before there is a desk."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.clock import VirtualClock
from feeds.front import front_of
from feeds.marking import OF_ARCHIVE, Front
from feeds.marking_record import front_record, read_front
from feeds.packs import load_beat
from tests.build import at
from tests.fake_desk import night
from tests.screen import Seat, held_back, loaded, seated, shown
from tests.test_desk_place import take
from tui.app import NightdeskApp, Opening
from tui.desk.desk_screen import DeskScreen
from tui.start.reading_screen import ReadingScreen

LEFT = Front(
    size=(20, 10),
    at=(0, 1),
    lines=("-- Tue", "▌18:00 one", "▌ARM    a", "", " 17:00 two", " AZE    b", " 16:00 +3"),
    rows=((1, 3), (4, 6), (6, 7)),
    chosen=0,
)


def desk_of(path: Path) -> ArchiveDesk:
    return ArchiveDesk(Archive.open(path), load_beat("south-caucasus"))


@asynccontextmanager
async def begun(path: Path, front: Front | None) -> AsyncIterator[tuple[Seat, Callable[[], None]]]:
    """An app that waits for its desk until it is let go on."""
    slow, may_end = held_back(lambda: desk_of(path))
    clock = VirtualClock(at("2026-01-01 00:00"))
    opening = Opening(archive=path, front=front)
    app = NightdeskApp(opening, settings=loaded(theme="dark"), load=slow, clock=clock)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        try:
            yield Seat(app=app, pilot=pilot, clock=clock), may_end.set
        finally:
            may_end.set()


@pytest.fixture
async def left(tmp_path: Path) -> tuple[Path, Front]:
    """An archive, and its feed as it was left on the second row."""
    path = tmp_path / "a.nightdesk"
    with Archive.open(path) as archive:
        take(archive, *night())
    async with seated(desk_of(path), size=(120, 40)) as seat:
        await seat.press("j")
        seat.desk.keep_place()
    front = front_of(path, OF_ARCHIVE)
    assert front is not None
    assert front.chosen == 1
    return path, front


def signed(seat: Seat, front: Front) -> list[int]:
    """The lines that bear the cursor's sign at the left edge of the feed."""
    column, _ = front.at
    return [number for number, line in enumerate(seat.lines()) if line[column : column + 1] == "▌"]


async def test_a_key_for_a_line_moves_the_sign_at_once_and_the_desk_agrees(
    left: tuple[Path, Front],
) -> None:
    path, front = left
    async with begun(path, front) as (seat, go_on):
        before = signed(seat, front)
        assert len(before) == 2
        await seat.press("j", "down", "k", "о")  # the last is j on a Russian keyboard
        assert isinstance(seat.app.screen, ReadingScreen)
        foretold = signed(seat, front)
        assert foretold != before
        go_on()
        await shown(seat.pilot)
        assert isinstance(seat.app.screen, DeskScreen)
        assert seat.app.screen.feed.row == 3
        assert signed(seat, front) == foretold


async def test_what_comes_after_another_key_is_not_foretold(left: tuple[Path, Front]) -> None:
    path, front = left
    async with begun(path, front) as (seat, _):
        before = signed(seat, front)
        await seat.press("slash", "j")
        assert signed(seat, front) == before


async def test_the_first_row_has_none_above_it(left: tuple[Path, Front]) -> None:
    path, front = left
    async with begun(path, front) as (seat, _):
        await seat.press("k")
        first = signed(seat, front)
        await seat.press("k", "j")
        assert signed(seat, front) == first


def test_the_sign_goes_to_the_lines_of_the_other_row() -> None:
    moved = LEFT.moved(2)
    assert moved is not None
    assert moved.lines == (
        "-- Tue",
        " 18:00 one",
        " ARM    a",
        "",
        " 17:00 two",
        " AZE    b",
        "▌16:00 +3",
    )
    assert LEFT.moved(3) is None
    assert LEFT.moved(-1) is None


@given(st.lists(st.integers(-2, 2), max_size=8))
def test_there_and_back_again_is_as_it_was(steps: list[int]) -> None:
    here: Front | None = LEFT
    for step in steps:
        here = (here and here.moved(step)) or here
    assert here is not None
    assert here.chosen is not None
    assert here.moved(-here.chosen) == LEFT


def test_the_rows_are_kept_and_an_older_record_has_none() -> None:
    record = front_record(LEFT)
    assert read_front(record) == LEFT
    del record["rows"], record["chosen"]
    assert read_front(record).moved(1) is None


@pytest.mark.parametrize("rows", [[[0, 99]], [[2, 1]], [[0]], "x", [["0", "1"]]])
def test_rows_that_are_none_are_refused(rows: object) -> None:
    with pytest.raises(ValueError, match="rows"):
        read_front(front_record(LEFT) | {"rows": rows})
