"""Soak world: what made-up sources publish at a moment, and what is wrong with them then."""

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

from benchmarks.made_up_web import Page, Web
from feeds.entry import Entry
from feeds.fetching.fetched import Refusal
from feeds.following.source import FollowedSource, Interval

START = datetime(2031, 5, 1, tzinfo=UTC)

_WINDOW = 60
"""Entries that a feed shows: more than come while nobody looks."""

_FAULTS: tuple[Refusal, ...] = ("unreachable", "timeout", "broken", "status", "too-large")
_WORDS = ("shelling", "ridge", "harbour", "convoy", "drone", "border", "talks", "village", "bridge")


@dataclass(frozen=True, slots=True)
class Update:
    """One entry of one source."""

    id: str
    time: datetime
    first: str
    """Its headline as published."""

    second: str
    edited: datetime | None
    """When `second` took its place; None for never."""

    body: str

    def headline_at(self, now: datetime) -> str:
        """As it stood then."""
        return self.second if self.edited and self.edited <= now else self.first


@dataclass(frozen=True, slots=True)
class Standing:
    """How an update stands at the end."""

    headline: str
    is_edited: bool


class World:
    """Twenty sources, or so: feeds in JSON and RSS, live pages; one dead, one that lies."""

    def __init__(self, seed: int, sources: int, calm_s: float) -> None:
        """From `calm_s` seconds on nothing is wrong."""
        self.sources = [self._source(n) for n in range(sources)]
        self._updates = [_updates(Random(f"{seed} {n}"), n) for n in range(sources)]
        self._times = [[update.time for update in updates] for updates in self._updates]
        self._faults = [_faults(Random(f"{seed} fault {n}"), calm_s) for n in range(sources)]

    def _source(self, n: int) -> FollowedSource:
        return FollowedSource(
            id=f"s{n}",
            name=f"Source {n}",
            addresses=(f"https://s{n}.example/live",),
            interval=Interval(60.0, 300.0),
            zone=UTC,
        )

    def web(self, web: Web) -> None:
        """Publish it."""
        for n, source in enumerate(self.sources):
            web.pages[source.addresses[0]] = Page(
                body=lambda now, n=n: self._body(n, now),  # type: ignore[misc]
                fault=lambda now, n=n: self._fault(n, now),  # type: ignore[misc]
                remembers=False,
                with_etag=n % 4 != 3,  # noqa: PLR2004 - some servers give none
            )

    def published(self, now: datetime) -> dict[tuple[str, str], Standing]:
        """Every update of every source, by source and name, as it stands at `now`."""
        found = {}
        for n, source in enumerate(self.sources):
            if self._is_dead(n):
                continue
            for update in self._updates[n][: bisect_right(self._times[n], now)]:
                headline = update.headline_at(now)
                found[source.id, update.id] = Standing(headline, headline != update.first)
        return found

    @staticmethod
    def name(entry: Entry) -> tuple[str, str]:
        """Source and name of an update as an entry has it: a page gives no ids, its body does."""
        return entry.source, entry.body.partition(":")[0]

    def _is_dead(self, n: int) -> bool:
        return n == 1 and len(self.sources) > 2  # noqa: PLR2004 - of two, neither

    def _body(self, n: int, now: datetime) -> bytes:
        if n == 2 and int(now.timestamp()) % 7 == 0:  # noqa: PLR2004 - one lies now and then
            return b"\x1b]0;owned\x07{" * 1000
        shown = self._updates[n][: bisect_right(self._times[n], now)]
        if n % 3 == 0:
            return _page(shown, now)
        return _rss(shown[-_WINDOW:], now) if n % 3 == 1 else _lines(shown[-_WINDOW:], now)

    def _fault(self, n: int, now: datetime) -> Refusal | None:
        if self._is_dead(n):
            return "unreachable"
        return next((what for start, end, what in self._faults[n] if start <= now < end), None)


def _updates(chance: Random, n: int) -> Sequence[Update]:
    """Of two days; one of five is edited."""
    found: list[Update] = []
    time = START - timedelta(hours=1)
    while time < START + timedelta(days=2):
        time += timedelta(seconds=round(chance.expovariate(1 / 420)) + 1)
        id = f"s{n}u{len(found)}"
        words = " ".join(chance.choices(_WORDS, k=6))
        first = f"{id} {chance.randrange(90)} soldiers killed, {words}"
        after = timedelta(seconds=round(chance.uniform(60, 7200)))
        is_edited = chance.random() < 0.2  # noqa: PLR2004 - as a real live blog's
        edited = time + after if is_edited else None
        body = f"{id}: {' '.join(chance.choices(_WORDS, k=40))}."
        found.append(Update(id, time, first, f"{first}, corrected", edited, body))
    return found


def _faults(chance: Random, calm_s: float) -> Sequence[tuple[datetime, datetime, Refusal]]:
    """One every two hours or so, of up to forty minutes."""
    found: list[tuple[datetime, datetime, Refusal]] = []
    at_s = 0.0
    while True:
        at_s += chance.expovariate(1 / 7200)
        until_s = at_s + chance.uniform(30, 2400)
        if until_s > calm_s:
            return found
        start, end = (START + timedelta(seconds=s) for s in (at_s, until_s))
        found.append((start, end, chance.choice(_FAULTS)))
        at_s = until_s


def _lines(updates: Sequence[Update], now: datetime) -> bytes:
    told = (
        {"id": u.id, "time": u.time.isoformat(), "headline": u.headline_at(now), "body": u.body}
        for u in updates
    )
    return "".join(json.dumps(one) + "\n" for one in told).encode()


def _rss(updates: Sequence[Update], now: datetime) -> bytes:
    items = "".join(
        f"<item><guid>{u.id}</guid><title>{escape(u.headline_at(now))}</title>"
        f"<description>{escape(u.body)}</description>"
        f"<pubDate>{u.time:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for u in reversed(updates)
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>'
    return f"{head}{items}</channel></rss>".encode()


def _page(updates: Sequence[Update], now: datetime) -> bytes:
    """A live blog's text, of the last hours: one entry a minute at most has a stamp of its own."""
    parts = ["Live updates | The ridge", f"{now:%-d %B %Y}"]
    shown = [u for u in updates if now - u.time < timedelta(hours=9)]
    for update in reversed(shown):
        parts += [f"{update.time:%-d %b %Y, %H:%M}", update.headline_at(now), update.body]
    return "\n\n".join(parts).encode()
