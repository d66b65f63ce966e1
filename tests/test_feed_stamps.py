"""Feed stamps: the forms that feeds write, in the languages of their newsrooms."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.readers.common.month_names import LANGUAGES, month_named
from feeds.readers.syndication.feed_stamps import read_feed_stamp


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("Wed, 31 Jan 2018 20:15:15 GMT", "2018-01-31 20:15:15"),
        ("Wed, 31 Jan 2018 20:15:15 GMT\n      ", "2018-01-31 20:15:15"),
        ("31 Jan 18 2015 UT", "2018-01-31 20:15:00"),
        ("Wednesday, 31-Jan-18 20:15:15 GMT", "2018-01-31 20:15:15"),
        ("Wed Jan 31 20:15:15 GMT+04:00 2018", "2018-01-31 16:15:15"),
        ("Wed, 31 Jan 2018 20:15 +0400 (AMT)", "2018-01-31 16:15:00"),
        ("Wed, 31 Jan 2018 20:15:15 GMT+4", "2018-01-31 16:15:15"),
        ("Wed, 31 Jan 2018 20:15:15 MSK", "2018-01-31 17:15:15"),
        ("Wed, 31 Jan 2018 20:15:15 AMT", "2018-01-31 16:15:15"),
        ("Wed, 31 Jan 2018 08:15:15 PM EST", "2018-02-01 01:15:15"),
        ("Wed, 31 Jan 2018 08:15:15.25 PM +0400", "2018-01-31 16:15:15"),
        ("Wed, 31 Jan 2018 08:15 PM EST", "2018-02-01 01:15:00"),
        ("Sun, 1 Jul 2018 20:15:15 EST", "2018-07-02 00:15:15"),
        ("Seg, 24 Set 2018 19:42:40 -0300", "2018-09-24 22:42:40"),
        ("Salı, 13 Eyl 2022 21:09:00 +0300", "2022-09-13 18:09:00"),
        ("Вт, 13 сен 2022 21:09:00 +0400", "2022-09-13 17:09:00"),
        ("13 вересня 2022 21:09 +0300", "2022-09-13 18:09:00"),
        ("2018-01-31T20:15:15.250-07:00", "2018-02-01 03:15:15"),
    ],
)
def test_a_stamp_is_read_in_its_own_zone(text: str, utc: str) -> None:
    stamp, wrong = read_feed_stamp(text)
    assert wrong is None
    assert stamp is not None
    assert stamp.zone is not None
    moment = stamp.wall.replace(tzinfo=stamp.zone, microsecond=0).astimezone(UTC)
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Wed, 31 Jan 2018 20:15:15 IST", "is unknown or means more than one"),
        ("Wed, 31 Jan 2018 20:15:15 XYZ", "is unknown or means more than one"),
        ("Wed, 31 Jan 2018 20:15:15 A", "is unknown or means more than one"),
    ],
)
def test_a_zone_that_is_not_known_is_none_and_said(text: str, why: str) -> None:
    stamp, wrong = read_feed_stamp(text)
    assert stamp is not None
    assert stamp.zone is None
    assert why in (wrong or "")


def test_a_zone_of_the_united_states_that_others_use_is_read_and_said() -> None:
    stamp, wrong = read_feed_stamp("Wed, 31 Jan 2018 20:15:15 CST")
    assert stamp is not None
    assert str(stamp.zone) == "America/Chicago"
    assert "as RFC 822 has it" in (wrong or "")


def test_a_day_alone_is_no_midnight() -> None:
    stamp, wrong = read_feed_stamp("31 Jan 2018")
    assert wrong is None
    assert stamp is not None
    assert (stamp.day_only, stamp.wall.date()) == (True, date(2018, 1, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("49 killed", "31 Feb 2018 20:15 GMT", "31 Jan 2018 24:00 GMT", "13 listopad 2022 10:00"),
        *("1663088940", "31/01/18", "6 min ago", "", "yesterday 10:00", "31 Jan 2018 20:15\n" * 20),
    ],
)
def test_what_is_no_time_is_none_and_said(text: str) -> None:
    stamp, wrong = read_feed_stamp(text)
    assert stamp is None
    assert wrong


def test_every_language_has_twelve_months_and_no_name_is_two() -> None:
    for months in LANGUAGES.values():
        numbers = [{month_named(name) for name in names.split()} for names in months.split("|")]
        assert numbers == [{number} for number in range(1, 13)]


@given(st.text(st.characters(categories=["L", "N", "P", "Z"]), max_size=40))
def test_any_text_is_read_or_said(text: str) -> None:
    stamp, wrong = read_feed_stamp(text)
    assert stamp or wrong
