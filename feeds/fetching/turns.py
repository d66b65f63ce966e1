"""Turns: so many requests to one host at a time, and so long between them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from feeds.clock import Clock

Sleep = Callable[[float], Awaitable[object]]

_MOST_HOSTS = 500
"""Hosts that are remembered before those that nobody asks are forgotten."""


@dataclass(slots=True)
class _Place:
    free: asyncio.Semaphore
    next_s: float = 0.0
    """When the next request may start."""

    users: int = 0


class Turns:
    """Who may ask a host now. Hosts do not wait for each other."""

    def __init__(self, clock: Clock, sleep: Sleep, *, at_once: int, gap_s: float) -> None:
        self._clock, self._sleep = clock, sleep
        self._at_once, self._gap_s = at_once, gap_s
        self._places: dict[str, _Place] = {}

    @asynccontextmanager
    async def turn(self, host: str, *, is_led: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at `host`, and have it.

        `is_led`: by a redirect, which keeps no gap and takes no place from those who ask for
        `host` by its name: nobody can hold up another source by leading to it.
        """
        place = self._place(f"led to {host}" if is_led else host)
        place.users += 1
        try:
            async with place.free:
                if not is_led:
                    await self._keep_gap(place)
                yield
        finally:
            place.users -= 1

    async def _keep_gap(self, place: _Place) -> None:
        now = self._clock.monotonic()
        start = max(now, place.next_s)
        place.next_s = start + self._gap_s
        if start > now:
            await self._sleep(start - now)

    def _place(self, host: str) -> _Place:
        place = self._places.get(host)
        if place is None:
            if len(self._places) >= _MOST_HOSTS:
                self._forget()
            place = self._places[host] = _Place(asyncio.Semaphore(self._at_once))
        return place

    def _forget(self) -> None:
        now = self._clock.monotonic()
        kept = {h: p for h, p in self._places.items() if p.users or p.next_s > now}
        self._places = kept
