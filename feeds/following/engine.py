"""Engine: follows many sources into one archive until it is stopped; one task a source.

wait -> take it (no other program asks it now) -> ask or look -> read -> keep -> tell

Sources know nothing of each other: one that hangs, floods or lies costs the others nothing but its
share of the machine. What fails is told, waits longer each time, and is tried for ever.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import BinaryIO, TypeVar

from feeds.archive import Archive
from feeds.clock import Clock, WallClock
from feeds.errors import FeedError
from feeds.following.asking import Asking, Fetches
from feeds.following.health import Health, failed
from feeds.following.keeper import Keeper, healths
from feeds.following.piped import Piped
from feeds.following.presence import BEAT_S
from feeds.following.source import FollowedSource
from feeds.following.state import State, bounds_of, due, first_state, words_of
from feeds.following.taking import Taking, Tell, with_next
from feeds.following.watching import Watching
from feeds.following.workshop import Works
from feeds.options import Network

OTHERS_S = 5.0
"""How long a source is left to another program before it is looked at again."""

LONGEST_SLEEP_S = 60.0
"""A machine that slept does not count it: the wall clock is asked at least so often."""

FAULT_S = 60.0
"""How long a source waits after a failure that is not its own: the archive's, or ours."""

Outcome = TypeVar("Outcome")

_log = logging.getLogger(__name__)


