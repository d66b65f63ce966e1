"""The desk's screen: panes, keys, replay, and nothing hostile on the terminal."""

import math
import re
from datetime import timedelta

import pytest

from feeds.beat import NO_BEAT
from feeds.snapshot import Hits
from feeds.typed_time import read_time
from tests import build
from tests.build import at
from tests.fake_desk import FakeDesk
from tests.screen import Seat, seated
from tui.screens.quit_screen import QuitScreen

SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]

HOSTILE = (
    "\x1b[2J\x1b[31mred\x1b[0m",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x9b5mblink",
    "[red]not red[/red]",
    "[@click=app.exit()]leave[/]",
    "[/nope]",
    "\u202egnp.exe",
    "tab\there\x00nul\x08bs\x7fdel",
    "x" * 100_000,
)


def _status(seat: Seat) -> str:
    return seat.lines()[0]


@pytest.mark.parametrize("size", [*SIZES, (60, 15), (61, 16)])
async def test_nothing_that_a_terminal_obeys_reaches_it(size: tuple[int, int]) -> None:
    entries = [
        build.entry(
            f"{text} Armenia",
            id=f"h{n}",
            headline=f"{text} said",
            time=f"2022-09-13 10:{n:02}",
            source=text[:40],
            url=f"https://example.org/{text[:30]}",
            byline=text[:60],
        )
        for n, text in enumerate(HOSTILE)
    ]
    async with seated(FakeDesk(entries), size=size) as seat:
        for _ in range(len(HOSTILE)):
            _assert_harmless(seat.text())
            await seat.press("j")
        await seat.press("enter", "z")
        _assert_harmless(seat.text())


def _assert_harmless(text: str) -> None:
    bad = {c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)}
    assert not bad
    assert not {c for c in text if 0x202A <= ord(c) <= 0x202E or 0x2066 <= ord(c) <= 0x2069}


async def test_square_brackets_are_shown_as_they_are() -> None:
    entries = [
        build.entry(text, id=f"h{n}", headline=text, time=f"2022-09-13 10:{n:02}")
        for n, text in enumerate(t for t in HOSTILE if t.startswith("["))
    ]
    async with seated(FakeDesk(entries)) as seat:
        text = seat.text()
    for brackets in ("[red]not red[/red]", "[@click=app.exit()]leave[/]", "[/nope]"):
        assert brackets in text


async def test_the_bar_names_beat_state_time_zone_and_counts() -> None:
    async with seated() as seat:
        assert " ".join(_status(seat).split()) == (
            "South Caucasus COMPLETE Wed 14 Sep 2022 00:24 +04 Asia/Yerevan (assumed) 9 of 9 shown"
        )


@pytest.mark.parametrize("size", SIZES)
async def test_a_filter_says_what_it_asks_and_hides_wherever_the_pane_is(
    size: tuple[int, int],
) -> None:
    async with seated(size=size) as seat:
        await seat.press("2")
        assert "Only Azerbaijan  6 hidden, 0 shows all" in seat.lines()[1]
        assert "3 of 9" in _status(seat)
        await seat.press("0")
        assert "6 hidden" not in seat.text()


async def test_digits_choose_regions_after_r_and_the_footer_says_which() -> None:
    async with seated() as seat:
        assert "1-9 actors" in seat.lines()[-1]
        await seat.press("r")
        assert "1-9 regions" in seat.lines()[-1]
        await seat.press("1")
        assert seat.desk.asked.regions == {"gegharkunik"}
        await seat.press("1")
        assert seat.desk.asked.is_empty


async def test_space_plays_the_night_from_its_start_and_pauses() -> None:
    async with seated() as seat:
        await seat.press("space")
        assert "REPLAY 60x" in _status(seat)
        assert "1 of 1" in _status(seat)
        await seat.pass_time(60)
        assert "01:31" in _status(seat)
        assert "2 of 2" in _status(seat)
        await seat.press("space")
        await seat.pass_time(600)
        assert "REPLAY paused" in _status(seat)
        assert "01:31" in _status(seat)


async def test_nothing_after_the_playhead_is_known() -> None:
    async with seated(replaying=True) as seat:
        await seat.pass_time(60)
        assert "2 of 2" in _status(seat)
        text = seat.text()
        for later in ("21:09", "TASS", "49", "Vardenis", "Russian envoy", "UN"):
            assert later not in text.replace("UN of", "")


