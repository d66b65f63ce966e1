"""The engine against a hostile server: a source that attacks is told in words, the others go on."""

import asyncio
import json
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

from feeds.archive import Archive
from feeds.clock import WallClock
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.machines import IPAddress
from feeds.fetching.manners import Manners
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.source import FollowedSource
from feeds.following.workshop import Workshop
from feeds.options import Network, Options
from feeds.sanitise import clean_line
from tests.hostile_server import DEEDS, HostileServer
from tests.polite_server import PoliteServer
from tui.words.source_words import event_words

SOON = timedelta(seconds=15)
"""A busy machine starts a process in this time; the deeds below take up to the deadline."""

MANNERS = Manners(deadline_s=20.0, gap_s=0.0, at_once=200)
NETWORK = Network(allow_private=frozenset({"127.0.0.1"}))
OPTIONS = Options(recognises=False)


async def on_loopback(_host: str) -> list[IPAddress]:
    return [ip_address("127.0.0.1")]


def line(n: int) -> str:
    return json.dumps({"id": f"e{n}", "headline": f"No {n}", "body": "All is well."}) + "\n"


async def test_whatever_a_server_does_the_other_source_is_read_at_once(tmp_path: Path) -> None:
    events: list[Event] = []
    with Archive.open(tmp_path / "a.db") as archive:
        async with HostileServer() as hostile, PoliteServer() as polite:
            polite.put("/good", line(1) + line(2), kind="application/json")
            bad = [
                FollowedSource(id=f"bad{n}", name=path, addresses=(hostile.address(path),))
                for n, path in enumerate(DEEDS)
            ]
            good = FollowedSource(id="good", name="Good", addresses=(polite.address("/good"),))
            following = Following(
                archive,
                [*bad, good],
                fetches=Fetcher(MANNERS, look_up=on_loopback),
                works=Workshop(archive.path, OPTIONS),
                tell=events.append,
                network=NETWORK,
            )
            began = WallClock().now()
            await asyncio.wait_for(following.once(), 120)
        told = {event.source: event for event in events}
        assert told.keys() == {source.id for source in (*bad, good)}
        assert (told["good"].what, told["good"].new) == ("new", 2)
        assert told["good"].at - began < SOON
        assert sum(told[source.id].health.is_failing for source in bad) > len(bad) / 2
        for event in events:
            words = event_words(event)
            assert words == clean_line(words)
            assert not event.health.is_failing or event.health.error
        assert archive.care.check() == []
