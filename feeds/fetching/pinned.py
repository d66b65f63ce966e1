"""Pinned: connections to addresses that were checked, and to no other; what comes is counted."""

import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore2

from feeds.fetching.machines import IPAddress

READ_BYTES = 16 * 1024
"""Taken from the network at once: others get their turn between two of them."""

MOST_HEAD_BYTES = 64 * 1024
"""Bytes of headers, with all that comes before them."""


class HeadTooLong(Exception):
    """Headers without end."""


class Watch:
    """How far an answer has come: for limits, and for words where it ends badly."""

    def __init__(self) -> None:
        self.is_connected = False
        self.in_head = True
        """Until the fetcher has the headers."""

        self.received = 0
        """Bytes, headers included."""

        self.last = b""
        """What came last from the network."""

    def take(self, data: bytes) -> bytes:
        """Count what has come."""
        self.received += len(data)
        if data:
            self.last = data
        if self.in_head and self.received > MOST_HEAD_BYTES + READ_BYTES:
            raise HeadTooLong
        return data


class PinnedBackend(httpcore2.AsyncNetworkBackend):
    """Connects to one of the given addresses, whatever name it is told; the first that answers."""

    def __init__(self, addresses: Sequence[IPAddress], watch: Watch, connect_s: float) -> None:
        """`connect_s`: seconds in all, shared among the addresses."""
        self._addresses, self._watch, self._connect_s = addresses, watch, connect_s
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the point of it
        port: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - the library's interface
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """The host's name goes to TLS and into the request; the connection does not ask it."""
        patience = self._connect_s / len(self._addresses)
        failed: Exception | None = None
        for address in self._addresses:
            try:
                stream = await self._inner.connect_tcp(
                    str(address), port, patience, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = failed or error
            else:
                self._watch.is_connected = True
                return _WatchedStream(stream, self._watch)
        raise failed or httpcore2.ConnectError("no address")


class _WatchedStream(httpcore2.AsyncNetworkStream):
    """Hands everything on, and counts."""

    def __init__(self, inner: httpcore2.AsyncNetworkStream, watch: Watch) -> None:
        self._inner, self._watch = inner, watch

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        return self._watch.take(await self._inner.read(min(max_bytes, READ_BYTES), timeout))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's interface
    ) -> httpcore2.AsyncNetworkStream:
        inner = await self._inner.start_tls(ssl_context, server_hostname, timeout)
        return _WatchedStream(inner, self._watch)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