async def test_steps_show_and_take_back_one_entry() -> None:
    async with seated(replaying=True, start=read_time("2022-09-13 11:00")) as seat:
        assert "4 of 4" in _status(seat)
        await seat.press(".")
        assert "5 of 5" in _status(seat)
        assert "11:33" in _status(seat)
        assert "paused" in _status(seat)
        await seat.press(",", ",")
        assert "3 of 3" in _status(seat)
        await seat.press("right")
        assert "4 of 4" in _status(seat)
        await seat.press("left")
        assert "3 of 3" in _status(seat)


async def test_the_playhead_jumps_a_quarter_of_an_hour() -> None:
    async with seated(at=read_time("2022-09-13 12:00")) as seat:
        assert "REPLAY paused" in _status(seat)
        await seat.press("shift+right")
        assert "12:15" in _status(seat)
        await seat.press("shift+left", "shift+left")
        assert "11:45" in _status(seat)


async def test_brackets_go_to_claims() -> None:
    async with seated() as seat:
        await seat.press("[")
        assert seat.desk.feed.cursor == ("Night desk", "n7")
        await seat.press("[", "]")
        assert seat.desk.feed.cursor == ("Night desk", "n7")
        assert "COMPLETE" in _status(seat)
    async with seated(at=read_time("2022-09-13 12:00")) as seat:
        await seat.press("]")
        assert "17:52" in _status(seat)
        await seat.press("[")
        assert "11:33" in _status(seat)


async def test_speed_goes_up_to_max_and_down() -> None:
    async with seated(at=read_time("2022-09-13 01:00")) as seat:
        await seat.press(">")
        assert "120x" in _status(seat)
        for _ in range(9):
            await seat.press("+")
        assert seat.desk.replay is not None
        assert math.isinf(seat.desk.replay.speed)
        assert "max" in _status(seat)
        await seat.press("<", "minus")
        assert seat.desk.replay.speed == 1200


async def test_a_skipped_gap_is_told() -> None:
    async with seated(replaying=True, quiet=timedelta(minutes=5)) as seat:
        await seat.pass_time(10)
        assert "00:36-01:10 +04 skipped (34 min)" in seat.text()
        assert "01:10" in _status(seat)


async def test_a_replay_ends_at_the_last_entry_and_its_timer_stops() -> None:
    async with seated(replaying=True, speed=3600) as seat:
        await seat.pass_time(3600)
        assert "REPLAY ended" in _status(seat)
        assert seat.desk._timer is None
        await seat.press("F")
        assert "COMPLETE" in _status(seat)


async def test_the_key_that_shows_what_is_new_in_a_replay_does_not_leave_it() -> None:
    async with seated(at=read_time("2022-09-13 09:00")) as seat:
        await seat.press("j", "]", "]", "]")
        told = re.search(r"[0-9]+ new above, (.) shows them", seat.text())
        assert told is not None
        assert f" {told[1]} show new" in seat.lines()[-1]
        before = _status(seat)
        await seat.press(told[1])
        assert _status(seat) == before
        assert "REPLAY" in before
        assert "new above" not in seat.text()
        assert seat.desk.feed.at_edge


async def test_undated_entries_are_shown_at_the_end_and_counted_in_a_replay() -> None:
    desk = FakeDesk()
    desk.add([build.entry("No date here", id="u", headline="Undated words", time=None)])
    async with seated(desk) as seat:
        assert "10 of 10" in _status(seat)
        await seat.press("G")
        assert "undated" in seat.text()
        await seat.press("space", "space")
        assert "1 undated hidden" in _status(seat)


async def test_a_document_without_any_time_cannot_be_replayed_and_says_so() -> None:
    desk = FakeDesk([build.entry("No date here", id="u", headline="Undated words", time=None)])
    async with seated(desk) as seat:
        assert "COMPLETE" in _status(seat)
        await seat.press("space")
        await seat.pilot.pause()
        assert "Nothing here has a time" in seat.text()


async def test_t_cycles_the_clock_of_every_pane() -> None:
    async with seated() as seat:
        await seat.press("t", "t")
        assert "20:24 UTC" in _status(seat)
        assert "17:09" in seat.text()
        assert "13 Sep 2022 20:24 UTC" in seat.text()


@pytest.mark.parametrize("size", SIZES)
async def test_tab_goes_round_the_panes_and_back(size: tuple[int, int]) -> None:
    async with seated(size=size) as seat:
        seen = [seat.where()]
        for _ in range(4):
            await seat.press("tab")
            seen.append(seat.where())
        panes = ["feed", "tally", "detail"]
        if size[0] >= 120:
            panes.append("filter")
        assert seen == [*panes, *panes][:5]
        await seat.press("h")
        assert seat.where() == seen[3]


