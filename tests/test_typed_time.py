"""What a person types as a time is read with the story's day, and never guessed from rubbish."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import UsageError
from feeds.typed_time import read_day, read_time
from tests.build import YEREVAN, at

DAY = date(2022, 9, 14)


def moment(text: str, *, at_end: bool = False) -> object:
    return read_time(text, DAY).resolve(YEREVAN, DAY, at_end=at_end)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("21:10", "2022-09-14 21:10"),
        ("9:05pm", "2022-09-14 21:05"),
        ("13 Sep 2022 21:10", "2022-09-13 21:10"),
        ("14 sep 00:30", "2022-09-14 00:30"),
        ("2022-09-13T21:10", "2022-09-13 21:10"),
        ("2022-09-13T21:10+04:00", "2022-09-13 21:10"),
        ("2022-09-13T17:10Z", "2022-09-13 21:10"),
        ("13 Sep 2022", "2022-09-13 00:00"),
    ],
)
def test_times_are_read_as_people_write_them(text: str, meant: str) -> None:
    assert moment(text) == at(meant)


def test_a_day_alone_ends_with_its_last_second() -> None:
    assert moment("2022-09-13", at_end=True) == at("2022-09-13 23:59:59")


@pytest.mark.parametrize("text", ["21:10 GMT+4", "21:10 UTC+04:00", "21:10 +4"])
def test_gmt_plus_four_is_four_hours_ahead(text: str) -> None:
    assert moment(text) == at("2022-09-14 21:10")


@pytest.mark.parametrize("text", ["49 killed", "", "xx", "32 Sep 2022", "25:99", "1" * 100])
def test_what_is_no_time_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError, match="no time; write"):
        read_time(text)


def test_a_zone_further_away_than_a_day_is_refused() -> None:
    with pytest.raises(UsageError, match="no time; write"):
        moment("21:10 +99:00")


def test_a_clock_is_no_day() -> None:
    assert read_day("13 Sep 2022") == date(2022, 9, 13)
    with pytest.raises(UsageError, match="names no day"):
        read_day("21:10")


def test_midnight_typed_is_a_clock_and_not_left_out() -> None:
    assert read_time("00:00", DAY).clock == time(0)


@given(st.text(max_size=80))
def test_anything_else_is_a_usage_error_and_nothing_worse(text: str) -> None:
    try:
        read_time(text, DAY).resolve(YEREVAN, DAY, at_end=True)
    except UsageError:
        return
