"""The tally at a moment: the worked example and the later days, from claims made by hand."""

from dataclasses import replace
from typing import Any

from feeds.claim import Claim
from feeds.reconcile import explain, tally
from feeds.tally import Cell, Tally
from tests.build import YEREVAN, at, beat, claim

State = tuple[str, str, str, int | None, int | None, int | None, str]

GOVERNOR = {"claimant": "governor", "place": "gegharkunik", "relation": "subset"}
AZ: dict[str, Any] = {
    "victim": "azerbaijan",
    "claimant": "azerbaijan",
    "claimant_side": "azerbaijan",
    "claimant_text": "Azerbaijan",
}
NOBODY: dict[str, Any] = {
    "claimant": "unattributed",
    "claimant_side": None,
    "claimant_text": None,
}
FLOOR = {"qualifier": "at_least", "high": None}
SILENT = {"qualifier": "none", "modality": "pending"}


def state(tally: Tally) -> set[State]:
    """What a scorer compares: every cell with its bounds and grade."""
    return {(c.victim, c.kind, c.category, c.low, c.best, c.high, c.grade) for c in tally.cells}


def cell(found: Tally, victim: str, kind: str, category: str = "military") -> Cell:
    """The one cell asked for."""
    [one] = [c for c in found.cells if (c.victim, c.kind, c.category) == (victim, kind, category)]
    return one


def live_blog() -> list[Claim]:
    """The claims of the live blog of 13 September, in our own making."""
    return [
        claim(
            49,
            id="pm",
            entry="b1",
            time="2022-09-13 11:33",
            category="unknown",
            claimant="pashinyan",
            not_final=True,
            **FLOOR,
        ),
        claim(
            3, id="moh", entry="b2", time="2022-09-13 12:46", kind="wounded", category="civilian"
        ),
        claim(
            43,
            id="governor",
            entry="b3",
            time="2022-09-13 17:52",
            as_of=at("2022-09-13 16:00"),
            kind="wounded",
            **GOVERNOR,
            **FLOOR,
        ),
        claim(50, id="sum", entry="b4", time="2022-09-13 21:09", components=(42, 8), **AZ),
        claim(
            1,
            id="captive",
            entry="b5",
            time="2022-09-14 00:01",
            kind="captured",
            category="unknown",
            confidence="medium",
        ),
        claim(
            49,
            id="intro-armenia",
            entry="b6",
            time="2022-09-14 01:25",
            kind="casualties",
            category="unknown",
        ),
        claim(50, id="intro-azerbaijan", entry="b6", time="2022-09-14 01:25", **AZ),
    ]


def other_documents() -> list[Claim]:
    """The undated articles and the digest of that day, in our own making."""
    told: dict[str, Any] = {"time": None}
    return [
        claim(49, id="d1", entry="a2", claimant="pashinyan", **told, **FLOOR),
        claim(
            None,
            id="d2",
            entry="a2",
            kind="casualties",
            category="unknown",
            victim="azerbaijan",
            **NOBODY,
            **told,
            **SILENT,
        ),
        claim(99, id="d3", entry="a3", victim="both", **NOBODY, **told),
        claim(49, id="d4", entry="a3", confidence="medium", **told),
        claim(50, id="d5", entry="a3", **AZ, **told),
        claim(49, id="d6", entry="s1", low=45, high=49, qualifier="nearly", **NOBODY, **told),
        claim(4, id="d7", entry="s2", **GOVERNOR, **told),
        claim(43, id="d8", entry="s2", kind="wounded", **GOVERNOR, **told),
        claim(49, id="d9", entry="s3", **NOBODY, **told, **FLOOR),
        claim(50, id="d10", entry="s3", **(AZ | NOBODY), **told, **FLOOR),
        claim(
            6601,
            id="d11",
            entry="s4",
            high=None,
            qualifier="more_than",
            victim="unknown",
            period="historical",
            **NOBODY,
            **told,
        ),
        claim(
            2,
            id="d12",
            entry="s5",
            **(AZ | {"kind": "casualties", "modality": "alleged", "qualifier": "vague"}),
            **told,
        ),
    ]