@pytest.mark.parametrize("size", SIZES)
async def test_a_pane_can_have_the_whole_screen(size: tuple[int, int]) -> None:
    async with seated(size=size) as seat:
        await seat.press("c", "z")
        assert seat.desk.tally_pane.size.width >= size[0] - 3
        assert not seat.desk.feed.display
        await seat.press("escape")
        assert seat.desk.feed.display
        await seat.press("f11")
        assert not seat.desk.feed.display


async def test_the_filter_lies_over_the_feed_where_it_has_no_place() -> None:
    async with seated(size=(80, 24)) as seat:
        assert not seat.desk.filter_pane.display
        await seat.press("L")
        assert seat.where() == "filter"
        await seat.press("enter")
        assert seat.desk.asked.sides == {"armenia"}
        await seat.press("escape")
        assert not seat.desk.filter_pane.display
        assert seat.where() == "feed"
        assert seat.desk.asked.sides == {"armenia"}


async def test_tally_and_text_share_a_place_where_lines_are_few() -> None:
    async with seated(size=(80, 24)) as seat:
        assert seat.desk.detail.display
        await seat.press("c")
        assert seat.desk.tally_pane.display
        assert not seat.desk.detail.display
        await seat.press("c", "enter")
        assert seat.desk.detail.display


async def test_a_cell_opens_its_ledger_and_a_claim_its_words() -> None:
    async with seated(size=(80, 24)) as seat:
        await seat.press("c", "enter")
        assert "49+" in seat.text()
        await seat.press("enter")
        assert seat.where() == "detail"
        assert seat.desk.detail.entry is not None
        assert seat.desk.detail.entry.id == "n4"
        assert seat.desk.feed.cursor == ("Night desk", "n4")
        assert "at least 49 servicemen had been killed" in " ".join(
            " ".join(line.split()) for line in seat.lines()
        )


async def test_text_scrolls_from_the_feed() -> None:
    long = build.entry("Words of a long day. " * 200, headline="Long", time="2022-09-14 03:00")
    async with seated(FakeDesk([long])) as seat:
        await seat.press("J")
        assert seat.desk.detail.scroll_offset.y > 0
        assert seat.where() == "feed"
        await seat.press("shift+up")
        assert seat.desk.detail.scroll_offset.y == 0


async def test_q_goes_back_one_step_and_then_asks() -> None:
    async with seated(at=read_time("2022-09-13 12:00")) as seat:
        await seat.press("enter", "q")
        assert seat.where() == "feed"
        await seat.press("f10")
        assert "COMPLETE" in _status(seat)
        await seat.press("q")
        assert isinstance(seat.app.screen, QuitScreen)
        assert "Quit? y/n" in seat.text()
        assert "South Caucasus" in seat.text()  # the desk is still seen behind the question
        await seat.press("n")
        assert not isinstance(seat.app.screen, QuitScreen)
        await seat.press("q", "y")
        assert seat.app.return_code == 0


async def test_escape_never_quits_and_never_clears_a_filter() -> None:
    async with seated() as seat:
        await seat.press("1", *["escape"] * 4)
        assert seat.app.is_running
        assert not seat.desk.asked.is_empty


@pytest.mark.parametrize("size", [(59, 30), (80, 14), (20, 5)])
async def test_a_terminal_too_small_names_both_sizes(size: tuple[int, int]) -> None:
    async with seated(size=size) as seat:
        text = " ".join(seat.text().split())
        assert "60 x 15" in text
        assert f"{size[0]} x {size[1]}" in text


async def test_the_frame_fits_when_the_terminal_changes_size() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("j", "j", "j")
        chosen = seat.desk.feed.cursor
        for size in [(80, 24), (59, 20), (200, 60), (100, 30)]:
            await seat.pilot.resize_terminal(*size)
            await seat.pilot.pause()
            assert {len(line) for line in seat.lines()} == {size[0]}
        assert seat.desk.feed.cursor == chosen


async def test_ascii_draws_no_other_sign_of_its_own() -> None:
    words = build.entry(
        "Plain words, plain names. " * 90, headline="Plain", time="2022-09-14 03:00"
    )
    many = [
        build.entry("Plain", id=str(n), time=f"2022-09-13 10:{n:02}", headline="P")
        for n in range(40)
    ]
    async with seated(FakeDesk([words, *many]), settings={"ascii": True}) as seat:
        assert seat.text().isascii()
        await seat.press("1", "f", "z")
        assert seat.text().isascii()


@pytest.mark.parametrize("size", SIZES)
async def test_playing_asks_for_a_snapshot_only_when_something_is_due(
    size: tuple[int, int],
) -> None:
    desk = FakeDesk()
    async with seated(desk, replaying=True, size=size) as seat:
        await seat.press("space")
        desk.asked_for.clear()
        for _ in range(20):
            await seat.pass_time(0.1)
        assert desk.asked_for == [] or set(desk.asked_for) == {at("2022-09-13 00:31")}


