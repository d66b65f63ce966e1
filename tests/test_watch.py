"""`watch`: sources are collected beside the screen, which says at all times how they fare."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.archived.kept_beat import keep_beat
from feeds.beat import NO_BEAT
from feeds.clock import VirtualClock, WallClock
from feeds.errors import UsageError
from feeds.following import presence
from feeds.following.health import Health
from feeds.following.source import FollowedSource, source_typed
from feeds.following.state import State, first_state, state_text
from tests import build
from tests.fake_desk import tagged
from tests.screen import Seat, loaded, seated, until
from tui.app import NightdeskApp, Opening
from tui.desk.desk_screen import DeskScreen
from tui.start.collecting import _AGAIN_S, CollectError, Collecting

NOW = build.at("2026-01-01 00:00")
"""What the clock of a seated screen says."""


def followed(archive: Archive, health: Health) -> None:
    """As a collector leaves it."""
    state = first_state(FollowedSource(id=health.source, name=health.name))
    told = State(health=health, pace=state.pace)
    archive.fetches.put_state(health.source, state_text(told))
    if health.next_try and health.next_try > NOW:
        presence.tell(archive, f"program of {health.source}", [health.source], NOW)


def ok(name: str) -> Health:
    return Health(
        source=name,
        name=name,
        tried=NOW - timedelta(seconds=20),
        succeeded=NOW - timedelta(seconds=20),
        next_try=NOW + timedelta(seconds=40),
        entries=3,
    )


def failing(name: str) -> Health:
    return Health(
        source=name,
        name=name,
        tried=NOW,
        failing_since=NOW - timedelta(minutes=14),
        failures=3,
        error="the server answers 503; it is asked again",
        next_try=NOW + timedelta(minutes=2),
    )


def live_desk(*healths: Health, spoken_every: int | None = None) -> ArchiveDesk:
    archive = Archive.open(":memory:")
    count = 12 if spoken_every else 1
    gap = timedelta(minutes=spoken_every or 0)
    first = NOW - timedelta(hours=8)
    dated = [
        replace(
            build.entry(f"Number {n}.", id=f"e{n}", source="wire"),
            time=first + gap * n,
            known=first + gap * n,
        )
        for n in range(count)
    ]
    archive.add([(e, ()) for e in dated])
    for health in healths:
        followed(archive, health)
    return ArchiveDesk(archive, build.beat())


async def test_the_bar_says_live_and_that_all_is_well() -> None:
    async with seated(live_desk(ok("wire"), ok("blog")), size=(140, 40)) as seat:
        bar = seat.lines()[0]
        assert "LIVE" in bar
        assert "2 sources ok" in bar


async def test_while_it_is_live_the_bar_and_all_ages_are_of_now() -> None:
    """A figure of an hour ago is an hour old, also where nothing came in since."""
    desk = live_desk(ok("wire"))
    told = build.claim(49, id="c49", entry="e49", source="wire", time="2025-12-31 23:00")
    desk.archive.add(
        [(build.entry("49.", id="e49", source="wire", time="2025-12-31 23:00"), (told,))]
    )
    desk.refresh()
    async with seated(desk, size=(200, 50)) as seat:
        assert "LIVE  Thu 1 Jan 2026 00:00 +04" in seat.lines()[0]
        assert "31 Dec 23:00 +04 (1 h old)" in seat.text()
        seat.clock.move(29)
        seat.desk.look_at_sources()
        await seat.pilot.pause()
        assert "2026 00:00 +04" in seat.lines()[0]
        seat.clock.move(31)
        seat.desk.look_at_sources()
        await seat.pilot.pause()
        assert "2026 00:01 +04" in seat.lines()[0]
        assert "(1 h 1 min old)" in seat.text()


async def test_where_nobody_asks_ages_are_counted_to_the_newest_entry() -> None:
    late = Health(source="wire", name="wire", succeeded=NOW, next_try=NOW - timedelta(minutes=5))
    async with seated(live_desk(late), size=(140, 40)) as seat:
        assert "NOT FOLLOWED" in seat.lines()[0]
        assert "31 Dec 2025 16:00 +04" in seat.lines()[0]


async def test_a_source_that_fails_never_leaves_the_screen() -> None:
    async with seated(live_desk(ok("wire"), failing("blog")), size=(140, 40)) as seat:
        assert "blog fails (S)" in seat.lines()[0]
        await seat.press("f", "escape", "z")
        assert "blog fails (S)" in seat.lines()[0]


async def test_nobody_who_asks_is_said() -> None:
    late = Health(source="wire", name="wire", succeeded=NOW, next_try=NOW - timedelta(minutes=5))
    async with seated(live_desk(late), size=(140, 40)) as seat:
        assert "NOT FOLLOWED" in seat.lines()[0]
        assert "LIVE" not in seat.lines()[0]


async def test_who_fell_silent_is_gone_whatever_it_meant_to_do_next() -> None:
    """A collector that is killed while a source waits for hours tells nobody that it is gone."""
    waiting = replace(failing("blog"), next_try=NOW + timedelta(hours=3))
    async with seated(live_desk(waiting), size=(140, 40)) as seat:
        assert "LIVE" in seat.lines()[0]
        seat.clock.move(presence.LATE.total_seconds() + 1)
        seat.desk.look_at_sources()
        await seat.pilot.pause()
        assert "NOT FOLLOWED" in seat.lines()[0]
        assert "LIVE" not in seat.lines()[0]


async def test_a_source_of_before_fails_no_more_and_stands_apart() -> None:
    """Else one wrong address of last week would be a failure on the screen for ever."""
    before = replace(failing("blog"), next_try=None)
    async with seated(live_desk(ok("wire"), before), size=(140, 40)) as seat:
        assert "1 source ok" in seat.lines()[0]
        assert "fail" not in seat.lines()[0]
        await seat.press("S")
        lines = seat.lines()
        [apart] = [n for n, line in enumerate(lines) if "No longer followed" in line]
        assert any("wire  ok" in line for line in lines[:apart])
        assert any(
            "blog  last asked 1 Jan 00:00 +04, failed: the server" in line for line in lines[apart:]
        )
        assert "! blog" not in seat.text()


async def test_the_card_tells_what_became_of_each_and_who_is_silent() -> None:
    desk = live_desk(ok("wire"), failing("blog"), spoken_every=10)
    async with seated(desk, size=(140, 40)) as seat:
        await seat.press("S")
        text = seat.text()
        assert "! blog  failing for 14 min (3 times): the server answers 503" in text
        assert "asked again in 2 min" in text
        assert "✓ wire  ok 31 Dec 23:59 +04" in text
        assert "Silent for longer than usual" in text
        assert "times its habit of 10 min" in text
        await seat.press("escape")
        assert "Silent for longer" not in seat.text()


async def test_where_no_source_answers_nobody_is_called_silent_or_not() -> None:
    desk = live_desk(failing("blog"), failing("wire"), spoken_every=10)
    async with seated(desk, size=(80, 24)) as seat:
        assert "both sources fail" in seat.lines()[0]
        await seat.press("S")
        text = seat.text()
        assert "never answered" in text
        assert "No source answers: who is silent cannot be told" in text
        assert "habit" not in text


async def test_the_silence_of_a_source_that_fails_is_not_known() -> None:
    lost = replace(failing("wire"), succeeded=NOW - timedelta(minutes=15))
    async with seated(live_desk(ok("blog"), lost, spoken_every=10), size=(140, 40)) as seat:
        await seat.press("S")
        text = seat.text()
        assert "answered last 31 Dec 23:45 +04" in text
        assert "as far as sources answer" in text
        assert "habit" not in text


async def test_in_a_replay_sources_are_told_as_of_now_and_silence_as_of_then() -> None:
    desk = live_desk(failing("blog"), ok("wire"), spoken_every=10)
    async with seated(desk, size=(140, 40)) as seat:
        await seat.press(":", *"17:30", "enter", "S")
        text = seat.text()
        assert "blog  failing for 14 min" in text
        assert "asked again in 2 min" in text
        assert "at 31 Dec 17:30 +04" in text
        assert "wire  since 31 Dec 17:30 +04, quiet for 0 min" in text


async def test_enter_shows_the_entries_of_a_source() -> None:
    async with seated(live_desk(ok("wire")), size=(140, 40)) as seat:
        await seat.press("S", "enter")
        assert "source:wire" in seat.text()


async def test_enter_shows_what_a_source_brought_under_other_names() -> None:
    """A channel, a folder's files and records name their own sources."""
    desk = live_desk(ok("channel"))
    fetch = desk.archive.fetches.put("channel", "https://channel.example/", b"Number 0.", NOW)
    desk.archive.fetches.see(fetch, [("wire", "e0")])
    async with seated(desk, size=(140, 40)) as seat:
        await seat.press("S", "enter")
        assert "source:wire" in seat.text()
        assert "1 of 1 shown" in seat.text()


