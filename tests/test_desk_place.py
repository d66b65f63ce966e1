"""An archive opens where it was left, and tells what came in meanwhile."""

import os
import pty
import sqlite3
import struct
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.archived.opening import open_archive
from feeds.claims import Extractor
from feeds.entry import Entry
from feeds.errors import UsageError
from feeds.front import front_of
from feeds.marking import OF_ARCHIVE, Front, Place, View
from feeds.packs import load_beat
from feeds.tag import Tagger
from tests import build
from tests.build import at
from tests.fake_desk import night
from tests.screen import Seat, seated, until
from tui.screens.catch_up_screen import CatchUpScreen
from tui.start.prepaint import fits, painted, picture
from tui.start.reading_screen import ReadingScreen

BEAT = load_beat("south-caucasus")


def take(archive: Archive, *entries: Entry) -> None:
    """Into the archive, with names and claims, as an import does."""
    tagger, extractor = Tagger(BEAT), Extractor(BEAT)
    made = []
    for entry in entries:
        tagged = replace(entry, mentions=tagger.tag(entry.headline, entry.body))
        made.append((tagged, extractor.claims(tagged)))
    archive.add(made)


def archive_of(tmp_path: Path, *entries: Entry) -> Path:
    """One that holds them."""
    path = tmp_path / "a.nightdesk"
    with Archive.open(path) as archive:
        take(archive, *entries)
    return path


def long_day() -> list[Entry]:
    """More entries than a screen holds."""
    times = [f"2022-09-13 {number // 4:02}:{number % 4}0" for number in range(60)]
    return [build.entry("News.", id=time, time=time) for time in times]


def desk_of(path: Path) -> ArchiveDesk:
    return ArchiveDesk(Archive.open(path), BEAT)


def kept(path: Path) -> Place:
    with Archive.open(path, write=False) as archive:
        place = archive.notebook.place(OF_ARCHIVE)
    assert place is not None
    return place


async def test_the_next_session_stands_where_the_last_one_stood(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(120, 40)) as seat:
        await seat.press("1", "t", "z")
        assert seat.desk.feed.choose(("Night desk", "n2"))
        asked = seat.desk.asked.as_query
    place = kept(path)
    assert (place.source, place.id, place.zone, place.zoomed) == (
        "Night desk",
        "n2",
        "local",
        "feed",
    )
    async with seated(desk_of(path), size=(120, 40)) as seat:
        assert seat.desk.feed.cursor == ("Night desk", "n2")
        assert seat.desk.asked.as_query == asked
        assert (seat.desk.zone_mode, seat.desk.zoomed) == ("local", "feed")
        assert len(seat.app.screen_stack) == 2  # nothing came in: no card


async def test_a_replay_goes_on_paused_where_it_was(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(120, 40)) as seat:
        seat.desk.seek(at("2022-09-13 12:00"))
        await seat.press(">")
        assert seat.desk.replay is not None
        speed = seat.desk.replay.speed
    async with seated(desk_of(path), size=(120, 40)) as seat:
        assert seat.desk.at == at("2022-09-13 12:00")
        assert (seat.desk.state, seat.desk.replay and seat.desk.replay.speed) == ("paused", speed)


