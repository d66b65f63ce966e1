"""What the sides say of each other, and how far they agree: rules R12 to R15, R17, R18 and R21."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.beat import Actor
from feeds.claim import Claim
from feeds.reconcile import total
from feeds.reconcile.reading import shown
from feeds.tally import Check
from tests.build import at, beat
from tests.sayings import (
    AZ,
    DAY_1,
    DAY_2,
    DAY_3,
    DAY_9,
    FLOOR,
    MOSCOW,
    NOBODY,
    TEXTLESS,
    UN,
    VAGUE,
    bounds,
    only,
    roles,
    said,
    told,
)

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


def test_r14_a_silence_of_both_sides_is_each_partys() -> None:
    found = told(said(None, kind="casualties", victim="both", **NOBODY, **TEXTLESS))
    assert all(s.stated for s in found.silent)
    assert {s.victim for s in found.silent} == {"armenia", "azerbaijan"}


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


def test_r15_a_sum_is_held_against_the_figures_that_stood_when_it_was_said() -> None:
    early = (said(49, **FLOOR), said(50, victim="azerbaijan", **AZ))
    summed = said(99, "2022-09-13 20:00", victim="both")
    later = (said(105, DAY_2), said(71, DAY_3, victim="azerbaijan", **AZ))
    found = check(*early, summed, *later)
    assert found.result == "agrees"
    assert found.detail.endswith("when it was said; the figures moved since")
    wrong = check(*early, replace(summed, low=98, best=98, high=98), *later)
    assert wrong.result == "disagrees"


# R17


def test_r17_a_figure_that_is_not_final_stays_open() -> None:
    found = only(told(said(49, not_final=True)))
    assert (bounds(found), found.flags) == ((49, 49, None), ("not final",))


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


def test_r18_a_side_that_is_no_party_is_added_to_none_and_opens_nothing() -> None:
    own = said(105), said(71, victim="azerbaijan", **AZ)
    for beside in (said(3, victim="russia", **MOSCOW), said(3, victim="russia", **AZ)):
        [both] = told(*own, beside).totals
        assert (both.low, both.best, both.high) == (176, 176, 176)
    assert told(own[0], said(3, victim="russia", **MOSCOW)).totals == ()
    [all_three] = told(*own, said(3, victim="russia", **MOSCOW), parties=()).totals
    assert all_three.low == 179


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


def test_r21_a_denial_about_soldiers_does_not_touch_civilians() -> None:
    denial = said(8, DAY_2, denied=True, modality="denied")
    found = told(said(3, category="civilian"), denial)
    assert {(c.category, c.grade) for c in found.cells} == {
        ("civilian", "self_only"),
        ("military", "denied"),
    }


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
