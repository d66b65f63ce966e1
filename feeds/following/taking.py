"""Taking: a piece that came is read, kept and told of; the same for addresses, files and a pipe."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from feeds.clock import Clock
from feeds.errors import Problem
from feeds.following.event import Event, What
from feeds.following.files import Piece
from feeds.following.health import Health
from feeds.following.job import Job
from feeds.following.keeper import Keeper, Kept
from feeds.following.source import FollowedSource
from feeds.following.state import State
from feeds.following.workshop import Works

Tell = Callable[[Event], None]
"""Is told what happened, in the engine's loop: it must not take long."""

T = TypeVar("T")


class Taking:
    """What all sources share: who reads, who writes, who is told."""

    def __init__(
        self, keeper: Keeper, works: Works, writer: Executor, clock: Clock, tell: Tell
    ) -> None:
        self.keeper = keeper
        self.clock = clock
        self.healths: dict[str, Health] = {}
        """How each source fares, as last told."""

        self._works = works
        self._writer = writer
        self._tell = tell

    async def write(self, do: Callable[..., T], *arguments: object) -> T:
        """Ask the keeper, in its thread; what was begun is done, whoever is waiting."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._writer, do, *arguments))

    async def take(
        self, source: FollowedSource, piece: Piece, state: State
    ) -> tuple[Kept, tuple[Problem, ...]]:
        """Read a piece and keep what is new in it.

        Raises:
            FeedError: it cannot be read, or kept: nothing has changed then.
        """
        job = Job(
            source=source.id,
            label=piece.place,
            data=piece.data,
            at=piece.at,
            charset=piece.charset,
            reader=source.reader,
            zone=source.zone,
            part=piece.part,
            before=piece.cursor.fetch,
        )
        while True:
            done = await self._works.do(job)
            kept = await self.write(self.keeper.keep, source, piece, done, state)
            if kept is not None:  # else the archive has another pack by now
                break
        await self.write(self.keeper.index)
        return kept, done.problems

    def tell(
        self,
        state: State,
        what: What,
        at: datetime,
        *,
        kept: Kept | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        """Say what happened."""
        health = state.health
        before = self.healths.get(health.source)
        was = (before.is_failing, before.error, before.note) if before else (False, "", "")
        self.healths[health.source] = health
        self._tell(
            Event(
                source=health.source,
                at=at,
                what=what,
                new=kept.added.new if kept else 0,
                revised=kept.added.revised if kept else 0,
                gone=kept.gone if kept else (),
                pack=kept.pack if kept else None,
                is_open=kept.is_open if kept else False,
                health=health,
                is_change=was != (health.is_failing, health.error, health.note),
                problems=problems,
            )
        )


def with_next(state: State, next_try: datetime | None) -> State:
    """The same, asked again then."""
    return replace(state, health=replace(state.health, next_try=next_try))