async def test_a_time_that_was_asked_for_goes_before_the_place(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    with Archive.open(path) as archive:
        archive.notebook.keep_place(OF_ARCHIVE, Place(at=at("2022-09-13 12:00")))
    async with seated(desk_of(path), size=(120, 40), replaying=True) as seat:
        assert seat.desk.at == at("2022-09-13 00:31")


async def test_the_saved_view_of_last_time_is_shown_as_it_is_now(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    with Archive.open(path) as archive:
        archive.notebook.keep_view(View(name="War", query="killed"))
        archive.notebook.keep_place(OF_ARCHIVE, Place(query="shelling", view="War"))
    async with seated(desk_of(path), size=(120, 40)) as seat:
        assert (seat.desk.asked.view, seat.desk.asked.query_text) == ("War", "killed")


async def test_a_filter_that_means_nothing_any_more_is_dropped_and_said(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    with Archive.open(path) as archive:
        archive.notebook.keep_place(OF_ARCHIVE, Place(query="side:atlantis"))
    async with seated(desk_of(path), size=(120, 40)) as seat:
        assert seat.desk.asked.is_empty
        await seat.press("j")  # the message is there with the next frame
        assert "dropped" in seat.text()


async def test_what_came_in_since_is_told_on_a_card_and_by_a_divider(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(120, 40)):
        pass
    first = night()[0]
    with Archive.open(path) as archive:
        take(
            archive,
            build.entry(
                "Armenia's Ministry of Defence said 105 Armenian soldiers had been killed.",
                id="x1",
                headline="Armenia raises its toll",
                time="2022-09-14 03:00",
                source="Night desk",
            ),
            build.entry("Late news.", id="x2", time="2022-09-13 05:00", source="Night desk"),
            replace(
                first, body=f"{first.body} Corrected.", known=at("2022-09-14 02:00"), revision=2
            ),
        )
    async with seated(desk_of(path), size=(120, 40)) as seat:
        await seat.app.workers.wait_for_complete()
        await seat.pilot.pause()
        text = seat.text()
        assert "Since you looked" in text
        assert "2 new entries (1 below the line: stamped earlier), 1 edit, " in text
        assert "Armenia killed" in text
        await seat.press("enter")
        assert seat.desk.feed.cursor == ("Night desk", "x2")
        assert "new below" not in seat.text()  # the cursor is on it
        await seat.press("g")
        assert "new since you looked above" in seat.text()
    async with seated(desk_of(path), size=(120, 40)) as seat:
        await seat.app.workers.wait_for_complete()
        assert "Since you looked" not in seat.text()  # told once


async def told_what_came(seat: Seat) -> None:
    """The card of what came in since lies on top."""
    await until(seat.pilot, lambda: isinstance(seat.app.screen, CatchUpScreen))


async def test_a_figure_that_moved_meanwhile_says_whose_claim_it_is_on_the_smallest_screen(
    tmp_path: Path,
) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(80, 24)):
        pass
    toll = "Armenian Prime Minister Nikol Pashinyan said that 105 Armenian soldiers were killed."
    with Archive.open(path) as archive:
        take(archive, build.entry(toll, id="x", time="2022-09-14 03:00"))
    async with seated(desk_of(path), size=(80, 24)) as seat:
        await told_what_came(seat)
        lines = [line.strip("│ ") for line in seat.lines()]
        [place] = [n for n, line in enumerate(lines) if line.startswith("Armenia killed, military")]
        assert lines[place].endswith("49+ to 105, up 56")
        assert lines[place + 1] == "by Nikol Pashinyan, as of 14 Sep 03:00 +04 (derived)"


async def test_the_place_outlives_a_broken_connection(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(120, 40)) as seat:
        seat.desk.feed.choose(("Night desk", "n3"))
        seat.desk.keep_place()  # as its timer does
        assert kept(path).id == "n3"


async def test_the_feed_as_it_stood_is_what_the_next_start_shows_at_once(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(desk_of(path), size=(120, 40)) as seat:
        await seat.press("j")
        seat.desk.keep_place()
        shown = seat.lines()
    front = front_of(path, OF_ARCHIVE)
    assert front is not None
    assert front.size == (120, 40)
    column, line = front.at
    for number, text in enumerate(front.lines):
        assert shown[line + number][column : column + len(text)] == text
    told = picture(front, "opening a.nightdesk")
    assert "opening a.nightdesk" in told
    assert all(text in told for text in front.lines)
    reading = ReadingScreen("opening", front=front)
    [standing] = [w for w in reading.compose() if w.id == "front"]
    rows = str(standing.render()).split("\n")
    assert (
        rows[line - 1 + 3][column:] == front.lines[3].rstrip() or front.lines[3] in rows[line + 2]
    )


def assert_shown(seat: Seat, front: Front | None) -> None:
    """The feed stands on the lines of `front`, the same of them chosen."""
    standing = seat.desk._front()
    assert front is not None
    assert standing is not None
    assert (standing.lines, standing.chosen) == (front.lines, front.chosen)


@pytest.mark.parametrize("keys", ["jjj", "Gkk", "G", "jjjjjjjjjjjjjjjjkkk"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_feed_stands_on_the_very_lines_where_it_stood(
    tmp_path: Path, keys: str, size: tuple[int, int]
) -> None:
    path = archive_of(tmp_path, *long_day())
    async with seated(desk_of(path), size=size) as seat:
        await seat.press(*keys)
        chosen = seat.desk.feed.cursor
        seat.desk.keep_place()
    front = front_of(path, OF_ARCHIVE)
    async with seated(desk_of(path), size=size) as seat:
        assert seat.desk.feed.cursor == chosen
        assert_shown(seat, front)


async def test_what_came_in_meanwhile_moves_no_line_of_a_feed_that_was_left_in_its_midst(
    tmp_path: Path,
) -> None:
    path = archive_of(tmp_path, *long_day())
    async with seated(desk_of(path), size=(80, 24)) as seat:
        await seat.press(*"jjjjjjjjjjjjk")
        seat.desk.keep_place()
    front = front_of(path, OF_ARCHIVE)
    with Archive.open(path) as archive:
        take(archive, build.entry("More.", id="more", time="2022-09-13 20:00"))
    async with seated(desk_of(path), size=(80, 24)) as seat:
        await told_what_came(seat)
        await seat.press("escape")
        assert_shown(seat, front)
        assert "1 new above" in seat.text()
        await seat.press("F")
        assert seat.desk.feed.cursor == ("test", "more")


def changing(path: Path) -> ArchiveDesk:
    """A desk that follows how the figures move, as the dashboard's does."""
    desk = desk_of(path)
    desk.follow_changes()
    return desk


async def test_a_change_that_was_chosen_is_chosen_again(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    async with seated(changing(path), size=(80, 24)) as seat:
        await seat.press("[")
        left = seat.desk.feed.change
        assert left is not None
        seat.desk.keep_place()
    assert kept(path).change == left.id
    async with seated(changing(path), size=(80, 24)) as seat:
        assert seat.desk.feed.change == left
        await seat.press("k")
        seat.desk.keep_place()
    assert kept(path).change == ""


@pytest.mark.parametrize("record", ["{", "[]", '{"front": 1}', '{"front": {"size": [1]}}'])
def test_a_front_that_cannot_be_read_is_none(tmp_path: Path, record: str) -> None:
    path = tmp_path / "a.nightdesk"
    with Archive.open(path):
        pass
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO place VALUES (?, ?)", (OF_ARCHIVE, record))
    assert front_of(path, OF_ARCHIVE) is None
    assert front_of(tmp_path / "none", OF_ARCHIVE) is None


def test_no_front_is_painted_in_a_terminal_of_another_size() -> None:
    assert not fits(Front(size=(1, 1), at=(0, 1), lines=("x",)), sys.stdout)
    assert not fits(None, sys.stdout)


def test_every_key_that_is_typed_over_the_first_page_reaches_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-Q too, which a terminal that is not asked otherwise takes for itself."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    with os.fdopen(theirs, "r") as keyboard, os.fdopen(os.dup(theirs), "w") as screen:
        monkeypatch.setattr(sys, "stdin", keyboard)
        monkeypatch.setattr(sys, "stdout", screen)
        front = Front(size=(80, 24), at=(0, 1), lines=("x",))
        with painted(front, "opening a.nightdesk") as is_painted:
            assert is_painted
            os.write(ours, b"j\x11")
            assert os.read(theirs, 9) == b"j\x11"
    os.close(ours)


def test_a_day_without_an_entry_is_refused_and_says_which_there_are(tmp_path: Path) -> None:
    path = archive_of(tmp_path, *night())
    with pytest.raises(UsageError, match="no entry of 2022-09-01; it goes from 2022-09-1"):
        open_archive(path, day=date(2022, 9, 1))
