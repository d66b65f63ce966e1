"""Exchange: one request to one machine that was checked, one reply, within the limits."""

import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpcore2

from feeds.fetching.address_policy import DEFAULT_PORTS, Target
from feeds.fetching.machines import IPAddress
from feeds.fetching.pinned import READ_BYTES, PinnedBackend, Watch
from feeds.fetching.unpacking import Unpacker

WHOLE = (200, 203)
"""Statuses whose body is read."""

_CODINGS = {"": "", "identity": "", "gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}
_CRUMBS, _LEAST_MEAN = 10_000, 16
"""From so many pieces on they must be so many bytes each in the mean: each costs time."""


class UnknownCoding(Exception):
    """The body is compressed in a way that was not asked for, or several times over."""


class TooMuch(Exception):
    """More than the limit, or in crumbs."""


class CutOff(Exception):
    """The compressed body ends before its end."""


class SaysLess(Exception):
    """More came than the length that it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came of one request."""

    status: int
    headers: Mapping[str, str]
    """By name in small letters; of several with one name, joined by commas."""

    body: bytes | None
    """Unpacked; None where the status brings none."""


class Exchange:
    """One request; what it counts says how far it came, also where it ends badly."""

    def __init__(
        self, target: Target, addresses: Sequence[IPAddress], *, most_bytes: int, connect_s: float
    ) -> None:
        """`addresses`: those of `target`, or of the proxy, to which a connection may be made."""
        self.target = target
        self.watch = Watch()
        self.wire_bytes = 0
        """Of the body, as they came."""

        self.length: int | None = None
        """Of the body, as the server says it."""

        self._most = most_bytes
        self._backend = PinnedBackend(addresses, self.watch, connect_s)

    async def run(
        self,
        headers: Sequence[tuple[bytes, bytes]],
        context: ssl.SSLContext,
        proxy: httpcore2.Proxy | None,
    ) -> Reply:
        """Ask, and read.

        Raises:
            what `failing.failed` knows; nothing else that a server could cause.
        """
        async with httpcore2.AsyncConnectionPool(
            ssl_context=context,
            proxy=proxy,
            max_keepalive_connections=0,  # a poll a minute keeps no connection warm
            network_backend=self._backend,
        ) as pool:
            response = await pool.handle_async_request(self._request(headers))
            try:
                self.watch.in_head = False
                found = _joined(response.headers)
                body = await self._body(response, found) if response.status in WHOLE else None
                return Reply(status=response.status, headers=found, body=body)
            finally:
                await response.aclose()

    def _request(self, headers: Sequence[tuple[bytes, bytes]]) -> httpcore2.Request:
        target = self.target
        url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        host = f"[{target.host}]" if ":" in target.host else target.host
        if target.port != DEFAULT_PORTS[target.scheme]:
            host = f"{host}:{target.port}"
        return httpcore2.Request(
            "GET", url, headers=[(b"Host", host.encode()), *headers], extensions={}
        )

    async def _body(self, response: httpcore2.Response, headers: Mapping[str, str]) -> bytes:
        coding = _CODINGS.get(headers.get("content-encoding", "").strip().lower())
        if coding is None:
            raise UnknownCoding
        is_chunked = "transfer-encoding" in headers
        self.length = None if is_chunked else _number(headers.get("content-length"))
        if self.length is not None and self.length > self._most:
            raise TooMuch
        body, unpacker, tail, size, pieces = [], Unpacker(coding), bytearray(), 0, 0
        async for piece in response.aiter_stream():
            pieces += 1
            self.wire_bytes += len(piece)
            tail = (tail + piece)[-READ_BYTES:]
            if self._is_too_much(self.wire_bytes, pieces):
                raise TooMuch
            for part in unpacker.feed(piece):
                size += len(part)
                if size > self._most:
                    raise TooMuch
                body.append(part)
        if not unpacker.is_whole:
            raise CutOff
        if self.length is not None and not _ends_there(self.watch.last, bytes(tail)):
            raise SaysLess
        return b"".join(body)

    def _is_too_much(self, wire_bytes: int, pieces: int) -> bool:
        in_crumbs = pieces > _CRUMBS and wire_bytes < pieces * _LEAST_MEAN
        return in_crumbs or wire_bytes > self._most


def _ends_there(last: bytes, tail: bytes) -> bool:
    """False where what came last from the network goes on after the body.

    Line ends after it are no more than a habit of old servers (RFC 9112, 2.2).
    """
    bare, tail = last.rstrip(b"\r\n"), tail.rstrip(b"\r\n")
    if not tail:  # no body: only the head came, with its empty line
        return not bare or last[len(bare) :].startswith((b"\r\n\r\n", b"\n\r\n", b"\n\n"))
    return tail.endswith(bare) or bare.endswith(tail)


def _joined(headers: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None
