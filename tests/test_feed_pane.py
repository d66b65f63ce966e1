"""The feed draws what is in view, and stands still while one reads."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from rich.cells import cell_len

from feeds.entry import Entry
from feeds.snapshot import Filter
from tests import build
from tests.build import YEREVAN, entry
from tests.fake_desk import CountedView, FakeDesk
from tests.screen import Seat, seated
from tui.feed.feed_pane import FeedPane

LATE = "2022-09-14 02:"


def _arrivals(count: int) -> list[Entry]:
    return [
        build.entry(f"Late words {n}", id=f"late{n}", headline=f"Late {n}", time=f"{LATE}{n:02}")
        for n in range(count)
    ]


async def _arrive(seat: Seat, desk: FakeDesk, count: int) -> None:
    desk.add(_arrivals(count))
    seat.desk.refresh_snapshot()
    await seat.pilot.pause()


def _feed_lines(seat: Seat) -> list[str]:
    region = seat.desk.feed.content_region
    return [
        line[region.x : region.right - 1]  # without the scroll bar
        for line in seat.lines()[region.y : region.bottom]
    ]


async def test_entries_stand_newest_first_with_time_tags_and_marks() -> None:
    async with seated() as seat:
        text = "\n".join(_feed_lines(seat))
    assert text.index("A quiet hour in Syunik") < text.index("Azerbaijan names its losses")
    assert re.search(r"21:09 +◆ Azerbaijan names its losses: 50", text)
    assert re.search(r"\n ARM AZE +RUS Moscow’s envoy", text)


async def test_a_time_that_the_source_did_not_give_says_so_in_its_row() -> None:
    told = [entry("b", id="a", headline="When it came", time=f"{LATE}05", basis="received")]
    told += [entry("b", id="b", headline="As stamped", time=f"{LATE}03", basis="stamped")]
    async with seated(FakeDesk(told)) as seat:
        text = seat.text()
    assert re.search(r"02:05\? +When it came", text)
    assert re.search(r"02:03 +As stamped", text)


async def test_a_day_begins_with_its_name() -> None:
    async with seated() as seat:
        lines = _feed_lines(seat)
    assert "Wed 14 Sep 2022" in lines[0]
    assert "Tue 13 Sep 2022" in lines[3]


async def test_where_lines_are_few_the_day_stands_before_the_headline() -> None:
    async with seated(size=(80, 24)) as seat:
        assert "Tue 13 Sep Azerbaijan names its losses" in seat.text()


async def test_an_entry_without_a_headline_begins_with_its_body() -> None:
    async with seated() as seat:
        assert "08:20     Power is out in Vardenis" in "\n".join(_feed_lines(seat))


async def test_at_the_edge_the_feed_follows() -> None:
    desk = FakeDesk()
    async with seated(desk) as seat:
        await _arrive(seat, desk, 3)
        assert seat.desk.feed.cursor == ("test", "late2")
        assert seat.desk.feed.unseen == 0


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_away_from_the_edge_nothing_moves_and_arrivals_are_counted(
    size: tuple[int, int],
) -> None:
    desk = FakeDesk()
    async with seated(desk, size=size) as seat:
        await seat.press("j", "j")
        before = _feed_lines(seat)
        chosen = seat.desk.feed.cursor
        await _arrive(seat, desk, 3)
        after = _feed_lines(seat)
        assert seat.desk.feed.cursor == chosen
        assert [b for b in before[1:] if b.strip()] == [
            a for a, b in zip(after[1:], before[1:], strict=True) if b.strip()
        ]
        assert seat.desk.feed.unseen == 3
        assert "3 new above, F shows them" in seat.text()


@pytest.mark.parametrize("key", ["F", "f9", "g", "home"])
async def test_one_key_takes_what_is_new(key: str) -> None:
    desk = FakeDesk()
    async with seated(desk) as seat:
        await seat.press("j")
        await _arrive(seat, desk, 2)
        await seat.press(key)
        assert seat.desk.feed.cursor == ("test", "late1")
        assert seat.desk.feed.unseen == 0
        assert "new above" not in seat.text()


async def test_scrolling_up_counts_down_what_is_new() -> None:
    desk = FakeDesk()
    async with seated(desk, size=(80, 24)) as seat:
        await seat.press("j")
        await _arrive(seat, desk, 6)
        await seat.press("k", "k", "k")
        assert 0 < seat.desk.feed.unseen < 6


async def test_an_edited_entry_is_drawn_anew_in_its_place() -> None:
    desk = FakeDesk()
    async with seated(desk) as seat:
        await seat.press("j")
        desk.add(
            [
                build.entry(
                    "Other words.",
                    id="n8",
                    source="Night desk",
                    headline="An edited headline",
                    time="2022-09-14 00:24",
                    revision=2,
                    sequence=8,
                )
            ]
        )
        seat.desk.refresh_snapshot()
        await seat.pilot.pause()
        assert "An edited headline" in seat.text()


async def test_a_filter_keeps_the_chosen_entry_where_it_is_still_shown() -> None:
    async with seated() as seat:
        await seat.press("j")
        chosen = seat.desk.feed.cursor
        await seat.press("2")
        assert seat.desk.feed.cursor == chosen


async def test_a_filter_that_hides_the_chosen_entry_goes_to_the_nearest_in_time() -> None:
    async with seated() as seat:
        await seat.press("j", "j", "j")  # 13:02, the UN
        await seat.press("2")  # Azerbaijan: 21:09, 02:45, 01:10
        entry = seat.desk.detail.entry
        assert entry is not None
        assert entry.id == "n7"


async def test_the_day_on_the_sources_own_clock_stands_apart_from_the_clock() -> None:
    """21:30 UTC is the next day on the beat's clock."""
    desk = FakeDesk()
    desk.add([entry("Told from afar", id="own", time="2022-09-14 01:30", zone=UTC)])
    async with seated(desk, size=(120, 40)) as seat:
        assert "21:30UTC 13 Sep" in seat.text()


