"""The filter line: what is typed is tried, kept or taken back; slips are pointed at."""

from dataclasses import replace

import pytest

from feeds.query import EVERYTHING
from tests.build_tally import HOSTILE, is_safe
from tests.fake_desk import FakeDesk
from tests.screen import Seat, seated
from tui.filter import query_bar
from tui.filter.facet_rows import describe

NAMES = {" ": "space", ":": "colon", "-": "minus", '"': "quotation_mark", ",": "comma"}


def typed(text: str) -> list[str]:
    return [NAMES.get(character, character) for character in text]


async def open_line(seat: Seat, text: str = "") -> None:
    await seat.press("f", *typed(text))


async def pause(seat: Seat) -> None:
    """What happens when no key comes for a while."""
    seat.desk.query_bar._try()
    await seat.pilot.pause()


def value(seat: Seat) -> str:
    return seat.desk.query_bar.field.value


def under(seat: Seat) -> list[str]:
    """The line that is typed on, and the two below it."""
    lines = seat.lines()
    return [line.rstrip() for line in lines[-4:-1]]


async def test_f_opens_the_line_and_enter_keeps_what_is_typed() -> None:
    async with seated() as seat:
        await open_line(seat, "-actor:russia goris")
        assert seat.desk.asked.is_empty
        await seat.press("enter")
        assert seat.where() == "feed"
        assert seat.desk.asked.query_text == "-actor:russia goris"
        assert "Only -actor:russia goris" in seat.lines()[1]
        assert "7 hidden, 0 shows all" in seat.lines()[1]
        await seat.press("0")
        assert seat.desk.asked.is_empty


@pytest.mark.parametrize("key", ["f", "а", "ֆ", "f4", "ampersand"])
async def test_the_line_opens_at_once_on_every_layout(key: str) -> None:
    async with seated() as seat:
        await seat.press(key)
        assert seat.desk.query_bar.display


async def test_a_pause_shows_what_passes_and_escape_takes_it_back() -> None:
    async with seated() as seat:
        await seat.press("1")
        before = seat.desk.asked
        await open_line(seat, "goris")
        assert seat.desk.asked == before
        await pause(seat)
        assert seat.desk.asked.query_text == "goris"
        assert seat.desk.asked.actors == before.actors
        assert value(seat) == "goris"
        await seat.press("escape")
        assert seat.desk.asked == before
        assert seat.where() == "feed"
        assert not seat.desk.query_bar.display


async def test_the_pause_comes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_bar, "PAUSE_S", 0.001)
    async with seated() as seat:
        await open_line(seat, "goris")
        while not seat.desk.asked.query_text:
            await seat.pilot.pause(0.001)
        assert seat.desk.query_bar.asking


async def test_nothing_is_tried_after_the_line_has_closed() -> None:
    async with seated() as seat:
        await open_line(seat, "goris")
        await seat.press("escape")
        assert seat.desk.query_bar._timer is None
        assert seat.desk.asked.is_empty


async def test_tab_completes_a_field_then_a_name() -> None:
    async with seated() as seat:
        await open_line(seat, "reg")
        await seat.press("tab")
        assert value(seat) == "region:"
        await seat.press(*"syu", "tab")
        assert value(seat) == "region:syunik "
        assert seat.desk.query_bar.asking
        await seat.press("enter")
        assert "3 of 9" in seat.lines()[0] or "2 of 9" in seat.lines()[0]


async def test_down_chooses_another_option_and_enter_takes_it_first() -> None:
    async with seated() as seat:
        await open_line(seat, "actor:")
        await seat.press("down", "enter")
        assert value(seat) == "actor:azerbaijan "
        await seat.press("enter")
        assert seat.desk.asked.query_text == "actor:azerbaijan"


async def test_up_goes_round_to_the_last_option_which_comes_into_view() -> None:
    async with seated() as seat:
        await open_line(seat)
        await seat.press("up")
        assert any("until:" in line for line in seat.lines()[-10:-4])
        await seat.press("tab")
        assert value(seat) == "until:"


async def test_options_stand_with_their_counts() -> None:
    async with seated(size=(80, 24)) as seat:
        await open_line(seat, "actor:a")
        line = next(line for line in seat.lines() if line.startswith("▌       armenia"))
        assert line.split() == ["▌", "armenia", "3", "Armenia"]


async def test_a_slip_is_pointed_at_under_the_line_and_nothing_is_lost() -> None:
    async with seated(size=(80, 24)) as seat:
        await open_line(seat, "goris is:makred")
        await seat.press("enter")
        line, carets, words = under(seat)
        start = line.index("makred")
        assert carets == " " * start + "^^^^^^"
        assert "did you mean marked?" in words
        assert seat.desk.asked.is_empty
        assert value(seat) == "goris is:makred"
        await seat.press("backspace")
        assert "^" not in under(seat)[1]


