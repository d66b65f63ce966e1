"""The reconciler's rules one by one, by their number in TALLY.md."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.beat import Actor, Episode
from feeds.claim import Claim
from feeds.reconcile import tally, total
from feeds.reconcile.reading import shown
from feeds.tally import Cell, Check, Tally
from tests.build import at, beat, claim

AZ: dict[str, Any] = {"claimant": "azerbaijan", "claimant_side": "azerbaijan"}
"""Azerbaijan speaks; about Armenia's losses, unless told otherwise."""

UN: dict[str, Any] = {"claimant": "un", "claimant_side": "un"}
MOSCOW: dict[str, Any] = {"claimant": "russia", "claimant_side": "russia"}
NOBODY: dict[str, Any] = {"claimant": "unattributed", "claimant_side": None}
FLOOR: dict[str, Any] = {"high": None, "qualifier": "at_least"}
VAGUE: dict[str, Any] = {"high": None, "qualifier": "vague"}
TEXTLESS = {"low": None, "high": None, "qualifier": "none", "modality": "pending"}

DAY_1, DAY_2, DAY_3 = "2022-09-13 12:00", "2022-09-14 12:00", "2022-09-15 12:00"
DAY_9 = "2022-09-21 12:00"


def said(best: int | None, time: str | None = DAY_1, **fields: Any) -> Claim:
    """A claim with an entry of its own, unless it is given one."""
    made = claim(best, time=time, **fields)
    names = {"id": f"{fields.get('entry', time)}/{made.kind}/{best}/{made.claimant}"}
    return replace(made, **(names | {"entry": f"{time}/{best}"} | fields))


def told(*claims: Claim, time: str | None = None, **fields: Any) -> Tally:
    """The tally of these claims at the end, or at a time."""
    return tally(claims, at=at(time) if time else None, beat=beat(**fields))


def only(found: Tally) -> Cell:
    """The tally's single cell."""
    [one] = found.cells
    return one


def bounds(cell: Cell) -> tuple[int | None, int | None, int | None]:
    return (cell.low, cell.best, cell.high)


def keys(found: Tally) -> set[tuple[str, str]]:
    return {(c.kind, c.category) for c in found.cells}


def roles(cell: Cell) -> list[str]:
    return [row.role for row in cell.ledger]


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


def test_r4_subsets_without_place_or_incident_are_one_a_day() -> None:
    found = only(
        told(
            said(4, relation="subset"),
            said(5, "2022-09-13 18:00", relation="subset"),
            said(2, DAY_2, relation="subset"),
        )
    )
    assert bounds(found) == (7, None, None)


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


# R6


def test_r6_a_part_raises_the_floor_of_the_total_and_opens_no_cell() -> None:
    part: dict[str, Any] = {"relation": "subset", "place": "gegharkunik"}
    found = only(told(said(49, category="unknown", **FLOOR), said(60, DAY_2, **part)))
    assert (found.category, bounds(found), found.grade) == (
        "unknown",
        (60, None, None),
        "self_only",
    )
    assert roles(found) == ["current", "subset"]


def test_r6_a_smaller_part_changes_nothing() -> None:
    part: dict[str, Any] = {"relation": "subset", "place": "gegharkunik"}
    assert bounds(only(told(said(49), said(4, **part)))) == (49, 49, 49)


def test_r6_parts_counted_since_the_total_open_it() -> None:
    found = only(
        told(
            said(49),
            said(30, "2022-09-13 09:00", relation="subset", place="gegharkunik"),
            said(25, DAY_2, relation="subset", place="syunik"),
        )
    )
    assert bounds(found) == (55, None, None)
    assert found.flags == ("parts since total",)


def test_r6_older_parts_that_exceed_the_total_are_flagged() -> None:
    found = only(
        told(
            said(20, DAY_2),
            said(15, relation="subset", place="gegharkunik"),
            said(10, relation="subset", place="syunik"),
        )
    )
    assert bounds(found) == (20, 20, 20)
    assert found.flags == ("parts exceed total",)


def test_r6_a_town_inside_a_region_is_not_added_to_it() -> None:
    found = only(
        told(
            said(40, relation="subset", place="gegharkunik"),
            said(5, relation="subset", place="sotk"),
            said(3, relation="subset", place="goris"),
        )
    )
    assert bounds(found) == (43, None, None)
    assert found.grade == "partial"


