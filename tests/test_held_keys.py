"""Keys that come together do what they do one by one: each goes where the last one led.

Over a slow line, or pasted without brackets, many keys come in one read.
"""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.archived.searching import Searching
from feeds.packs import load_beat
from tests.fake_desk import night
from tests.screen import Seat, later_desk, seated, until


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer for a key than a reader would wait."""
    monkeypatch.setattr("tui.keys.held_keys.PASSED_S", 60.0)


def key_of(name: str) -> events.Key:
    """The event of a key: a character, or a key's name."""
    if len(name) == 1:
        return events.Key(_character_to_key(name), name)
    return events.Key(name, {"space": " ", "enter": "\r", "tab": "\t"}.get(name))


def post(seat: Seat, *keys: str) -> None:
    """All of them at once."""
    for key in keys:
        seat.app.post_message(key_of(key))


async def burst(seat: Seat, *keys: str) -> None:
    """All of them at once, and wait until they did what they do."""
    post(seat, *keys)
    await seat.rest()


_BARS = str.maketrans(dict.fromkeys("▁▂▃▄▅▆▇█", " "))
"""Scroll bars are drawn when there is time."""


async def state(seat: Seat) -> tuple[str, object, str]:
    """What is on the screen, on which entry the cursor stands, and what has the keys."""
    seat.app.clear_notifications()  # which go by the clock
    await seat.pilot.pause()
    focused = seat.app.focused
    typed = focused.value if isinstance(focused, Input) else ""
    return (
        seat.text().translate(_BARS),
        seat.desk.feed.cursor,
        f"{seat.app.screen} {focused} {typed}",
    )


@pytest.mark.parametrize(
    ("first", "words"), [("/", "supply"), (":", "18:00"), ("f", "goris"), ("#", "ask")]
)
async def test_what_is_typed_at_once_behind_a_key_that_asks_is_for_the_field(
    first: str, words: str
) -> None:
    """Over a slow line keys come together: else the letters were commands, s opened the views."""
    async with seated() as seat:
        await burst(seat, first, *words)
        field = seat.app.focused
        assert isinstance(field, Input)
        assert field.value == words


async def test_what_comes_behind_enter_in_the_filter_line_moves_in_the_feed() -> None:
    async with seated() as seat:
        await burst(seat, "f", *"said", "enter", *"jjj")
        assert seat.desk.asked.query_text == "said"
        assert not seat.desk.query_bar.asking
        assert seat.desk.feed.row == 3


async def test_what_comes_behind_a_search_of_an_archive_moves_in_what_it_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end, take = threading.Event(), Searching._take

    def slow(*search: Any) -> None:
        may_end.wait(60)
        take(*search)

    with Archive.open(tmp_path / "a.db") as archive:
        archive.add([(entry, ()) for entry in night()])
    monkeypatch.setattr(Searching, "_take", staticmethod(slow))
    with closing(
        ArchiveDesk(Archive.open(tmp_path / "a.db"), load_beat("south-caucasus"), waits=False)
    ) as desk:
        async with seated(desk) as seat:
            post(seat, "f", *"said", "enter", *"jj", "m")
            await until(seat.pilot, lambda: bool(seat.desk.asked.query_text))
            await seat.pilot.pause()
            assert not any(mark.marked for mark in desk.archive.notebook.markings().values())
            may_end.set()
            await seat.rest()
            found = seat.desk.snapshot
            assert found
            assert len(found.entries) > 3
            assert seat.desk.feed.row == 2
            assert [
                key for key, mark in desk.archive.notebook.markings().items() if mark.marked
            ] == [found.entries[-3].key]


IN_ONE: Sequence[Sequence[str]] = (
    ("f", *"arme", "tab", " ", *"moscow", "enter", *"jj"),
    ("f", *"goris", "escape", "j", "f", *"nothing:such", "enter", *"jj"),
    ("/", *"goris", "enter", "n", "/", *"baku", "escape", "j"),
    (":", *"12:00", "enter", "j", ":", *"never", "enter", *"jj"),
    ("#", *"front", "down", *"a note", "enter", "j", "m", "#", *"half", "escape", "j"),
    ("s", "enter", *"Night", "enter", "down", "e", *"s", "enter", "escape", *"jj"),
    ("L", "up", *"goris", "enter", "enter", "escape", "L", "up", "down", "j", "space"),
    ("?", *"zone", "enter", "j", "?", *"zo", "escape", *"jj"),
    ("y", "escape", "j", "q", "n", "enter", "J", "escape", "j"),
    ("c", "enter", "a", "q", "c", "e", *"45", "escape", "j"),
)
"""Keys that open a field or a card and go on behind it."""


@pytest.mark.parametrize("keys", IN_ONE, ids=" ".join)
async def test_keys_that_come_together_end_where_they_end_one_by_one(keys: Sequence[str]) -> None:
    async with seated(size=(100, 30)) as seat:
        await seat.press(*keys)
        wanted = await state(seat)
    async with seated(size=(100, 30)) as seat:
        await burst(seat, *keys)
        assert await state(seat) == wanted


@pytest.mark.parametrize("verdict", [("e", *"45", "enter"), ("p", *"40", "down", *"9", "enter")])
async def test_what_follows_a_form_about_a_claim_is_for_the_list(verdict: Sequence[str]) -> None:
    keys = ("v", *verdict, "j", "#", *"seen twice", "enter", "j")
    async with seated(later_desk()) as seat:
        await seat.press(*keys)
        wanted = await state(seat)
    async with seated(later_desk()) as seat:
        await burst(seat, *keys)
        assert await state(seat) == wanted


async def test_a_paste_stays_whole_and_in_its_place_between_keys() -> None:
    async with seated() as seat:
        for event in (
            key_of("f"),
            key_of("x"),
            key_of("backspace"),
            events.Paste("gor"),
            key_of("i"),
            key_of("s"),
            key_of("enter"),
            events.Paste("jjj"),
            key_of("j"),
        ):
            seat.app.post_message(event)
        await burst(seat)
        assert seat.desk.asked.query_text == "goris"
        assert seat.desk.feed.row == 1, "what is pasted into the feed is no key"


async def test_text_that_is_typed_is_not_held_letter_by_letter() -> None:
    """A long text in one read is one pass through the field, as without holding."""
    async with seated() as seat:
        await burst(seat, "f")
        for letter in "a" * 50:
            await seat.app.on_event(key_of(letter))
            assert seat.app._held is None
        await seat.app.on_event(key_of("enter"))
        assert seat.app._held is not None


async def test_a_key_that_never_ends_holds_the_others_for_a_while_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.keys.held_keys.PASSED_S", 0.05)
    async with seated() as seat:
        monkeypatch.setattr(seat.app, "_come_to_rest", asyncio.Event().wait)
        await burst(seat, "enter", "escape", "j")
        assert seat.desk.feed.row == 1
