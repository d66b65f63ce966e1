"""A web of made-up pages: what each address gives at a time of the night, with faults as asked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from feeds.fetching.fetched import Answer, Ask, FetchError, Refusal


@dataclass
class Page:
    """One address."""

    body: Callable[[datetime], bytes]
    """What is published at a moment."""

    fault: Callable[[datetime], Refusal | None] = lambda _: None
    """What is wrong with it at a moment."""

    takes_s: float = 0.2
    with_etag: bool = True
    fixed_etag: str | None = None
    """The same whatever is published: a server that lies."""

    retry_after: timedelta | None = None
    moved_to: str | None = None
    remembers: bool = True
    """True where what was asked, and when, is to be known later."""

    asked: list[Ask] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)


class Web:
    """Stands in for `Fetcher`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.pages: dict[str, Page] = {}
        self._now = now
        self.wire_bytes = 0

    def put(
        self, address: str, body: "bytes | Callable[[datetime], bytes]", **more: object
    ) -> Page:
        """Publish a page."""
        given = body if callable(body) else lambda _: body
        page = self.pages[address] = Page(given, **more)  # type: ignore[arg-type]
        return page

    async def fetch(self, ask: Ask) -> Answer:
        """As the fetcher would."""
        page = self.pages[ask.address]
        if page.remembers:
            page.asked.append(ask)
            page.times.append(self._now())
        await asyncio.sleep(page.takes_s)
        refusal = page.fault(self._now())
        if refusal:
            raise FetchError(
                ask.address, refusal, f"{refusal} it is", "wait", retry_after=page.retry_after
            )
        data = page.body(self._now())
        digest = sha256(data).hexdigest()
        etag = page.fixed_etag or (f'"{digest[:12]}"' if page.with_etag else None)
        is_same = etag is not None and ask.etag == etag
        self.wire_bytes += 0 if is_same else len(data)
        return Answer(
            address=ask.address,
            moved_to=page.moved_to,
            status=304 if is_same else 200,
            body=None if is_same else data,
            content_type="application/json; charset=utf-8",
            etag=etag,
            last_modified=None,
            max_age=None,
            retry_after=None,
            at=self._now(),
            sha256=None if is_same else digest,
            wire_bytes=0 if is_same else len(data),
        )