class Following:
    """Sources and where they go; every method is for the loop in which it runs."""

    def __init__(
        self,
        archive: Archive,
        sources: Sequence[FollowedSource],
        *,
        fetches: Fetches,
        works: Works,
        tell: Tell,
        clock: Clock | None = None,
        network: Network | None = None,
        secrets: Mapping[str, str] | None = None,
        chance: Random | None = None,
        stdin: BinaryIO | None = None,
    ) -> None:
        """`network`: which hosts may be private; `secrets`: values of headers that sources name."""
        self.sources = tuple(sources)
        self._clock = clock or WallClock()
        self._archive = archive
        self._keeper = Keeper(archive)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._looker = ThreadPoolExecutor(2, thread_name_prefix="files")
        self._works = works
        self._stdin = stdin
        self._taking = Taking(self._keeper, works, self._writer, self._clock, tell)
        self._asking = Asking(
            self._taking,
            fetches,
            network=network or Network(),
            secrets=secrets or {},
            chance=chance or Random(),
        )
        self._pokes = {source.id: asyncio.Event() for source in self.sources}
        self._stopped = asyncio.Event()

    @property
    def healths(self) -> Mapping[str, Health]:
        """How each source fares, in their order."""
        known = self._taking.healths
        return {s.id: known.get(s.id) or first_state(s).health for s in self.sources}

    def stop(self) -> None:
        """End: what is being kept is kept, what is being asked is given up."""
        self._stopped.set()

    def ask_now(self, source: str | None = None) -> None:
        """Do not wait any longer, for one source or for all; a `Retry-After` holds all the same."""
        for id, poke in self._pokes.items():
            if source in (None, id):
                poke.set()

    async def run(self) -> None:
        """Follow until stopped, or until nothing is left to follow."""
        try:
            await self._all(self._follow)
        finally:
            with suppress(FeedError):
                self._keeper.fall_silent()

    async def once(self) -> None:
        """Ask each source once, side by side."""
        await self._all(self._ask_once)

    async def _all(self, one: Callable[[FollowedSource], Coroutine[object, object, None]]) -> None:
        self._taking.healths.update(
            (id, health)
            for id, health in (await self._taking.write(healths, self._archive)).items()
            if id in self._pokes
        )
        tasks = [asyncio.create_task(one(source), name=source.id) for source in self.sources]
        stopping: asyncio.Task[object] = asyncio.create_task(self._stopped.wait())
        saying = asyncio.create_task(self._say_so())
        try:
            left: set[asyncio.Task[None]] = set(tasks)
            while left and not stopping.done():
                await asyncio.wait((*left, stopping), return_when=asyncio.FIRST_COMPLETED)
                for task in [task for task in left if task.done()]:
                    left.remove(task)
                    task.result()
        finally:
            begun: list[asyncio.Task[object] | asyncio.Task[None]] = [*tasks, stopping, saying]
            for each in begun:
                each.cancel()
            await asyncio.gather(*begun, return_exceptions=True)
            await self._close()

    async def _say_so(self) -> None:
        """That they are followed: where this stops, every desk over the archive says so."""
        while True:
            with suppress(FeedError):
                await self._taking.write(self._keeper.say, [*self._pokes], self._clock.now())
            await asyncio.sleep(BEAT_S)

    async def _close(self) -> None:
        """The last things that were begun are kept; the index is ready for who comes next."""
        with suppress(FeedError):
            await self._taking.write(self._keeper.leave)
            await self._taking.write(self._keeper.index_all)
        self._works.close()
        self._looker.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown()

    async def _follow(self, source: FollowedSource) -> None:
        if source.kind == "address":
            await self._follow_address(source)
        elif source.kind == "file":
            await self._follow_file(source)
        else:
            await self._bounded(source, self._pipe(source))

    async def _follow_address(self, source: FollowedSource) -> None:
        is_first = True
        while True:
            state = await self._bounded(source, self._state(source))
            if state is not None:
                wait = due(state, self._clock.now(), bounds_of(source.interval), is_first=is_first)
                await self._wait(source, wait, state.not_before)
            is_first = False
            if await self._bounded(source, self._round(source)) is None:
                await self._give_back(source)
                await self._wait(source, self._after_fault(source), None)

    async def _state(self, source: FollowedSource) -> State:
        return await self._taking.write(self._keeper.state, source)

    async def _round(self, source: FollowedSource) -> State:
        """Ask once, when no other program does."""
        while True:
            now = self._clock.now()
            state = await self._taking.write(self._keeper.begin, source, now)
            if state is not None:
                break
            await asyncio.sleep(OTHERS_S)
            theirs = await self._state(source)
            next_try = theirs.health.next_try
            if not theirs.holder and next_try and next_try > self._clock.now():
                return theirs  # it was asked just now, and what came is there
        return await self._asking.round(source, state)

    async def _follow_file(self, source: FollowedSource) -> None:
        watching = Watching(self._taking, source, self._looker)
        state = await self._bounded(source, self._state(source)) or first_state(source)
        while True:
            looked = await self._bounded(source, watching.round(state))
            if looked is None:
                await asyncio.sleep(self._after_fault(source).total_seconds())
                continue
            state, wait_s = looked
            await asyncio.sleep(wait_s)

    async def _pipe(self, source: FollowedSource) -> State:
        assert self._stdin is not None
        state = await self._state(source)
        return await Piped(self._taking, source, self._stdin).run(state)

    async def _ask_once(self, source: FollowedSource) -> None:
        if source.kind == "stdin":
            await self._bounded(source, self._pipe(source))
            return
        state = await self._bounded(source, self._state(source))
        if state is None:
            return
        if source.kind == "address":
            if state.not_before and state.not_before > self._clock.now():
                self._taking.tell(state, "same", self._clock.now())
                return
            await self._bounded(source, self._round(source))
            return
        watching = Watching(self._taking, source, self._looker, is_once=True)
        await self._bounded(source, watching.whole(state))

    async def _bounded(
        self, source: FollowedSource, work: Coroutine[object, object, Outcome]
    ) -> Outcome | None:
        """The one boundary of a source: whatever happens behind it is told, and costs no other."""
        try:
            return await work
        except FeedError as error:
            self._fail(source, words_of(error))
        except Exception as error:
            _log.exception("following failed source=%s", source.id)
            self._fail(source, f"a fault of nightdesk ({type(error).__name__}); the log tells more")
        return None

    def _fail(self, source: FollowedSource, words: str) -> None:
        """Told here, and kept where the archive can: it may be what cannot."""
        now = self._clock.now()
        health = failed(self.healths[source.id], now, words)
        state = replace(first_state(source), health=health)
        next_try = now + self._after_fault(source, health.failures)
        self._taking.tell(with_next(state, next_try), "failed", now)

    def _after_fault(self, source: FollowedSource, failures: int | None = None) -> timedelta:
        """Longer each time, up to a quarter of an hour."""
        count = self.healths[source.id].failures if failures is None else failures
        return timedelta(seconds=FAULT_S * min(2 ** min(max(count - 1, 0), 4), 15))

    async def _give_back(self, source: FollowedSource) -> None:
        """Another program may try it."""
        with suppress(FeedError):
            state = await self._state(source)
            told = replace(state, health=self.healths[source.id])
            await self._taking.write(self._keeper.end, source, told)

    async def _wait(
        self, source: FollowedSource, wait: timedelta, not_before: datetime | None
    ) -> None:
        """Until it has passed by either clock, or somebody is impatient."""
        poke = self._pokes[source.id]
        until, until_s = self._clock.now() + wait, self._clock.monotonic() + wait.total_seconds()
        while True:
            left_s = min(
                (until - self._clock.now()).total_seconds(), until_s - self._clock.monotonic()
            )
            is_free = not_before is None or not_before <= self._clock.now()
            if left_s <= 0 or (poke.is_set() and is_free):
                break
            with suppress(TimeoutError):
                async with asyncio.timeout(min(left_s, LONGEST_SLEEP_S)):
                    await (poke.wait() if is_free else asyncio.sleep(left_s))
        poke.clear()