def later_days() -> list[Claim]:
    """What came later: the facts of the disputed end."""
    council: dict[str, Any] = {"entry": "l5", "time": "2022-09-19 12:00", "claimant": "council"}
    return [
        claim(49, id="l1", entry="l1", time="2022-09-13 11:33", not_final=True, **FLOOR),
        claim(50, id="l2", entry="l2", time="2022-09-13 21:09", components=(42, 8), **AZ),
        claim(105, id="l3", entry="l3", time="2022-09-14 12:00"),
        claim(71, id="l4", entry="l4", time="2022-09-15 10:00", **AZ),
        claim(207, id="l5", kind="killed_or_missing", category="mixed", **council),
        claim(3, id="l5k", category="civilian", relation="component", within="l5", **council),
        claim(
            2,
            id="l5m",
            kind="missing",
            category="civilian",
            relation="component",
            within="l5",
            **council,
        ),
        claim(
            296,
            id="l5w",
            kind="wounded",
            category="mixed",
            components=(293, 3),
            component_categories=("military", "civilian"),
            **council,
        ),
        claim(20, id="l5c", kind="captured", **council),
        claim(
            207,
            id="l6",
            entry="l6",
            time="2022-09-19 15:00",
            category="unknown",
            claimant="council",
            relay=("agency",),
        ),
        claim(79, id="l7", entry="l7", time="2022-09-19 18:00", **AZ),
        claim(80, id="l8", entry="l8", time="2022-10-01 12:00", **AZ),
        claim(281, id="l8w", entry="l8", time="2022-10-01 12:00", kind="wounded", **AZ),
        claim(431, id="l9", entry="l9", time="2022-10-02 12:00", victim="azerbaijan"),
        claim(450, id="l10", entry="l10", time="2022-10-02 13:00", **(AZ | {"victim": "armenia"})),
    ]


def test_nothing_is_told_before_the_first_figure() -> None:
    found = tally(live_blog(), at=at("2022-09-13 11:00"), beat=beat())
    assert state(found) == set()
    assert [(s.victim, s.kind, s.stated) for s in found.silent] == [
        ("armenia", "killed", False),
        ("armenia", "wounded", False),
        ("azerbaijan", "killed", False),
        ("azerbaijan", "wounded", False),
    ]
    assert {s.since for s in found.silent} == {at("2022-09-13 00:00")}


def test_at_noon_only_the_prime_minister_has_spoken() -> None:
    found = tally(live_blog(), at=at("2022-09-13 12:00"), beat=beat())
    assert state(found) == {("armenia", "killed", "unknown", 49, 49, None, "self_only")}
    assert cell(found, "armenia", "killed", "unknown").flags == ("not final",)


EVENING: set[State] = {
    ("armenia", "killed", "unknown", 49, 49, None, "self_only"),
    ("armenia", "wounded", "military", 43, None, None, "partial"),
    ("armenia", "wounded", "civilian", 3, 3, 3, "self_only"),
    ("azerbaijan", "killed", "military", 50, 50, 50, "self_only"),
}


def test_in_the_evening_four_cells_stand() -> None:
    found = tally(live_blog(), at=at("2022-09-13 21:10"), beat=beat())
    assert state(found) == EVENING
    partial = cell(found, "armenia", "wounded")
    assert [(p.place, p.low, p.by) for p in partial.places] == [("gegharkunik", 43, "armenia")]
    assert partial.own is not None
    assert (partial.own.low, partial.own.best, partial.own.high) == (43, None, None)
    assert partial.as_of == at("2022-09-13 16:00")
    assert [(s.victim, s.kind) for s in found.silent] == [("azerbaijan", "wounded")]


def test_at_the_end_of_the_blog_a_captive_wants_review() -> None:
    found = tally(live_blog(), at=at("2022-09-14 01:25"), beat=beat())
    assert state(found) == EVENING | {
        ("armenia", "captured", "unknown", 1, 1, 1, "self_only"),
    }
    assert found.review == ("captive",)
    killed = cell(found, "armenia", "killed", "unknown")
    assert [(r.claim, r.role) for r in killed.ledger] == [
        ("pm", "current"),
        ("intro-armenia", "drift"),
    ]
    assert killed.flags == ("not final", "drift")


def test_five_documents_together_repeat_and_refine() -> None:
    found = tally(live_blog() + other_documents(), at=None, beat=beat())
    assert state(found) == {
        ("armenia", "killed", "military", 49, 49, None, "self_only"),
        ("armenia", "wounded", "military", 43, None, None, "partial"),
        ("armenia", "wounded", "civilian", 3, 3, 3, "self_only"),
        ("armenia", "captured", "unknown", 1, 1, 1, "self_only"),
        ("azerbaijan", "killed", "military", 50, 50, 50, "self_only"),
    }
    killed = cell(found, "armenia", "killed")
    assert killed.own is not None
    assert killed.own.claims[0] == "pm"
    assert killed.others == ()
    assert [(p.place, p.low) for p in killed.places] == [("gegharkunik", 4)]
    assert found.background == ("d11",)
    assert set(found.review) == {"captive", "d4", "d12"}
    assert [(c.claim, c.rule, c.result) for c in found.checks] == [
        ("d3", "R15", "agrees"),
        ("sum", "R7", "agrees"),
    ]
    assert [(s.victim, s.kind, s.stated) for s in found.silent] == [("azerbaijan", "wounded", True)]


def test_on_the_third_day_both_sides_have_raised_their_tolls() -> None:
    found = tally(later_days(), at=at("2022-09-15 12:00"), beat=beat())
    assert state(found) == {
        ("armenia", "killed", "military", 105, 105, 105, "self_only"),
        ("azerbaijan", "killed", "military", 71, 71, 71, "self_only"),
    }
    assert cell(found, "armenia", "killed").flags == ("up 56",)


