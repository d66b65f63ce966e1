"""A night of 20 sources on loopback, in virtual time: polite following against naive polling.

Both ask every source about once a minute. The naive one asks for all of it each time; the polite
one gives stamps back, keeps `Cache-Control` and `Retry-After`, and asks a quiet source less often.
Bytes are the server's own count, headers included, bodies compressed for both. A delay is from an
item's publication to the request that brings it.
"""

import asyncio
import heapq
import statistics
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from benchmarks.figures import p95, say
from feeds.clock import VirtualClock
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.manners import Manners
from feeds.fetching.pacing import Bounds, Outcome, first_pace, next_pace, wait_s
from tests.loopback import Out, Request
from tests.polite_server import PoliteServer

SEED = 2022
SOURCES = 20
NIGHT = datetime(2022, 9, 13, 22, 0, tzinfo=UTC)
HOURS = 8
INTERVAL_S = 60.0
SHOWN = 30
"""Items that a feed holds at a time."""

_TALK = "river border guard talks road night fire quiet shell village ministry said two none"


@dataclass(slots=True)
class Source:
    """One feed: when its items come, and how its server behaves."""

    path: str
    items: list[tuple[float, str]]
    """Seconds into the night, and text; those before it are at 0."""

    has_etag: bool
    has_modified: bool
    max_age_s: int | None
    out_of_order: tuple[float, float] | None
    """From when to when it answers 503, with Retry-After."""

    seen: int = 0
    """Items that were fetched."""

    lost: int = 0
    """Items that left the feed unseen."""

    delays_s: list[float] = field(default_factory=list)


class NightServer(PoliteServer):
    """The 20 feeds as they stand at the clock's time."""

    def __init__(self, sources: list[Source], clock: VirtualClock) -> None:
        super().__init__(is_packed=True)
        self._sources = {source.path: source for source in sources}
        self._clock = clock

    async def answer(self, request: Request, out: Out, /) -> None:
        source, now_s = self._sources[request.path], self._clock.monotonic()
        broken = source.out_of_order
        if broken and broken[0] <= now_s < broken[1]:
            await out.page(b"", "Retry-After: 600", status="503 Service Unavailable")
            return
        count = published(source, now_s)
        shown = source.items[max(0, count - SHOWN) : count]
        age = () if source.max_age_s is None else (f"Cache-Control: max-age={source.max_age_s}",)
        self.put(
            source.path,
            "<rss>" + "".join(text for _, text in reversed(shown)) + "</rss>",
            headers=age,
            has_etag=source.has_etag,
            modified=stamp(shown[-1][0]) if source.has_modified else "",
        )
        await super().answer(request, out)


def stamp(at_s: float) -> str:
    """As `Last-Modified` writes it."""
    return (NIGHT + timedelta(seconds=at_s)).strftime("%a, %d %b %Y %H:%M:%S GMT")


def published(source: Source, now_s: float) -> int:
    """Items that are out by then."""
    return sum(at <= now_s for at, _ in source.items)


