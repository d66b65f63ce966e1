"""A cell's sum in words: parts, floors, increments, what is against it, copies and sources."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.claim import Claim
from feeds.desk import open_desk
from feeds.options import SAMPLE, Options
from feeds.reconcile import explain, explain_beside, explain_silence, tally
from feeds.reconcile.sums import sum_words
from tests.build import YEREVAN, at, beat
from tests.build import claim as made
from tests.sayings import AZ, DAY_1, DAY_2, FLOOR, MOSCOW, NOBODY, TEXTLESS, UN, said


def lines(*claims: Claim, kind: str = "killed", category: str = "military") -> list[str]:
    """What is said of one cell; times in Yerevan."""
    found = tally(claims, at=None, beat=beat())
    [cell] = [c for c in found.cells if (c.kind, c.category) == (kind, category)]
    return list(explain(cell, {c.id: c for c in claims}, beat(), YEREVAN, found))


GUARDS = "42 soldiers and eight border guards were killed"


@pytest.mark.parametrize(
    ("components", "quote", "words"),
    [
        ((42, 8), GUARDS, "42 soldiers + 8 border guards"),
        ((42, 8), "42 of its soldiers and eight members of the guard had been killed",
         "42 soldiers + 8 members of the guard"),
        ((1200, 3), "1,200 fighters, three medics", "1200 fighters + 3 medics"),
        ((21, 1), "twenty-one conscripts and a nurse died", "21 conscripts + 1 nurse"),
        ((3, 3), "three boys and three girls", "3 boys + 3 girls"),
        ((42, 8), "losses of 42 and eight", "42 + 8"),
        ((42, 8), "x", "42 + 8"),
    ],
)  # fmt: skip
def test_parts_are_named_by_the_words_of_the_span(
    components: tuple[int, ...], quote: str, words: str
) -> None:
    assert sum_words(replace(made(sum(components)), components=components, quote=quote)) == words


def test_parts_without_words_are_named_by_their_category() -> None:
    split = replace(made(108), components=(105, 3), component_categories=("military", "civilian"))
    assert sum_words(split) == "105 military + 3 civilian"


def test_a_sum_agrees_with_the_headline_or_says_that_it_does_not() -> None:
    parts: dict[str, Any] = {"entry": "e", "components": (42, 8), "quote": GUARDS}
    [first, *_] = lines(said(50, rules=("H.same",), **parts))
    assert first == (
        "50 = 42 soldiers + 8 border guards, Armenia, 13 Sep 2022 12:00 +04; "
        "agrees with the headline"
    )
    [first, *_] = lines(said(50, **parts), said(52, entry="e", field="headline", id="h"))
    assert first.startswith("52, Armenia")
    assert any("sum mismatch" in c.flags for c in _told(said(50, **parts), said(52, entry="e")))


def _told(*claims: Claim) -> Any:
    return tally(claims, at=None, beat=beat()).cells


def test_an_increment_says_what_it_was_added_to() -> None:
    [first, *rest] = lines(said(38), said(5, DAY_2, relation="increment"))
    assert first == "43 = 38 + another 5, derived, Armenia, 14 Sep 2022 12:00 +04"
    assert "43 = 38 + another 5, derived (R9)" in rest


def test_a_floor_says_why_it_is_open() -> None:
    [first, *_] = lines(said(49, **FLOOR))
    assert first.endswith("; said as at least")
    [first, *_] = lines(said(49, not_final=True))
    assert first.endswith("; said to be not final")


def test_a_part_says_where_and_a_smaller_number_inside_is_told() -> None:
    governor = said(43, relation="subset", place="gegharkunik", **FLOOR)
    assert "43+ in part: Gegharkunik, 2022-09-13, Armenia, 13 Sep 2022 12:00 +04" in lines(governor)
    inside = said(3, entry="e", relation="component", within="all", group="children")
    found = lines(said(12, entry="e", id="all"), inside)
    assert "children: 3 of the 12; the rest is 9, derived (R8)" in found


def test_a_dispute_says_by_whom_and_by_how_much() -> None:
    found = lines(said(105), said(450, DAY_2, **AZ))
    assert "disputed by Azerbaijan, 14 Sep 2022 12:00 +04: 450; 4.3 times" in found
    denial = said(8, DAY_2, denied=True, modality="denied")
    assert (
        "8 by Azerbaijan, 13 Sep 2022 12:00 +04: denied by Armenia, 14 Sep 2022 12:00 +04"
        in lines(said(8, **AZ), denial)
    )


def test_a_denial_says_who_and_which_number() -> None:
    denial = said(100, DAY_2, id="no", denied=True, modality="denied", claimant="am-mod")
    name = "Armenian Ministry of Defence"
    assert f"100 denied by {name}: kept beside, sets no bound (R21)" in lines(
        said(101, **AZ), denial
    )
    every = replace(denial, low=None, best=None, high=None)
    assert f"any loss denied by {name}: kept beside, sets no bound (R21)" in lines(
        said(101, **AZ), every
    )


def test_copies_are_told_from_sources() -> None:
    copies = [said(49, entry=f"e{n}", id=f"c{n}") for n in range(3)]
    assert lines(*copies)[0].endswith("; 3 copies, 1 source")
    together = lines(*copies, said(49, **UN), said(49, entry="az", **AZ))
    assert "borne out together: 5 copies, 3 sources (R11)" in together
    outlet = lines(said(70, **NOBODY))
    assert outlet[0] == (
        "also said: 70, the outlet itself, 13 Sep 2022 12:00 +04; 1 copy, no source named"
    )


def test_drift_and_background_are_told() -> None:
    drifted = lines(said(49), said(49, DAY_2, kind="casualties", category="unknown"))
    assert "49 relayed as casualties, first given as killed: drift (R16)" in drifted
    kept = lines(said(49), said(6600, period="historical"))
    assert "1 claim of other wars or earlier clashes kept apart (R2)" in kept


def test_a_silence_says_since_when_and_who_states_it() -> None:
    quiet = said(None, kind="killed", victim="azerbaijan", **NOBODY, **TEXTLESS)
    found = tally([quiet], at=None, beat=beat())
    words = {
        s.victim: explain_silence(s, {quiet.id: quiet}, beat(), YEREVAN)
        for s in found.silent
        if s.kind == "killed"
    }
    assert words["armenia"] == (
        "no figure since 13 Sep 2022 00:00 +04, which is never counted as 0 (R14); "
        "stated by no text"
    )
    assert words["azerbaijan"].endswith("stated by the outlet itself, 13 Sep 2022 12:00 +04")


def test_totals_and_sums_over_sides_are_told() -> None:
    ledger = (
        said(49, **FLOOR),
        said(50, victim="azerbaijan", **AZ),
        said(99, DAY_2, victim="both", **NOBODY),
    )
    found = tally(ledger, at=None, beat=beat())
    assert explain_beside(found, {c.id: c for c in ledger}, beat(), YEREVAN) == (
        "all sides, killed: 99+ = 49+ (Armenia) + 50 (Azerbaijan), derived; like with like (R18)",
        "the outlet itself, 14 Sep 2022 12:00 +04: agrees: 99 fits 49+ + 50 = 99+ (R15)",
    )
    assert tally(ledger[:1], at=None, beat=beat()).totals == ()


SHIPPED = {
    ("armenia", "killed"): "49+, Nikol Pashinyan, 13 Sep 2022 11:33 +04; said to be not final; "
    "agrees with the headline",
    ("armenia", "wounded"): "3, Armenian Ministry of Health, 13 Sep 2022 12:46 +04; "
    "agrees with the headline",
    ("armenia", "captured"): "1, Yeghishe Kirakosyan, 14 Sep 2022 00:01 +04",
    ("azerbaijan", "killed"): "50 = 42 soldiers + 8 members of the State Border Service, "
    "Azerbaijani Ministry of Defence, 13 Sep 2022 21:09 +04; agrees with the headline",
}


def test_the_shipped_day_is_explained_in_these_words() -> None:
    desk = open_desk([SAMPLE], Options(beat="south-caucasus"))
    snapshot = desk.snapshot()
    zone = YEREVAN
    found = {
        (c.victim, c.kind): desk.explain(c, snapshot.claims, zone, snapshot.tally)[0]
        for c in snapshot.tally.cells
    }
    assert found == SHIPPED
    [az, *_] = [s for s in snapshot.tally.silent if s.victim == "azerbaijan"]
    assert desk.explain_silence(az, snapshot.claims, zone).startswith("no figure since 13 Sep 2022")


def test_words_of_a_text_are_cleaned() -> None:
    spoken = said(
        5, DAY_1, claimant="gover\x1b[31mnor", components=(2, 3), quote="2 \x1b[1mmen and 3"
    )
    assert not any("\x1b" in line for line in lines(spoken))


def test_what_lies_in_a_figure_that_moved_on_is_no_longer_told() -> None:
    inside = said(8, entry="e", relation="component", within="all", quote="eight officers")
    before = said(50, entry="e", id="all")
    assert "eight officers: 8 of the 50; the rest is 42, derived (R8)" in lines(before, inside)
    assert not any("the rest" in line for line in lines(before, inside, said(60, DAY_2)))


def test_an_edited_claim_is_told_as_struck() -> None:
    old, new = said(50, entry="e", id="old"), said(60, entry="e", id="new", known=at(DAY_2))
    found = lines(old, new)
    assert (
        "50, Armenia, 13 Sep 2022 12:00 +04: struck: the entry was edited or withdrawn since (R1)"
        in found
    )


def test_a_total_says_what_it_leaves_out() -> None:
    theirs = said(71, victim="azerbaijan", **AZ)
    both = said(180, victim="unknown", category="unknown", **UN)
    claims = (said(105), theirs, both, said(3, victim="russia", **MOSCOW))
    found = tally(claims, at=None, beat=beat())
    [words] = explain_beside(found, {c.id: c for c in claims}, beat(), YEREVAN)
    assert words.startswith("all sides, killed: 176 = 105 (Armenia) + 71 (Azerbaijan)")
    assert words.endswith("; left out: 3 of Russia, 180 of a side that is not said")


def test_a_total_names_the_figure_that_stands_as_it_was_said() -> None:
    more = said(450, DAY_2, id="more", **AZ, **FLOOR)
    claims = (said(105), more, said(71, id="az", victim="azerbaijan", **AZ))
    found = tally(claims, at=None, beat=beat())
    [words] = explain_beside(found, {c.id: c for c in claims}, beat(), YEREVAN)
    assert words.startswith("all sides, killed: 176+ = 105 (Armenia) + 71 (Azerbaijan)")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"place": "goris", "incident": "strike"}, {"place": "syunik", "incident": "strike"}, True),
        ({"place": "goris", "incident": "strike"}, {"incident": "strike"}, True),
        ({"place": "goris", "incident": "strike"}, {"place": "sotk", "incident": "strike"}, False),
        (
            {"place": "goris", "incident": "strike of 2022-09-13"},
            {"place": "goris", "incident": "2022-09-13"},
            True,
        ),
        (
            {"place": "goris", "incident": "strike of 2022-09-13"},
            {"place": "goris", "incident": "2022-09-14"},
            False,
        ),
        ({"place": "goris", "incident": "strike"}, {"place": "goris", "incident": "raid"}, False),
    ],
)
def test_rows_of_what_may_be_one_incident_tell_of_each_other(
    one: dict[str, Any], other: dict[str, Any], same: bool
) -> None:
    military = said(12, relation="subset", **one)
    toll = said(15, DAY_2, category="unknown", **AZ, relation="subset", **other)
    cells = tally([military, toll], at=None, beat=beat()).cells
    told = ["the same incident" in " ".join(cell.why) for cell in cells]
    assert told == [same, same]


def test_two_rows_of_one_incident_tell_of_each_other() -> None:
    strike: dict[str, Any] = {"relation": "subset", "place": "goris", "incident": "2022-09-13"}
    military = said(12, **strike)
    toll = said(15, DAY_2, category="unknown", claimant="tass", claimant_side=None, **strike)
    found = tally([military, toll], at=None, beat=beat())
    words = {c.category: " ".join(c.why) for c in found.cells}
    assert "15 (category unknown) is told of the same incident in another row" in words["military"]
    assert "12 (military) is told of the same incident in another row" in words["unknown"]
