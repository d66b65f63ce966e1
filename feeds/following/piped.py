"""Piped: standard input as a source: JSON Lines as they come, any other document when it pauses."""

import asyncio
import threading
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from feeds.errors import ArchiveError, FeedError
from feeds.following.files import ABANDONED_S, SETTLED_S, Piece, whole
from feeds.following.health import answered, failed, not_odd
from feeds.following.source import FollowedSource
from feeds.following.state import Cursor, State, words_of
from feeds.following.taking import Taking
from feeds.imports.blocks import is_cuttable
from feeds.options import MOST_BYTES

GATHERED_S = 0.3
"""What comes within so long is read together."""

_CHUNK_BYTES = 1 << 16
_AHEAD = 64
"""Chunks that are taken before the first of them is read: then the pipe waits."""


class Piped:
    """Reads a pipe to its end."""

    def __init__(self, taking: Taking, source: FollowedSource, stream: BinaryIO) -> None:
        self._taking = taking
        self._source = source
        self._stream = stream
        self._chunks: asyncio.Queue[bytes] = asyncio.Queue(_AHEAD)
        self._held = b""
        self._is_lines = source.reader == "jsonlines"
        self._lines = 0
        self._cursor = Cursor()
        """Of the document that came in this pipe, not of one before."""

        self._is_read = True
        """False where more of a document has come since it was read."""

    async def run(self, state: State) -> State:
        """Take what comes until nothing more will."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._pump, args=(loop,), daemon=True).start()
        state = await self._say(_listening(state, self._taking.clock.now()))
        is_over = False
        while not is_over:
            pauses, is_over = await self._gather()
            state = await self._read(state, pauses=pauses, is_over=is_over)
        await self._say(state)
        self._taking.tell(state, "ended", self._taking.clock.now())
        return state

    async def _say(self, state: State) -> State:
        """Have it stand in the archive, where the screen looks."""
        await self._taking.write(self._taking.keeper.end, self._source, state)
        return state

    def _pump(self, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread of its own: a pipe may say nothing for hours."""
        read = getattr(self._stream, "read1", self._stream.read)
        try:
            while True:
                chunk = read(_CHUNK_BYTES)
                asyncio.run_coroutine_threadsafe(self._chunks.put(chunk), loop).result()
                if not chunk:
                    return
        except (RuntimeError, OSError, ValueError):
            return  # the program ends, or the pipe is broken

    async def _gather(self) -> tuple[bool, bool]:
        """Take what has come; whether nothing did for a while, and whether that was the end."""
        try:
            async with asyncio.timeout(self._patience_s):
                chunk = await self._chunks.get()
        except TimeoutError:
            return True, False
        await asyncio.sleep(GATHERED_S)
        chunks = [chunk]
        while chunk and not self._chunks.empty():
            chunk = self._chunks.get_nowait()
            chunks.append(chunk)
        came = b"".join(chunks)
        self._held += came
        self._is_read = self._is_read and not came
        return False, not chunk

    @property
    def _patience_s(self) -> float | None:
        """How long to wait for more before what is held is read; None where nothing is."""
        if self._is_lines:
            return ABANDONED_S if self._held else None
        return None if self._is_read else SETTLED_S

    async def _read(self, state: State, *, pauses: bool, is_over: bool) -> State:
        self._is_lines = self._is_lines or is_cuttable(self._held[_begin(self._held) :])
        if not self._is_lines:
            return await self._read_document(state, now=pauses or is_over)
        cut = len(self._held) if is_over or pauses else whole(self._held)
        data, self._held = self._held[:cut], self._held[cut:]
        if data:
            before, self._lines = self._lines, self._lines + data.count(b"\n")
            state = await self._take(data, before, state)
        return state

    async def _read_document(self, state: State, *, now: bool) -> State:
        """All that came so far, as a file is read that grows."""
        is_large = len(self._held) > MOST_BYTES
        if not self._is_read and (now or is_large):
            self._is_read = True
            state = await self._take(self._held, None, state)
        if is_large:
            self._held = b""
        return state

    async def _take(self, data: bytes, part: int | None, state: State) -> State:
        at = self._taking.clock.now()
        if not data:
            return state
        before, state = state, replace(state, health=answered(state.health, at))
        piece = Piece(
            place="standard input", key="-", data=data, at=at, part=part, cursor=self._cursor
        )
        try:
            kept, problems = await self._taking.take(self._source, piece, state)
        except ArchiveError:
            raise
        except FeedError as error:
            state = replace(before, health=failed(before.health, at, words_of(error)))
            await self._say(state)
            self._taking.tell(state, "failed", at)
            return state
        if part is None:
            keeper = self._taking.keeper
            self._cursor = await self._taking.write(keeper.cursor, self._source, piece.key)
        self._taking.tell(
            kept.state, "new" if kept.added.changed else "same", at, kept=kept, problems=problems
        )
        return kept.state


def _begin(held: bytes) -> int:
    """Where JSON Lines may begin: whatever comes before them costs none of them."""
    return 0 if held.startswith(b"{") else held.find(b"\n{") + 1


def _listening(state: State, at: datetime) -> State:
    """Nothing is wrong, and nothing may have come."""
    health = replace(state.health, tried=at, succeeded=at, failures=0, failing_since=None)
    return replace(state, health=not_odd(replace(health, error="")))
