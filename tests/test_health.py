"""How a source fares: failures, habits and silence, as pure values."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.following.health import (
    MOST_CAME,
    Health,
    Silence,
    answered,
    brought,
    by_silence,
    failed,
    habit_of,
    health_record,
    read_health,
    silence_in,
)
from feeds.following.source import FollowedSource
from feeds.following.state import State, bounds_of, due, first_state, read_state, state_text

NOON = datetime(2022, 9, 13, 12, tzinfo=UTC)
NEVER = Health(source="oc", name="OC")


def minutes(count: float) -> datetime:
    return NOON + timedelta(minutes=count)


def spoken(*at_minutes: float, health: Health = NEVER) -> Health:
    for minute in at_minutes:
        health = brought(health, minutes(minute), new=1, revised=0, times=[minutes(minute)])
    return health


def silence_of(health: Health, now: datetime) -> Silence | None:
    return silence_in(health.source, health.name, health.times, now)


def test_failures_are_counted_from_the_first_and_ended_by_an_answer() -> None:
    health = failed(failed(NEVER, minutes(1), "no route"), minutes(3), "no answer")
    assert (health.failures, health.failing_since, health.error) == (2, minutes(1), "no answer")
    assert health.is_failing
    health = answered(health, minutes(4), wire_bytes=10)
    assert (health.failures, health.failing_since, health.error) == (0, None, "")
    assert (health.requests, health.wire_bytes, health.succeeded) == (3, 10, minutes(4))


def test_what_brings_nothing_is_no_news() -> None:
    health = spoken(0)
    assert brought(health, minutes(9), new=0, revised=0, times=[]) == health


def test_a_source_is_silent_against_its_own_habit() -> None:
    health = spoken(*range(0, 60, 5))
    quiet = silence_of(health, minutes(75))
    assert quiet
    assert quiet.habit == timedelta(minutes=5)
    assert (quiet.quiet, quiet.times_habit) == (timedelta(minutes=20), 4.0)
    assert not quiet.is_unusual
    later = silence_of(health, minutes(90))
    assert later
    assert later.is_unusual


def test_a_quiet_night_is_no_silence_where_nights_are_quiet() -> None:
    days = [day * 1440 + minute for day in range(7) for minute in range(0, 600, 10)]
    nights = [day * 1440 + minute for day in range(7) for minute in (720, 900)]
    health = spoken(*sorted(days + nights))
    midnight = NOON + timedelta(days=6, hours=12)
    silence = silence_of(health, midnight + timedelta(minutes=100))
    assert silence
    assert silence.habit == timedelta(minutes=180)
    assert not silence.is_unusual


def test_who_has_said_little_has_no_habit() -> None:
    silence = silence_of(spoken(0, 5, 10), minutes(500))
    assert silence
    assert (silence.habit, silence.is_unusual) == (None, False)
    assert silence_of(NEVER, NOON) is None


def test_the_board_begins_with_the_most_unusual_silence() -> None:
    usual = spoken(*range(0, 60, 5), health=Health(source="a", name="A"))
    rare = spoken(*range(-600, 0, 100), health=Health(source="b", name="B"))
    new = spoken(30, health=Health(source="c", name="C"))
    found = [silence_of(health, minutes(120)) for health in (new, rare, usual)]
    board = by_silence(silence for silence in found if silence)
    assert [silence.source for silence in board] == ["a", "b", "c"]


TIMES = st.none() | st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
HEALTHS = st.builds(
    Health,
    source=st.just("oc"),
    name=st.just("OC"),
    tried=TIMES,
    succeeded=TIMES,
    came=TIMES,
    newest=TIMES,
    next_try=TIMES,
    failing_since=TIMES,
    failures=st.integers(0, 9),
    error=st.text(max_size=9),
    note=st.text(max_size=9),
    requests=st.integers(0, 9),
    times=st.lists(st.integers(0, 10**8), max_size=4).map(tuple),
)
OC = FollowedSource(id="oc", name="OC", addresses=("https://oc.example/",))


@given(HEALTHS)
def test_a_health_comes_back_as_it_was_kept(health: Health) -> None:
    assert read_health(health_record(health)) == health


@given(HEALTHS, TIMES, st.text(max_size=5))
def test_a_state_comes_back_as_it_was_kept(
    health: Health, moment: datetime | None, holder: str
) -> None:
    pace = first_state(OC).pace
    state = State(health=health, pace=pace, not_before=moment, holder=holder, held_until=moment)
    assert read_state(state_text(state), OC) == state


@given(st.text(max_size=40) | st.sampled_from(["null", "[]", '{"health": {"times": [null]}}']))
def test_a_state_that_cannot_be_read_begins_anew(text: str) -> None:
    assert read_state(text, OC) == first_state(OC)


@given(st.lists(st.floats(0, 10_000), max_size=300))
def test_times_are_few_sorted_and_the_newest(offsets: list[float]) -> None:
    health = spoken(*offsets)
    assert list(health.times) == sorted(set(health.times))
    assert len(health.times) <= MOST_CAME
    assert not offsets or health.newest == max(minutes(m) for m in offsets)
    habit = habit_of(health.times, minutes(10_000))
    assert habit is None or habit >= timedelta(minutes=1)


@given(HEALTHS, TIMES, st.booleans())
def test_no_source_waits_longer_than_a_day(
    health: Health, not_before: datetime | None, is_first: bool
) -> None:
    state = State(health=health, pace=first_state(OC).pace, not_before=not_before)
    wait = due(state, NOON, bounds_of(OC.interval), is_first=is_first)
    assert timedelta() <= wait <= timedelta(days=1)
