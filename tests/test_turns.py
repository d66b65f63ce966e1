"""Turns: so many at a host at a time, a gap between them, and no host waits for another."""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import VirtualClock
from feeds.fetching import turns as module
from feeds.fetching.turns import Turns

NOW = datetime(2022, 9, 13, 17, 0, tzinfo=UTC)


class Waits:
    """Lets time pass where somebody waits, and keeps how long."""

    def __init__(self) -> None:
        self.clock = VirtualClock(NOW)
        self.waited_s: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.waited_s.append(seconds)
        self.clock.move(seconds)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 5)), max_size=30), st.floats(0, 3))
def test_between_two_starts_at_a_host_lies_the_gap(
    asked: list[tuple[str, float]], gap_s: float
) -> None:
    starts: dict[str, list[float]] = {}

    async def run() -> None:
        waits = Waits()
        turns = Turns(waits.clock, waits, at_once=1, gap_s=gap_s)
        for host, pause_s in asked:
            async with turns.turn(host):
                starts.setdefault(host, []).append(waits.clock.monotonic())
            waits.clock.move(pause_s)

    asyncio.run(run())
    for times in starts.values():
        assert all(b - a >= gap_s - 1e-9 for a, b in pairwise(times))


async def test_who_is_led_to_a_host_holds_up_nobody_there() -> None:
    waits = Waits()
    turns = Turns(waits.clock, waits, at_once=1, gap_s=9.0)
    async with turns.turn("post.example", is_led=True), turns.turn("post.example"):
        second = asyncio.create_task(turns.turn("post.example").__aenter__())
        await asyncio.sleep(0)
        assert not second.done()
        second.cancel()
    assert waits.waited_s == []


async def test_hosts_that_nobody_asks_are_forgotten() -> None:
    waits = Waits()
    turns = Turns(waits.clock, waits, at_once=1, gap_s=0.5)
    async with turns.turn("kept.example"):
        for number in range(3 * module._MOST_HOSTS):
            async with turns.turn(f"{number}.example"):
                waits.clock.move(1.0)
        assert len(turns._places) <= module._MOST_HOSTS
        assert "kept.example" in turns._places


async def test_a_turn_that_is_called_off_is_given_back() -> None:
    waits = Waits()
    turns = Turns(waits.clock, waits, at_once=1, gap_s=0.0)
    async with turns.turn("post.example"):
        waiting = asyncio.create_task(turns.turn("post.example").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    async with asyncio.timeout(60), turns.turn("post.example"):
        assert waits.waited_s == []
