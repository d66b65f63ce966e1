"""FormScreen: lines by keys, errors in their place, nothing typed is lost."""

from collections.abc import Sequence

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input, Static

from tests.build_tally import HOSTILE, OneWidget, is_safe
from tui.drawing.hint_bar import HintBar
from tui.screens.form import Choices, Field, FieldError
from tui.screens.form_screen import FormScreen

KINDS = Choices(what="kind", names={"killed": "killed", "wounded": "wounded"})
FIELDS = (
    Field(label="number", value="49", hint="49  49+"),
    Field(label="kind", value="killed", choices=KINDS),
)


def check(typed: Sequence[str]) -> None:
    if typed[0] == "many":
        raise FieldError(0, "'many' is no number")
    try:
        KINDS.read(typed[1])
    except Exception as error:
        raise FieldError(1, str(error)) from error


class Asked:
    """An app with a form open in it, and the answers that it gives."""

    def __init__(
        self,
        about: str = "about",
        typed: Sequence[str] = (),
        fields: Sequence[Field] = FIELDS,
    ) -> None:
        self.app = OneWidget(Static("behind"))
        allow = check if fields is FIELDS else lambda _: None
        self.form = FormScreen("Title", about, fields, allow, typed=typed)
        self.answers: list[FormScreen.Answer | None] = []

    async def open(self, pilot: Pilot[None]) -> None:
        await self.app.push_screen(self.form, self.answers.append)
        await pilot.pause()

    def said(self, id: str) -> str:
        return str(self.form.query_one(id, Static).visual)


async def test_enter_on_any_line_keeps_all_of_them() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press("5", "0", "plus", "down", "enter")
        await pilot.pause()
    assert asked.answers == [FormScreen.Answer(("50+", "killed"), is_kept=True)]


async def test_escape_hands_back_what_was_typed() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press("7", "escape")
        await pilot.pause()
    assert asked.answers == [FormScreen.Answer(("7", "killed"), is_kept=False)]


async def test_what_was_typed_before_stands_there_again() -> None:
    asked = Asked(typed=("43-50", "wounded"))
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        assert asked.form.typed == ("43-50", "wounded")


async def test_keys_go_through_the_known_values() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press("down", "pagedown")
        assert asked.form.typed[1] == "wounded"
        await pilot.press("pagedown")
        assert asked.form.typed[1] == "killed"
        await pilot.press("pageup", "up", "pagedown")
        assert asked.form.typed == ("49", "wounded")


WHO = Choices(
    what="speaker", names={"Armenia": "a", "Azerbaijan": "z", "Baku": "b"}, takes_words=True
)
ASKED = (Field(label="who says", value="Armenia", choices=WHO),)


async def test_known_values_begin_at_what_was_typed() -> None:
    asked = Asked(fields=ASKED)
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press("a", "z", "pagedown")
        assert asked.form.typed == ("Azerbaijan",)
        await pilot.press("pagedown")
        assert asked.form.typed == ("Azerbaijan",)


async def test_a_name_that_the_pack_does_not_know_asks_once_more() -> None:
    asked = Asked(fields=ASKED)
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press(*"Azerbajan", "enter")
        await pilot.pause()
        assert "did you mean Azerbaijan?" in asked.said("#trouble")
        assert asked.answers == []
        await pilot.press("enter")
        await pilot.pause()
    assert asked.answers == [FormScreen.Answer(("Azerbajan",), is_kept=True)]


async def test_a_pasted_text_keeps_all_its_lines() -> None:
    asked = Asked(fields=(Field(label="note", value=""),))
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        asked.form.lines[0].post_message(Paste("line one\nline two\n\nthree"))
        await pilot.pause()
        assert asked.form.typed == ("line one / line two / three",)


async def test_a_known_value_is_completed() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press("tab", "w", "o")
        await asked.app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("right")
        assert asked.form.typed[1] == "wounded"


async def test_an_error_points_at_its_line_and_keeps_what_was_typed() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        await pilot.press(*"many", "down", "enter")
        await pilot.pause()
        lines = list(asked.form.query(Input))
        assert lines[0].has_focus
        assert asked.form.typed == ("many", "killed")
        assert asked.said("#trouble") == "'many' is no number"
        assert asked.form.query_one("#trouble").display
        await pilot.press("4")
        await pilot.pause()
        assert not asked.form.query_one("#trouble").display
    assert asked.answers == []


async def test_the_line_in_hand_says_what_can_be_typed() -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        assert asked.said("#hint") == "49  49+"
        await pilot.press("down", "w")
        await pilot.pause()
        assert asked.said("#hint") == "wounded"


@pytest.mark.parametrize("words", ["keep", "close"])
async def test_the_mouse_does_what_the_keys_do(words: str) -> None:
    asked = Asked()
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        bar = asked.form.query_one("HintBar")
        place = bar.render_lines(bar.region.reset_offset)[0].text.index(words)
        await pilot.click(bar, offset=(place, 0))
        await pilot.pause()
    assert [answer and answer.is_kept for answer in asked.answers] == [words == "keep"]


async def test_hostile_words_do_nothing() -> None:
    asked = Asked(about=HOSTILE, typed=(HOSTILE, "killed"))
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        strips = asked.form._compositor.render_strips()
        assert is_safe(["".join(segment.text for segment in strip) for strip in strips])


@pytest.mark.parametrize(("fields", "known"), [(FIELDS, True), (FIELDS[:1], False)])
async def test_the_keys_of_known_values_are_named_where_there_are_some(
    fields: Sequence[Field], known: bool
) -> None:
    asked = Asked(fields=fields)
    async with asked.app.run_test() as pilot:
        await asked.open(pilot)
        told = asked.form.query_one(HintBar).hints()
    assert ("known values" in dict(told).values()) == known
