"""What a person types for a number, read by the table of TALLY.md section 2."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.claims.numbers import bounds
from feeds.decision import Amount
from feeds.errors import UsageError
from feeds.quantity import HEDGES, TYPED_HINT, amount_of, read_amount, write_amount


@pytest.mark.parametrize(
    ("typed", "low", "best", "high", "qualifier"),
    [
        ("49", 49, 49, 49, "exact"),
        (" 1,200 ", 1200, 1200, 1200, "exact"),
        ("49+", 49, 49, None, "at_least"),
        ("at least 49", 49, 49, None, "at_least"),
        ("More than 49", 50, 50, None, "more_than"),
        ("up to 60", 1, None, 60, "up_to"),
        ("fewer than 60", 1, None, 59, "fewer_than"),
        ("~50", 45, 50, 55, "about"),
        ("some 50", 45, 50, 55, "about"),
        ("nearly 50", 45, 49, 49, "nearly"),
        ("43-50", 43, None, 50, "range"),
        ("between 43 and 50", 43, None, 50, "range"),
        ("43–50", 43, None, 50, "range"),
        ("dozens", 12, None, None, "vague"),
        ("some", 2, None, None, "vague"),
        ("0", 0, 0, 0, "exact"),
        ("half a dozen", 6, 6, 6, "exact"),
        ("no figure", None, None, None, "none"),
    ],
)
def test_a_typed_number(
    typed: str, low: int | None, best: int | None, high: int | None, qualifier: str
) -> None:
    amount = read_amount(typed)
    assert (amount.low, amount.best, amount.high, amount.qualifier) == (low, best, high, qualifier)


@pytest.mark.parametrize("typed", ["", "many", "-3", "50-43", "4 9", "9" * 13, "1.5", "3 men", "+"])
def test_what_is_no_number_says_how_one_is_written(typed: str) -> None:
    with pytest.raises(UsageError, match="write 49"):
        read_amount(typed)


@given(st.integers(0, 10**9), st.sampled_from(sorted(HEDGES)))
def test_a_person_and_the_grammar_read_a_hedge_alike(number: int, hedge: str) -> None:
    said = bounds(number, hedge)  # type: ignore[arg-type]
    assert amount_of(number, hedge) == Amount(  # type: ignore[arg-type]
        low=said.low, best=said.best, high=said.high, qualifier=said.qualifier
    )


@given(st.text(max_size=30))
def test_no_text_is_too_odd(text: str) -> None:
    try:
        amount = read_amount(text)
    except UsageError:
        return
    numbers = [n for n in (amount.low, amount.best, amount.high) if n is not None]
    assert numbers == sorted(numbers)


@given(st.integers(2, 10**6), st.integers(0, 100), st.sampled_from(
    ["{n}", "{n}+", ">{n}", "up to {n}", "<{n}", "~{n}", "nearly {n}", "{n}-{m}", "several"]
))  # fmt: skip
def test_what_is_written_reads_as_the_same(n: int, more: int, form: str) -> None:
    amount = read_amount(form.format(n=n, m=n + more))
    assert read_amount(write_amount(amount)) == amount


def test_an_amount_without_a_word_is_written_as_near_as_can_be() -> None:
    assert write_amount(Amount(low=7, best=None, high=None, qualifier="vague")) == "7+"
    assert write_amount(Amount(low=None, best=None, high=None, qualifier="none")) == "no figure"
    assert write_amount(Amount(low=4, best=4, high=None, qualifier="exact")) == "4+"


def test_every_example_of_the_hint_can_be_typed() -> None:
    for typed in TYPED_HINT.split("  "):
        assert write_amount(read_amount(typed)) == typed
