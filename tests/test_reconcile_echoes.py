"""What adds a figure and what only repeats one: rules R9, R11 and R16."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.claim import Claim
from tests.build import at
from tests.sayings import (
    DAY_1,
    DAY_2,
    DAY_3,
    DAY_9,
    FLOOR,
    MOSCOW,
    NOBODY,
    VAGUE,
    bounds,
    keys,
    only,
    roles,
    said,
    told,
)

# R9


def test_r9_more_is_added_to_the_last_figure() -> None:
    found = only(told(said(49, **FLOOR), said(5, DAY_2, relation="increment")))
    assert bounds(found) == (54, 54, None)
    assert found.own is not None
    assert found.own.derived
    assert "derived" in found.flags


def test_r9_more_on_a_mere_day_is_added_to_the_last_total() -> None:
    found = only(told(said(49), said(5, DAY_2, relation="increment", incident="2022-09-14")))
    assert bounds(found) == (54, 54, 54)
    named = only(told(said(49), said(5, DAY_2, relation="increment", incident="night raid")))
    assert bounds(named) == (49, 49, 49)


def test_r9_an_increment_told_twice_is_added_once() -> None:
    again = said(5, "2022-09-14 15:00", relation="increment", category="unknown")
    found = only(told(said(49), said(5, DAY_2, relation="increment"), again))
    assert bounds(found) == (54, 54, 54)


def test_r9_a_total_in_the_same_breath_is_not_raised_by_its_increment() -> None:
    more = said(5, DAY_2, entry="e", relation="increment", id="z")
    found = only(told(said(49), more, said(54, DAY_2, entry="e", id="a")))
    assert bounds(found) == (54, 54, 54)
    assert found.own is not None
    assert not found.own.derived


@pytest.mark.parametrize("first", [[said(49)], []], ids=["after a figure", "with none before"])
def test_r9_a_total_with_its_increment_is_counted_once_however_many_print_it(
    first: list[Claim],
) -> None:
    printed = [
        claim
        for n in range(3)
        for claim in (
            said(5, f"2022-09-14 15:0{n}", entry=f"e{n}", relation="increment", id=f"more{n}"),
            said(54, f"2022-09-14 15:0{n}", entry=f"e{n}", id=f"all{n}"),
        )
    ]
    found = only(told(*first, *printed))
    assert bounds(found) == (54, 54, 54)
    assert found.own is not None
    assert not found.own.derived
    assert (found.own.copies, found.own.sources) == (3, 1)


def test_r9_a_total_that_was_known_is_not_raised_by_the_increment_that_led_to_it() -> None:
    more = said(5, DAY_2, entry="e", relation="increment", id="more")
    again = said(5, DAY_2, entry="f", relation="increment", id="again")
    late = (said(54, DAY_2, entry=entry, id=f"all {entry}") for entry in "ef")
    found = only(told(said(49), said(54, "2022-09-14 11:00"), more, again, *late))
    assert bounds(found) == (54, 54, 54)
    assert sorted(roles(found)) == ["current", "echo", "echo", "echo", "echo", "superseded"]


def test_r9_an_increment_is_added_to_a_figure_that_its_text_only_recalls() -> None:
    """As in "another five were killed; the ministry had earlier counted 49"."""
    more = said(5, DAY_2, entry="e", relation="increment", id="more")
    found = only(told(said(49), more, said(49, DAY_2, entry="e", id="recalled")))
    assert bounds(found) == (54, 54, 54)
    assert found.own is not None
    assert found.own.derived


def test_r9_an_increment_with_nothing_to_add_to_is_only_a_floor() -> None:
    found = only(told(said(5, relation="increment")))
    assert (bounds(found), found.grade) == ((5, None, None), "partial")


def test_r9_more_in_a_place_is_added_to_the_running_total_there() -> None:
    region: dict[str, Any] = {"place": "gegharkunik"}
    running = said(40, relation="subset", as_of=at("2022-09-13 10:00"), **region)
    more = said(5, DAY_2, relation="increment", incident="2022-09-14", **region)
    found = only(told(running, more))
    assert (bounds(found), [p.low for p in found.places]) == ((45, None, None), [45])
    first = said(4, relation="subset", place="goris")
    apart = only(told(first, said(3, DAY_2, relation="increment", place="goris")))
    assert bounds(apart) == (7, None, None)


def test_r9_a_change_of_kind_is_no_increment() -> None:
    found = told(said(4), said(43, kind="wounded"))
    assert {(c.kind, c.best) for c in found.cells} == {("killed", 4), ("wounded", 43)}


def test_r9_the_total_that_says_what_was_only_added_is_the_figure() -> None:
    found = only(told(said(5, relation="increment"), said(5, DAY_2)))
    assert (bounds(found), found.grade) == ((5, 5, 5), "self_only")
    assert roles(found) == ["increment", "current"]


def test_r9_an_undated_increment_is_that_of_a_dated_text() -> None:
    dated = said(5, relation="increment", place="goris")
    undated = said(5, None, relation="increment", refers_back=True)
    found = only(told(undated, dated))
    assert [(p.low, p.as_of) for p in found.places] == [(5, at(DAY_1))]
    assert sorted(roles(found)) == ["echo", "subset"]


# R11


def test_r11_the_same_number_is_one_claim_with_more_copies() -> None:
    found = only(told(said(49, **FLOOR), said(49, DAY_2, claimant="am-mod", **FLOOR)))
    assert found.own is not None
    assert (found.own.copies, found.own.as_of) == (2, at(DAY_1))
    assert (roles(found), found.grade) == (["current", "echo"], "self_only")


@pytest.mark.parametrize(
    "hedged",
    [
        {"best": 49, "low": 45, "high": 49, "qualifier": "nearly"},
        {"best": 50, "low": 45, "high": 55, "qualifier": "about"},
        {"best": None, "low": 1, "high": 60, "qualifier": "up_to"},
        {"best": None, "low": 12, **VAGUE},
        {"best": 40, **FLOOR},
    ],
)
def test_r11_a_hedged_figure_around_the_point_is_an_echo(hedged: dict[str, Any]) -> None:
    given = dict(hedged)
    found = only(told(said(49), said(given.pop("best"), DAY_2, **given)))
    assert bounds(found) == (49, 49, 49)
    assert roles(found)[1] == "echo"
    assert found.flags == ()


def test_r11_a_higher_floor_is_a_new_figure() -> None:
    assert bounds(only(told(said(49), said(60, DAY_2, **FLOOR)))) == (60, 60, None)


def test_r11_a_text_that_lags_does_not_revise_the_toll() -> None:
    found = only(told(said(49), said(105, DAY_2), said(49, "2022-09-14 15:00")))
    assert bounds(found) == (105, 105, 105)
    assert roles(found) == ["superseded", "current", "echo"]


def test_r11_after_three_days_the_number_is_said_anew() -> None:
    found = only(told(said(49), said(49, DAY_9)))
    assert found.as_of == at(DAY_9)


def test_r11_an_echo_that_names_the_category_moves_the_cell() -> None:
    first = said(49, category="unknown", **FLOOR)
    named = said(49, DAY_2, **FLOOR)
    assert only(told(first, named, time=DAY_1)).category == "unknown"
    moved = only(told(first, named))
    assert (moved.category, bounds(moved)) == ("military", (49, 49, None))


def test_r11_several_civilians_do_not_name_a_toll_of_forty_nine() -> None:
    vague = said(None, DAY_2, category="civilian", low=2, **VAGUE)
    found = told(said(49, category="unknown"), vague)
    assert keys(found) == {("killed", "unknown"), ("killed", "civilian")}


def test_r11_a_newer_figure_without_category_takes_up_the_series_an_echo_named() -> None:
    found = only(
        told(
            said(49, category="unknown"),
            said(49, "2022-09-13 15:00"),
            said(105, DAY_2, category="unknown"),
        )
    )
    assert (found.category, found.best) == ("unknown", 105)


def test_r11_an_unattributed_figure_echoes_the_latest_that_it_matches() -> None:
    found = only(told(said(49), said(80, DAY_2), said(49, "2022-09-13 20:00", **NOBODY)))
    assert bounds(found) == (80, 80, 80)
    assert found.others == ()
    assert found.grade == "self_only"


def test_r11_an_unmatched_outlet_stands_among_the_others() -> None:
    found = only(told(said(49), said(70, DAY_2, **NOBODY)))
    assert bounds(found) == (49, 49, 49)
    assert [(f.by, f.best) for f in found.others] == [("unattributed", 70)]
    assert found.grade == "self_only"


def test_r11_a_third_state_sets_no_bound() -> None:
    found = only(told(said(70, **MOSCOW)))
    assert (bounds(found), found.grade) == ((None, None, None), "unconfirmed")


def test_r11_parts_that_are_summed_are_no_copies() -> None:
    parts = [
        said(n, day, relation="subset", place=place, incident=day[:10])
        for n, day, place in ((4, DAY_1, "goris"), (3, DAY_2, "goris"), (2, DAY_3, "sotk"))
    ]
    found = only(told(*parts))
    assert found.own is not None
    assert (found.low, found.copies, found.own.copies) == (9, 1, 1)


def test_r11_what_a_figure_was_added_to_is_no_copy_of_it() -> None:
    found = only(told(said(49), said(5, DAY_2, relation="increment")))
    assert (found.best, found.copies) == (54, 1)


def test_r11_a_former_number_said_again_is_an_echo_that_the_reader_is_told_of() -> None:
    ledger = (said(15), said(18, "2022-09-13 15:00"), said(15, "2022-09-13 18:00", entry="back"))
    found = only(told(*ledger))
    assert bounds(found) == (18, 18, 18)
    assert found.flags == ("up 3", "15 said again since")
    relayed = replace(ledger[2], relay=("agency",))
    assert only(told(*ledger[:2], relayed)).flags == ("up 3",)


def test_r11_an_outlet_stays_an_echo_when_the_number_is_said_anew_much_later() -> None:
    ledger = (said(49), said(49, "2022-09-13 15:00", **NOBODY))
    for more in ((), (said(49, DAY_9),)):
        assert only(told(*ledger, *more)).others == ()


def test_r11_an_outlets_undated_text_repeats_the_dated_one() -> None:
    dated = said(12, claimant="tass", claimant_side=None, relation="subset")
    undated = said(12, None, claimant="a hospital", claimant_side=None, relation="subset")
    found = only(told(undated, dated))
    assert [(p.by, p.as_of) for p in found.places] == [("tass", at(DAY_1))]
    assert sorted(roles(found)) == ["echo", "other"]


# R16


def test_r16_a_side_that_says_later_which_casualties_it_meant_has_that_figure() -> None:
    wide, own = said(49, kind="casualties", category="unknown"), said(49, DAY_2)
    assert only(told(wide)).kind == "casualties"
    for both in ((wide, own), (own, wide)):
        found = only(told(*both))
        assert (found.kind, found.best, found.flags) == ("killed", 49, ("drift",))


def test_r16_the_same_number_as_casualties_opens_no_row() -> None:
    found = only(told(said(49), said(49, DAY_2, kind="casualties", category="unknown")))
    assert (found.kind, found.flags) == ("killed", ("drift",))


def test_r16_dead_and_missing_relayed_as_killed_opens_no_row() -> None:
    relayed = said(207, DAY_2, category="unknown", relay=("agency",))
    for claimed in (relayed, replace(relayed, claimant="unattributed", claimant_side=None)):
        found = only(told(said(207, kind="killed_or_missing", category="unknown"), claimed))
        assert (found.kind, found.flags) == ("killed_or_missing", ("drift",))


def test_r16_soldiers_relayed_as_civilians_open_no_row() -> None:
    found = only(told(said(49), said(49, DAY_2, category="civilian", relay=("agency",))))
    assert (found.category, found.flags) == ("military", ("drift",))


def test_r16_a_relay_that_drops_the_floor_is_flagged() -> None:
    found = only(told(said(49, **FLOOR), said(49, DAY_2, relay=("agency",))))
    assert (bounds(found), found.flags) == ((49, 49, None), ("drift",))


def test_r16_an_outlet_that_calls_soldiers_civilians_opens_no_row() -> None:
    found = only(told(said(49), said(49, DAY_2, category="civilian", **NOBODY)))
    assert (found.category, found.flags) == ("military", ("drift",))
    few = told(said(3), said(3, DAY_2, category="civilian", **NOBODY))
    assert keys(few) == {("killed", "military"), ("killed", "civilian")}


def test_r16_a_relay_that_was_quicker_does_not_outrank_its_source() -> None:
    quick = said(49, entry="quick", relay=("agency",), **FLOOR)
    source = said(49, "2022-09-13 13:00", entry="source", id="source")
    found = only(told(quick, source))
    assert (bounds(found), found.flags) == ((49, 49, 49), ("drift",))
    assert found.own is not None
    assert (found.own.claims[0], found.own.as_of) == ("source", at("2022-09-13 13:00"))
    assert bounds(only(told(quick, source, time=DAY_1))) == (49, 49, None)
    again = only(told(replace(quick, high=49, qualifier="exact"), source))
    assert (again.flags, sorted(roles(again))) == ((), ["current", "echo"])


def test_r16_the_kind_that_the_source_gives_wins_over_an_earlier_relay() -> None:
    quick = said(49, entry="quick", kind="casualties", category="unknown", relay=("agency",))
    found = only(told(quick, said(49, "2022-09-13 13:00")))
    assert (found.kind, found.flags) == ("killed", ("drift",))


def test_r16_a_relay_that_names_the_category_of_its_source_says_so() -> None:
    quick = said(49, entry="quick", relay=("agency",))
    found = only(told(quick, said(49, "2022-09-13 13:00", category="unknown")))
    assert found.category == "military"
    assert [row.note for row in found.ledger if row.role == "echo"] == [
        "passed on 49 before its source, and names the category (R11)"
    ]


def test_r9_thousands_of_increments_add_up() -> None:
    more = {"relation": "increment", "place": None, "incident": None}
    ledger = [
        replace(said(n, **more), id=f"{n}", entry=f"{n}", as_of=at(DAY_1)) for n in range(1, 3000)
    ]
    assert only(told(*ledger)).low == sum(range(1, 3000))
