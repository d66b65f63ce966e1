"""ReviewScreen: one claim after the other, by keys alone, from anywhere."""

import pytest
from textual.widgets import Static

from tests.build_tally import drawn
from tests.fake_desk import FakeDesk
from tests.screen import Seat, later_desk, seated
from tui.claims.ledger_screen import LedgerScreen
from tui.claims.review_screen import QueueList, ReviewScreen
from tui.screens.form_screen import FormScreen

NAME = {"name": "A. Reporter"}


def title(seat: Seat) -> str:
    return str(seat.app.screen.query_one("#frame").border_title)


def in_hand(seat: Seat) -> str:
    """The first line of the row under the cursor."""
    lines = drawn(seat.app.screen.query_one(QueueList))
    return next((line for line in lines if line.startswith(("▌", ">"))), "")


@pytest.mark.parametrize("key", ["v", "f7", "м", "ვ"])
@pytest.mark.parametrize("pane", ["", "c", "L", "enter"])
async def test_one_key_opens_it_from_anywhere(key: str, pane: str) -> None:
    async with seated(later_desk()) as seat:
        await seat.press(*filter(None, [pane]), key)
        assert isinstance(seat.app.screen, ReviewScreen)
        assert title(seat) == "Review  5 left of 5"


async def test_after_each_verdict_the_next_one_is_in_hand() -> None:
    desk = later_desk()
    async with seated(desk, settings=NAME) as seat:
        await seat.press("v")
        assert in_hand(seat).startswith("▌ 2+ (vague) captured · Armenia")
        await seat.press("x")
        assert title(seat) == "Review  4 left of 5"
        assert in_hand(seat).startswith("▌ 105 killed · Armenia")
        await seat.press("a")
        assert in_hand(seat).startswith("▌ 431 killed · Azerbaijan")
        assert "confirmed by A. Reporter, 3 Oct 2022 06:51 +04" in seat.text()
        await seat.press("a", "a", "a")
        assert title(seat) == "Review  0 left of 5"
        await seat.press("escape", "v")
        assert title(seat) == "Review"
        assert "Nothing is left to judge" in seat.text()
    assert len(desk.decisions) == 5


async def test_undo_brings_the_claim_back_into_hand() -> None:
    async with seated(later_desk(), settings=NAME) as seat:
        await seat.press("v", "x", "U")
        assert title(seat) == "Review  5 left of 5"
        assert in_hand(seat).startswith("▌ 2+ (vague) captured")


async def test_a_note_leaves_the_claim_in_hand() -> None:
    async with seated(later_desk(), settings=NAME) as seat:
        await seat.press("v", "#", *"ring", "enter")
        assert title(seat) == "Review  5 left of 5"
        assert in_hand(seat).startswith("▌ 2+ (vague) captured")
        assert "note by A. Reporter" in seat.text()


async def test_correct_and_split_work_there_too() -> None:
    desk = later_desk()
    async with seated(desk, settings=NAME) as seat:
        await seat.press("v", "e")
        assert isinstance(seat.app.screen, FormScreen)
        await seat.press("3", "enter")
        assert title(seat) == "Review  4 left of 5"
        await seat.press("p")
        form = seat.app.screen
        assert isinstance(form, FormScreen)
        form.lines[0].value, form.lines[3].value = "100", "5"
        await seat.press("enter")
        assert title(seat) == "Review  3 left of 5"
        assert in_hand(seat).startswith("▌ 431 killed")
    assert [d.verdict for d in desk.decisions] == ["correct", "split"]


async def test_enter_opens_the_entry_and_the_queue_goes_on_there() -> None:
    async with seated(later_desk()) as seat:
        await seat.press("v", "j", "enter")
        assert seat.where() == "detail"
        assert "105 Armenian servicemen" in seat.text()
        await seat.press("v")
        assert in_hand(seat).startswith("▌ 105 killed")


async def test_an_empty_queue_says_so_and_has_no_claim_to_judge() -> None:
    async with seated(FakeDesk([])) as seat:
        await seat.press("v")
        assert "Nothing is left to judge" in seat.text()
        await seat.press("a")
        said = str(seat.app.screen.query_one("#said", Static).visual)
        assert said == "No claim is under the cursor."


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_it_fits_every_size_in_ascii(size: tuple[int, int]) -> None:
    async with seated(later_desk(), size=size, settings={"ascii": True}) as seat:
        await seat.press("v", "a")
        assert seat.text().replace("’", "'").isascii()
        assert all(len(line) == size[0] for line in seat.lines())


async def test_from_a_ledger_and_back_to_it_as_it_is_then() -> None:
    async with seated(later_desk(), settings=NAME) as seat:
        await seat.press("c", "enter", "v", "j", "x", "escape")
        assert isinstance(seat.app.screen, LedgerScreen)
        assert "Armenia: killed, military  49+" in seat.text()
        await seat.press("v", "enter")
        assert seat.where() == "detail"


async def test_the_end_of_a_story_is_told_by_its_time() -> None:
    async with seated() as seat:
        top = seat.lines()[0]
        assert "Wed 14 Sep 2022 00:24 +04" in top
        await seat.press("v")
        assert "as of 14 Sep 00:24 +04" in seat.text()
        await seat.press("escape", "c", "enter")
        assert "as of 14 Sep 00:24 +04" in seat.text()
