"""Fetcher: asks an address and brings back what came whole, or the words for why not.

address policy -> look-up -> turn at the host -> exchange -> redirect, once more -> Answer
"""

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from feeds.clock import Clock, WallClock
from feeds.fetching import freshness
from feeds.fetching.address_policy import allowed, refuse_own_names, target_of
from feeds.fetching.exchange import WHOLE, Exchange, Reply
from feeds.fetching.failing import LIBRARY, failed, refused, slow_name, unknown_name
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.looking_up import LookUp, Lookups
from feeds.fetching.machines import IPAddress
from feeds.fetching.manners import Manners, proxy_of, trust, user_agent
from feeds.fetching.trip import LEADS_ON, Trip, stamp_of
from feeds.fetching.turns import Sleep, Turns

MOST_ADDRESSES = 4
"""Of one host that are tried, of both kinds where it has both."""

_UNCHANGED = 304
_log = logging.getLogger(__name__)


class Fetcher:
    """Asks many addresses at a time; none waits for another but for its turn at one host.

    Cookies are neither kept nor sent. The proxy variables of the environment are not read.
    """

    def __init__(
        self,
        manners: Manners | None = None,
        *,
        clock: Clock | None = None,
        look_up: LookUp | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """`look_up` and `sleep` stand in for the resolver and for waiting.

        Raises:
            UsageError: the proxy or the file of certificates cannot be used.
        """
        self._manners = manners or Manners()
        self._clock = clock or WallClock()
        self._look_up = look_up or Lookups()
        self._proxy = proxy_of(self._manners.proxy)
        self._trust = trust(self._manners.certificates)
        self._turns = Turns(
            self._clock, sleep, at_once=self._manners.at_once, gap_s=self._manners.gap_s
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader should know of how all is fetched."""
        if self._proxy is None:
            return ()
        where = self._proxy.url.host.decode("ascii")
        return (
            f"the proxy {where} looks names up itself: whether a name leads to a private address "
            "is left to it",
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is kept open between two requests."""

    async def fetch(self, ask: Ask) -> Answer:
        """What the address brings, through at most five redirects.

        Raises:
            FetchError: nothing that may be used; it names the address that was asked.
        """
        trip = Trip(ask, target_of(ask.address), self._manners.deadline_s)
        try:
            while True:
                async with self._turns.turn(trip.target.host, is_led=trip.is_led):
                    reply = await self._hop(trip)
                if reply.status not in LEADS_ON:
                    break
                trip.follow(reply)
            answer = self._answer(trip, reply)
        except FetchError as error:
            told = trip.told(error)
            _log.info("fetch failed address=%s refusal=%s", told.address, told.refusal)
            raise told from error
        _log.info(
            "fetched address=%s status=%d bytes=%d", trip.shown, answer.status, answer.wire_bytes
        )
        return answer

    async def _hop(self, trip: Trip) -> Reply:
        """One request of a trip, with what is left of its time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            addresses = await self._addresses(trip)
            left_s = trip.left_s - (loop.time() - began)
            exchange = Exchange(
                trip.target,
                addresses,
                most_bytes=self._manners.most_bytes,
                connect_s=min(self._manners.connect_s, left_s),
            )
            try:
                async with asyncio.timeout(left_s):
                    return await exchange.run(self._headers(trip), self._trust, self._proxy)
            except LIBRARY as error:
                raise failed(error, exchange, self._manners.deadline_s) from error
            finally:
                trip.wire_bytes += exchange.wire_bytes
        finally:
            trip.left_s -= loop.time() - began

    async def _addresses(self, trip: Trip) -> Sequence[IPAddress]:
        """Where a connection may go: to the host itself, checked, or to the proxy."""
        target = trip.target
        literal = target.literal
        if self._proxy is not None:
            if literal is not None:
                allowed(target, [literal], allow_private=trip.allows_private)
            elif not trip.allows_private:
                refuse_own_names(target)
            return await self._found(self._proxy.url.host.decode("ascii"), trip)
        found = [literal] if literal else await self._found(target.host, trip)
        return _mixed(allowed(target, found, allow_private=trip.allows_private))

    async def _found(self, host: str, trip: Trip) -> list[IPAddress]:
        try:
            async with asyncio.timeout(trip.left_s):
                return await self._look_up(host)
        except TimeoutError:
            raise slow_name(trip.target.shown, self._manners.deadline_s) from None
        except OSError as error:
            raise unknown_name(trip.target.shown) from error

    def _headers(self, trip: Trip) -> list[tuple[bytes, bytes]]:
        """What is said: who we are, what we have, and the source's own secrets to its own host."""
        said = {
            "User-Agent": user_agent(self._manners.contact),
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Connection": "close",
            **trip.conditions(),
        }
        for name, value in trip.secrets():
            said = {key: kept for key, kept in said.items() if key.lower() != name.lower()}
            said[name] = value
        return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in said.items()]

    def _answer(self, trip: Trip, reply: Reply) -> Answer:
        now, headers = self._clock.now(), reply.headers
        wait, asked = freshness.retry_after(headers, now), freshness.asked_to_wait(headers, now)
        if reply.status not in (*WHOLE, _UNCHANGED):
            raise refused(reply, trip.target.shown, wait, cut_down=wait != asked)
        if reply.status == _UNCHANGED and not trip.conditions():
            problem, remedy = (
                "says that nothing has changed, and was asked for all",
                "tell who runs it",
            )
            raise FetchError(trip.target.shown, "broken", problem, remedy)
        stamps = trip.conditions() if reply.status == _UNCHANGED else {}
        clock = freshness.clock_notice(headers, now)
        return Answer(
            address=trip.target.address,
            moved_to=trip.moved_to,
            status=reply.status,
            body=reply.body,
            content_type=headers.get("content-type"),
            etag=stamp_of(headers.get("etag")) or stamps.get("If-None-Match"),
            last_modified=stamp_of(headers.get("last-modified")) or stamps.get("If-Modified-Since"),
            max_age=freshness.max_age(headers, now),
            retry_after=wait,
            at=now,
            sha256=None if reply.body is None else hashlib.sha256(reply.body).hexdigest(),
            wire_bytes=trip.wire_bytes,
            notices=(clock,) if clock else (),
        )


def _mixed(addresses: Sequence[IPAddress]) -> list[IPAddress]:
    """A few of them, both kinds in turn: where IPv6 leads nowhere, the second try is IPv4."""
    first = [ip for ip in addresses if ip.version == addresses[0].version]
    other = [ip for ip in addresses if ip.version != addresses[0].version]
    longest = max(len(first), len(other))
    turns = [pair for at in range(longest) for pair in (first[at : at + 1], other[at : at + 1])]
    return [ip for pair in turns for ip in pair][:MOST_ADDRESSES]