def make_sources(chance: Random) -> list[Source]:
    """A few that hardly stop, most that bring a little, some that bring nothing all night."""
    found = []
    for number in range(SOURCES):
        every_s = (180, 300, 900, 1800, 3600, 7200)[min(number // 3, 5)]
        items = [(0.0, _item(chance, n)) for n in range(SHOWN)]
        at_s = chance.expovariate(1 / every_s)
        while at_s < HOURS * 3600:
            items.append((at_s, _item(chance, len(items))))
            burst = chance.random() < 0.3  # noqa: PLR2004 - one in three comes with others
            at_s += chance.expovariate(1 / (every_s / 6 if burst else every_s))
        begins = chance.uniform(0.2, 0.7) * HOURS * 3600
        found.append(
            Source(
                path=f"/{number}.xml",
                items=items,
                has_etag=number % 10 < 7,  # noqa: PLR2004 - seven of ten servers give one
                has_modified=number % 10 < 9,  # noqa: PLR2004
                max_age_s=120 if number % 5 == 0 else None,
                out_of_order=(begins, begins + 1800) if number % 10 == 4 else None,  # noqa: PLR2004
            )
        )
    return found


def _item(chance: Random, number: int) -> str:
    words = " ".join(chance.choice(_TALK.split()) for _ in range(120))
    title = f"<guid>{number}</guid><title>{words[:60]}</title>"
    return f"<item>{title}<description>{words}</description></item>"


@dataclass(slots=True)
class Night:
    """What a night cost and brought."""

    requests: int
    sent_bytes: int
    delays_s: list[float]
    missed: int
    """Items that came after the last request, or left the feed before they were asked for."""


async def spend(*, is_polite: bool) -> Night:
    """Ask all sources through the night."""
    chance = Random(SEED)
    sources, clock = make_sources(chance), VirtualClock(NIGHT)
    bounds = Bounds.around(INTERVAL_S)
    paces = {source.path: first_pace(bounds) for source in sources}
    last: dict[str, Answer] = {}
    queue = [(chance.uniform(0, INTERVAL_S), source.path) for source in sources]
    heapq.heapify(queue)
    by_path = {source.path: source for source in sources}
    manners = Manners(gap_s=0.0)
    async with NightServer(sources, clock) as server, Fetcher(manners, clock=clock) as fetcher:
        while queue[0][0] < HOURS * 3600:
            due_s, path = heapq.heappop(queue)
            clock.move(due_s - clock.monotonic())
            before = last.get(path) if is_polite else None
            ask = Ask(
                address=server.address(path),
                etag=before.etag if before else None,
                last_modified=before.last_modified if before else None,
                allow_private=True,
            )
            outcome, answer, error = await _ask(fetcher, ask, before)
            if answer is not None:
                last[path] = answer
                _note(by_path[path], clock.monotonic())
            pace = paces[path] = next_pace(paces[path], outcome, bounds)
            said = answer or error
            wait = INTERVAL_S
            if is_polite and said is not None:
                age = answer.max_age if answer else None
                wait = wait_s(pace, bounds, chance, max_age=age, retry_after=said.retry_after)
            heapq.heappush(queue, (due_s + wait, path))
        sent, requests = server.sent_bytes, len(server.requests)
    delays = [delay for source in sources for delay in source.delays_s]
    missed = sum(len(source.items) - source.seen + source.lost for source in sources)
    return Night(requests=requests, sent_bytes=sent, delays_s=delays, missed=missed)


async def _ask(
    fetcher: Fetcher, ask: Ask, before: Answer | None
) -> tuple[Outcome, Answer | None, FetchError | None]:
    try:
        answer = await fetcher.fetch(ask)
    except FetchError as error:
        return "failed", None, error
    if answer.body is None or (before and answer.sha256 == before.sha256):
        return "same", answer, None
    return "new", answer, None


def _note(source: Source, now_s: float) -> None:
    """What this request brought: items that were not seen, and are still in the feed."""
    count = published(source, now_s)
    fresh = source.items[max(source.seen, count - SHOWN) : count]
    source.delays_s += [now_s - at for at, _ in fresh if at]
    source.lost += max(0, count - SHOWN - source.seen)
    source.seen = count


def main() -> None:
    """Both nights, and the one against the other."""
    nights = {name: asyncio.run(spend(is_polite=name == "polite")) for name in ("polite", "naive")}
    for name, night in nights.items():
        say(f"night_{name}_requests", night.requests, "requests")
        say(f"night_{name}_sent", night.sent_bytes / 1e6, "MB")
        say(f"night_{name}_delay_p50", statistics.median(night.delays_s), "s")
        say(f"night_{name}_delay_p95", p95(night.delays_s), "s")
        say(f"night_{name}_items", len(night.delays_s), "items")
        say(f"night_{name}_missed", night.missed, "items")
    polite, naive = nights["polite"], nights["naive"]
    say("night_requests_polite_to_naive", polite.requests / naive.requests, "ratio")
    say("night_bytes_polite_to_naive", polite.sent_bytes / naive.sent_bytes, "ratio")


if __name__ == "__main__":
    main()
