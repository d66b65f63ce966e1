"""The app paints before it reads, says what goes wrong, and leaves with a status."""

import threading
from collections.abc import Callable

import pytest
from textual.color import Color
from textual.events import Key

from feeds.clock import WallClock
from feeds.errors import BeatError, FeedError, SourceError
from feeds.typed_time import read_time
from tests import build
from tests.fake_desk import FakeDesk
from tests.screen import PATIENCE_S, held_back, later_desk, loaded, seated, shown, until
from tui.app import NightdeskApp, Opening, begin
from tui.desk.desk_screen import DeskScreen, ShownDesk
from tui.drawing.themes import DARK, LIGHT, THEMES
from tui.start.reading_screen import ReadingScreen


async def test_the_frame_is_there_while_the_sources_are_read() -> None:
    may_end = threading.Event()

    def slow(_opening: Opening, progress: Callable[[str, int], None]) -> ShownDesk:
        progress("entries", 1200)
        may_end.wait(PATIENCE_S)
        return FakeDesk()

    app = NightdeskApp(Opening(sources=("big.txt",)), settings=loaded(), load=slow)
    async with app.run_test() as pilot:
        reading = app.screen
        assert isinstance(reading, ReadingScreen)
        await until(pilot, lambda: reading.stage == "entries 1,200")
        await pilot.press("j", "space", "1", "f", "escape", "enter", "z")
        may_end.set()
        await shown(pilot)
        assert isinstance(app.screen, DeskScreen)
        assert app.screen.snapshot is not None


async def test_keys_that_are_pressed_while_the_sources_are_read_are_answered_by_the_desk() -> None:
    slow, may_end = held_back()
    app = NightdeskApp(Opening(sources=("big.txt",)), settings=loaded(), load=slow)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("j", "j", "k", "j", "/", "x")
        assert isinstance(app.screen, ReadingScreen)
        may_end.set()
        await shown(pilot)
        assert isinstance(app.screen, DeskScreen)
        assert app.screen.feed.row == 2
        assert app.screen.prompt.field.value == "x"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (SourceError("no.txt", "is not there", "give another path"), 1),
        (BeatError("pack.yaml", 3, "no actors [red]here[/nope]"), 1),
    ],
)
async def test_what_cannot_be_read_ends_with_a_status_and_the_reason(
    error: FeedError, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_opening: Opening, _progress: Callable[[str, int], None]) -> ShownDesk:
        raise error

    app = NightdeskApp(Opening(sources=("no.txt",)), settings=loaded(), load=refuse)
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == status
    assert capsys.readouterr().err == f"nightdesk: {error}\n"


async def test_a_key_can_end_it_while_it_reads() -> None:
    slow, may_end = held_back()
    app = NightdeskApp(Opening(sources=("big.txt",)), settings=loaded(), load=slow)
    async with app.run_test() as pilot:
        await pilot.press("q")
        may_end.set()
    assert app.return_code == 0


@pytest.mark.parametrize(("asked", "name"), [("dark", DARK), ("light", LIGHT)])
async def test_the_theme_that_was_asked_for_colours_the_screen(asked: str, name: str) -> None:
    async with seated(settings={"theme": asked}) as seat:
        theme = next(t for t in THEMES if t.name == name)
        assert seat.app.theme == name
        ground = Color.parse(theme.variables["nd-ground"])
        assert seat.desk.feed.palette.ground.bgcolor == ground.rich_color


async def test_a_change_of_theme_recolours_what_was_drawn() -> None:
    async with seated(settings={"theme": "dark"}) as seat:
        before = seat.desk.feed.palette
        seat.app.theme = LIGHT
        await seat.pilot.pause()
        assert seat.desk.feed.palette != before


async def test_without_colour_the_cursor_and_the_sides_are_still_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with seated() as seat:
        strips = seat.app.screen._compositor.render_strips()
        for strip in strips:
            for segment in strip:
                for colour in (segment.style and segment.style.color,):
                    if colour and colour.triplet:
                        assert len(set(colour.triplet)) == 1  # a grey
        assert "▌" in seat.text()
        assert "ARM" in seat.text()


def test_a_source_opens_complete_unless_a_time_or_a_replay_is_asked_for() -> None:
    desk, clock = FakeDesk(), WallClock()
    replay, replaying = begin(desk, Opening(), clock)
    assert (replay and replay.state, replaying) == ("ended", False)
    replay, replaying = begin(desk, Opening(at=read_time("12:00 13 Sep 2022")), clock)
    assert replay
    assert (replay.state, replaying) == ("paused", True)
    assert replay.at == build.at("2022-09-13 12:00")
    replay, replaying = begin(desk, Opening(replaying=True), clock)
    assert replay
    assert (replay.state, replay.at) == ("playing", desk.times[0])


def test_a_clock_alone_is_on_the_last_day() -> None:
    replay, _ = begin(FakeDesk(), Opening(at=read_time("00:10")), WallClock())
    assert replay
    assert replay.at == build.at("2022-09-14 00:10")


def test_a_time_for_documents_without_times_is_refused() -> None:
    desk = FakeDesk([build.entry("x", time=None)])
    with pytest.raises(FeedError, match="--date"):
        begin(desk, Opening(at=read_time("12:00")), WallClock())
    assert begin(desk, Opening(replaying=True), WallClock()) == (None, False)


@pytest.mark.parametrize(
    "keys", [("S",), ("A",), ("?",), ("v",), ("y",), ("s",), ("q",), ("enter", "e")]
)
async def test_ctrl_q_quits_from_under_every_card(keys: tuple[str, ...]) -> None:
    async with seated(later_desk()) as seat:
        await seat.press(*keys)
        await seat.press("ctrl+q")
        assert seat.app._exit


async def test_a_key_of_the_readers_own_that_types_does_not_quit_where_one_types() -> None:
    async with seated(settings={"keymap": {"quit": ("Q",)}}) as seat:
        await seat.press("?", "Q")
        assert not seat.app._exit
        await seat.press("escape", "Q")
        assert seat.app._exit


async def test_what_is_on_its_way_while_the_screens_go_is_let_go() -> None:
    """A thread reads on, and keys wait for a desk that never comes; under load it did happen."""
    slow, may_end = held_back()
    app = NightdeskApp(Opening(sources=("big.txt",)), settings=loaded(), load=slow)
    async with app.run_test() as pilot:
        await pilot.press("j", "k")
        assert app._early
        may_end.set()
    assert app.has_ended
    app._say_stage(app.SourceRead("entries", 7))
    await app._show(app.DeskOpened(FakeDesk()))
    await app.on_event(Key("j", "j"))
    app._early = [Key("j", "j")]
    await app.answer_early_keys()
    assert app._early is None


async def test_a_reading_that_goes_on_while_the_program_ends_raises_nothing() -> None:
    for pauses in range(6):
        may_go_on = threading.Event()

        def busy(
            _opening: Opening,
            progress: Callable[[str, int], None],
            until: threading.Event = may_go_on,
        ) -> ShownDesk:
            for count in range(2000):
                progress("entries", count)
                if until.is_set():
                    break
            return FakeDesk()

        app = NightdeskApp(Opening(sources=("big.txt",)), settings=loaded(), load=busy)
        async with app.run_test() as pilot:
            for _ in range(pauses):
                await pilot.pause()
        may_go_on.set()
