"""Typed amount: every way of section 2, and what is no number is said with the ways there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.decision import Amount
from feeds.errors import UsageError
from feeds.typed_amount import read_amount, write_amount


@pytest.mark.parametrize(
    ("typed", "low", "best", "high", "qualifier"),
    [
        ("49", 49, 49, 49, "exact"),
        (" 1,200 ", 1200, 1200, 1200, "exact"),
        ("0", 0, 0, 0, "exact"),
        ("49+", 49, 49, None, "at_least"),
        ("at least 49", 49, 49, None, "at_least"),
        ("≥49", 49, 49, None, "at_least"),
        (">30", 31, 31, None, "more_than"),
        ("More than 30", 31, 31, None, "more_than"),
        ("up to 20", 1, None, 20, "up_to"),
        ("<20", 1, None, 19, "fewer_than"),
        ("~40", 36, 40, 44, "about"),
        ("about 40", 36, 40, 44, "about"),
        ("nearly 50", 45, 49, 49, "nearly"),
        ("43-50", 43, None, 50, "range"),
        ("43–50", 43, None, 50, "range"),
        ("between 43 and 50", 43, None, 50, "range"),
        ("several", 2, None, None, "vague"),
        ("dozens of", 12, None, None, "vague"),
        ("half a dozen", 6, 6, 6, "exact"),
        ("no figure", None, None, None, "none"),
    ],
)
def test_what_can_be_typed(
    typed: str, low: int | None, best: int | None, high: int | None, qualifier: str
) -> None:
    amount = read_amount(typed)
    assert (amount.low, amount.best, amount.high, amount.qualifier) == (low, best, high, qualifier)


@pytest.mark.parametrize("typed", ["", "  ", "many people", "4 9", "-3", "<0", "9" * 60, "[b]"])
def test_what_is_no_number_is_said_with_what_can_be_typed(typed: str) -> None:
    with pytest.raises(UsageError, match="write 49, 49"):
        read_amount(typed)


def test_a_range_goes_up_and_a_number_has_an_end() -> None:
    with pytest.raises(UsageError, match="begins above its end"):
        read_amount("50-43")
    with pytest.raises(UsageError, match="more people"):
        read_amount("9" * 12)


@given(st.integers(2, 10**6), st.integers(0, 100), st.sampled_from(
    ["{n}", "{n}+", ">{n}", "up to {n}", "<{n}", "~{n}", "nearly {n}", "{n}-{m}", "several"]
))  # fmt: skip
def test_what_is_written_reads_as_the_same(n: int, more: int, form: str) -> None:
    amount = read_amount(form.format(n=n, m=n + more))
    assert read_amount(write_amount(amount)) == amount
    low, best, high = amount.low or 0, amount.best, amount.high
    assert low <= (low if best is None else best) <= (10**9 if high is None else high)


def test_an_amount_without_a_word_is_written_as_near_as_can_be() -> None:
    assert write_amount(Amount(low=7, best=None, high=None, qualifier="vague")) == "7+"
    assert write_amount(Amount(low=None, best=None, high=None, qualifier="none")) == "no figure"
    assert write_amount(Amount(low=4, best=4, high=None, qualifier="exact")) == "4+"