async def test_who_never_said_enough_is_not_called_talkative() -> None:
    async with seated(live_desk(ok("wire")), size=(140, 40)) as seat:
        await seat.press("S")
        assert "Nobody has said enough yet to tell who is silent for long" in seat.text()
        assert "3 entries" in seat.text()


async def test_where_nothing_is_followed_nothing_is_claimed() -> None:
    async with seated(live_desk(), size=(140, 40)) as seat:
        assert "LIVE" not in seat.text()
        await seat.press("S")
        assert "No source is followed here." in seat.text()


async def test_without_a_beat_it_is_said_when_the_first_entries_come(tmp_path: Path) -> None:
    """And what to do: an archive that has none takes none by `--beat`."""
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        desk = ArchiveDesk(Archive.open(path), NO_BEAT)
        async with seated(desk, size=(140, 40)) as seat:
            assert not seat.app._notifications
            archive.add([(build.entry("Quiet.", id="e1"), ())])
            keep_beat(archive, "", NO_BEAT)
            assert desk.look()
            await seat.pilot.pause()
            [told] = [notice.message for notice in seat.app._notifications]
            assert "No beat recognised" in told
            assert f"`nightdesk archive retag --beat NAME --archive {path}`" in told


class Seconds:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def collecting(tmp_path: Path, clock: Seconds) -> Iterator[Collecting]:
    wire = tmp_path / "wire.jsonl"
    wire.write_text('{"id":"1","time":"2022-09-13T12:00+04:00","body":"One."}\n')
    path = tmp_path / "a.db"
    made = Collecting(["--archive", str(path), "--", str(wire)], path, clock)
    yield made
    made.stop()