def test_in_the_end_both_tolls_are_disputed() -> None:
    found = tally(later_days(), at=at("2022-10-03 00:00"), beat=beat())
    assert state(found) == {
        ("armenia", "killed", "military", 105, 105, 450, "disputed"),
        ("armenia", "killed", "civilian", 3, 3, 3, "self_only"),
        ("armenia", "missing", "civilian", 2, 2, 2, "self_only"),
        ("armenia", "killed_or_missing", "mixed", 207, 207, 207, "self_only"),
        ("armenia", "wounded", "military", 293, 293, 293, "self_only"),
        ("armenia", "wounded", "civilian", 3, 3, 3, "self_only"),
        ("armenia", "captured", "military", 20, 20, 20, "self_only"),
        ("azerbaijan", "killed", "military", 80, 80, 431, "disputed"),
        ("azerbaijan", "wounded", "military", 281, 281, 281, "self_only"),
    }
    assert "5.4 times" in cell(found, "azerbaijan", "killed").flags
    assert {"4.3 times", "ceiling 207"} <= set(cell(found, "armenia", "killed").flags)
    assert "drift" in cell(found, "armenia", "killed_or_missing", "mixed").flags
    assert "derived" in cell(found, "armenia", "wounded", "civilian").flags
    [figure] = cell(found, "azerbaijan", "killed").claimed
    assert (figure.by, figure.low, figure.claims) == ("armenia", 431, ("l9",))


def test_every_number_opens_to_the_claims_that_made_it() -> None:
    """R20: each cell's figures name claims, and each claim has a row with a rule."""
    claims = live_blog() + other_documents() + later_days()
    ids = {c.id for c in claims}
    for one in tally(claims, at=None, beat=beat()).cells:
        figures = [f for f in (one.own, *one.claimed, *one.independent, *one.others) if f]
        named = {i for f in figures for i in f.claims} | {i for p in one.places for i in p.claims}
        assert named <= set(one.claims) <= ids
        assert [r.claim for r in one.ledger] == list(one.claims)
        assert all("(R" in r.note for r in one.ledger)
        assert all("(R" in w for w in one.why)


def test_the_sum_is_explained_in_words_with_the_zone_named() -> None:
    claims = {c.id: c for c in live_blog()}
    found = tally(claims.values(), at=None, beat=beat())
    lines = explain(cell(found, "azerbaijan", "killed"), claims, beat(), YEREVAN)
    assert lines[0] == ("50 = 42 + 8, Azerbaijan, 13 Sep 2022 21:09 +04; 2 copies, 1 source")
    lines = explain(cell(found, "armenia", "wounded"), claims, beat())
    assert lines[0] == "43+, governor, 13 Sep 2022 16:00 +04; said as at least"
    assert lines[1] == "43+ in part: Gegharkunik, Armenia, 13 Sep 2022 16:00 +04"


def test_explaining_strips_what_a_terminal_would_obey() -> None:
    spoken = claim(5, claimant="gover\x1b[31mnor", claimant_side="armenia")
    found = tally([spoken], at=None, beat=beat())
    lines = explain(found.cells[0], {spoken.id: spoken}, beat())
    assert not any("\x1b" in line for line in lines)


def test_a_beatless_reading_still_has_cells() -> None:
    lone = replace(claim(12, **NOBODY), victim="unknown")
    found = tally([lone], at=None, beat=beat(parties=(), actors=(), regions=(), episodes=()))
    assert state(found) == {("unknown", "killed", "military", None, None, None, "unconfirmed")}
    assert [(f.by, f.best) for f in found.cells[0].others] == [("unattributed", 12)]


def test_an_independent_figure_is_called_an_independent_count() -> None:
    counted = claim(60, claimant="un", claimant_side="un", claimant_text="UN")
    found = tally([counted], at=None, beat=beat())
    lines = explain(found.cells[0], {counted.id: counted}, beat())
    assert lines[0].startswith("independent count: 60, United Nations")


def test_an_as_of_without_an_hour_says_so_and_in_words_names_the_day_alone() -> None:
    day: dict[str, Any] = {"time": "2022-09-13 23:59:59", "day_only": True}
    own_day = claim(7, id="a", **day)
    told = [own_day, claim(2, id="b", entry="e2", time="2022-09-13 12:00", **AZ)]
    found = tally(told, at=None, beat=beat())
    own, other = cell(found, "armenia", "killed"), cell(found, "azerbaijan", "killed")
    assert own.days == (own.as_of,)
    assert other.days == ()
    words = explain(own, {c.id: c for c in told}, beat(), YEREVAN)
    assert "13 Sep 2022, no hour given" in words[0]
    assert "23:59" not in "".join(words)


def test_an_hour_that_any_claim_gives_is_given() -> None:
    told = [
        claim(7, id="a", time="2022-09-13 23:59:59", day_only=True),
        claim(7, id="b", entry="e2", time="2022-09-13 23:59:59"),
    ]
    assert cell(tally(told, at=None, beat=beat()), "armenia", "killed").days == ()
