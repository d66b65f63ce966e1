"""The footer names the keys that matter now, whole, and always where the rest is."""

import pytest
from rich.cells import cell_len

from tests.build import entry
from tests.fake_desk import FakeDesk
from tests.screen import seated
from tui.desk.key_bar import KeyBar, Moment, hints
from tui.keys.actions import BY_ID


def _ids(**fields: object) -> list[str]:
    return [id for id, _ in hints(Moment(**fields))]  # type: ignore[arg-type]


def test_every_hint_is_an_action() -> None:
    for where in ("feed", "filter", "field", "tally", "detail", "prompt", "other"):
        for flag in (True, False):
            named = _ids(
                where=where, replaying=flag, can_play=flag, unseen=flag, finding=flag,
                filtered=flag, zoomed=flag,
            )  # fmt: skip
            assert set(named) <= {*BY_ID, "digits"}
            assert len(named) == len(set(named))


def test_what_just_happened_comes_first() -> None:
    assert _ids(where="feed", unseen=True)[0] == "to_end"
    in_replay = _ids(where="feed", unseen=True, replaying=True, can_play=True)
    assert in_replay[0] == "top"
    assert "to_end" in in_replay
    assert _ids(where="feed", finding=True)[:2] == ["find_next", "find_previous"]


def test_no_replay_keys_where_nothing_can_be_replayed() -> None:
    assert "play_pause" not in _ids(where="feed", can_play=False)
    assert "step_next" not in _ids(where="feed", can_play=True)
    assert "step_next" in _ids(where="feed", can_play=True, replaying=True)


async def test_keys_are_shown_whole_and_help_always() -> None:
    for width in (60, 80, 100, 120, 200):
        async with seated(size=(width, 30)) as seat:
            line = seat.lines()[-1]
            assert cell_len(line) == width
            assert "? keys" in line
            assert "…" not in line


async def test_a_click_does_what_the_key_does() -> None:
    async with seated() as seat:
        place = seat.lines()[-1].index("tally")
        await seat.pilot.click(KeyBar, offset=(place, 0))
        await seat.pilot.pause()
        assert seat.where() == "tally"


@pytest.mark.parametrize("key", ["/", ":"])
async def test_while_a_line_asks_no_key_is_named_that_is_a_letter_in_it(key: str) -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press(key)
        asked = seat.lines()[-1]
        assert asked.split("?")[0].split() == ["Enter", "go", "there", "Esc", "never", "mind"]
        await seat.press("q", "escape")
        assert "Enter read" in seat.lines()[-1]


async def test_the_footer_follows_the_focus() -> None:
    async with seated() as seat:
        assert "Enter read" in seat.lines()[-1]
        await seat.press("c")
        assert "Enter ledger" in seat.lines()[-1]
        await seat.press("L")
        assert "Enter choose" in seat.lines()[-1]


async def test_a_key_of_the_readers_own_is_shown_and_works() -> None:
    async with seated(settings={"keymap": {"tally": ("x",)}}) as seat:
        assert "x tally" in seat.lines()[-1]
        await seat.press("x")
        assert seat.where() == "tally"


async def test_keys_of_the_readers_own_are_named_in_every_pane() -> None:
    own = {"chips_all": ("x",), "to_end": ("E",), "find": ("ctrl+f",), "back": ("Q",)}
    desk = FakeDesk()
    async with seated(desk, size=(120, 40), settings={"keymap": own}) as seat:
        await seat.press("j", "j")
        desk.add([entry("Late words", id="late", time="2022-09-14 02:00")])
        seat.desk.refresh_snapshot()
        await seat.pilot.pause()
        assert "1 new above, E shows them" in seat.text()
        await seat.press("1")
        assert "hidden, x shows all" in seat.lines()[1]
        await seat.press("n")
        assert "Nothing is looked for: Ctrl+F finds." in seat.text()
        await seat.pilot.resize_terminal(59, 40)
        await seat.pilot.pause()
        assert "make it larger, or Q to leave" in seat.text()


async def test_the_footer_says_what_the_digits_mean_in_every_size() -> None:
    for size in ((80, 24), (100, 30), (120, 40)):
        async with seated(size=size, replaying=True) as seat:
            assert "1-9 actors" in seat.lines()[-1]
            await seat.press("r")
            assert "1-9 regions" in seat.lines()[-1]


async def test_in_the_search_field_the_footer_offers_no_letters() -> None:
    async with seated() as seat:
        await seat.press("L")
        assert "f type a filter" in seat.lines()[-1]
        await seat.press("up")
        assert "Enter to the list" in seat.lines()[-1]
        assert "replay" not in seat.lines()[-1]
