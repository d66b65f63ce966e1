"""The lexicon: data that a journalist can extend, read strictly."""

import pytest

from feeds.claims.lexicon import read_lexicon, split_words
from feeds.claims.numbers import bounds
from feeds.claims.tokens import sentences


def test_the_english_lexicon_reads_and_knows_its_losses() -> None:
    lexicon = read_lexicon()
    assert lexicon.words["killed"]["participle"] == "killed"
    assert lexicon.words["soldiers"]["person"] == "military"
    assert "wounded" in lexicon.triggers


def test_a_choice_in_a_phrase_is_two_phrases() -> None:
    seconds = read_lexicon().phrases["no"]
    assert [rest for second in ("fewer", "less") for rest, _ in seconds[second]] == [("than",)] * 2


def test_a_possessive_is_a_word_of_its_own() -> None:
    assert split_words("prosecutor's office") == ["prosecutor", "'s", "office"]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Lt. Gen. Vale of the U.S. spoke. Two soldiers died."
    assert len(sentences(text, read_lexicon(), [])) == 2


def test_a_line_break_ends_a_sentence() -> None:
    assert [s.paragraph for s in sentences("one\n\ntwo", read_lexicon(), [])] == [0, 1]


@pytest.mark.parametrize(
    ("qualifier", "low", "best", "high"),
    [
        ("exact", 49, 49, 49),
        ("at_least", 49, 49, None),
        ("more_than", 50, 50, None),
        ("up_to", 1, None, 49),
        ("fewer_than", 1, None, 48),
        ("about", 44, 49, 54),
        ("nearly", 45, 48, 48),
    ],
)
def test_a_hedge_sets_the_bounds_of_the_table(
    qualifier: str, low: int, best: int | None, high: int | None
) -> None:
    number = bounds(49, qualifier)  # type: ignore[arg-type]
    assert (number.low, number.best, number.high) == (low, best, high)


@pytest.mark.parametrize(
    "qualifier", ["exact", "at_least", "more_than", "up_to", "fewer_than", "about", "nearly"]
)
@pytest.mark.parametrize("written", [0, 1, 2, 3, 9, 10, 1_000_000])
def test_bounds_are_never_out_of_order(qualifier: str, written: int) -> None:
    number = bounds(written, qualifier)  # type: ignore[arg-type]
    numbers = [n for n in (number.low, number.best, number.high) if n is not None]
    assert numbers == sorted(numbers)
    assert min(numbers) >= 0


def test_a_sentence_without_an_end_is_cut() -> None:
    longest = max(len(s.tokens) for s in sentences("killed " * 2000, read_lexicon(), []))
    assert longest == 500