async def test_find_highlights_while_one_types_and_goes_there_on_enter() -> None:
    async with seated() as seat:
        await seat.press("/", *"school")
        assert "“school” 1 found" in seat.text()
        assert seat.desk.feed.row == 0
        await seat.press("enter")
        assert seat.desk.feed.cursor == ("Night desk", "n3")
        assert seat.where() == "feed"
        await seat.press("/", "escape")
        assert "“school”" not in seat.text()


async def test_no_hit_is_told_of_what_was_looked_through_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A large archive looks for words while one reads on."""
    desk = FakeDesk()
    hits = [Hits(is_whole=False)]
    monkeypatch.setattr(desk, "find", lambda _words, _snapshot: hits[-1])
    async with seated(desk) as seat:
        await seat.press("/", *"school", "enter", "n")
        assert "No hit so far; more are looked for." in seat.text()
        seat.app.clear_notifications()
        hits.append(Hits())
        seat.desk.refresh_snapshot()
        await seat.press("n")
        assert "No hit." in seat.text()


async def test_a_time_that_was_typed_is_gone_to() -> None:
    async with seated() as seat:
        await seat.press(":", *"13 sep 12:00", "enter")
        assert "13 Sep 2022 12:00 +04" in _status(seat)
        assert "REPLAY paused" in _status(seat)
        assert "5 of 5" in _status(seat)


async def test_a_time_that_is_none_says_why_and_can_be_mended() -> None:
    async with seated() as seat:
        await seat.press("ctrl+g", *"soon", "enter")
        assert "is no time" in seat.text()
        await seat.press("escape")
        assert seat.where() == "feed"


async def test_help_knows_the_pane_and_runs_what_is_chosen() -> None:
    async with seated() as seat:
        await seat.press("?")
        assert "Keys: feed" in seat.text()
        await seat.press(*"whole screen", "enter")
        assert seat.desk.zoomed == "feed"


async def test_help_runs_what_belongs_to_a_list_on_that_list() -> None:
    async with seated() as seat:
        await seat.press("f1", *"last line", "enter")
        assert seat.desk.feed.row == 8


async def test_copy_always_shows_the_text_to_select() -> None:
    async with seated() as seat:
        await seat.press("j", "y")
        text = " ".join(seat.text().split())
        assert "42 soldiers and eight border guards were killed" in text
        assert "https://example.org/live#7" in text
        assert "OSC 52" in text
        await seat.press("escape")
        assert seat.where() == "feed"


async def test_a_link_that_cannot_be_opened_here_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "here")
    async with seated() as seat:
        await seat.press("o")
        assert "https://example.org/live#8" in seat.text()
        assert "remote session" in seat.text()


async def test_a_click_on_the_timeline_goes_there() -> None:
    async with seated() as seat:
        await seat.pilot.click("TimelineBar", offset=(60, 0))
        await seat.pilot.pause()
        assert "REPLAY paused" in _status(seat)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("15 sep 2031", "The story ends"),
        ("1 sep 2001", "The story begins 13 Sep 00:31 +04; went there."),
    ],
)
async def test_a_time_outside_the_story_goes_to_its_edge_and_says_so(
    typed: str, words: str
) -> None:
    async with seated() as seat:
        await seat.press("ctrl+g", *typed, "enter")
        edge = seat.desk.times[0 if "begins" in words else -1]
        assert seat.desk.at == edge
        assert words in seat.text()


async def test_a_beginning_outside_the_story_is_said_too() -> None:
    async with seated(at=read_time("1 Jan 2031")) as seat:
        assert "The story ends" in seat.text()


async def test_the_readers_own_zone_is_shown_first_and_taken_in_turn() -> None:
    async with seated(settings={"zone": "Asia/Kathmandu"}) as seat:
        assert "14 Sep 2022 02:09 +05:45 Asia/Kathmandu" in _status(seat)
        shown = []
        for _ in range(3):
            await seat.press("t")
            shown.append(_status(seat))
    assert "13 Sep 2022 20:24 UTC" in shown[0]
    assert "14 Sep 2022 00:24 +04" in shown[1]
    assert "+05:45" in shown[2]


async def test_without_a_beat_it_is_said_once_that_sides_are_unknown() -> None:
    async with seated(FakeDesk(beat=NO_BEAT)) as seat:
        told = [n.message for n in seat.app._notifications]
        assert told == ["No beat recognised: sides are unknown; --beat NAME chooses one."]
