"""Piped: standard input as a source: JSON Lines as they come, any other document at its end."""

import asyncio
import threading
from dataclasses import replace
from typing import BinaryIO

from feeds.errors import ArchiveError, FeedError
from feeds.following.files import Piece, whole
from feeds.following.health import answered, failed
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
        self._lines = 0

    async def run(self, state: State) -> State:
        """Take what comes until nothing more will."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._pump, args=(loop,), daemon=True).start()
        is_over = False
        while not is_over:
            is_over = await self._gather()
            state = await self._read(state, is_over=is_over)
        at = self._taking.clock.now()
        await self._taking.write(self._taking.keeper.end, self._source, state)
        self._taking.tell(state, "ended", at)
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

    async def _gather(self) -> bool:
        """Take what has come; True where that was the end."""
        chunk = await self._chunks.get()
        await asyncio.sleep(GATHERED_S)
        chunks = [chunk]
        while chunk and not self._chunks.empty():
            chunk = self._chunks.get_nowait()
            chunks.append(chunk)
        self._held += b"".join(chunks)
        return not chunk

    async def _read(self, state: State, *, is_over: bool) -> State:
        is_lines = self._lines > 0 or is_cuttable(self._held)
        if not is_lines:
            if is_over or len(self._held) > MOST_BYTES:
                state = await self._take(self._held, None, state)
                self._held = b""
            return state
        cut = len(self._held) if is_over else whole(self._held)
        data, self._held = self._held[:cut], self._held[cut:]
        if data:
            before, self._lines = self._lines, self._lines + data.count(b"\n")
            state = await self._take(data, before, state)
        return state

    async def _take(self, data: bytes, part: int | None, state: State) -> State:
        at = self._taking.clock.now()
        if not data:
            return state
        state = replace(state, health=answered(state.health, at))
        piece = Piece(place="standard input", key="-", data=data, at=at, part=part, cursor=Cursor())
        try:
            kept, problems = await self._taking.take(self._source, piece, state)
        except ArchiveError:
            raise
        except FeedError as error:
            state = replace(state, health=failed(state.health, at, words_of(error)))
            self._taking.tell(state, "failed", at)
            return state
        self._taking.tell(
            kept.state, "new" if kept.added.changed else "same", at, kept=kept, problems=problems
        )
        return kept.state
