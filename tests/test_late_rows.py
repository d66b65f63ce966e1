"""What comes in late, stamped earlier than what was seen, is counted, and one key leads to it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.entry import Entry
from tests import build
from tests.screen import Seat, seated
from tests.test_fetches import brought
from tui.feed.late_rows import MOST, LateRows

START = build.at("2025-12-31 12:00")


def told(minute: int, id: str = "", source: str = "wire") -> Entry:
    entry = build.entry(f"Told in minute {minute}.", id=id or f"m{minute}", source=source)
    when = START + timedelta(minutes=minute)
    return Entry(**{f: getattr(entry, f) for f in entry.__slots__} | {"time": when, "known": when})


@dataclass
class Night:
    """A screen over an archive into which another program writes."""

    seat: Seat
    archive: Archive

    async def come(self, *entries: Entry) -> None:
        self.archive.add([(e, ()) for e in entries])
        assert isinstance(self.seat.desk.desk, ArchiveDesk)
        self.seat.desk.desk.look()
        await self.seat.pilot.pause()

    def rows(self) -> Sequence[str]:
        """The lines of the feed that tell a minute, with the sign before them."""
        return [line for line in self.seat.lines() if "Told in minute" in line]


@asynccontextmanager
async def night(
    path: Path, minutes: Sequence[int], size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Night]:
    with Archive.open(path) as archive:
        archive.add([(told(minute), ()) for minute in minutes])
        desk = ArchiveDesk(Archive.open(path), build.beat())
        async with seated(desk, size=size) as seat:
            yield Night(seat, archive)


EVENS = range(0, 80, 2)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_lands_far_below_is_counted_and_f_goes_there(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with night(tmp_path / "a.db", EVENS, size) as now:
        before = now.rows()
        await now.come(told(7), told(11))
        assert now.rows() == before
        assert "2 new below, F shows them" in now.seat.text()
        await now.seat.press("F")
        assert now.seat.desk.feed.cursor == ("wire", "m11")
        assert "1 new below, F shows them" in now.seat.text()
        await now.seat.press("F")
        assert now.seat.desk.feed.cursor == ("wire", "m7")
        assert "new below" not in now.seat.text()
        await now.seat.press("F")
        assert now.seat.desk.feed.row == 0


async def test_what_lands_within_what_is_in_view_is_counted_too_and_signed(tmp_path: Path) -> None:
    async with night(tmp_path / "a.db", EVENS) as now:
        await now.seat.press("j", "j", "j")
        line = next(n for n, at in enumerate(now.seat.lines()) if "minute 72" in at)
        await now.come(told(71), told(75))
        assert now.seat.desk.feed.cursor == ("wire", "m72")
        assert "minute 72" in now.seat.lines()[line]
        assert "1 new above, F shows them" in now.seat.text()
        assert "1 new below" in now.seat.text()
        assert [at for at in now.rows() if "•" in at] == [
            at for at in now.rows() if "minute 71" in at or "minute 75" in at
        ]
        await now.seat.press("j")
        assert "new below" not in now.seat.text()
        await now.seat.press("F")
        assert now.seat.desk.feed.cursor == ("wire", "m75")
        assert "new above" not in now.seat.text()


async def test_newer_and_late_ones_are_told_apart(tmp_path: Path) -> None:
    async with night(tmp_path / "a.db", EVENS) as now:
        await now.seat.press("j")
        await now.come(told(100), told(3))
        assert "1 new above, F shows them  1 new below" in now.seat.text()
        await now.seat.press("F")
        assert now.seat.desk.feed.cursor == ("wire", "m100")
        await now.seat.press("F")
        assert now.seat.desk.feed.cursor == ("wire", "m3")


async def test_a_replay_counts_nothing_that_comes_in(tmp_path: Path) -> None:
    async with night(tmp_path / "a.db", EVENS) as now:
        await now.seat.press("comma")
        await now.come(told(3))
        assert "new below" not in now.seat.text()
        await now.seat.press("F")
        assert "1 new below" in now.seat.text()


async def test_a_second_version_is_no_new_entry(tmp_path: Path) -> None:
    async with night(tmp_path / "a.db", EVENS) as now:
        first = told(6)
        again = {"body": "Told otherwise.", "revision": 2, "known": START + timedelta(hours=2)}
        await now.come(Entry(**{f: getattr(first, f) for f in first.__slots__} | again))
        assert "new below" not in now.seat.text()


async def test_what_a_source_held_when_it_was_first_asked_is_not_news(tmp_path: Path) -> None:
    async with night(tmp_path / "a.db", EVENS) as now:
        at = build.at("2026-01-01 00:00")
        brought(now.archive, b"one", at, told(3, "b3", "blog"))
        await now.come()
        assert "new below" not in now.seat.text()
        brought(now.archive, b"two", at + timedelta(hours=1), told(5, "b5", "blog"))
        await now.come()
        assert "1 new below" in now.seat.text()


def test_no_flood_is_remembered_whole() -> None:
    late = LateRows()
    late.add(("wire", str(n)) for n in range(MOST + 10))
    late.arrange(lambda key: int(key[1]), 0, 10)
    assert late.count == MOST
    assert ("wire", "0") not in late
