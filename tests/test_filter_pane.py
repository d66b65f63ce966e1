"""The filter: what can be chosen, how it is searched, what it answers."""

import pytest
from rich.style import Style

from feeds.snapshot import Filter
from tests.fake_desk import FakeDesk
from tests.screen import seated
from tui.filter.facet_rows import describe, numbered, rows_of


def test_rows_stand_by_kind_most_frequent_first() -> None:
    rows = rows_of(FakeDesk().snapshot(), "actor", "")
    assert [r.name for r in rows if r.id is None] == [
        "Sides 2 of 4",
        "Actors",
        "Regions",
    ]
    counts = [r.entries or 0 for r in rows if r.kind == "actor" and r.id]
    assert counts == sorted(counts, reverse=True)


def test_a_side_with_one_actor_stands_under_actors_and_is_found_by_a_search() -> None:
    snapshot = FakeDesk().snapshot()
    sides = [r.id for r in rows_of(snapshot, "actor", "") if r.kind == "side" and r.id]
    assert sides == ["armenia", "azerbaijan"]
    sides = [r.id for r in rows_of(snapshot, "actor", "russia") if r.kind == "side" and r.id]
    assert sides == ["russia"]


def test_the_first_nine_of_the_chosen_kind_have_digits() -> None:
    snapshot = FakeDesk().snapshot()
    rows = rows_of(snapshot, "region", "")
    assert [(r.digit, r.kind) for r in rows if r.digit] == [(1, "region"), (2, "region")]
    assert [f.id for f in numbered(snapshot, "actor")][:2] == ["armenia", "azerbaijan"]


def test_a_search_narrows_the_rows_and_offers_the_words_themselves() -> None:
    rows = rows_of(FakeDesk().snapshot(), "actor", "russ")
    assert [(r.kind, r.id) for r in rows if r.id] == [
        ("text", "russ"),
        ("side", "russia"),
        ("actor", "russia"),
    ]


def test_a_search_keeps_the_digits_of_the_whole_list() -> None:
    rows = rows_of(FakeDesk().snapshot(), "actor", "tass")
    assert [r.digit for r in rows if r.kind == "actor" and r.id] == [6]


def test_the_filter_is_said_in_words() -> None:
    asked = Filter(
        actors=frozenset({"russia", "armenia"}), regions=frozenset({"syunik"}), text="road"
    )
    words = describe(FakeDesk().snapshot(asked=asked))
    assert words == "Armenia or Russia, in Syunik, with “road”"


async def test_choosing_a_row_asks_for_it_and_the_counts_follow() -> None:
    async with seated() as seat:
        await seat.press("L", "down", "space")
        assert seat.desk.asked.sides == {"azerbaijan"}
        assert "[x] AZE" in seat.text()
        await seat.press("enter")
        assert seat.desk.asked.is_empty


async def test_the_cursor_passes_over_headings_both_ways() -> None:
    async with seated() as seat:
        await seat.press("L", *["j"] * 2)
        row = seat.desk.filter_pane.facets._rows[seat.desk.filter_pane.facets.row]
        assert (row.kind, row.id) == ("actor", "armenia")
        await seat.press("k")
        row = seat.desk.filter_pane.facets._rows[seat.desk.filter_pane.facets.row]
        assert row.kind == "side"
        await seat.press("g")
        assert seat.desk.filter_pane.facets.row == 1


async def test_the_field_searches_and_offers_words_to_keep() -> None:
    async with seated() as seat:
        await seat.press("L", "up", *"goris")
        assert seat.desk.filter_pane.field.value == "goris"
        await seat.press("enter", "enter")
        assert seat.desk.asked.text == "goris"
        assert "with “goris”" in seat.lines()[1]
        assert "2 of 9" in seat.lines()[0]
        await seat.press("0")
        assert seat.desk.asked.is_empty


async def test_escape_leaves_the_field_and_drops_the_search() -> None:
    async with seated() as seat:
        await seat.press("L", "up", *"zzz")
        assert "nothing named so" not in seat.text()  # the words themselves can be kept
        await seat.press("escape")
        assert seat.desk.filter_pane.field.value == ""
        assert seat.where() == "filter"
        await seat.press("escape")
        assert seat.where() == "feed"


async def test_keys_typed_in_the_field_do_nothing_else() -> None:
    async with seated() as seat:
        await seat.press("L", "up", *"q1 z0")
        assert seat.desk.filter_pane.field.value == "q1 z0"
        assert seat.desk.asked.is_empty
        assert seat.desk.zoomed is None


async def test_the_cursor_stays_on_its_row_when_counts_change() -> None:
    async with seated() as seat:
        await seat.press("L", *["j"] * 7)
        facets = seat.desk.filter_pane.facets
        before = facets._rows[facets.row]
        await seat.press(",", ",")
        after = facets._rows[facets.row]
        assert (after.kind, after.id) == (before.kind, before.id)


async def test_a_chosen_row_says_so_without_colour() -> None:
    async with seated(size=(80, 24)) as seat:
        await seat.press("1", "L")
        assert "1 [x] Armenia" in seat.text()
        assert seat.desk.filter_pane.facets.palette.strong != Style.null()


async def test_what_was_searched_is_dropped_by_escape_in_the_list_and_with_the_filter() -> None:
    async with seated() as seat:
        for key in ("escape", "0"):
            await seat.press("L", "up", *"russ", "enter")
            assert seat.desk.filter_pane.facets.wanted == "russ"
            await seat.press(key)
            assert seat.desk.filter_pane.facets.wanted == ""
            await seat.press("escape")


async def test_the_rows_with_digits_come_into_view() -> None:
    async with seated(size=(120, 20)) as seat:
        await seat.press("r")
        region = seat.desk.filter_pane.region
        shown = [line[region.x : region.right] for line in seat.lines()]
        assert any("1 [ ] Gegharkunik" in line for line in shown)


@pytest.mark.parametrize("key", ["a", "x", "e", "w", "p", "U", "R"])
async def test_letters_typed_over_the_list_judge_no_claim(key: str) -> None:
    async with seated() as seat:
        await seat.press("L", key)
        assert seat.where() == "filter"
        assert seat.app.screen is seat.desk
        assert "f types a filter" in [n.message for n in seat.app._notifications][-1]