async def test_a_slip_further_left_is_told_at_a_pause_the_last_word_only_with_enter() -> None:
    async with seated() as seat:
        await open_line(seat, "actor:armeina goris")
        await pause(seat)
        assert "did you mean armenia?" in under(seat)[2]
    for unfinished in ("actor:arm", '"border ser', "(goris"):
        async with seated() as seat:
            await open_line(seat, unfinished)
            await pause(seat)
            assert "^" not in under(seat)[1]
            await seat.press("enter")
            assert "^" in under(seat)[1]


async def test_carets_follow_a_line_that_is_scrolled() -> None:
    async with seated(size=(80, 24)) as seat:
        await open_line(seat, f"{'goris ' * 15}is:makred")
        await seat.press("enter")
        line, carets, _ = under(seat)
        assert line[carets.index("^") : carets.rindex("^") + 1] == "makred"


async def test_the_query_in_force_stands_there_again_and_can_be_added_to() -> None:
    async with seated() as seat:
        await open_line(seat, "goris")
        await seat.press("enter")
        await open_line(seat, " south")
        assert value(seat) == "goris south"
        await seat.press("escape", "0", "f", "x")
        assert value(seat) == "x"


async def test_the_query_is_a_row_of_the_filter_that_can_be_taken_away() -> None:
    async with seated() as seat:
        await open_line(seat, "-goris")
        await seat.press("enter", "L", "g")
        assert "[x] -goris" in seat.text()
        await seat.press("space")
        assert seat.desk.asked.query == EVERYTHING
        assert seat.desk.asked.is_empty


async def test_a_pane_that_takes_the_keys_closes_the_line() -> None:
    async with seated() as seat:
        await open_line(seat, "goris")
        await pause(seat)
        await seat.pilot.click(seat.desk.tally_pane, offset=(2, 2))
        assert not seat.desk.query_bar.display
        assert seat.where() == "tally"
        assert seat.desk.asked.is_empty


async def test_another_prompt_closes_the_line_and_keeps_the_keys() -> None:
    async with seated() as seat:
        await open_line(seat, "goris")
        await seat.press("f2", "x")
        assert not seat.desk.query_bar.display
        assert seat.desk.prompt.field.value == "x"


async def test_keys_that_come_at_once_are_all_typed() -> None:
    async with seated() as seat:
        seat.desk.action_filter()
        seat.desk.action_filter()
        await seat.press(*"goris")
        assert seat.desk.query_bar.asking
        assert value(seat) == "goris"


async def test_a_click_takes_an_option_and_a_click_on_a_key_does_it() -> None:
    async with seated() as seat:
        await open_line(seat)
        await seat.pilot.click(seat.desk.query_bar.offered, offset=(12, 2))
        assert value(seat) == "region:"
        await seat.pilot.click("QueryBar HintBar", offset=(2, 0))
        assert "a name is missing" in under(seat)[2]


async def test_the_panes_keep_their_places_while_it_is_typed() -> None:
    async with seated(size=(120, 40)) as seat:
        before = [seat.desk.feed.region, seat.desk.tally_pane.region]
        await open_line(seat, "reg")
        assert [seat.desk.feed.region, seat.desk.tally_pane.region] == before


async def test_ascii_signs_alone_in_ascii_mode() -> None:
    async with seated(size=(80, 24), settings={"ascii": True}) as seat:
        await open_line(seat, "region:")
        assert "\n".join(seat.lines()[-10:]).isascii()


async def test_hostile_text_is_not_obeyed() -> None:
    async with seated() as seat:
        await open_line(seat)
        seat.desk.query_bar.field.value = HOSTILE
        await seat.pilot.pause()
        await seat.press("enter")
        assert is_safe(seat.lines()[-10:])


def test_a_query_is_told_with_the_rest_of_the_filter() -> None:
    desk = FakeDesk()
    text = "-claims:any"
    asked = desk.snapshot().filter
    asked = replace(asked, regions=frozenset({"syunik"}), query_text=text)
    assert describe(desk.snapshot(asked=asked)) == "in Syunik, -claims:any"


async def test_what_is_wrong_is_told_to_its_end_however_narrow_the_screen_is() -> None:
    async with seated(size=(80, 24)) as seat:
        await open_line(seat, "foo:bar")
        await seat.press("enter")
        told = " ".join(seat.text().split())
        assert "no field 'foo': there are actor, side, region," in told
        assert told.count('(for the word write "foo")') == 1
        assert any(line.startswith(" Filter foo:bar") for line in seat.lines())
        await seat.press("a")
        assert len([line for line in seat.lines() if "a blank is AND" in line]) == 1


@pytest.mark.parametrize("keys", ["jj", "Gk", "jj["])
async def test_escape_leads_back_to_where_the_feed_stood(keys: str) -> None:
    async with seated(size=(80, 24)) as seat:
        await seat.press(*keys)
        stood, lines = seat.desk.feed.cursor, seat.lines()
        await open_line(seat, "quiet OR restraint")
        await pause(seat)
        assert seat.desk.asked.query_text
        await seat.press("escape")
        assert seat.desk.feed.cursor == stood
        assert seat.lines() == lines