def test_a_collector_that_dies_is_started_again_and_it_is_said(
    collecting: Collecting, clock: Seconds
) -> None:
    collecting.begin()
    collecting.wait(60)
    first = collecting._process
    assert first is not None
    assert collecting.look() == ""
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert collecting.look() == ""  # not at once: it may die again
    clock.now = _AGAIN_S[0] + 0.1
    assert collecting.look().startswith(
        "The collector was killed from outside (signal 9); it is started"
    )
    assert collecting._process is not first


def test_a_collector_ends_with_who_started_it(collecting: Collecting) -> None:
    collecting.begin()
    collecting.wait(60)
    process = collecting._process
    assert process is not None
    assert collecting._tied is not None
    collecting._tied.let_go()
    assert process.wait(60) == 0


def test_what_a_collector_refuses_is_told_with_its_status(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    made = Collecting(["--archive", str(path), "--", "ftp://example.org/x"], path, time.monotonic)
    made.begin()
    with pytest.raises(CollectError, match="only http and https") as refused:
        made.wait(60)
    assert refused.value.status == 2


def live_app(archive: Path, collecting: Collecting) -> NightdeskApp:
    opening = Opening(archive=archive, collecting=collecting)
    return NightdeskApp(opening, settings=loaded(), local=UTC)


def never_begins(path: Path) -> Collecting:
    made = Collecting(["--archive", str(path)], path, time.monotonic)
    made._process = subprocess.Popen(["sleep", "600"])
    return made


async def test_what_a_collector_refuses_ends_the_screen_with_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    made = Collecting(["--archive", str(path), "--", "ftp://example.org/x"], path, time.monotonic)
    app = live_app(path, made)
    made.begin()
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 2
    assert "nightdesk: ftp://example.org/x: only http and https" in capsys.readouterr().err


def one_entry(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.add([(build.entry("Quiet.", id="e1"), ())])


async def shown_in(app: NightdeskApp, pilot: Pilot[None]) -> DeskScreen:
    while not isinstance(app.screen, DeskScreen):
        await pilot.pause()
    await app.screen.is_complete.wait()
    await pilot.pause()
    return app.screen


async def test_an_archive_is_shown_while_its_collector_begins(tmp_path: Path) -> None:
    """And the screen does not wait for it to be left."""
    path = tmp_path / "a.db"
    one_entry(path)
    made = never_begins(path)
    app = live_app(path, made)
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            seat = Seat(app=app, pilot=pilot, clock=VirtualClock(NOW))
            desk = await shown_in(app, pilot)
            assert "STARTING" in seat.lines()[0]
            assert "NOT FOLLOWED" not in seat.lines()[0]
            await pilot.press("S")
            assert "The collector starts" in seat.text()
            await pilot.press("escape")
            with Archive.open(path) as archive:
                presence.tell(archive, "me", ["wire"], WallClock().now())
            desk.look_at_sources()
            await pilot.pause()
            assert "LIVE" in seat.lines()[0]
            assert "starting" not in seat.lines()[0].casefold()
            await pilot.press("ctrl+q")
        assert made._process is not None
        assert made._process.poll() is None
    finally:
        assert made._process is not None
        made._process.kill()
        made._process.wait()


async def test_what_a_collector_refuses_ends_also_a_screen_that_shows_something(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.db"
    one_entry(path)
    made = Collecting(["--archive", str(path), "--", "ftp://example.org/x"], path, time.monotonic)
    app = live_app(path, made)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 2
    assert "nightdesk: ftp://example.org/x: only http and https" in capsys.readouterr().err


async def test_a_collector_begins_once_what_there_is_is_shown(
    tmp_path: Path, collecting: Collecting
) -> None:
    one_entry(tmp_path / "a.db")
    app = live_app(tmp_path / "a.db", collecting)
    async with app.run_test(size=(120, 40)) as pilot:
        await shown_in(app, pilot)
        seat = Seat(app=app, pilot=pilot, clock=VirtualClock(NOW))
        while "LIVE" not in seat.lines()[0]:
            await pilot.pause()
        assert collecting.has_followed


async def test_a_night_that_began_with_nothing_can_be_replayed(tmp_path: Path) -> None:
    """The archive was empty when the screen opened: time came with the first entries."""
    desk = ArchiveDesk(Archive.open(tmp_path / "a.db"), build.beat())
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press(",")
        assert "Nothing here has a time to replay by" in seat.text()
        told = [
            build.entry(f"Number {n}.", id=f"e{n}", source="wire", time=f"2025-12-31 2{n}:00")
            for n in range(3)
        ]
        with Archive.open(tmp_path / "a.db") as collected:
            collected.add([(entry, ()) for entry in told])
        while "3 of 3" not in seat.lines()[0]:
            await seat.pilot.pause()
        await seat.press(*":21:30", "enter")
        assert "REPLAY paused" in seat.lines()[0]
        assert "2 of 2" in seat.lines()[0]
        await seat.press("F")
        assert "3 of 3" in seat.lines()[0]


async def test_the_keys_of_the_card_are_seen_on_a_small_screen() -> None:
    async with seated(live_desk(ok("wire"), failing("blog")), size=(80, 24)) as seat:
        await seat.press("S")
        assert "its entries" in seat.text()
        assert "close" in seat.text()


def test_a_beat_that_is_not_there_is_no_matter_of_tagging_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        keep_beat(archive, "sudan", NO_BEAT)
    for command in ("collect", "tally"):
        asked = ["--archive", str(path), "--beat", "nosuch"]
        done = subprocess.run(
            [sys.executable, "-m", "tui", command, *asked],
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert "no beat pack 'nosuch'" in done.stderr
        assert "south-caucasus" in done.stderr
        assert "retag" not in done.stderr


def test_an_address_without_a_host_says_so() -> None:
    with pytest.raises(UsageError, match="http:///: names no host"):
        source_typed("http:///")


def test_what_is_piped_in_is_watched_and_its_end_is_said(tmp_path: Path) -> None:
    path, (theirs, ours) = tmp_path / "a.db", os.pipe()
    made = Collecting(
        ["--archive", str(path), "--reader", "jsonlines", "--", "-"],
        path,
        time.monotonic,
        piped=theirs,
    )
    made.begin()
    made.wait(60)
    process = made._process
    assert process is not None
    try:
        os.write(ours, b'{"id":"1","time":"2022-09-13T12:00+04:00","body":"One."}\n')
        os.close(ours)
        assert process.wait(60) == 0
        assert made.look() == "All that was piped in is read: nothing is followed any more."
        assert made.look() == ""
    finally:
        made.stop()
        os.close(theirs)
    with Archive.open(path) as archive:
        assert [e.body for e in archive.entries(archive.docs(0, 9))] == ["One."]


async def test_which_beat_was_chosen_is_said_and_by_what() -> None:
    desk = live_desk(ok("wire"))
    told_of = tagged(build.entry("Armenia spoke.", id="x", source="wire"))
    desk.archive.add([(told_of, ())])
    desk.refresh()
    async with seated(desk, size=(140, 40)) as seat:
        seat.desk.say_beat()
        await seat.pilot.pause()
        told = [notice.message for notice in seat.app._notifications][-1]
        assert told.startswith("The beat is Test beat, recognised in 2 entries that name Armenia")
        assert "nightdesk archive retag --beat NAME --archive" in told


async def test_what_was_odd_in_a_document_stands_in_the_bar_and_beside_its_source() -> None:
    """The collector says it where nobody looks."""
    more = ("a time cannot be read\x1b[2J (line 9)",)
    odd = replace(ok("blog"), odd="left out: an item without words\x1b[2J (line 7)")
    odd = replace(odd, odd_more=more, odd_count=5)
    async with seated(live_desk(ok("wire"), odd), size=(140, 40)) as seat:
        assert "1 problem" in seat.lines()[0]
        await seat.press("!")
        assert "blog: left out: an item without words" in seat.text()
        assert "blog: a time cannot be read" in seat.text()
        assert "blog: 3 more, which are not kept" in seat.text()
        await seat.press("escape", "S")
        assert "! left out: an item without words" in seat.text()
        assert "\x1b" not in seat.text()
