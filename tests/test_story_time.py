"""Story time: every time with its zone, an assumption never silent."""

from datetime import UTC, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.entry import TimeBasis
from tests.build import YEREVAN, at
from tui.words.story_time import (
    UNDATED,
    ZoneMode,
    age,
    age_before,
    basis_words,
    next_zone,
    show,
    span,
    zone_words,
)

NEPAL = ZoneInfo("Asia/Kathmandu")
NINE = at("2022-09-13 21:09")


@pytest.mark.parametrize(
    ("mode", "words"),
    [("source", "13 Sep 21:09 +04"), ("local", "13 Sep 22:54 +05:45"), ("utc", "13 Sep 17:09 UTC")],
)
def test_a_time_is_shown_on_the_clock_that_was_asked_for(mode: ZoneMode, words: str) -> None:
    assert show(NINE, mode=mode, source_zone=YEREVAN, local=NEPAL) == words


def test_a_source_without_a_zone_is_shown_in_utc() -> None:
    assert show(NINE, mode="source", source_zone=None) == "13 Sep 17:09 UTC"


def test_the_machines_own_zone_is_used_where_none_is_given() -> None:
    wall = NINE.astimezone()
    assert show(NINE, mode="local", source_zone=YEREVAN).startswith(f"{wall.day} Sep {wall:%H:%M} ")


def test_an_assumed_zone_and_a_placed_day_are_marked() -> None:
    assert show(NINE, mode="source", source_zone=YEREVAN, basis="zone-assumed").endswith("+04?")
    assert show(NINE, mode="source", source_zone=YEREVAN, basis="placed") == "13 Sep, placed"


def test_no_time_is_a_word() -> None:
    assert show(None, mode="utc", source_zone=None) == UNDATED
    assert show(NINE, mode="utc", source_zone=None, basis="undated") == UNDATED


def test_a_clock_without_its_day_keeps_its_zone() -> None:
    assert show(NINE, mode="source", source_zone=YEREVAN, with_date=False) == "21:09 +04"


def test_the_hours_that_come_twice_differ_by_their_offset() -> None:
    kyiv = ZoneInfo("Europe/Kyiv")
    first = datetime(2022, 10, 30, 0, 30, tzinfo=UTC)
    shown = [
        show(t, mode="source", source_zone=kyiv, with_date=False)
        for t in (first, first + timedelta(hours=1))
    ]
    assert shown == ["03:30 +03", "03:30 +02"]


def test_the_zone_is_named_for_the_bar() -> None:
    assert zone_words(NINE, mode="source", source_zone=YEREVAN) == "source +04"
    assert zone_words(NINE, mode="local", source_zone=YEREVAN, local=NEPAL) == "local +05:45"
    assert zone_words(NINE, mode="utc", source_zone=YEREVAN) == "UTC"


def test_the_zone_key_goes_round() -> None:
    assert next_zone(next_zone(next_zone("source"))) == "source"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (77, "1 h 17 min"),
        (1440, "1 d"),
        (3000, "2 d 2 h"),
    ],
)
def test_a_length_is_said_in_its_two_largest_units(minutes: int, words: str) -> None:
    assert span(timedelta(minutes=minutes)) == words


def test_the_age_of_a_figure_is_counted_to_the_playhead() -> None:
    then = NINE - timedelta(minutes=77)
    assert age(then, NINE) == "1 h 17 min old"
    assert age(NINE, then) == "1 h 17 min ahead"
    assert age(NINE + timedelta(seconds=59), NINE) == "0 min old"
    assert age(None, NINE) == age(NINE, None) == ""
    assert (
        age_before(then, NINE, mode="source", source_zone=YEREVAN) == "1 h 17 min before 21:09 +04"
    )


def test_every_basis_has_its_words() -> None:
    assert "assumed" in basis_words("zone-assumed")


@given(st.integers(-2_000_000_000, 4_000_000_000))
def test_a_shown_time_always_ends_in_its_zone(seconds: int) -> None:
    words = show(datetime.fromtimestamp(seconds, UTC), mode="source", source_zone=YEREVAN)
    assert words.rsplit(" ", 1)[1] in {"UTC"} or words.rsplit(" ", 1)[1][0] in "+-"


@pytest.mark.parametrize("basis", get_args(TimeBasis))
def test_every_way_to_a_time_has_its_words_and_no_clock_is_invented(basis: TimeBasis) -> None:
    assert basis_words(basis)
    shown = show(at("2022-09-13 23:59"), mode="source", source_zone=YEREVAN, basis=basis)
    assert ("23:59" in shown) == (basis not in ("day", "placed", "undated"))