async def test_the_end_of_the_feed_stands_still_while_a_field_comes_and_goes() -> None:
    async with seated(size=(100, 30)) as seat:
        await seat.press("G")
        before = _feed_lines(seat)
        await seat.press("/")
        assert _feed_lines(seat) != before, "the field takes a line"
        await seat.press("escape")
        assert _feed_lines(seat) == before


async def test_an_empty_feed_says_why() -> None:
    async with seated() as seat:
        seat.desk.ask(Filter(text="nobody wrote this"))
        await seat.pilot.pause()
        assert "0 shows all: none of 9 entries passes" in seat.text()


async def test_a_paint_asks_for_no_more_entries_than_it_shows() -> None:
    desk = FakeDesk()
    async with seated(desk) as seat:
        snapshot = seat.desk.snapshot
        assert snapshot is not None
        last = snapshot.entries[8]
        view = CountedView(1_000_000, last)
        feed = seat.desk.feed
        feed.snapshot = replace(snapshot, entries=view)
        await seat.pilot.pause()
        rows = feed.size.height // feed.row_lines + 2
        for key in ("j", "G", "g", "pagedown", "ctrl+d"):
            view.asked = 0
            await seat.press(key)
            assert view.asked <= rows
        assert "Entry number" in seat.text()


async def test_every_line_is_as_wide_as_the_pane_whatever_stands_in_it() -> None:
    odd = [
        build.entry(
            text, id=f"o{n}", headline=text[:200], time=f"2022-09-13 10:{n:02}", source="odd"
        )
        for n, text in enumerate(
            [
                "中文字符" * 40,
                "e\u0301" * 90,
                "👩\u200d👩\u200d👧 family " * 9,
                "a\u00a0b " * 50,
                "שלום " * 30,
            ]
        )
    ]
    for width in (60, 79, 80, 101, 120):
        async with seated(FakeDesk(odd), size=(width, 30)) as seat:
            assert {cell_len(line) for line in seat.lines()} == {width}


async def test_find_highlights_and_hides_nothing() -> None:
    async with seated() as seat:
        seat.desk.find("killed", jump=True)
        await seat.pilot.pause()
        assert seat.desk.snapshot is not None
        assert len(seat.desk.snapshot.entries) == 9
        assert seat.desk.feed.cursor == ("Night desk", "n7")
        await seat.press("n")
        assert seat.desk.feed.cursor == ("Night desk", "n4")
        assert "“killed” 2 of 2" in seat.text()
        await seat.press("n")  # round the end
        assert seat.desk.feed.cursor == ("Night desk", "n7")
        await seat.press("N")
        assert seat.desk.feed.cursor == ("Night desk", "n4")
        await seat.press("escape")
        assert "“killed”" not in seat.text()


