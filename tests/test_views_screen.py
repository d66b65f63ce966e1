"""Saved views: queries with a name and a mute list of their own."""

import pytest

from feeds.marking import View
from feeds.notebook import SessionNotebook
from feeds.query import EVERYTHING
from tests.fake_desk import FakeDesk
from tests.screen import seated
from tui.screens.form import FieldError
from tui.screens.views_screen import shown_by, view_of

READ = FakeDesk().read_query


async def test_what_is_shown_is_saved_under_a_name_and_shown_again() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("1")  # a chip of the filter
        shown = len(seat.desk.snapshot.entries)  # type: ignore[union-attr]
        await seat.press("s", "enter", *"Night", "enter")
        (view,) = seat.desk.jotter.notebook.views()
        assert view.name == "Night"
        assert view.query
        await seat.press("escape", "0", "s", "down", "enter")
        assert seat.desk.asked.view == "Night"
        assert seat.desk.snapshot is not None
        assert len(seat.desk.snapshot.entries) == shown < seat.desk.snapshot.known
        assert "view Night" in seat.text()
        await seat.press("0")
        assert seat.desk.asked.is_empty


async def test_a_view_mutes_what_it_was_told_to() -> None:
    desk = FakeDesk()
    desk.notebook.keep_view(View(name="Calm", query="", mutes=("killed", "headline:shelling")))
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "down", "enter")
        assert seat.desk.snapshot is not None
        heads = [entry.headline for entry in seat.desk.snapshot.entries]
        assert len(heads) == 9 - 3
        assert not any("shelling" in (head or "") for head in heads)


async def test_a_view_is_changed_renamed_and_forgotten() -> None:
    desk = FakeDesk()
    desk.notebook.keep_view(View(name="Old", query="shelling"))
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "down", "e", *"New", "down", "down", *"tass", "enter")
        assert desk.notebook.views() == [View(name="New", query="shelling", mutes=("tass",))]
        await seat.press("x")
        assert desk.notebook.views() == []
        assert "it was: shelling" in seat.text()


async def test_a_query_that_means_nothing_is_refused_at_its_line() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("s", "enter", *"A", "down", *"side:atlantis", "enter")
        assert "atlantis" in seat.text()
        assert seat.desk.jotter.notebook.views() == []


async def test_a_view_of_another_beat_says_why_it_cannot_be_shown() -> None:
    desk = FakeDesk()
    desk.notebook.keep_view(View(name="Elsewhere", query="side:atlantis"))
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "down", "enter")
        assert "Elsewhere: " in seat.text()
        assert seat.desk.asked.is_empty


async def test_the_filter_line_holds_all_of_a_view_and_leaves_it_alone_where_it_is_kept() -> None:
    desk = FakeDesk()
    desk.notebook.keep_view(View(name="Calm", query="goris", mutes=("headline:shelling",)))
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "down", "enter")
        shown = seat.desk.asked
        await seat.press("f")
        assert seat.desk.query_bar.field.value == "goris -headline:shelling"
        seat.desk.query_bar._try()
        await seat.press("enter")
        assert seat.desk.asked == shown
        assert "view Calm" in seat.text()
        await seat.press("f", "space", *"killed", "enter")
        assert seat.desk.asked.query_text == "goris -headline:shelling killed"
        assert seat.desk.asked.view == ""


async def test_no_view_takes_the_place_of_another_unasked() -> None:
    desk = FakeDesk()
    kept = View(name="Night", query="shelling", mutes=("killed",))
    desk.notebook.keep_view(kept)
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "enter", *"Night", "enter")
        assert "there is a view Night already" in seat.text()
        assert desk.notebook.views() == [kept]
        await seat.press("2", "enter")
        assert [view.name for view in desk.notebook.views()] == ["Night", "Night2"]


async def test_a_forgotten_view_is_told_with_what_it_muted() -> None:
    desk = FakeDesk()
    desk.notebook.keep_view(View(name="Old", query="shelling", mutes=("tass", "killed")))
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("s", "down", "x")
        told = " ".join(seat.text().split())
        assert "it was: shelling, without tass; killed" in told


def test_the_place_of_a_slip_is_counted_in_the_line_that_it_was_typed_on() -> None:
    with pytest.raises(FieldError, match=r"^mutes, character 13: .*atlantis"):
        view_of(("a", "", "tass;  side:atlantis"), READ)
    with pytest.raises(FieldError, match=r"^query, character 6: "):
        view_of(("a", "side:atlantis", ""), READ)


@pytest.mark.parametrize(
    ("typed", "place"), [(("", "", ""), 0), (("a", "side:x", ""), 1), (("a", "", "b; side:x"), 2)]
)
def test_the_line_that_cannot_be_is_pointed_at(typed: tuple[str, ...], place: int) -> None:
    with pytest.raises(FieldError) as refused:
        view_of(typed, READ)
    assert refused.value.place == place


def test_a_view_without_a_query_shows_everything() -> None:
    assert shown_by(View(name="all", query=""), READ).query == EVERYTHING


def test_views_stand_by_name() -> None:
    notebook = SessionNotebook()
    for name in ("b", "a", "c"):
        notebook.keep_view(View(name=name, query=name))
    notebook.drop_views(["c", "d"])
    assert [view.name for view in notebook.views()] == ["a", "b"]
