"""Numbers inside other numbers, and rows beside them: rules R6, R7, R8 and R10."""

from typing import Any

from feeds.reconcile import total
from feeds.tally import Cell, Tally
from tests.build import beat
from tests.sayings import DAY_1, DAY_2, DAY_3, FLOOR, NOBODY, bounds, keys, only, roles, said, told

ZERO: dict[str, Any] = {"kind": "casualties", "category": "unknown"}

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


def test_r6_no_losses_in_one_place_is_a_part_of_zero() -> None:
    found = only(told(said(0, relation="subset", place="goris")))
    assert (bounds(found), found.grade) == ((0, None, None), "partial")


def test_r6_one_late_part_does_not_excuse_those_that_exceeded_the_total_before() -> None:
    part: dict[str, Any] = {"relation": "subset"}
    total_20 = said(20, DAY_2)
    parts = (said(15, place="gegharkunik", **part), said(10, place="syunik", **part))
    found = only(told(total_20, *parts, said(1, DAY_3, place="elsewhere", **part)))
    assert (bounds(found), found.flags) == ((20, 20, 20), ("parts exceed total",))
    late = only(told(total_20, *parts, said(30, DAY_3, place="elsewhere", **part)))
    assert (bounds(late), late.flags) == ((55, None, None), ("parts since total",))


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


def test_r7_a_sum_of_nothing_is_two_zeros() -> None:
    split = ("military", "civilian")
    found = told(said(0, category="mixed", components=(0, 0), component_categories=split))
    assert {(c.category, bounds(c)) for c in found.cells} == {
        ("military", (0, 0, 0)),
        ("civilian", (0, 0, 0)),
    }


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


def test_r8_a_part_of_another_side_has_a_cell_that_totals_skip() -> None:
    part: dict[str, Any] = {"entry": "e", "relation": "component", "within": "all"}
    found = told(said(12, entry="e", id="all", victim="unknown"), said(2, id="ours", **part))
    cells = {c.victim: (c.best, "inside" in c.flags) for c in found.cells}
    assert cells == {"armenia": (2, True), "unknown": (None, False)}


# R10


def test_r10_killed_or_missing_is_a_row_of_its_own_and_only_notes_a_ceiling() -> None:
    found = told(said(105), said(207, DAY_2, kind="killed_or_missing", category="unknown"))
    killed = next(c for c in found.cells if c.kind == "killed")
    assert bounds(killed) == (105, 105, 105)
    assert killed.flags == ("ceiling 207",)
    assert keys(found) == {("killed", "military"), ("killed_or_missing", "unknown")}


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
