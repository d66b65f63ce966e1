"""The playhead: it plays, steps, seeks and jumps, and its state is computed."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import VirtualClock
from feeds.replay import Gap, Replay
from tests.build import at
from tui.drawing.frame_timer import FRAME_S, next_frame

TIMES = tuple(at(f"2022-09-13 {clock}") for clock in ("10:00", "10:02", "10:50", "11:00"))


def replay(**given: object) -> tuple[Replay, VirtualClock]:
    clock = VirtualClock(at("2026-01-01 00:00"))
    return Replay(TIMES, clock, **given), clock  # type: ignore[arg-type]


def test_sixty_times_the_speed_is_a_minute_a_second() -> None:
    found, clock = replay(speed=60)
    clock.move(2)
    found.advance()
    assert found.at == at("2022-09-13 10:02")


def test_the_clock_may_stand_between_two_entries() -> None:
    found, clock = replay(speed=60)
    clock.move(5)
    assert found.advance() is None
    assert found.at == at("2022-09-13 10:05")


def test_a_paused_replay_stands_and_resumes_where_it_stood() -> None:
    found, clock = replay(speed=60)
    clock.move(1)
    found.toggle()
    clock.move(1000)
    found.advance()
    assert (found.state, found.at) == ("paused", at("2022-09-13 10:01"))
    found.toggle()
    clock.move(1)
    found.advance()
    assert (found.state, found.at) == ("playing", at("2022-09-13 10:02"))


def test_it_ends_at_the_last_stop_and_says_so() -> None:
    found, clock = replay(speed=3600)
    clock.move(10**9)
    found.advance()
    assert (found.state, found.at) == ("ended", TIMES[-1])


def test_the_state_is_playing_again_after_seeking_back_from_the_end() -> None:
    found, _ = replay()
    states: list[str] = []
    for moment in (TIMES[-1], TIMES[0]):
        found.seek(moment)
        states.append(found.state)
    assert states == ["ended", "playing"]


def test_each_step_forward_shows_the_next_entry_and_pauses() -> None:
    found, _ = replay()
    found.step(1)
    assert (found.at, found.state) == (TIMES[1], "paused")


def test_each_step_back_hides_the_newest_entry_shown() -> None:
    found, clock = replay(speed=60)
    clock.move(20 * 60 / 60)
    found.advance()
    assert found.at == at("2022-09-13 10:20")
    found.step(-1)
    assert found.at == TIMES[0]


def test_stepping_past_either_end_stays_there() -> None:
    found, _ = replay()
    found.step(-1)
    assert found.at == TIMES[0]
    for _ in range(9):
        found.step(1)
    assert found.at == TIMES[-1]


def test_a_quiet_gap_is_jumped_once_it_has_been_quiet_for_the_limit() -> None:
    found, clock = replay(speed=60, quiet=timedelta(minutes=5))
    clock.move(6.9)
    assert found.advance() is None
    clock.move(0.2)
    assert found.advance() == Gap(at("2022-09-13 10:07"), at("2022-09-13 10:50"))
    assert found.at == at("2022-09-13 10:50")


def test_a_late_tick_jumps_one_gap_at_a_time() -> None:
    found, clock = replay(speed=3600, quiet=timedelta(minutes=5))
    clock.move(60)
    assert found.advance() == Gap(at("2022-09-13 10:07"), at("2022-09-13 10:50"))


def test_gaps_are_played_through_unless_asked() -> None:
    found, clock = replay(speed=60)
    clock.move(30)
    assert found.advance() is None
    assert found.at == at("2022-09-13 10:30")


def test_max_speed_goes_one_stop_a_frame() -> None:
    found, _ = replay(speed=math.inf)
    found.advance()
    assert found.at == TIMES[1]


def test_faster_and_slower_walk_the_speeds_and_keep_the_playhead() -> None:
    found, clock = replay(speed=60)
    clock.move(1)
    found.faster()
    assert (found.speed, found.at) == (120, at("2022-09-13 10:01"))
    found.slower()
    found.slower()
    assert found.speed == 30


def test_a_speed_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="3600"):
        replay(speed=0.5)


def test_it_is_due_when_the_next_entry_is() -> None:
    found, _ = replay(speed=60)
    assert found.due_s() == 2
    found.pause()
    assert found.due_s() is None


@given(
    st.lists(
        st.sampled_from(["play", "pause", "step", "back", "fast", "slow", "end", "jump", "wait"]),
        max_size=30,
    )
)
def test_the_playhead_never_leaves_the_day(deeds: list[str]) -> None:
    found, clock = replay(quiet=timedelta(minutes=5))
    for deed in deeds:
        match deed:
            case "play":
                found.play()
            case "pause":
                found.pause()
            case "step":
                found.step(1)
            case "back":
                found.step(-1)
            case "fast":
                found.faster()
            case "slow":
                found.slower()
            case "end":
                found.to_end()
            case "jump":
                found.jump(timedelta(minutes=-15))
            case _:
                clock.move(7)
                found.advance()
        assert TIMES[0] <= found.at <= TIMES[-1]
        assert (found.state == "ended") == (found.at == TIMES[-1])


@given(st.lists(st.floats(0, 40), max_size=40))
def test_while_playing_the_playhead_never_goes_back(waits: list[float]) -> None:
    found, clock = replay(speed=60, quiet=timedelta(minutes=5))
    before = found.at
    for wait in waits:
        clock.move(wait)
        found.advance()
        assert found.at >= before
        before = found.at


@given(st.lists(st.floats(0, 0.012), min_size=2, max_size=20))
def test_frames_keep_their_beat(late: list[float]) -> None:
    """However late each is a little, the next one is a sixtieth after it was due."""
    due_s = 5.0
    for nth, by_s in enumerate(late, 1):
        due_s = next_frame(due_s, due_s + by_s)
        assert due_s == pytest.approx(5.0 + nth * FRAME_S)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_frame_leaves_time_to_draw_and_no_more_than_a_beat(due_s: float, now_s: float) -> None:
    wait_s = next_frame(due_s, now_s) - now_s
    assert FRAME_S / 4 * 0.999 <= wait_s <= FRAME_S * 1.001