async def test_keys_that_need_no_latin_layout_move_the_cursor() -> None:
    async with seated() as seat:
        await seat.press("down", "down", "up")
        assert seat.desk.feed.row == 1
        await seat.press("end")
        assert seat.desk.feed.row == 8
        await seat.press("home")
        assert seat.desk.feed.row == 0
        await seat.press("о")  # where a Russian keyboard has j
        assert seat.desk.feed.row == 1


async def test_a_click_chooses_and_a_double_click_opens() -> None:
    async with seated() as seat:
        await seat.pilot.click(FeedPane, offset=(20, 5))
        await seat.pilot.pause()
        assert seat.desk.feed.row == 1
        await seat.pilot.click(FeedPane, offset=(20, 5), times=2)
        await seat.pilot.pause()
        assert seat.where() == "detail"


async def test_a_time_on_another_clock_than_the_bars_names_its_zone() -> None:
    entries = [
        build.entry("Near words", id="near", time="2022-09-13 21:00"),
        replace(
            build.entry("Far words", id="far", time="2022-09-13 20:00"),
            zone=timezone(timedelta(hours=5, minutes=30)),
        ),
    ]
    async with seated(FakeDesk(entries)) as seat:
        text = "\n".join(_feed_lines(seat))
        assert re.search(r"21:00 +Near words", text)
        assert re.search(r"21:30\+5½ +Far words", text)
        await seat.press("t", "t")
        assert "½" not in "\n".join(_feed_lines(seat))


@pytest.mark.parametrize("keys", [("J", "J"), ("enter",)])
async def test_the_text_that_is_read_stays_while_entries_come_in(keys: tuple[str, ...]) -> None:
    desk = FakeDesk([build.entry("word " * 900, id="long", headline="Long")])
    async with seated(desk) as seat:
        await seat.press(*keys)
        await _arrive(seat, desk, 3)
        assert seat.desk.feed.cursor == ("test", "long")
        assert seat.desk.feed.unseen == 3
        await seat.press("escape", "g")
        await _arrive(seat, desk, 4)
        assert seat.desk.feed.cursor == ("test", "late3")


async def test_the_text_read_back_to_its_top_is_left_for_what_comes() -> None:
    desk = FakeDesk([build.entry("word " * 900, id="long", headline="Long")])
    async with seated(desk) as seat:
        await seat.press("J", "K")
        await _arrive(seat, desk, 3)
        assert seat.desk.feed.cursor == ("test", "late2")


async def test_days_stand_in_order_where_sources_of_several_zones_are_merged() -> None:
    """One zone tells where days begin, the beat's; what another clock's day is, its row says."""
    stamps = [
        ("2022-09-13 19:00", UTC), ("2022-09-13 23:30", YEREVAN), ("2022-09-13 20:30", UTC),
        ("2022-09-14 00:45", YEREVAN), ("2022-09-13 21:00", UTC), ("2022-09-14 01:20", YEREVAN),
    ]  # fmt: skip
    made = []
    for n, (wall, zone) in enumerate(stamps):
        when = datetime.fromisoformat(wall).replace(tzinfo=zone).astimezone(UTC)
        told = entry(id=f"n{n}", headline=f"Report {n}", time=None, basis="stamped")
        made.append(replace(told, time=when, known=when, zone=zone))
    for of_beat, days, elsewhere in (
        (YEREVAN, ["Wed 14 Sep 2022", "Tue 13 Sep 2022"], {2: "20:30UTC", 4: "21:00UTC"}),
        (None, ["Tue 13 Sep 2022"], {3: "00:45+04", 5: "01:20+04"}),  # of the first one
    ):
        async with seated(FakeDesk(made, beat=build.beat(zone=of_beat))) as seat:
            lines = _feed_lines(seat)
            assert [day for line in lines for day in days if day in line] == days
            assert len([line for line in lines if " Sep 2022" in line]) == len(days)
            for n, (wall, _) in enumerate(stamps):
                [row] = [line for line in lines if f"Report {n}" in line]
                assert (f"{wall[8:10]} Sep" in row) == (n in elsewhere)
                assert elsewhere.get(n, "") in row