def test_r6_an_outlets_part_sets_no_bound() -> None:
    found = only(told(said(4, relation="subset", place="goris", **NOBODY)))
    assert bounds(found) == (None, None, None)
    assert found.grade == "unconfirmed"


def test_r6_a_total_over_the_only_region_of_a_side_is_no_part() -> None:
    found = only(told(said(22, place="syunik"), regions=(beat().regions[1],)))
    assert (bounds(found), found.grade) == ((22, 22, 22), "self_only")


# R7


def checks(found: Tally) -> list[tuple[str, str]]:
    return [(c.rule, c.result) for c in found.checks]


def test_r7_a_sum_is_ticked_against_the_total_of_its_entry() -> None:
    found = told(
        said(50, entry="e", components=(42, 8)), said(50, entry="e", field="headline", id="h")
    )
    assert bounds(only(found)) == (50, 50, 50)
    assert checks(found) == [("R7", "agrees"), ("R7", "agrees")]


def test_r7_a_sum_that_its_entry_contradicts_is_flagged() -> None:
    found = told(
        said(50, entry="e", components=(42, 8)), said(52, entry="e", field="headline", id="h")
    )
    assert only(found).flags == ("sum mismatch",)
    assert ("R7", "disagrees") in checks(found)


def test_r7_a_sum_over_categories_fills_their_cells_and_only_checks() -> None:
    found = told(
        said(
            108,
            category="mixed",
            components=(105, 3),
            component_categories=("military", "civilian"),
            **FLOOR,
        )
    )
    assert {(c.category, bounds(c)) for c in found.cells} == {
        ("military", (105, 105, None)),
        ("civilian", (3, 3, None)),
    }
    assert all("derived" in c.flags for c in found.cells)
    assert checks(found) == [("R7", "agrees")]


def test_r7_parts_of_a_written_sum_enter_no_cell_beside_it() -> None:
    part: dict[str, Any] = {"entry": "e", "kind": "wounded", "relation": "component"}
    found = told(
        said(8, entry="e", kind="wounded", id="sum"),
        said(1, id="sapper", within="sum", **part),
        said(7, id="guards", within="sum", **part),
    )
    assert bounds(only(found)) == (8, 8, 8)
    assert sorted(roles(only(found))) == ["component", "component", "current"]
    assert checks(found) == [("R7", "agrees")]


def test_r7_written_parts_of_two_categories_stand_for_their_sum() -> None:
    part: dict[str, Any] = {"entry": "e", "relation": "component", "within": "sum"}
    found = told(
        said(12, entry="e", id="sum", category="unknown"),
        said(9, id="m", **part),
        said(3, id="c", category="civilian", **part),
    )
    assert {(c.category, c.best) for c in found.cells} == {("military", 9), ("civilian", 3)}


def test_r7_a_part_without_its_sum_enters_no_cell_and_wants_review() -> None:
    found = told(said(3, relation="component", id="lost"))
    assert found.cells == ()
    assert found.review == ("lost",)


# R8


def test_r8_children_included_lie_inside_the_number() -> None:
    found = told(
        said(12, entry="e", id="all", category="unknown"),
        said(
            3,
            entry="e",
            relation="component",
            within="all",
            category="civilian",
            group="children",
        ),
    )
    row = next(r for r in only(found).ledger if r.role == "component")
    assert row.note == "children: 3 of the 12; the rest is 9, derived (R8)"


def test_r8_another_category_inside_has_a_derived_cell_that_totals_skip() -> None:
    found = told(
        said(12, entry="e", id="all", category="unknown"),
        said(3, entry="e", relation="component", within="all", category="civilian"),
    )
    civilian = next(c for c in found.cells if c.category == "civilian")
    assert bounds(civilian) == (3, 3, 3)
    assert civilian.flags == ("derived", "inside")
    summed = total(found.cells, "killed")
    assert summed is not None
    assert summed.best == 12


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


def test_r9_an_increment_with_nothing_to_add_to_is_only_a_floor() -> None:
    found = only(told(said(5, relation="increment")))
    assert (bounds(found), found.grade) == ((5, None, None), "partial")


# R10


def test_r10_killed_or_missing_is_a_row_of_its_own_and_only_notes_a_ceiling() -> None:
    found = told(said(105), said(207, DAY_2, kind="killed_or_missing", category="unknown"))
    killed = next(c for c in found.cells if c.kind == "killed")
    assert bounds(killed) == (105, 105, 105)
    assert killed.flags == ("ceiling 207",)
    assert keys(found) == {("killed", "military"), ("killed_or_missing", "unknown")}


