"""Claim form: what is asked, and what the answers decide."""

from dataclasses import replace
from typing import Any

import pytest

from feeds.claim import Judged
from feeds.decision import Amount, Correction
from tests.build import at, beat, claim
from tui.claims.claim_form import correct_fields, correction_of, parts_of, split_fields
from tui.screens.form import FieldError

ONE = claim(49, high=None, qualifier="at_least", claimant="am-mod", place="gegharkunik")
LINES = ("number", "kind", "whose", "category", "who says", "place", "relation", "said as", "about")


def typed(**changes: str) -> list[str]:
    """The form as it stands, with some lines typed anew."""
    values = {field.label: field.value for field in correct_fields(ONE, beat())}
    assert tuple(values) == LINES
    return list((values | {label.replace("_", " "): v for label, v in changes.items()}).values())


def test_the_machines_reading_stands_there_at_first() -> None:
    assert typed() == [
        "49+",
        "killed",
        "Armenia",
        "military",
        "Armenian Ministry of Defence",
        "Gegharkunik",
        "total",
        "stated",
        "now",
    ]


@pytest.mark.parametrize(
    ("label", "words", "changed"),
    [
        ("number", "43-50", {"amount": Amount(low=43, best=None, high=50, qualifier="range")}),
        ("kind", "woun", {"kind": "wounded"}),
        ("whose", "not said", {"victim": "unknown"}),
        ("whose", "both", {"victim": "both"}),
        ("category", "not said", {"category": "unknown"}),
        ("who_says", "a local doctor", {"claimant": "a local doctor"}),
        ("who_says", "the outlet itself", {"claimant": "unattributed"}),
        ("place", "", {"place": ""}),
        ("place", "Sotk", {"place": "sotk"}),
        ("place", "Mars", {"place": "Mars"}),
        ("relation", "part", {"relation": "subset"}),
        ("said_as", "den", {"modality": "denied"}),
        ("about", "another", {"period": "historical"}),
    ],
)
def test_only_what_differs_is_a_correction(label: str, words: str, changed: Any) -> None:
    assert correction_of(ONE, beat(), typed(**{label: words})) == Correction(**changed)


def test_a_claim_judged_before_is_corrected_in_full() -> None:
    mark = Judged(ruling="corrected", decision="d", by="", at=at("2022-09-14 01:00"), machine=ONE)
    done = correction_of(replace(ONE, judged=mark), beat(), typed(kind="wounded"))
    assert done.kind == "wounded"
    assert done.amount is not None
    assert (done.victim, done.claimant, done.place) == ("armenia", "am-mod", "gegharkunik")


@pytest.mark.parametrize(
    ("label", "words", "place", "said"),
    [
        ("number", "many", 0, "is no number"),
        ("kind", "hurt", 1, "is no kind"),
        ("place", "s", 5, "could be"),
    ],
)
def test_an_error_points_at_its_line(label: str, words: str, place: int, said: str) -> None:
    with pytest.raises(FieldError, match=said) as caught:
        correction_of(ONE, beat(), typed(**{label: words}))
    assert caught.value.place == place


def test_a_correction_that_changes_nothing_says_so() -> None:
    with pytest.raises(FieldError, match="nothing differs"):
        correction_of(ONE, beat(), typed())


def test_a_split_begins_with_the_parts_that_the_words_join() -> None:
    joined = replace(ONE, components=(42, 8), component_categories=("military", "civilian"))
    values = [field.value for field in split_fields(joined)]
    assert values[:6] == ["42", "killed", "military", "8", "killed", "civilian"]
    assert values[6::3] == ["", ""]


def test_the_parts_of_a_split_are_its_numbers() -> None:
    lines = ["5", "killed", "military", "", "killed", "", "7+", "wounded", "civilian"]
    first, second = parts_of(lines)
    assert (first.kind, second.kind, second.category) == ("killed", "wounded", "civilian")
    assert second.amount == Amount(low=7, best=7, high=None, qualifier="at_least")


def test_a_split_needs_two_numbers() -> None:
    with pytest.raises(FieldError, match="two numbers") as caught:
        parts_of(["5", "killed", "military", "", "killed", "military"])
    assert caught.value.place == 3
