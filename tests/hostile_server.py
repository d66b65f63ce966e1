"""A server that does everything wrong, by path: slow, broken, endless, lying, leading astray.

`python -m tests.hostile_server` runs it alone and prints its address.
"""

import asyncio
import gzip
from collections.abc import Awaitable, Callable

from tests.hostile_pages import PAGES
from tests.loopback import LoopbackServer, Out, Request

DRIP_S = 0.01
"""Between two bytes of the slow drip."""

BOMB_BYTES = 100_000_000
"""What the bomb unpacks to; on the wire a thousandth of it."""

BODY = b"<rss><channel><title>Post</title></channel></rss>"

Deed = Callable[["HostileServer", Out], Awaitable[None]]
DEEDS: dict[str, Deed] = {}
"""What the server does at a path."""


class HostileServer(LoopbackServer):
    """Every deed of `DEEDS`, and every page of `hostile_pages.PAGES`."""

    def __init__(self) -> None:
        super().__init__()
        self.bomb = b""

    async def answer(self, request: Request, out: Out, /) -> None:
        """What its path is for."""
        path = request.path.partition("?")[0]
        page = PAGES.get(path)
        if page is not None:
            await out.page(page.body(len(self.requests)), f"Content-Type: {page.kind}")
            return
        for name, deed in DEEDS.items():
            if path == name or (name.endswith("/") and path.startswith(name)):
                await deed(self, out)
                return
        await out.page(b"no such deed", status="404 Not Found")

    def packed_bomb(self) -> bytes:
        """Made once."""
        if not self.bomb:
            self.bomb = gzip.compress(bytes(BOMB_BYTES), compresslevel=6, mtime=0)
        return self.bomb


def deed(path: str) -> Callable[[Deed], Deed]:
    """What is done at `path`; with a slash at its end, at all below it."""

    def keep(function: Deed) -> Deed:
        DEEDS[path] = function
        return function

    return keep


def replies(path: str, *headers: str, status: str = "200 OK", body: bytes = BODY) -> None:
    """At `path` a plain answer, wrong in its status or headers alone."""

    async def answer(_: HostileServer, out: Out) -> None:
        await out.page(body, *headers, status=status)

    DEEDS[path] = answer


def raw(path: str, data: bytes) -> None:
    """At `path` these bytes, and the end."""

    async def answer(_: HostileServer, out: Out) -> None:
        await out.send(data)

    DEEDS[path] = answer


# Slow, or never.


@deed("/drip")
async def _drip(_: HostileServer, out: Out) -> None:
    await out.head("Content-Length: 1000000")
    while True:
        await out.send(b"<")
        await asyncio.sleep(DRIP_S)


@deed("/drip-head")
async def _drip_head(_: HostileServer, out: Out) -> None:
    await out.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        await out.send(b"x")
        await asyncio.sleep(DRIP_S)


@deed("/hang-before")
async def _hang_before(_: HostileServer, out: Out) -> None:
    await out.hang()


@deed("/hang-in-head")
async def _hang_in_head(_: HostileServer, out: Out) -> None:
    await out.send(b"HTTP/1.1 200 OK\r\nContent-")
    await out.hang()


@deed("/hang-in-body")
async def _hang_in_body(_: HostileServer, out: Out) -> None:
    await out.head("Content-Length: 1000")
    await out.send(BODY)
    await out.hang()


# Broken off.


@deed("/close-before")
async def _close_before(_: HostileServer, out: Out) -> None:
    await out.send(b"")


@deed("/reset-before")
async def _reset_before(_: HostileServer, out: Out) -> None:
    out.reset()


@deed("/reset-in-body")
async def _reset_in_body(_: HostileServer, out: Out) -> None:
    await out.head("Content-Length: 1000")
    await out.send(BODY)
    out.reset()


@deed("/half")
async def _half(_: HostileServer, out: Out) -> None:
    await out.page(BODY, length=2 * len(BODY))


@deed("/shorter")
async def _shorter(_: HostileServer, out: Out) -> None:
    """Its length says less than what comes, in one piece with it."""
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(BODY) - 20}\r\n\r\n".encode()
    await out.send(head + BODY)


@deed("/half-chunked")
async def _half_chunked(_: HostileServer, out: Out) -> None:
    await out.head("Transfer-Encoding: chunked")
    await out.send(b"%x\r\n%s\r\n" % (len(BODY), BODY))