ZERO: dict[str, Any] = {"kind": "casualties", "category": "unknown"}


def named(found: Tally, kind: str, category: str = "military") -> Cell:
    [one] = [c for c in found.cells if (c.kind, c.category) == (kind, category)]
    return one


def test_r10_no_casualties_are_overtaken_by_the_first_later_figure() -> None:
    for later in (said(15, DAY_2), said(15, DAY_2, relation="subset", place="goris")):
        found = told(said(0, **ZERO), later)
        zero = named(found, "casualties", "unknown")
        assert (bounds(zero), zero.own, zero.grade) == ((None, None, None), None, "no_figure")
        assert zero.flags == ("overtaken",)
        assert zero.why[0] == "0 casualties, overtaken by 15 killed said later (R5, R10)"
        assert [(r.role, r.note) for r in zero.ledger] == [("superseded", zero.why[0])]
        killed = named(found, "killed")
        assert killed.low == 15
        assert not any(f.startswith("ceiling") for f in killed.flags)
        assert ("armenia", "wounded") in {(s.victim, s.kind) for s in found.silent}


def test_r10_no_casualties_cover_killed_and_wounded_until_then() -> None:
    found = told(said(0, **ZERO), said(15, DAY_2), time=DAY_1)
    assert (bounds(only(found)), only(found).flags) == ((0, 0, 0), ())
    assert {s.victim for s in found.silent} == {"azerbaijan"}


def test_r10_an_older_smaller_wider_figure_is_no_ceiling() -> None:
    found = told(said(20, **ZERO), said(12, DAY_2), said(9, DAY_2, kind="wounded"))
    assert "overtaken" in named(found, "casualties", "unknown").flags
    assert named(found, "killed").flags == ()
    still = told(said(30, **ZERO), said(12, DAY_2), said(9, DAY_2, kind="wounded"))
    assert named(still, "killed").flags == ("ceiling 30",)


def test_r10_a_later_smaller_wider_figure_stands_and_is_no_ceiling() -> None:
    found = told(said(15), said(5, DAY_2, **ZERO))
    assert bounds(named(found, "casualties", "unknown")) == (5, 5, 5)
    assert named(found, "casualties", "unknown").flags == ("less than killed",)
    assert named(found, "killed").flags == ()
    assert "5 casualties is less than 15 killed: no ceiling (R10)" in named(found, "killed").why


def test_r10_no_soldier_hurt_says_nothing_of_civilians() -> None:
    found = told(said(0, kind="casualties"), said(3, DAY_2, category="civilian"))
    assert bounds(named(found, "casualties")) == (0, 0, 0)
    assert named(found, "killed", "civilian").flags == ()


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


# R12


def test_r12_an_enemy_claim_alone_gives_no_low_and_no_best() -> None:
    found = only(told(said(13, **AZ)))
    assert (bounds(found), found.grade) == ((None, None, 13), "enemy_only")


def test_r12_an_enemy_floor_leaves_high_open() -> None:
    assert bounds(only(told(said(49), said(60, **AZ, **FLOOR)))) == (49, 49, None)


def test_r12_an_enemy_number_without_category_stands_beside_the_own_one() -> None:
    found = only(told(said(49), said(60, category="unknown", **AZ)))
    assert (bounds(found), found.grade) == ((49, 49, 60), "disputed")


def test_r12_a_later_independent_count_gives_best() -> None:
    found = only(told(said(49), said(60, DAY_2, **UN)))
    assert (bounds(found), found.grade) == ((60, 60, 60), "independent")


def test_r12_an_earlier_independent_count_only_stands_beside() -> None:
    found = only(told(said(49, DAY_2), said(30, **UN)))
    assert (bounds(found), found.grade) == ((49, 49, 49), "self_only")
    assert [f.by for f in found.independent] == ["un"]


def test_r12_a_named_project_of_a_sides_land_is_independent() -> None:
    project = Actor(id="names", name="Names", side="armenia", aliases=(), independent=True)
    found = only(told(said(60, claimant="names"), actors=(*beat().actors, project)))
    assert (found.grade, found.own) == ("independent", None)


def test_r12_an_enemys_part_bounds_nothing() -> None:
    found = only(told(said(10, relation="subset", place="goris", **AZ)))
    assert (bounds(found), found.grade) == ((None, None, None), "enemy_only")
    assert [(f.low, f.high) for f in found.claimed] == [(10, None)]


