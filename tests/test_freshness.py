"""Freshness: what a server says of time, and that nonsense is as good as nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.fetching import freshness
from feeds.fetching.freshness import LONGEST

NOW = datetime(2022, 9, 13, 17, 0, tzinfo=UTC)
SKEWED = "Tue, 13 Sep 2022 19:00:00 GMT"


def seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "90"}, 90),
        ({"retry-after": " 0 "}, 0),
        ({"retry-after": "Tue, 13 Sep 2022 17:10:00 GMT"}, 600),
        ({"retry-after": "Tue, 13 Sep 2022 19:10:00 GMT", "date": SKEWED}, 600),
        ({"retry-after": "Tue, 13 Sep 2022 16:00:00 GMT"}, 0),
        ({"retry-after": "Tuesday, 13-Sep-22 17:01:00 GMT"}, 60),
        ({"retry-after": "99999999"}, LONGEST.total_seconds()),
        ({"retry-after": "Tue, 13 Sep 2099 17:00:00 GMT"}, LONGEST.total_seconds()),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "٣"}, None),
    ],
)
def test_retry_after(headers: dict[str, str], wait: float | None) -> None:
    assert seconds(freshness.retry_after(headers, NOW)) == wait


@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({}, None),
        ({"cache-control": "public, max-age=300"}, 300),
        ({"cache-control": "max-age=300", "age": "100"}, 200),
        ({"cache-control": "max-age=300", "age": "400"}, 0),
        ({"cache-control": "MAX-AGE = 60, must-revalidate"}, 60),
        ({"cache-control": "s-maxage=300"}, None),
        ({"cache-control": "max-age=300, no-cache"}, 0),
        ({"cache-control": "no-store"}, 0),
        ({"cache-control": "max-age=soon"}, None),
        ({"cache-control": "max-age=60", "expires": "Tue, 13 Sep 2022 18:00:00 GMT"}, 60),
        ({"expires": "Tue, 13 Sep 2022 17:05:00 GMT"}, 300),
        ({"expires": "Tue, 13 Sep 2022 19:05:00 GMT", "date": SKEWED}, 300),
        ({"expires": "0"}, None),
        ({"expires": "-1"}, None),
    ],
)
def test_max_age(headers: dict[str, str], age: float | None) -> None:
    assert seconds(freshness.max_age(headers, NOW)) == age


@pytest.mark.parametrize(
    ("said", "age", "words"),
    [
        ("Tue, 13 Sep 2022 17:04:00 GMT", "0", None),
        ("Tue, 13 Sep 2022 16:00:00 GMT", "0", None),
        ("Tue, 13 Sep 2022 19:02:00 GMT", "0", "2 h 2 min ahead of"),
        ("Tue, 13 Sep 2022 17:30:00 GMT", "0", "30 min ahead of"),
        ("Sun, 11 Sep 2022 16:00:00 GMT", "0", "2 days behind"),
        ("Sun, 11 Sep 2022 16:00:00 GMT", "172800", None),
        ("yesterday", "0", None),
    ],
)
def test_a_clock_that_is_off_is_said(said: str, age: str, words: str | None) -> None:
    notice = freshness.clock_notice({"date": said, "age": age}, NOW)
    assert notice is None if words is None else words in str(notice)


@given(
    st.fixed_dictionaries(
        {
            n: st.text(max_size=70)
            for n in ("retry-after", "date", "expires", "cache-control", "age")
        }
    )
)
def test_any_headers_are_read(headers: dict[str, str]) -> None:
    wait, age = freshness.retry_after(headers, NOW), freshness.max_age(headers, NOW)
    assert wait is None or timedelta(0) <= wait <= LONGEST
    assert age is None or age >= timedelta(0)
    freshness.clock_notice(headers, NOW)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**15))
@example(datetime(9999, 12, 31, tzinfo=UTC), 10**9)
@example(datetime(1000, 1, 1, tzinfo=UTC), 10**9)
def test_any_date_is_read(moment: datetime, number: int) -> None:
    said = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    for now in (NOW, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)):
        headers = {"retry-after": said, "expires": said, "age": str(number)}
        assert freshness.retry_after(headers, now) is not None or moment.year < 1000
        freshness.max_age(headers, now)
        freshness.clock_notice({"date": said, "age": str(number)}, now)
