"""What is known when, and which figure follows which: rules R1, R2, R4 and R5."""

from dataclasses import replace
from typing import Any

from feeds.beat import Episode
from feeds.reconcile import tally, total
from feeds.tally import Tally
from tests.build import at, beat
from tests.sayings import (
    AZ,
    DAY_1,
    DAY_2,
    DAY_3,
    DAY_9,
    UN,
    VAGUE,
    bounds,
    keys,
    only,
    roles,
    said,
    told,
)

# R1


def test_r1_what_is_known_later_is_not_told() -> None:
    assert bounds(only(told(said(5), said(9, DAY_2), time=DAY_1))) == (5, 5, 5)


def test_r1_an_undated_claim_enters_only_at_the_end_and_sorts_first() -> None:
    claims = (said(9, None), said(5, DAY_1))
    assert bounds(only(told(*claims, time=DAY_2))) == (5, 5, 5)
    end = only(told(*claims))
    assert bounds(end) == (5, 5, 5)
    assert [(r.claim[:4], r.role) for r in end.ledger] == [
        ("None", "superseded"),
        ("2022", "current"),
    ]


def test_r1_an_edited_entry_strikes_its_former_claims_and_keeps_them() -> None:
    old = said(12, entry="e", id="old")
    new = said(10, entry="e", id="new", known=at(DAY_2))
    assert bounds(only(told(old, new, time=DAY_1))) == (12, 12, 12)
    edited = only(told(old, new))
    assert bounds(edited) == (10, 10, 10)
    assert {r.claim: r.role for r in edited.ledger} == {"old": "struck", "new": "current"}
    assert edited.flags == ()


def test_r1_an_edit_that_takes_the_number_out_keeps_it_struck() -> None:
    old = said(12, entry="e", id="old")
    found = tally([said(9, DAY_2)], at=None, beat=beat(), struck=[old])
    assert found.struck == ("old",)
    assert {r.claim: r.role for r in only(found).ledger}["old"] == "struck"
    assert tally([], at=at("2022-09-13 11:00"), beat=beat(), struck=[old]).struck == ()


# R2


def test_r2_history_enters_no_cell() -> None:
    found = told(said(6601, period="historical", id="past"))
    assert found.cells == ()
    assert found.background == ("past",)


def test_r2_a_new_episode_empties_the_cells() -> None:
    episodes = (
        Episode(id="one", name="One", start=at("2022-09-13 00:00"), end=at("2022-09-16 00:00")),
        Episode(id="two", name="Two", start=at("2022-09-20 00:00"), end=None),
    )
    claims = (said(5, id="a"), said(2, DAY_9, id="b"))
    between = told(claims[0], time="2022-09-18 12:00", episodes=episodes)
    assert bounds(only(between)) == (5, 5, 5)
    after = told(*claims, time=DAY_9, episodes=episodes)
    assert bounds(only(after)) == (2, 2, 2)
    assert after.background == ("a",)


def test_r2_the_deadliest_since_the_war_is_not_background() -> None:
    found = told(said(49), said(6601, period="historical", id="war"))
    assert (bounds(only(found)), found.background) == ((49, 49, 49), ("war",))


# R4


def test_r4_two_strikes_in_one_town_are_two_figures() -> None:
    parts: dict[str, Any] = {"relation": "subset", "place": "goris"}
    found = only(told(said(4, incident="monday", **parts), said(3, DAY_2, incident="tue", **parts)))
    assert bounds(found) == (7, None, None)
    assert [p.low for p in found.places] == [4, 3]
    assert "superseded" not in roles(found)


def test_r4_a_text_that_refers_back_joins_the_incident() -> None:
    parts: dict[str, Any] = {"relation": "subset", "place": "goris"}
    first = said(4, incident="market strike", **parts)
    later = said(6, DAY_2, incident="2022-09-14", refers_back=True, **parts)
    found = only(told(first, later))
    assert bounds(found) == (6, None, None)
    assert [(p.incident, p.low) for p in found.places] == [("market strike", 6)]


def test_r4_a_toll_that_rises_over_days_is_no_second_incident() -> None:
    parts: dict[str, Any] = {"relation": "subset", "place": "goris"}
    rising: dict[str, Any] = {"refers_back": True, **parts}
    found = only(told(said(74, incident="2022-09-13", **parts), said(80, DAY_2, **rising)))
    assert (bounds(found), [p.low for p in found.places]) == ((80, None, None), [80])
    lower = only(told(said(74, incident="2022-09-13", **parts), said(70, DAY_2, **rising)))
    assert bounds(lower) == (74, None, None)


