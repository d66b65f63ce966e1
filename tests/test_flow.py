"""The main job, whole: the day that ships replays to its end, and the tally is the editor's."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from feeds.desk import Desk, open_desk
from feeds.options import SAMPLE
from feeds.typed_time import read_time
from tests import build
from tests.screen import seated

AT_THE_END = {
    ("armenia", "killed", "unknown"): (49, 49, None, "self_only"),
    ("armenia", "wounded", "military"): (43, None, None, "partial"),
    ("armenia", "wounded", "civilian"): (3, 3, 3, "self_only"),
    ("armenia", "captured", "unknown"): (1, 1, 1, "self_only"),
    ("azerbaijan", "killed", "military"): (50, 50, 50, "self_only"),
}
LONGEST_S = 14.75 * 3600 / 60
"""The day has 14 h 45 min: at 60 times the speed it cannot last longer."""


async def test_the_day_replays_at_sixty_times_the_speed_to_the_expected_tally() -> None:
    desk = open_desk([SAMPLE])
    async with seated(desk, replaying=True, speed=60, quiet=timedelta(minutes=5)) as seat:
        passed_s, shown = 0.0, []
        while seat.desk.state == "playing" and passed_s < LONGEST_S:
            await seat.pass_time(1.0)
            passed_s += 1.0
            snapshot = seat.desk.snapshot
            assert snapshot is not None
            shown.append(len(snapshot.entries))
        assert seat.desk.state == "ended"
        assert shown == sorted(shown)
        assert shown[-1] == len(desk.all_entries())
        assert passed_s < LONGEST_S / 2, "quiet gaps are jumped"
        tally = seat.desk.snapshot.tally if seat.desk.snapshot else None
        assert tally is not None
        assert {
            (c.victim, c.kind, c.category): (c.low, c.best, c.high, c.grade) for c in tally.cells
        } == AT_THE_END
        screen = seat.text()
        for figure in ("49+", "43+", "50"):
            assert figure in screen


async def test_a_number_opens_down_to_its_exact_words() -> None:
    async with seated(open_desk([SAMPLE])) as seat:
        await seat.press("c", "enter")
        assert "What stands" in seat.text()
        await seat.press("enter")
        assert seat.where() == "detail"
        await seat.press("z")
        assert "49 people had been killed" in " ".join(seat.text().split())


def edited_desk() -> Desk:
    """One entry whose number was put right an hour later."""
    desk = Desk(build.beat())
    first = build.entry("Armenia said 12 soldiers were killed.", id="e", headline="Toll")
    later = replace(first, body="It is not so: Armenia said 9 soldiers were killed.")
    desk.add([first])
    desk.add([replace(later, known=build.at("2022-09-13 13:00"))])
    desk.add([build.entry("Quiet.", id="q", time="2022-09-13 12:30", headline="Quiet")])
    return desk


async def test_a_struck_number_opens_down_to_the_words_before_the_edit() -> None:
    async with seated(edited_desk()) as seat:
        await seat.press("c", "enter")
        assert "Struck" in seat.text()
        await seat.press("G", "enter", "down", "enter")
        assert seat.where() == "detail"
        entry = seat.desk.detail.entry
        assert entry is not None
        assert entry.body.startswith("Armenia said 12")


async def test_a_replay_shows_the_text_that_was_known_then() -> None:
    async with seated(edited_desk(), at=read_time("2022-09-13 12:45")) as seat:
        await seat.press("j")
        entry = seat.desk.detail.entry
        assert entry is not None
        assert entry.body.startswith("Armenia said 12")
        await seat.press(".")
        assert seat.desk.detail.entry is not None
        assert seat.desk.detail.entry.body.startswith("It is not so")


async def test_what_was_left_out_is_counted_and_can_be_read(tmp_path: Path) -> None:
    source = tmp_path / "night.jsonl"
    source.write_text('{"time": "2022-09-13T10:00:00Z", "body": "Kept."}\n{broken\n', "utf-8")
    async with seated(open_desk([str(source)])) as seat:
        assert "1 problem" in seat.lines()[0]
        await seat.press("!")
        assert "line 2" in seat.text()
        await seat.press(".")
        assert "Kept." in seat.text()


async def test_a_bare_clock_is_taken_on_the_day_of_the_story() -> None:
    async with seated(open_desk([SAMPLE])) as seat:
        await seat.press("colon", "1", "8", "colon", "5", "4", "enter")
        assert "13 Sep 2022 18:54" in seat.lines()[0]
