"""TimelineBar: the day so far, hours with their zone, nothing after the playhead."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.snapshot import Activity
from tests.build import YEREVAN, at
from tests.build_tally import Ears, OneWidget, drawn, snapshot, tally
from tui.charts.timeline import Scale, columns, labels
from tui.charts.timeline_bar import TimelineBar

DAY = (at("2022-09-13 00:00"), at("2022-09-14 00:00"))


def activity(
    entries: Sequence[int], claims: Sequence[int] = (), span: tuple[datetime, datetime] = DAY
) -> Activity:
    return Activity(
        start=span[0],
        end=span[1],
        entries=tuple(entries),
        claims=tuple(claims) or (0,) * len(entries),
    )


def scale(width: int, span: tuple[datetime, datetime] = DAY) -> Scale:
    return Scale(
        activity=activity([0], span=span),
        width=width,
        zone_mode="source",
        source_zone=YEREVAN,
        local=None,
    )


async def lines(
    told: Activity | None,
    playhead: datetime | None,
    *,
    width: int = 50,
    height: int = 3,
    ascii_only: bool = False,
) -> list[str]:
    bar = TimelineBar()
    bar.ascii_only = ascii_only
    bar.styles.height = height
    bar.styles.padding = 0
    async with OneWidget(bar).run_test(size=(width, 10)) as pilot:
        bar.snapshot = snapshot(tally(), playhead=playhead, activity=told)
        await pilot.pause()
        return drawn(bar)


async def test_bars_marks_and_hours_stand_over_one_another() -> None:
    told = activity([0, 4, 0, 8] + [0] * 20, [0, 0, 0, 1] + [0] * 20)
    bars, marks, hours = await lines(told, at("2022-09-13 06:00"), width=48)
    assert bars == "▁▁▄▄▁▁██▁▁▁▁▁"
    assert marks == "      ◆◆    ▲"
    assert hours.startswith("13 Sep      06:00")
    assert hours.endswith("+04")


async def test_an_even_feed_is_an_even_strip() -> None:
    bars, *_ = await lines(activity([104, 105] * 24), None, width=48)
    assert set(bars) <= {"▇", "█"}


async def test_a_lone_value_is_drawn_against_silence() -> None:
    bars, *_ = await lines(activity([3, 0]), at("2022-09-13 00:00"), width=2)
    assert bars == "█"


def test_days_of_a_year_are_labelled_once_a_day_is_found() -> None:
    year = (at("2022-01-01 00:00"), at("2023-01-01 00:00"))
    told = labels(scale(120, year))
    assert told.startswith("1 Jan")
    assert told.rstrip().endswith("+04")


async def test_nothing_after_the_playhead_is_drawn() -> None:
    told = activity([9] * 24, [1] * 24)
    bars, marks, _ = await lines(told, at("2022-09-13 12:00"), width=48)
    assert len(bars) == len(marks) == 25


async def test_at_the_end_the_whole_day_stands_and_no_playhead() -> None:
    bars, marks, _ = await lines(activity([1, 2] * 12, [1] * 24), None, width=48)
    assert len(bars) == 48
    assert marks == "◆" * 48


async def test_few_lines_keep_bars_and_hours() -> None:
    told = activity([1, 2] * 12)
    assert [len(line) > 0 for line in await lines(told, None, height=1)] == [True]
    assert "12:00" in (await lines(told, None, height=2))[1]
    assert len(await lines(told, None, height=4)) == 4


async def test_ascii_needs_no_other_sign() -> None:
    told = activity(range(24), [1] * 24)
    text = await lines(told, at("2022-09-13 20:00"), ascii_only=True)
    assert "".join(text).isascii()
    assert text[1].endswith("#^")


@pytest.mark.parametrize("told", [None, activity([0]), activity([5]), activity([0] * 24)])
@pytest.mark.parametrize("width", [1, 3, 200])
async def test_odd_days_and_widths_draw(told: Activity | None, width: int) -> None:
    assert len(await lines(told, at("2022-09-13 00:00"), width=width)) == 3


async def test_a_click_asks_for_its_time() -> None:
    bar, ears = TimelineBar(), Ears()
    bar.styles.padding = 0
    async with OneWidget(bar).run_test(size=(48, 5), message_hook=ears) as pilot:
        bar.snapshot = snapshot(tally(), playhead=None, activity=activity([1] * 24))
        await pilot.pause()
        await pilot.click(TimelineBar, offset=(24, 0))
    assert [m.at for m in ears.of(TimelineBar.TimeSought)] == [at("2022-09-13 12:00")]


def test_labels_come_as_close_as_they_fit_and_name_the_day_at_midnight() -> None:
    assert labels(scale(100)).split()[:4] == ["13", "Sep", "02:00", "04:00"]
    assert labels(scale(24)).split() == ["13", "Sep", "12:00", "+04"]
    week = (DAY[0], at("2022-09-20 00:00"))
    assert labels(scale(60, week)).split()[:4] == ["13", "Sep", "14", "Sep"]
    year = (DAY[0], at("2023-09-13 00:00"))
    assert len(labels(scale(60, year)).split()) >= 9


def test_a_story_that_begins_within_a_day_names_it_at_the_left() -> None:
    assert labels(scale(60, (at("2022-09-13 09:30"), DAY[1]))).startswith("13 Sep    12:00")


@given(st.integers(1, 200), st.lists(st.integers(0, 9), min_size=1, max_size=60))
def test_columns_lose_no_entry_where_bins_are_narrower(width: int, values: list[int]) -> None:
    found = columns(values, width, width)
    assert len(found) == width
    if width <= len(values):
        assert sum(found) == sum(values)
    else:
        assert max(found) == max(values)


@given(st.integers(1, 300), st.integers(0, 86_399))
def test_a_times_column_is_the_one_whose_edge_is_last_before_it(width: int, second: int) -> None:
    one = scale(width)
    time = datetime.fromtimestamp(DAY[0].timestamp() + second, DAY[0].tzinfo)
    column = one.column(time)
    assert 0 <= column < width
    assert (one.time(column) - time).total_seconds() <= 1


async def test_in_two_lines_marks_and_playhead_stand_among_the_hours() -> None:
    told = activity([1] * 24, [0] * 3 + [1] + [0] * 20)
    text = await lines(told, at("2022-09-13 12:00"), height=2)
    assert "◆" in text[-1]
    assert "▲" in text[-1]
    assert "13 Sep" in text[-1]


async def test_a_mark_never_fills_the_blank_of_a_label() -> None:
    told = activity([1] * 24, [1] * 24)
    text = await lines(told, None, width=48, height=2)
    assert text[-1].startswith("13 Sep")
    assert "◆" in text[-1]
