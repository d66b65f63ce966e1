"""Watching: files, folders and standard input, of which whatever is added is taken at once."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from feeds.errors import ArchiveError, FeedError
from feeds.following.files import (
    ABANDONED_S,
    LOOK_S,
    RESTLESS_S,
    SETTLED_S,
    Piece,
    Watched,
)
from feeds.following.health import answered, failed
from feeds.following.source import FollowedSource
from feeds.following.state import State, words_of
from feeds.following.taking import Taking, with_next

SAID_EVERY = timedelta(minutes=1)
"""How often the archive is told that a file is still watched."""

FAILED_S = 5.0
"""How long a file that cannot be read, or kept, is left alone."""


class Watching:
    """Rounds over a file or a folder."""

    def __init__(
        self, taking: Taking, source: FollowedSource, looker: Executor, *, is_once: bool = False
    ) -> None:
        assert source.path is not None
        self._taking = taking
        self._source = source
        self._looker = looker
        is_lines = None if source.reader is None else source.reader == "jsonlines"
        self._watched = Watched(
            source.path,
            taking.clock,
            partial(taking.keeper.cursor, source),
            is_lines=is_lines,
            patience_s=SETTLED_S if is_once else ABANDONED_S,
        )
        self._said: datetime | None = None
        self._is_lost = False
        """True from where it cannot be looked at to where it can."""

    async def round(self, state: State) -> tuple[State, float]:
        """Look once, and take what is new; the state, and the seconds until the next look.

        Raises:
            ArchiveError: something could not be kept; it comes again.
        """
        pieces = self._watched.look()
        try:
            while (piece := await self._next(pieces)) is not None:
                state = await self._take(piece, state)
        except ArchiveError:
            self._watched.forget()
            raise
        except FeedError as error:
            return await self._failed(state, error), FAILED_S
        if self._is_lost:
            state = await self._found(state)
        return await self._idle(state), LOOK_S

    async def whole(self, state: State) -> State:
        """Look until everything that is there now is taken: a file must stand still for that."""
        until = self._taking.clock.monotonic() + RESTLESS_S + LOOK_S
        while self._taking.clock.monotonic() < until and not self._is_lost:
            state, wait_s = await self.round(state)
            if self._watched.is_through:
                break
            await asyncio.sleep(wait_s)
        return state

    async def _next(self, pieces: Iterator[Piece]) -> Piece | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._looker, next, pieces, None)

    async def _take(self, piece: Piece, state: State) -> State:
        """A document that cannot be read costs no other: it is passed over until it changes."""
        before, state = state, replace(state, health=answered(state.health, piece.at))
        try:
            kept, problems = await self._taking.take(self._source, piece, state)
        except ArchiveError:
            raise
        except FeedError as error:
            state = replace(before, health=failed(before.health, piece.at, words_of(error)))
            keeper = self._taking.keeper
            await self._taking.write(keeper.pass_over, self._source, piece, state)
            self._taking.tell(state, "failed", piece.at)
            return state
        if kept.added.changed or problems or self._was_failing():
            what = "new" if kept.added.changed else "same"
            self._taking.tell(kept.state, what, piece.at, kept=kept, problems=problems)  # type: ignore[arg-type]
        self._said = piece.at
        return kept.state

    def _was_failing(self) -> bool:
        before = self._taking.healths.get(self._source.id)
        return before is not None and before.is_failing

    async def _failed(self, state: State, error: FeedError) -> State:
        self._is_lost = True
        at, words = self._taking.clock.now(), words_of(error)
        is_known = state.health.error == words
        state = replace(state, health=failed(state.health, at, words))
        if not is_known:
            await self._say(state, at)
            self._taking.tell(state, "failed", at)
        return state

    async def _found(self, state: State) -> State:
        self._is_lost, at = False, self._taking.clock.now()
        if state.health.is_failing:
            state = replace(state, health=answered(state.health, at))
            await self._say(state, at)
            self._taking.tell(state, "same", at)
        return state

    async def _idle(self, state: State) -> State:
        """Nothing more has come; that it is watched is said now and then."""
        at = self._taking.clock.now()
        if self._said is not None and at - self._said < SAID_EVERY:
            return state
        health = replace(state.health, tried=at)
        if not health.is_failing:
            health = replace(health, succeeded=at)
        state = with_next(replace(state, health=health), None)
        await self._say(state, at)
        return state

    async def _say(self, state: State, at: datetime) -> None:
        self._said = at
        await self._taking.write(self._taking.keeper.end, self._source, state)