# R13


def test_r13_high_is_open_where_the_own_claim_is_a_floor() -> None:
    assert bounds(only(told(said(49, **FLOOR), said(450, DAY_2, **AZ)))) == (49, 49, None)


def test_r13_a_floor_below_what_is_known_opens_nothing() -> None:
    count = said(12, **UN, **FLOOR)
    own = said(105, DAY_2)
    assert bounds(only(told(count, own))) == (105, 105, 105)
    assert bounds(only(told(own, said(450, DAY_3, **AZ, **FLOOR)))) == (105, 105, None)


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


def test_r13_a_vague_word_gives_no_best() -> None:
    assert bounds(only(told(said(None, low=12, **VAGUE)))) == (12, None, None)


# R14


def test_r14_two_sides_that_meet_corroborate() -> None:
    assert only(told(said(49), said(49, DAY_2, **AZ))).grade == "corroborated"
    found = only(told(said(49, DAY_2), said(49, **UN)))
    assert found.grade == "corroborated"


def test_r14_a_floor_is_compared_as_its_low() -> None:
    found = only(told(said(49, **FLOOR), said(60, **AZ)))
    assert found.grade == "disputed"
    assert "1.2 times" in found.flags


def test_r14_bounds_are_compared_where_a_claim_has_no_point() -> None:
    enemy = said(None, low=300, high=500, qualifier="range", **AZ)
    assert "3.0 times" in only(told(said(100), enemy)).flags


def test_r14_dozens_do_not_contradict_forty_nine() -> None:
    assert only(told(said(49), said(None, low=12, **AZ, **VAGUE))).grade == "corroborated"


def test_r14_a_stated_zero_is_a_figure() -> None:
    found = only(told(said(0), said(8, DAY_2, **AZ)))
    assert (bounds(found), found.grade) == ((0, 0, 8), "disputed")
    assert "none against 8" in found.flags


def test_r14_silence_is_a_value_and_a_statement_of_it_lapses() -> None:
    quiet = said(None, kind="casualties", **NOBODY, **TEXTLESS)
    found = told(quiet)
    assert found.cells == ()
    stated = {(s.victim, s.kind) for s in found.silent if s.stated}
    assert stated == {("armenia", "killed"), ("armenia", "wounded")}
    spoken = told(quiet, said(5, DAY_2))
    assert [(s.kind, s.stated) for s in spoken.silent if s.victim == "armenia"] == [
        ("wounded", True)
    ]


def test_r14_an_undated_silence_lasts_since_the_window_began() -> None:
    quiet = said(None, None, victim="azerbaijan", **NOBODY, **TEXTLESS)
    for claims in ((quiet,), (quiet, said(49))):
        found = told(*claims)
        assert {s.since for s in found.silent} == {at("2022-09-13 00:00")}
    assert {s.since for s in told(quiet, said(49), episodes=()).silent} == {at(DAY_1)}
    assert {s.since for s in told(quiet, episodes=()).silent} == {None}
    twice = (*beat().episodes, replace(beat().episodes[0], id="two", start=at(DAY_9)))
    assert {s.since for s in told(quiet, episodes=twice).silent} == {None}


def test_r14_an_enemy_claim_does_not_end_a_sides_silence() -> None:
    assert ("armenia", "killed") in {(s.victim, s.kind) for s in told(said(5, **AZ)).silent}


# R15


def check(*claims: Claim) -> Check:
    [one] = [c for c in told(*claims).checks if c.rule == "R15"]
    return one


def test_r15_a_sum_over_sides_is_checked_and_enters_no_cell() -> None:
    ours = said(49, category="unknown", **FLOOR)
    theirs = said(50, victim="azerbaijan", **AZ)
    assert check(ours, theirs, said(99, victim="both")).result == "agrees"
    assert check(ours, theirs, said(120, victim="both")).result == "agrees"
    assert check(ours, theirs, said(98, victim="both")).result == "disagrees"
    assert check(ours, said(99, victim="both")).result == "cannot_tell"
    assert check(ours, theirs, said(99, victim="both", place="goris")).result == "cannot_tell"
    assert len(told(ours, theirs, said(99, victim="both")).cells) == 2


def test_r15_a_sum_of_which_only_the_day_is_given_is_checked_too() -> None:
    pair = (said(49), said(50, victim="azerbaijan", **AZ))
    both: dict[str, Any] = {"victim": "both", "relation": "subset"}
    assert check(*pair, said(99, incident="2022-09-13", **both)).result == "agrees"
    assert check(*pair, said(99, incident="market strike", **both)).result == "cannot_tell"


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


