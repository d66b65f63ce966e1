"""Stamps: the forms that are read, the prose that is not, and what cannot be."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.entry import Stamp
from feeds.readers.common.stamps import instant, read_line, read_stamp
from feeds.readers.texts.dating import Mark, date_marks


def seen(line: str) -> str | None:
    """Day, clock, zone and rest of a line in one string; None where it is no stamp."""
    found = read_line(line)
    if found is None:
        return None
    day = found.day or (found.month_day and "{}-{}".format(*found.month_day))
    return " ".join(str(part) for part in (day, found.clock, found.zone, found.rest) if part)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("14 Sep 2022, 01:25", "2022-09-14 01:25:00"),
        ("14th of September, 2022 at 1.25 pm", "2022-09-14 13:25:00"),
        ("Wed 14 Sept. 2022 01:25:30 UTC", "2022-09-14 01:25:30 UTC"),
        ("19 Sep, 2023 17:37", "2023-09-19 17:37:00"),
        ("September 15, 2022 at 7:17 am", "2022-09-15 07:17:00"),
        ("12:33 p.m. ET, September 14, 2022", "2022-09-14 12:33:00 America/New_York"),
        ("13.09.2022 21:09", "2022-09-13 21:09:00"),
        ("14/09/2022 21:09", "2022-09-14 21:09:00"),
        ("09/14/2022 21:09", "2022-09-14 21:09:00"),
        ("2022-09-13T21:09:00+04:00", "2022-09-13 21:09:00 UTC+04:00"),
        ("14 сентября 2022, 01:25", "2022-09-14 01:25:00"),
        ("13 SEP, 19:05", "9-13 19:05:00"),
        ("07:00 GMT – Talks begin", "07:00:00 UTC Talks begin"),
        ("18:05 GMT+4 - Talks begin", "18:05:00 UTC+04:00 Talks begin"),
        ("- 21:09 – Ministry: talks begin", "21:09:00 Ministry: talks begin"),
        ("**18:05 MSK** – Talks begin", "18:05:00 UTC+03:00 Talks begin"),
        ("[21:09] Talks begin", "21:09:00 Talks begin"),
        ("2h ago (18:05 GMT)", "18:05:00 UTC"),
        ("Posted at 19:05", "19:05:00"),
        ("9.30pm BST", "21:30:00 Europe/London"),
        ("19.19\u00a0GMT", "19:19:00 UTC"),
        ("10 p.m. Baku time", "22:00:00 Asia/Baku"),
        ("12 am", "00:00:00"),
        ("4pm", "16:00:00"),
        ("Saturday, October 17", "10-17"),
        ("  • 20 September 2023", "2023-09-20"),
    ],
)
def test_a_stamp_is_read_in_the_form_that_its_outlet_uses(line: str, expected: str) -> None:
    assert seen(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        *("as of 18:00, nothing was known", "12.30 people were there", "21:09 Ministry of Defence"),
        *(
            "49-50 killed",
            "1:0 after half-time",
            "21:09 TASS: talks begin",
            "May 4 men were killed",
        ),
        *("12:30 – 13:00 the road was shut", "13 September 2022 was a Tuesday", "2022", "May 2022"),
        *("On 13 September, 10:00", "6m ago", "", " ", "12", "May", "13 September 2022, they say"),
    ],
)
def test_prose_is_no_stamp(line: str) -> None:
    assert read_line(line) is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("32 Sep 2022, 10:00", "no calendar has the day 32 Sep 2022"),
        ("31 Feb 2022", "no calendar has the day 31 Feb 2022"),
        ("13 Sep 2022, 25:10", "no clock shows 25:10"),
        ("04/05/2022, 10:00", "4/5/2022 may have the day or the month first"),
        ("18:05 IST", "the zone 'IST' is unknown or means more than one"),
        ("18:05 XYZ", "the zone 'XYZ' is unknown or means more than one"),
        ("10:00 +15:00", "the zone '+15:00' is unknown"),
    ],
)
def test_a_stamp_that_cannot_be_is_recognised_and_says_why(line: str, why: str) -> None:
    found = read_line(line)
    assert found is not None
    assert (found.wrong or "").startswith(why)


@pytest.mark.parametrize(
    ("text", "wall", "hours"),
    [
        ("2022-09-13T21:09:00.123456+0400", "2022-09-13T21:09:00.123456", 4),
        ("2022-09-13T21:09Z", "2022-09-13T21:09", 0),
        ("2022-09-13 21:09", "2022-09-13T21:09", None),
        ("13 Sep 2022 21:09 UTC-5", "2022-09-13T21:09", -5),
        ("9:05", "2022-09-14T09:05", None),
    ],
)
def test_a_field_holds_iso_or_any_form_of_a_line(text: str, wall: str, hours: int | None) -> None:
    stamp, wrong = read_stamp(text, day=date(2022, 9, 14))
    assert stamp is not None
    assert wrong is None
    assert stamp.wall == datetime.fromisoformat(wall)
    away = stamp.zone.utcoffset(stamp.wall) if stamp.zone else None
    assert away == (None if hours is None else timedelta(hours=hours))


def test_a_date_alone_has_no_clock() -> None:
    stamp, _ = read_stamp("2022-09-13")
    assert stamp is not None
    assert stamp.day_only


@pytest.mark.parametrize(
    "text", ["1663088940", "", "soon", "20220913", "x" * 500, "21:09", "6 May"]
)
def test_a_field_that_is_no_whole_time_says_what_to_do(text: str) -> None:
    stamp, wrong = read_stamp(text)
    assert stamp is None
    assert "write 2022-09-13T21:09+04:00" in str(wrong) or "(--date)" in str(wrong)


@given(st.text(max_size=200))
def test_no_text_makes_a_stamp_raise(text: str) -> None:
    read_line(text)
    read_stamp(text, day=date.max)


@given(st.datetimes(min_value=datetime(1900, 1, 1)))  # noqa: DTZ001 - walls are naive
def test_a_stamp_printed_by_a_page_comes_back(wall: datetime) -> None:
    wall = wall.replace(second=0, microsecond=0)
    for form in (
        "%d %b %Y, %H:%M",
        "%B %d, %Y at %I:%M %p",
        "%A, %d %B %Y %H:%M",
        "%Y-%m-%d %H:%M",
    ):
        found = read_line(wall.strftime(form))
        stamp = found.stamp() if found else None
        assert stamp is not None
        assert stamp.wall == wall


def dated(*lines: str, page: str | None = None, given: str | None = None) -> list[str | None]:
    """The walls that a list of stamp lines gets; a line with `=` is a day heading."""
    marks = []
    for number, line in enumerate(lines, 1):
        stamp = read_line(line.lstrip("="))
        assert stamp is not None
        marks.append(Mark(stamp=stamp, line=number, is_heading=line.startswith("=")))
    own = date.fromisoformat(page) if page else None
    day = date.fromisoformat(given) if given else None
    stamps, _ = date_marks(marks, page_day=own, given=day, source="list")
    return [f"{stamp.wall:%d %H:%M}" if stamp else None for stamp in stamps]


def test_clocks_that_run_back_past_midnight_are_on_the_day_before() -> None:
    lines = ("01:25", "00:10", "23:40", "22:00")
    assert dated(*lines, page="2022-09-14") == ["14 01:25", "14 00:10", "13 23:40", "13 22:00"]


def test_clocks_that_run_on_past_midnight_are_on_the_day_after() -> None:
    lines = ("22:00", "23:40", "00:10", "01:25")
    assert dated(*lines, page="2022-09-13") == ["13 22:00", "13 23:40", "14 00:10", "14 01:25"]


def test_a_late_post_is_no_midnight() -> None:
    lines = ("12:00", "11:00", "11:30", "10:00")
    assert dated(*lines, page="2022-09-13") == ["13 12:00", "13 11:00", "13 11:30", "13 10:00"]


def test_a_heading_dates_the_clocks_below_it_and_lends_them_its_year() -> None:
    lines = ("=Saturday, October 17", "07:00", "=Friday, October 16", "22:00", "23:00")
    assert dated(*lines, page="2020-10-17") == ["17 07:00", "16 22:00", "16 23:00"]


def test_clocks_above_the_first_heading_are_on_the_day_that_follows_it() -> None:
    lines = ("02:00", "01:00", "=13 September 2022", "23:00", "22:00")
    assert dated(*lines) == ["14 02:00", "14 01:00", "13 23:00", "13 22:00"]


def test_a_heading_of_january_after_a_page_of_december_is_in_the_new_year() -> None:
    marks = [Mark(stamp=s, line=1) for s in (read_line("2 January, 10:00"),) if s]
    stamps, _ = date_marks(marks, page_day=date(2022, 12, 31), given=None, source="list")
    assert [stamp and stamp.wall for stamp in stamps] == [datetime(2023, 1, 2, 10)]  # noqa: DTZ001


def test_the_given_day_dates_a_page_without_any_date() -> None:
    assert dated("11:00", "10:00", given="2022-09-13") == ["13 11:00", "13 10:00"]
    assert dated("11:00", "10:00") == [None, None]


def test_the_last_day_of_the_calendar_is_not_passed() -> None:
    assert dated("23:00", "23:30", "00:10", page="9999-12-31")[-1] == "31 00:10"


@given(st.lists(st.times(), min_size=1, max_size=12), st.dates(), st.booleans())
def test_every_clock_gets_a_day_and_none_raises(clocks: list[object], day: date, own: bool) -> None:
    lines = [f"{clock:%H:%M}" for clock in clocks]
    got = dated(*lines, page=str(day) if own else None, given=None if own else str(day))
    assert None not in got


def test_instants_compare_across_zones() -> None:
    east, _ = read_stamp("2022-09-13T04:00+04:00")
    west, _ = read_stamp("2022-09-13T01:00Z")
    plain = Stamp(wall=datetime.min, zone=None, text="")  # noqa: DTZ901 - walls are naive
    assert east is not None
    assert west is not None
    assert instant(plain) < instant(east) < instant(west)
