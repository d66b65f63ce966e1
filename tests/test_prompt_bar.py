"""PromptBar: words and times, errors in words, nothing typed is lost."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.build import YEREVAN, at
from tests.build_tally import NINE, Ears, OneWidget, drawn
from tui.desk.prompt_bar import PromptBar, meant


def desk() -> tuple[PromptBar, OneWidget, Ears]:
    behind, bar = Static("behind"), PromptBar()
    behind.can_focus = True
    return bar, OneWidget(behind, bar), Ears()


async def type_in(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", ":": "colon", "-": "minus", "+": "plus"}
    await pilot.press(*(names.get(c, c) for c in text))


def value(bar: PromptBar) -> str:
    return bar.query_one(Input).value


async def test_words_are_followed_and_taken() -> None:
    bar, app, ears = desk()
    async with app.run_test(message_hook=ears) as pilot:
        assert not bar.display
        bar.ask_find()
        await type_in(pilot, "ab")
        assert bar.display
        await pilot.press("enter")
        await pilot.pause()
        assert not bar.display
    assert [m.words for m in ears.of(PromptBar.FindChanged)] == ["a", "ab"]
    assert [m.words for m in ears.of(PromptBar.FindSubmitted)] == ["ab"]


async def test_what_was_typed_stands_there_again_and_gives_way_to_new_words() -> None:
    bar, app, ears = desk()
    async with app.run_test(message_hook=ears) as pilot:
        bar.ask_find()
        await type_in(pilot, "ab")
        await pilot.press("escape")
        bar.ask_time(NINE.astimezone(YEREVAN))
        await pilot.pause()
        assert value(bar) == ""
        await type_in(pilot, "9:30")
        await pilot.press("escape")
        bar.ask_find()
        await pilot.pause()
        assert value(bar) == "ab"
        await type_in(pilot, "c")
        assert value(bar) == "c"
    assert [m.asked for m in ears.of(PromptBar.Cancelled)] == ["find", "time"]


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("18:54", "2022-09-13 18:54"),
        ("14 sep 00:30", "2022-09-14 00:30"),
        ("2022-09-14 01:25", "2022-09-14 01:25"),
        ("2022-09-13T17:09:00Z", "2022-09-13 21:09"),
    ],
)
async def test_a_time_means_the_playheads_day_and_the_shown_zone(typed: str, time: str) -> None:
    bar, app, ears = desk()
    async with app.run_test(message_hook=ears) as pilot:
        bar.ask_time(NINE.astimezone(YEREVAN))
        await pilot.pause()
        assert "Go to, +04" in "".join(drawn(bar.query_one("#label")))
        await type_in(pilot, typed)
        await pilot.press("enter")
        await pilot.pause()
    assert [m.at for m in ears.of(PromptBar.TimeSubmitted)] == [at(time)]


@pytest.mark.parametrize(
    ("typed", "wall", "time"),
    [
        ("18:54", "2022-09-14 01:25", "2022-09-13 18:54"),
        ("00:30", "2022-09-13 21:10", "2022-09-14 00:30"),
        ("12:00", "2022-09-13 21:10", "2022-09-13 12:00"),
        ("05:00", "2022-09-14 01:25", "2022-09-14 05:00"),
        ("14 sep 18:54", "2022-09-14 01:25", "2022-09-14 18:54"),
    ],
)
def test_a_clock_alone_means_the_day_on_which_the_story_has_it(
    typed: str, wall: str, time: str
) -> None:
    story = (at("2022-09-13 09:15"), at("2022-09-14 01:25"))
    assert meant(typed, at(wall).astimezone(YEREVAN), story) == at(time)


async def test_what_is_no_time_is_said_and_kept() -> None:
    bar, app, ears = desk()
    async with app.run_test(size=(100, 20), message_hook=ears) as pilot:
        bar.ask_time(NINE.astimezone(YEREVAN))
        await type_in(pilot, "soon [b]")
        await pilot.press("enter")
        await pilot.pause()
        assert bar.display
        assert value(bar) == "soon [b]"
        assert "'soon [b]' is no time; write" in "".join(drawn(bar.query_one("#trouble")))
        await pilot.press("backspace")
        await pilot.pause()
        assert bar.trouble == ""
    assert ears.of(PromptBar.TimeSubmitted) == []
