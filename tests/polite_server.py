"""A server as it should be: ETag and Last-Modified, 304 where nothing has changed.

`python -m tests.polite_server` runs it alone, with a feed of 100 kB, and prints its address.
"""

import asyncio
import gzip
import hashlib
from dataclasses import dataclass

from tests.loopback import LoopbackServer, Out, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What lies at a path."""

    body: bytes
    kind: str = "application/rss+xml; charset=utf-8"
    headers: tuple[str, ...] = ()
    """More of them."""

    modified: str = ""
    """`Last-Modified` in its words; empty: not said."""

    has_etag: bool = True
    """False for a server that gives none."""

    @property
    def etag(self) -> str:
        """Of the body."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


class PoliteServer(LoopbackServer):
    """Pages by path; put there and changed at will."""

    def __init__(self, *, is_packed: bool = False) -> None:
        """`is_packed`: bodies go in gzip to who takes it."""
        super().__init__()
        self.pages: dict[str, Page] = {}
        self._is_packed = is_packed
        self._packed: dict[bytes, bytes] = {}

    def put(self, path: str, body: bytes | str, **more: object) -> Page:
        """Let `body` lie at `path` from now on."""
        data = body.encode() if isinstance(body, str) else body
        page = self.pages[path] = Page(body=data, **more)  # type: ignore[arg-type]  # a test's ease
        return page

    async def answer(self, request: Request, out: Out, /) -> None:
        """The page, or that it has not changed, or that there is none."""
        page = self.pages.get(request.path)
        if page is None:
            await out.page(b"nothing here", status="404 Not Found")
            return
        stamps = list(page.headers)
        if page.has_etag:
            stamps.append(f"ETag: {page.etag}")
        if page.modified:
            stamps.append(f"Last-Modified: {page.modified}")
        asked = request.headers.get("if-none-match")
        since = request.headers.get("if-modified-since")
        if (page.has_etag and asked == page.etag) or (
            asked is None and since and since == page.modified
        ):
            await out.head(*stamps, status="304 Not Modified")
            return
        body = page.body
        if self._is_packed and "gzip" in request.headers.get("accept-encoding", ""):
            stamps.append("Content-Encoding: gzip")
            body = self._packed.setdefault(body, gzip.compress(body, mtime=0))
        await out.page(body, f"Content-Type: {page.kind}", *stamps)


async def _run() -> None:
    async with PoliteServer() as server:
        server.put("/feed.xml", "<rss>" + "<item>No change at the river.</item>" * 2_800 + "</rss>")
        print(server.address("/"), flush=True)  # noqa: T201
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_run())
