"""Figures: bounds, grades and hedges in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import UNATTRIBUTED
from feeds.tally import Cell, Figure, PlaceFigure
from tests.build import beat, claim
from tui.words import figures


def fig(best: int, by: str = "armenia", **fields: object) -> Figure:
    given_: dict[str, object] = {
        "by": by, "claimant": by, "low": best, "best": best, "high": best, "as_of": None,
        "claims": (),
    }  # fmt: skip
    return Figure(**(given_ | fields))  # type: ignore[arg-type]


def cell(**fields: object) -> Cell:
    given_: dict[str, object] = {
        "victim": "armenia", "kind": "killed", "category": "military", "low": 80, "best": 80,
        "high": 80, "grade": "self_only", "as_of": None, "own": fig(80), "claimed": (),
        "independent": (), "others": (), "places": (), "flags": (), "claims": (), "why": (),
    }  # fmt: skip
    return Cell(**(given_ | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("low", "best", "high", "words", "plain"),
    [
        (80, 80, 80, "80", "80"),
        (0, 0, 0, "0", "0"),
        (49, 49, None, "49+", "49+"),
        (12, None, None, "12+", "12+"),
        (45, None, 49, "45–49", "45-49"),
        (45, 49, 49, "45–49", "45-49"),
        (45, 50, 55, "50 (45–55)", "50 (45-55)"),
        (105, 105, 450, "105 (≤450)", "105 (<=450)"),
        (45, 49, None, "49 (45+)", "49 (45+)"),
        (None, None, 431, "≤431", "<=431"),
        (None, None, None, "no figure", "no figure"),
    ],
)
def test_bounds_are_said_as_short_as_they_can_be(
    low: int | None, best: int | None, high: int | None, words: str, plain: str
) -> None:
    assert figures.bounds(low, best, high) == words
    assert figures.bounds(low, best, high, ascii_only=True) == plain


@given(*[st.none() | st.integers(0, 99)] * 3)
def test_every_bound_that_is_set_is_said(
    low: int | None, best: int | None, high: int | None
) -> None:
    words = figures.bounds(low, best, high, ascii_only=True)
    assert words.isascii()
    assert all(str(n) in words for n in (best, high) if n is not None)


def test_the_bounds_one_by_one() -> None:
    assert figures.three(49, 49, None) == "49/49/open"
    assert figures.three(43, None, None) == "43/-/open"
    assert figures.three(None, None, 431) == "-/-/431"
    assert figures.three(None, None, None) == "-/-/-"


def test_what_was_summed_carries_a_star_and_silence_is_a_dash() -> None:
    assert figures.figure(fig(50, derived=True)) == "50*"
    assert figures.figure(None) == "–"


def test_a_partial_cell_names_its_parts() -> None:
    part = PlaceFigure(place="gegharkunik", incident=None, low=43, high=None, as_of=None, claims=())
    partial = cell(low=43, best=None, high=None, own=None, places=(part,), grade="partial")
    assert figures.own_words(partial) == "43+"
    assert figures.only(partial, beat()) == "Gegharkunik only"
    assert figures.only(cell(), beat()) == ""


def test_the_other_sides_figures_carry_their_tags() -> None:
    assert figures.claimed_words(cell(claimed=(fig(450, "azerbaijan"),)), beat()) == "AZE 450"
    assert figures.claimed_words(cell(), beat()) == "–"


def test_a_dispute_is_measured() -> None:
    disputed = cell(grade="disputed", claimed=(fig(431, "azerbaijan"),))
    assert figures.times_apart(disputed) == "5.4 times"
    assert figures.times_apart(cell(claimed=(fig(80, "azerbaijan"),))) == ""
    smaller = cell(grade="disputed", claimed=(fig(40, "azerbaijan"),))
    assert figures.times_apart(smaller) == "2.0 times"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (claim(49, qualifier="at_least", high=None, not_final=True), "at least 49, not final"),
        (claim(50, components=(42, 8)), "50 = 42 + 8"),
        (claim(None, low=101, high=None, qualifier="more_than"), "more than 100"),
        (claim(49, low=45, high=49, qualifier="nearly"), "nearly 50"),
        (claim(None, low=12, qualifier="vague"), "12+ (vague)"),
        (claim(None, low=1, high=9, qualifier="up_to"), "1–9"),
        (claim(None, low=None, qualifier="none"), "no figure"),
    ],
)
def test_a_claims_number_is_said_with_its_hedge(made: object, words: str) -> None:
    assert figures.as_written(made) == words  # type: ignore[arg-type]


def test_names_are_safe_to_draw() -> None:
    assert figures.name(beat(), "armenia") == "Armenia"
    assert figures.name(beat(), UNATTRIBUTED) == "the outlet itself"
    assert figures.name(beat(), "a\x1b[31mb") == "a␛b"
    assert figures.tag(beat(), "azerbaijan") == "AZE"
    assert figures.tag(beat(), "unknown") == "?"