def test_r4_the_toll_of_a_town_contains_its_strikes_of_late() -> None:
    parts: dict[str, Any] = {"relation": "subset", "place": "goris"}
    strikes = said(4, incident="2022-09-13", **parts), said(3, DAY_2, **parts)
    toll = said(9, "2022-09-15 12:00", refers_back=True, **parts)
    assert bounds(only(told(*strikes, toll))) == (9, None, None)


def test_r6_what_no_word_calls_a_total_replaces_none_that_is_far_higher() -> None:
    whole, day = said(64000), said(9, DAY_2, rules=("S.assumed",))
    assert bounds(only(told(whole, day))) == (64000, 64000, 64000)
    assert bounds(only(told(whole, said(9, DAY_2)))) == (9, 9, 9)


def test_r9_a_death_in_hospital_is_one_more_of_the_incident() -> None:
    parts: dict[str, Any] = {"place": "goris"}
    strike = said(2, relation="subset", incident="2022-09-13", **parts)
    late = said(1, DAY_2, relation="increment", **parts)
    found = only(told(strike, late))
    assert (found.low, [p.low for p in found.places]) == (3, [3])


def test_r4_subsets_without_place_or_incident_are_one_a_day() -> None:
    found = only(
        told(
            said(4, relation="subset"),
            said(5, "2022-09-13 18:00", relation="subset"),
            said(2, DAY_2, relation="subset"),
        )
    )
    assert bounds(found) == (7, None, None)


def test_r4_a_running_count_of_a_region_is_revised_not_added() -> None:
    region: dict[str, Any] = {"relation": "subset", "place": "gegharkunik"}
    found = only(
        told(
            said(43, as_of=at("2022-09-13 10:00"), **region),
            said(65, DAY_2, as_of=at("2022-09-14 10:00"), incident="2022-09-14", **region),
        )
    )
    assert bounds(found) == (65, None, None)


def test_r4_an_undated_text_about_a_place_is_never_added() -> None:
    town: dict[str, Any] = {"relation": "subset", "place": "goris"}
    found = only(told(said(4, **town), said(4, None, entry="a", **town), said(3, None, **town)))
    assert bounds(found) == (4, None, None)


def test_r4_a_figure_of_the_town_that_day_joins_the_incident_named_there() -> None:
    town: dict[str, Any] = {"relation": "subset", "place": "goris"}
    later = said(5, "2022-09-13 15:00", **town)
    found = only(told(said(4, incident="strike", **town), later))
    assert [(p.incident, p.low) for p in found.places] == [("strike", 5)]
    assert bounds(found) == (5, None, None)


def test_r4_a_day_contains_the_incidents_of_that_day() -> None:
    strike: dict[str, Any] = {"relation": "subset", "incident": "strike 2022-09-13"}
    day = said(7, "2022-09-13 15:00", relation="subset", incident="2022-09-13")
    assert bounds(only(told(said(4, **strike), day))) == (7, None, None)
    town: dict[str, Any] = {"relation": "subset", "place": "goris"}
    two = (said(4, incident="strike", **town), said(9, incident="raid", **town))
    assert bounds(only(told(*two, said(5, "2022-09-13 15:00", **town)))) == (13, None, None)
    tuesday = said(5, DAY_2, **town)
    assert bounds(only(told(*two, tuesday))) == (18, None, None)


def test_r4_who_speaks_of_its_own_refers_to_no_incident_of_the_enemys_telling() -> None:
    own = said(9, DAY_2, refers_back=True)
    enemy = said(4, relation="subset", place="goris", incident="strike", **AZ)
    assert bounds(only(told(own))) == bounds(only(told(own, enemy))) == (9, 9, 9)


def test_r4_repeating_an_older_incident_does_not_make_it_the_last_one() -> None:
    town: dict[str, Any] = {"relation": "subset", "place": "goris"}
    first = said(4, incident="strike", **town)
    second = said(3, "2022-09-13 15:00", incident="raid", **town)
    again = said(4, "2022-09-13 16:00", incident="strike", **town)
    toll = said(7, DAY_2, refers_back=True, incident="2022-09-14", **town)
    for ledger in ((first, second, toll), (first, second, again, toll)):
        found = only(told(*ledger))
        assert [(p.incident, p.low) for p in found.places] == [("raid", 7), ("strike", 4)]


# R5


def test_r5_the_latest_as_of_is_current_whenever_it_came() -> None:
    late = said(5, DAY_2, as_of=at("2022-09-13 08:00"))
    found = only(told(said(9), late))
    assert bounds(found) == (9, 9, 9)
    assert roles(found) == ["superseded", "current"]


def test_r5_higher_is_up_and_lower_is_revised_down_with_both_shown() -> None:
    assert only(told(said(49), said(105, DAY_2))).flags == ("up 56",)
    down = only(told(said(15), said(12, DAY_2)))
    assert bounds(down) == (12, 12, 12)
    assert down.flags == ("revised down",)
    assert len(down.claims) == 2


