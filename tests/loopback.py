"""A small HTTP server on loopback, for servers that behave well and ill: standard library alone.

    async with PoliteServer() as server:
        ... server.address("/feed.xml") ...

It answers one request a connection, and keeps what it was asked.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked."""

    path: str
    """With the query."""

    headers: dict[str, str]
    """By name in small letters."""

    head: bytes
    """All of it as it came."""


class LoopbackServer:
    """Answers as its heirs say, from a port that the system gives."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.sent_bytes = 0
        """Over all connections, headers included."""

        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self.asked = asyncio.Event()
        """Set at the first request."""

        self._idle = asyncio.Event()
        self._idle.set()

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        """Of one of its pages."""
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.requests]

    async def idle(self) -> None:
        """Until no client is connected."""
        await self._idle.wait()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def answer(self, request: Request, out: "Out", /) -> None:
        """What comes back; when it returns, the connection is closed."""
        raise NotImplementedError

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        self._idle.clear()
        out = Out(writer, reader)
        try:
            request = _request(await reader.readuntil(b"\r\n\r\n"))
            self.requests.append(request)
            self.asked.set()
            with contextlib.suppress(ConnectionError):
                await self.answer(request, out)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self.sent_bytes += out.sent_bytes
            self._connections.discard(task)
            writer.close()
            if not self._connections:
                self._idle.set()


class Out:
    """What goes to one client."""

    def __init__(self, writer: asyncio.StreamWriter, reader: asyncio.StreamReader) -> None:
        self._writer, self._reader = writer, reader
        self.sent_bytes = 0

    async def send(self, data: bytes) -> None:
        """As it is; ConnectionError once the client has gone."""
        self._writer.write(data)
        self.sent_bytes += len(data)
        await self._writer.drain()

    async def page(
        self, body: bytes, *headers: str, status: str = "200 OK", length: int | None = None
    ) -> None:
        """A whole answer; `length`: another than that of `body`."""
        size = len(body) if length is None else length
        await self.head(*headers, f"Content-Length: {size}", status=status)
        await self.send(body)

    async def head(self, *headers: str, status: str = "200 OK") -> None:
        """The head alone."""
        lines = [f"HTTP/1.1 {status}", *headers, "Connection: close", "", ""]
        await self.send("\r\n".join(lines).encode("latin-1"))

    async def hang(self) -> None:
        """Until the client goes."""
        while await self._reader.read(1024):
            pass

    def reset(self) -> None:
        """Break off, without a word (RST)."""
        sock = self._writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


def in_a_thread(server: LoopbackServer) -> Iterator[None]:
    """Let `server` answer while the test, or a process, waits for it."""
    started: Future[asyncio.AbstractEventLoop] = Future()
    ended = asyncio.Event()

    async def run() -> None:
        async with server:
            started.set_result(asyncio.get_running_loop())
            await ended.wait()

    thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
    thread.start()
    loop = started.result(timeout=60)
    yield
    loop.call_soon_threadsafe(ended.set)
    thread.join(timeout=60)


def _request(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines if line]
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return Request(path=first.split(" ")[1], headers=headers, head=head)
