"""Pacing: faster while a story moves, slower when quiet, patient when it fails."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.fetching.pacing import (
    JITTER,
    Bounds,
    Outcome,
    Pace,
    back_off_s,
    first_pace,
    next_pace,
    wait_s,
)

OUTCOMES: tuple[Outcome, ...] = ("new", "same", "failed", "gone")

bounds_of = st.lists(st.floats(1, 100_000), min_size=4, max_size=4).map(
    lambda s: Bounds(
        **dict(zip(("least_s", "usual_s", "most_s", "failed_s"), sorted(s), strict=True))
    )
)
paces = st.builds(Pace, interval_s=st.floats(0, 1e9), failures=st.integers(0, 10_000))
chances = st.integers(0, 2**32).map(Random)
ages = st.none() | st.timedeltas(timedelta(0), timedelta(days=400))


def after(*outcomes: Outcome, bounds: Bounds) -> Pace:
    pace = first_pace(bounds)
    for outcome in outcomes:
        pace = next_pace(pace, outcome, bounds)
    return pace


def test_a_story_that_moves_is_asked_more_often_and_a_quiet_one_less() -> None:
    bounds = Bounds(usual_s=100, least_s=20, most_s=300, failed_s=900)
    assert after("new", bounds=bounds).interval_s == 50
    assert after("new", "new", "new", "new", bounds=bounds).interval_s == 20
    assert after("same", bounds=bounds).interval_s == 120
    quiet: list[Outcome] = ["same"] * 9
    assert after(*quiet, bounds=bounds).interval_s == 300


def test_failures_double_the_wait_up_to_a_cap_and_an_answer_ends_it() -> None:
    bounds = Bounds(usual_s=100, least_s=20, most_s=300, failed_s=900)
    failed: list[Outcome] = ["failed"] * 6
    waits = [back_off_s(after(*failed[:n], bounds=bounds), bounds) for n in range(7)]
    assert waits == [100, 100, 200, 400, 800, 900, 900]
    assert after("failed", "failed", "same", bounds=bounds) == Pace(interval_s=120)


def test_an_address_that_is_no_more_is_asked_as_seldom_as_can_be() -> None:
    bounds = Bounds()
    assert back_off_s(after("gone", bounds=bounds), bounds) == bounds.failed_s


@pytest.mark.parametrize(("interval", "least", "most"), [(60, 15, 120), (10, 10, 20)])
def test_bounds_lie_around_an_interval(interval: float, least: float, most: float) -> None:
    bounds = Bounds.around(interval)
    assert (bounds.usual_s, bounds.least_s, bounds.most_s) == (interval, least, most)


def test_bounds_that_do_not_rise_are_refused() -> None:
    with pytest.raises(ValueError, match="bounds must rise"):
        Bounds(least_s=500)


@given(paces, bounds_of, chances, st.timedeltas(timedelta(0), timedelta(days=400)), ages)
def test_nothing_is_asked_before_the_server_allows_it(
    pace: Pace, bounds: Bounds, chance: Random, asked: timedelta, age: timedelta | None
) -> None:
    wait = wait_s(pace, bounds, chance, retry_after=asked, max_age=age)
    assert wait >= asked.total_seconds()
    assert wait <= max(bounds.failed_s, asked.total_seconds() * (1 + JITTER))


@given(paces, bounds_of, chances, ages)
def test_waits_stay_within_the_bounds(
    pace: Pace, bounds: Bounds, chance: Random, age: timedelta | None
) -> None:
    wait = wait_s(pace, bounds, chance, max_age=age)
    assert bounds.least_s <= wait <= (bounds.failed_s if pace.failures else bounds.most_s)
    if age is not None:
        assert wait >= min(age.total_seconds(), bounds.most_s)


@given(paces, bounds_of, st.sampled_from(OUTCOMES))
def test_the_interval_stays_within_the_bounds_once_asked(
    pace: Pace, bounds: Bounds, outcome: Outcome
) -> None:
    then = next_pace(pace, outcome, bounds)
    assert bounds.least_s <= back_off_s(then, bounds) <= bounds.failed_s
    assert (then.failures == 0) == (outcome in ("new", "same"))


@given(paces, bounds_of)
def test_one_more_failure_never_shortens_the_wait(pace: Pace, bounds: Bounds) -> None:
    more = next_pace(pace, "failed", bounds)
    assert back_off_s(more, bounds) >= back_off_s(pace, bounds)


@given(st.lists(st.sampled_from(OUTCOMES), max_size=40), bounds_of, st.integers(0, 2**32))
def test_the_same_chance_gives_the_same_waits(
    outcomes: list[Outcome], bounds: Bounds, seed: int
) -> None:
    first, second = Random(seed), Random(seed)
    pace = after(*outcomes, bounds=bounds)
    assert wait_s(pace, bounds, first) == wait_s(pace, bounds, second)