def test_r5_a_vague_word_never_supersedes_a_count() -> None:
    found = only(told(said(49), said(None, DAY_2, low=100, **VAGUE)))
    assert bounds(found) == (49, 49, 49)


def test_r5_a_count_supersedes_a_vague_word() -> None:
    found = only(told(said(None, low=12, **VAGUE), said(12, DAY_2)))
    assert bounds(found) == (12, 12, 12)


def test_r5_a_known_category_takes_over_the_unknown_one() -> None:
    found = only(told(said(49, category="unknown"), said(105, DAY_2)))
    assert (found.category, bounds(found)) == ("military", (105, 105, 105))
    assert roles(found) == ["superseded", "current"]


def test_r5_a_lower_number_of_a_known_category_is_a_part_of_the_whole() -> None:
    found = told(said(49, category="unknown"), said(3, DAY_2, category="civilian"))
    assert keys(found) == {("killed", "unknown"), ("killed", "civilian")}


def named_flags(found: Tally) -> dict[str, tuple[str, ...]]:
    return {c.category: c.flags for c in found.cells}


def test_r5_a_later_larger_toll_without_category_outdates_the_narrower_one() -> None:
    enemy = said(None, DAY_2, low=201, high=None, qualifier="vague", **AZ)
    enemy = replace(enemy, best=201, qualifier="more_than")
    found = told(said(15), enemy, said(41, DAY_3, category="unknown"))
    assert [(c.category, bounds(c)) for c in found.cells] == [
        ("unknown", (41, 41, 41)),
        ("military", (15, 15, None)),
    ]
    assert named_flags(found) == {
        "unknown": ("claimed 201+ military",),
        "military": ("13.4 times", "older than 41 (category unknown)", "disputes an older figure"),
    }
    outdated = found.cells[1]
    assert "15 (military) was said before 41 (category unknown): kept apart (R4, R5)" in (
        outdated.why
    )
    summed = total(found.cells, "killed")
    assert summed is not None
    assert summed.best == 41


def test_r5_a_later_toll_that_its_categories_add_up_to_outdates_none() -> None:
    parts = (said(15), said(3, category="civilian"))
    assert set(named_flags(told(*parts, said(18, DAY_2, category="unknown"))).values()) == {()}


def test_r5_a_lower_pair_is_flagged_on_both_for_it_may_be_a_revision() -> None:
    found = told(said(10, category="unknown"), said(3, DAY_2))
    assert named_flags(found) == {
        "military": ("lower than 10 (category unknown) said before",),
        "unknown": ("3 (military) said since",),
    }
    back = told(said(50), said(41, DAY_2, category="unknown"))
    assert named_flags(back) == {
        "military": ("41 (category unknown) said since",),
        "unknown": ("lower than 50 (military) said before",),
    }
    plain = told(said(10, category="unknown"), said(3, DAY_2, category="civilian"))
    assert set(named_flags(plain).values()) == {()}


def test_r5_a_lower_figure_is_flagged_in_every_column() -> None:
    region: dict[str, Any] = {"relation": "subset", "place": "gegharkunik"}
    parts = (
        said(43, as_of=at("2022-09-13 10:00"), **region),
        said(40, DAY_2, as_of=at("2022-09-14 10:00"), **region),
    )
    assert only(told(*parts)).flags == ("part revised down",)
    assert "claim revised down" in only(told(said(60, **AZ), said(50, DAY_2, **AZ))).flags
    assert only(told(said(60, **UN), said(50, DAY_2, **UN))).flags == ("count revised down",)


def test_r5_a_number_inside_earlier_bounds_narrows_them_and_raises_nothing() -> None:
    between = said(None, low=45, high=55, qualifier="range")
    assert only(told(between, said(50, DAY_2))).flags == ("narrows 45-55",)
    assert only(told(said(None, low=12, **VAGUE), said(31, DAY_2))).flags == ("narrows 12+",)


def test_a_figure_that_falls_below_half_waits_for_a_person() -> None:
    found = told(said(29), said(0, DAY_2))
    [waiting] = found.review
    assert found.reasons[waiting] == ("contradicts 29 said before: 0 is less than half (R5)")
    assert "review" in only(found).flags
    assert told(said(29), said(15, DAY_2)).review == ()


def test_none_at_all_after_some_of_a_group_or_a_narrower_kind_waits_too() -> None:
    none = said(0, DAY_2, category="unknown")
    found = told(said(29), none)
    assert found.reasons[none.id].startswith("contradicts 29 killed said before")
    none = said(0, DAY_2, category="unknown", kind="casualties")
    assert none.id in told(said(29), none).review
    soldiers = said(0, DAY_2)
    assert told(said(29, category="civilian"), soldiers).review == ()