# R18


def test_r18_totals_add_like_with_like() -> None:
    found = told(said(49, **FLOOR), said(50, victim="azerbaijan", **AZ), said(3, kind="missing"))
    summed = total(found.cells, "killed")
    assert summed is not None
    assert (summed.low, summed.best, summed.high) == (99, 99, None)
    assert total(found.cells, "wounded") is None


def test_r18_people_of_a_side_that_nobody_names_are_added_to_none() -> None:
    own = said(105), said(71, victim="azerbaijan", **AZ)
    found = told(*own, said(180, victim="unknown", category="unknown", **UN))
    [both] = found.totals
    assert (both.low, both.best, both.high) == (176, 176, 176)


def test_r18_a_cell_without_an_own_figure_leaves_the_sum_open() -> None:
    summed = total(told(said(49), said(5, victim="azerbaijan")).cells, "killed")
    assert summed is not None
    assert (summed.low, summed.best, summed.high) == (49, None, None)


# R21


@pytest.mark.parametrize("modality", ["alleged", "feared"])
def test_r21_hearsay_goes_to_review_and_bounds_nothing(modality: str) -> None:
    found = told(said(49), said(90, DAY_2, modality=modality, id="heard"))
    assert bounds(only(found)) == (49, 49, 49)
    assert found.review == ("heard",)
    assert roles(only(found)) == ["current", "review"]
    assert told(said(90, modality=modality)).cells == ()


def test_r21_a_denial_makes_the_cell_denied_while_no_own_figure_stands() -> None:
    denial = said(8, DAY_2, denied=True, modality="denied")
    enemy = said(8, **AZ)
    alone = only(told(enemy, denial))
    assert (bounds(alone), alone.grade) == ((None, None, 8), "denied")
    beside = only(told(enemy, denial, said(8, DAY_3)))
    assert (beside.grade, beside.flags) == ("corroborated", ("denied",))


def test_r21_another_sides_denial_yields_to_an_independent_count() -> None:
    denial = said(8, DAY_2, denied=True, modality="denied", **AZ)
    assert only(told(denial)).grade == "denied"
    assert only(told(denial, said(8, **UN))).grade == "independent"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((49, 49, 49), "49"),
        ((49, 49, None), "49+"),
        ((12, None, None), "12+"),
        ((45, 49, 49), "45-49"),
        ((None, None, 60), "up to 60"),
        ((None, None, None), "no number"),
    ],
)
def test_numbers_are_written_as_an_editor_writes_them(
    given: tuple[int | None, int | None, int | None], words: str
) -> None:
    assert shown(*given) == words


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


def test_r6_no_losses_in_one_place_is_a_part_of_zero() -> None:
    found = only(told(said(0, relation="subset", place="goris")))
    assert (bounds(found), found.grade) == ((0, None, None), "partial")


def test_r14_a_silence_of_both_sides_is_each_partys() -> None:
    found = told(said(None, kind="casualties", victim="both", **NOBODY, **TEXTLESS))
    assert all(s.stated for s in found.silent)
    assert {s.victim for s in found.silent} == {"armenia", "azerbaijan"}


def test_r17_a_figure_that_is_not_final_stays_open() -> None:
    found = only(told(said(49, not_final=True)))
    assert (bounds(found), found.flags) == ((49, 49, None), ("not final",))


def test_r21_a_denial_about_soldiers_does_not_touch_civilians() -> None:
    denial = said(8, DAY_2, denied=True, modality="denied")
    found = told(said(3, category="civilian"), denial)
    assert {(c.category, c.grade) for c in found.cells} == {
        ("civilian", "self_only"),
        ("military", "denied"),
    }


# Found by an audit of each sentence


def test_r1_an_edit_that_takes_the_number_out_keeps_it_struck() -> None:
    old = said(12, entry="e", id="old")
    found = tally([said(9, DAY_2)], at=None, beat=beat(), struck=[old])
    assert found.struck == ("old",)
    assert {r.claim: r.role for r in only(found).ledger}["old"] == "struck"
    assert tally([], at=at("2022-09-13 11:00"), beat=beat(), struck=[old]).struck == ()


