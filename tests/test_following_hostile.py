"""Following a hostile server: each deed and each page shows in its source's health, in words, and
the source beside them brings what it has."""

from collections.abc import Iterator

import pytest

from feeds.archive import MEMORY, Archive
from feeds.fetching.fetched import Answer, Ask
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.manners import Manners
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.reading import Reading
from feeds.following.source import FollowedSource
from feeds.following.workshop import Here
from feeds.options import Network, Options
from feeds.sanitise import clean_line
from tests.hostile_pages import PAGES
from tests.hostile_server import DEEDS, HostileServer
from tests.loopback import in_a_thread
from tests.polite_server import PoliteServer
from tests.test_fetcher_hostile import ASTRAY, BROKEN, SLOW, STATUSES, TOO_LARGE, on_loopback

OPTIONS = Options(
    recognises=False, network=Network(allow_private=frozenset({"127.0.0.1", "polite.test"}))
)
READ = {
    "/deep.xml",
    "/entities.xml",
    "/entity-file.xml",
    "/other-ids.xml",
    "/stamps.xml",
    "/terminal.xml",
    "/truncated.xml",
    "/unknown-charset.xml",
    "/wrong-charset.xml",
}
"""Pages of which something can be read."""


class Patience:
    """A fetcher that waits less for what never comes, lest the test wait too."""

    def __init__(self) -> None:
        self._short, self._long = (
            Fetcher(Manners(deadline_s=wait_s, gap_s=0.0, at_once=100), look_up=on_loopback)
            for wait_s in (1.0, 60.0)
        )

    async def fetch(self, ask: Ask) -> Answer:
        slow = any(ask.address.endswith(path) for path, *_ in SLOW)
        return await (self._short if slow else self._long).fetch(ask)


def source(address: str, id: str) -> FollowedSource:
    return FollowedSource(id=id, name=id, addresses=(address,))


@pytest.fixture
def hostile() -> Iterator[HostileServer]:
    """In a thread of its own: what it does to itself is not done to us."""
    server = HostileServer()
    server.packed_bomb()
    for _ in in_a_thread(server):
        yield server


async def test_a_night_among_attackers(hostile: HostileServer) -> None:
    events: list[Event] = []
    async with PoliteServer() as polite:
        polite.put("/live", '{"time": "2022-09-13T17:00:00Z", "headline": "All is quiet"}\n')
        paths = [*(path for path in DEEDS if path != "/far/"), "/far/1", *PAGES]
        sources = [source(hostile.address(path), path) for path in paths]
        sources.append(source(polite.address("/live", "polite.test"), "polite"))
        archive = Archive.open(MEMORY)
        following = Following(
            archive,
            sources,
            fetches=Patience(),
            works=Here(Reading(archive, OPTIONS)),
            tell=events.append,
            network=OPTIONS.network,
        )
        await following.once()
    healths = following.healths
    assert (healths["polite"].entries, healths["polite"].error) == (1, "")
    for path, _, words in (*BROKEN, *TOO_LARGE, *ASTRAY, *STATUSES):
        if path in healths:
            assert words in healths[path].error, healths[path]
    for path, *_ in SLOW:
        assert "within 1 seconds" in healths[path].error, healths[path]
    assert {id for id in PAGES if healths[id].entries} >= READ
    for health in healths.values():
        assert health.entries or health.error
        assert clean_line(health.error) == health.error
    assert {event.source for event in events} == set(healths)