@deed("/half-gzip")
async def _half_gzip(_: HostileServer, out: Out) -> None:
    packed = gzip.compress(BODY * 50, mtime=0)
    await out.page(packed[: len(packed) // 2], "Content-Encoding: gzip")


# Without end.


@deed("/endless")
async def _endless(_: HostileServer, out: Out) -> None:
    await out.head()
    while True:
        await out.send(b"x" * 65_536)


@deed("/crumbs")
async def _crumbs(_: HostileServer, out: Out) -> None:
    await out.head("Transfer-Encoding: chunked")
    while True:
        await out.send(b"1\r\nx\r\n" * 10_000)


@deed("/endless-head")
async def _endless_head(_: HostileServer, out: Out) -> None:
    await out.send(b"HTTP/1.1 200 OK\r\n")
    while True:
        await out.send(b"X-More: and more\r\n" * 1_000)


@deed("/endless-early")
async def _endless_early(_: HostileServer, out: Out) -> None:
    """Promises of an answer, without end."""
    while True:
        await out.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)


@deed("/bomb")
async def _bomb(server: HostileServer, out: Out) -> None:
    await out.page(server.packed_bomb(), "Content-Encoding: gzip")


@deed("/nested-bomb")
async def _nested_bomb(server: HostileServer, out: Out) -> None:
    packed = gzip.compress(server.packed_bomb(), mtime=0)
    await out.page(packed, "Content-Encoding: gzip, gzip")


@deed("/far/")
async def _far(server: HostileServer, out: Out) -> None:
    """Each page leads to the next."""
    number = int(server.requests[-1].path.rpartition("/")[2])
    await out.page(b"", f"Location: /far/{number + 1}", status="302 Found")


# Lying.

replies("/large", "X-Note: it says so", body=bytes(9_000_000))
replies("/unknown-coding", "Content-Encoding: br")
replies("/not-gzip", "Content-Encoding: gzip")
replies("/unchanged", 'ETag: "other"', status="304 Not Modified", body=b"")
replies("/unchanged-with-body", 'ETag: "other"', status="304 Not Modified")
replies("/clock-ahead", "Date: Fri, 01 Jan 2100 00:00:00 GMT")
replies("/clock-behind", "Date: Thu, 01 Jan 1970 00:00:00 GMT")
replies("/long-stamp", f'ETag: "{"e" * 20_000}"')
raw("/no-http", b"SSH-2.0-OpenSSH_9.6\r\n" + bytes(100))
raw("/bare-page", BODY)
raw("/status-0", b"HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n")
raw("/status-1000", b"HTTP/1.1 1000 Much\r\nContent-Length: 0\r\n\r\n")
raw("/two-lengths", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n" + BODY)
raw("/bad-chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")
raw("/early-only", b"HTTP/1.1 103 Early Hints\r\n\r\n")
raw("/nul-in-head", b"HTTP/1.1 200 OK\r\nX-A: a\x00b\r\nContent-Length: 0\r\n\r\n")
raw(
    "/injected-head",
    b'HTTP/1.1 200 OK\r\nETag: "a"\rSet-Cookie: x=1\r\nContent-Length: 0\r\n\r\n',
)

# Statuses.

replies("/401", status="401 Unauthorized")
replies("/403", status="403 Forbidden")
replies("/410", status="410 Gone")
replies("/429", "Retry-After: 120", status="429 Too Many Requests")
replies("/500", status="500 Internal Server Error")
replies("/204", status="204 No Content", body=b"")
replies("/206", "Content-Range: bytes 0-9/99", status="206 Partial Content")
replies("/101", "Upgrade: websocket", status="101 Switching Protocols", body=b"")
replies(
    "/503-until",
    "Date: Tue, 13 Sep 2022 17:00:00 GMT",
    "Retry-After: Tue, 13 Sep 2022 17:10:00 GMT",
    status="503 Service Unavailable",
)
replies("/503-forever", "Retry-After: 99999999999", status="503 Service Unavailable")
replies("/503-nonsense", "Retry-After: in a while", status="503 Service Unavailable")

# Leading astray.

for _path, _location in {
    "/to-itself": "/to-itself",
    "/circle-a": "/circle-b",
    "/circle-b": "/circle-a",
    "/to-file": "file:///etc/passwd",
    "/to-gopher": "gopher://127.0.0.1/",
    "/to-script": "javascript:alert(1)",
    "/to-private": "http://10.0.0.1/admin",
    "/to-cloud": "http://169.254.169.254/latest/meta-data/",
    "/to-number": "http://2130706433/",
    "/to-mail-port": "http://127.0.0.1:25/",
    "/to-nonsense": "http://[::1",
    "/to-secrets": "http://name:word@192.168.0.1/?token=abcdef",
    "/to-unknown-name": "http://nobody.invalid/",
}.items():
    replies(_path, f"Location: {_location}", status="302 Found", body=b"")
replies("/to-nowhere", status="301 Moved Permanently", body=b"")


async def _run() -> None:
    async with HostileServer() as server:
        print(server.address("/"), *sorted({*DEEDS, *PAGES}), sep="\n", flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