def test_r2_the_deadliest_since_the_war_is_not_background() -> None:
    found = told(said(49), said(6601, period="historical", id="war"))
    assert (bounds(only(found)), found.background) == ((49, 49, 49), ("war",))


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


def test_r6_one_late_part_does_not_excuse_those_that_exceeded_the_total_before() -> None:
    part: dict[str, Any] = {"relation": "subset"}
    total_20 = said(20, DAY_2)
    parts = (said(15, place="gegharkunik", **part), said(10, place="syunik", **part))
    found = only(told(total_20, *parts, said(1, DAY_3, place="elsewhere", **part)))
    assert (bounds(found), found.flags) == ((20, 20, 20), ("parts exceed total",))
    late = only(told(total_20, *parts, said(30, DAY_3, place="elsewhere", **part)))
    assert (bounds(late), late.flags) == ((55, None, None), ("parts since total",))


def test_r7_a_sum_of_nothing_is_two_zeros() -> None:
    split = ("military", "civilian")
    found = told(said(0, category="mixed", components=(0, 0), component_categories=split))
    assert {(c.category, bounds(c)) for c in found.cells} == {
        ("military", (0, 0, 0)),
        ("civilian", (0, 0, 0)),
    }


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


def test_r11_a_former_number_said_again_is_an_echo_that_the_reader_is_told_of() -> None:
    ledger = (said(15), said(18, "2022-09-13 15:00"), said(15, "2022-09-13 18:00", entry="back"))
    found = only(told(*ledger))
    assert bounds(found) == (18, 18, 18)
    assert found.flags == ("up 3", "15 said again since")
    relayed = replace(ledger[2], relay=("agency",))
    assert only(told(*ledger[:2], relayed)).flags == ("up 3",)


def test_r15_a_sum_is_held_against_the_figures_that_stood_when_it_was_said() -> None:
    early = (said(49, **FLOOR), said(50, victim="azerbaijan", **AZ))
    summed = said(99, "2022-09-13 20:00", victim="both")
    later = (said(105, DAY_2), said(71, DAY_3, victim="azerbaijan", **AZ))
    found = check(*early, summed, *later)
    assert found.result == "agrees"
    assert found.detail.endswith("when it was said; the figures moved since")
    wrong = check(*early, replace(summed, low=98, best=98, high=98), *later)
    assert wrong.result == "disagrees"


def test_r16_an_outlet_that_calls_soldiers_civilians_opens_no_row() -> None:
    found = only(told(said(49), said(49, DAY_2, category="civilian", **NOBODY)))
    assert (found.category, found.flags) == ("military", ("drift",))
    few = told(said(3), said(3, DAY_2, category="civilian", **NOBODY))
    assert keys(few) == {("killed", "military"), ("killed", "civilian")}


def test_r8_a_part_of_another_side_has_a_cell_that_totals_skip() -> None:
    part: dict[str, Any] = {"entry": "e", "relation": "component", "within": "all"}
    found = told(said(12, entry="e", id="all", victim="unknown"), said(2, id="ours", **part))
    cells = {c.victim: (c.best, "inside" in c.flags) for c in found.cells}
    assert cells == {"armenia": (2, True), "unknown": (None, False)}


def test_r11_an_outlet_stays_an_echo_when_the_number_is_said_anew_much_later() -> None:
    ledger = (said(49), said(49, "2022-09-13 15:00", **NOBODY))
    for more in ((), (said(49, DAY_9),)):
        assert only(told(*ledger, *more)).others == ()


def test_r16_a_relay_that_was_quicker_does_not_outrank_its_source() -> None:
    quick = said(49, entry="quick", relay=("agency",), **FLOOR)
    source = said(49, "2022-09-13 13:00", entry="source", id="source")
    found = only(told(quick, source))
    assert (bounds(found), found.flags) == ((49, 49, 49), ("drift",))
    assert found.own is not None
    assert (found.own.claims[0], found.own.as_of) == ("source", at(DAY_1))
    assert bounds(only(told(quick, source, time=DAY_1))) == (49, 49, None)
    again = only(told(replace(quick, high=49, qualifier="exact"), source))
    assert (again.flags, sorted(roles(again))) == ((), ["current", "echo"])


def test_r16_the_kind_that_the_source_gives_wins_over_an_earlier_relay() -> None:
    quick = said(49, entry="quick", kind="casualties", category="unknown", relay=("agency",))
    found = only(told(quick, said(49, "2022-09-13 13:00")))
    assert (found.kind, found.flags) == ("killed", ("drift",))
