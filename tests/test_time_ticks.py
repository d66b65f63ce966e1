"""Time ticks: round times, the day said once, never none."""

from tests.build import YEREVAN, at
from tui.charts.time_ticks import ticks


def words(start: str, end: str, cells: int) -> list[str]:
    zone = YEREVAN
    return [t.words for t in ticks(at(start).astimezone(zone), at(end).astimezone(zone), cells)]


def test_the_day_stands_at_its_first_tick() -> None:
    assert words("2022-09-13 09:10", "2022-09-14 05:00", 80) == [
        "13 Sep 12:00", "18:00", "14 Sep 00:00",
    ]  # fmt: skip


def test_many_days_are_told_without_a_clock_and_years_with_their_number() -> None:
    assert words("2022-09-13 09:10", "2022-09-19 05:00", 48) == ["14 Sep", "16 Sep", "18 Sep"]
    assert words("2022-11-13 09:10", "2023-03-19 05:00", 60) == [
        "14 Nov 2022",
        "13 Jan 2023",
        "14 Mar 2023",
    ]


def test_a_short_time_has_its_start() -> None:
    assert words("2022-09-13 09:11", "2022-09-13 09:13", 60) == ["13 Sep 09:11"]
    assert words("2022-09-13 09:11", "2022-09-13 09:11", 60) == ["13 Sep 09:11"]


def test_a_tick_says_whose_clock_it_is() -> None:
    [tick, *_] = ticks(at("2022-09-13 09:10"), at("2022-09-13 18:00"), 60)
    assert tick.zone == "UTC"
