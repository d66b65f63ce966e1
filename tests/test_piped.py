"""Standard input as a source: read as it comes, whatever comes, nothing lost in silence."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

import pytest

from feeds.archive import MEMORY, Archive
from feeds.following import piped
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.health import Health
from feeds.following.keeper import healths
from feeds.following.reading import Reading
from feeds.following.source import FollowedSource
from feeds.following.workshop import Here
from feeds.options import Options

SOURCE = FollowedSource(id="stdin", name="standard input")


@dataclass
class Mouth:
    """What is piped in, and what is told of it."""

    archive: Archive
    events: "asyncio.Queue[Event]"
    end: int

    async def say(self, data: bytes) -> Event:
        """Write it, and wait for what becomes of it."""
        os.write(self.end, data)
        return await asyncio.wait_for(self.events.get(), 60)

    async def close(self) -> list[str]:
        """End it; what is told until then."""
        os.close(self.end)
        told = list[str]()
        while not told or told[-1] != "ended":
            told.append((await asyncio.wait_for(self.events.get(), 60)).what)
        return told

    def headlines(self) -> list[str]:
        return [e.headline or e.body for e in self.archive.entries(self.archive.docs(0, 99))]

    @property
    def health(self) -> Health:
        return healths(self.archive)["stdin"]


@asynccontextmanager
async def mouth(source: FollowedSource = SOURCE) -> AsyncIterator[Mouth]:
    archive = Archive.open(MEMORY)
    theirs, ours = os.pipe()
    events = asyncio.Queue[Event]()
    following = Following(
        archive,
        [source],
        fetches=cast("Any", None),
        works=Here(Reading(archive, Options(beat="south-caucasus"))),
        tell=events.put_nowait,
        stdin=os.fdopen(theirs, "rb"),
    )
    running = asyncio.create_task(following.run())
    try:
        yield Mouth(archive, events, ours)
    finally:
        await asyncio.wait_for(running, 60)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piped, "GATHERED_S", 0.01)
    monkeypatch.setattr(piped, "SETTLED_S", 0.05)


def line(id: str) -> bytes:
    told = {"id": id, "time": "2022-09-13T12:00Z", "headline": id, "body": f"{id} came."}
    return json.dumps(told).encode() + b"\n"


async def test_lines_are_read_as_they_come() -> None:
    async with mouth() as pipe:
        assert (await pipe.say(line("one"))).new == 1
        assert (await pipe.say(line("two"))).new == 1
        assert pipe.headlines() == ["one", "two"]
        assert await pipe.close() == ["ended"]


async def test_what_was_left_out_is_told_also_when_more_has_come() -> None:
    async with mouth() as pipe:
        await pipe.say(line("one"))
        await pipe.say(b"broken}\n")
        await pipe.say(b"no JSON at all\n")
        await pipe.say(b"\x00\x01\x02\x03\xff\n" + line("two"))
        await pipe.say(b"\n")
        assert pipe.headlines() == ["one", "two"]
        assert pipe.health.odd_count == 3
        assert pipe.health.has_lost
        assert pipe.health.odd.endswith("(line 4)")
        assert "; 2 more" in pipe.health.odd_words
        assert not pipe.health.is_failing
        await pipe.close()


async def test_a_document_is_read_when_it_pauses_and_again_when_it_has_grown() -> None:
    async with mouth() as pipe:
        first = b"13 Sep 2022\n\n12:00\n\nThe bridge is closed.\n\n12:10\n\nShots are heard.\n"
        assert (await pipe.say(first)).new == 2
        event = await pipe.say(b"\n12:30\n\nThe bridge is open.\n")
        assert (event.new, event.revised) == (1, 0)
        assert pipe.headlines() == [
            "The bridge is closed.",
            "Shots are heard.",
            "The bridge is open.",
        ]
        assert await pipe.close() == ["ended"]


async def test_lines_after_a_line_that_is_none_are_read_where_the_reader_is_given() -> None:
    async with mouth(FollowedSource(id="stdin", name="stdin", reader="jsonlines")) as pipe:
        await pipe.say(b"connected to 10.0.0.1\n")
        assert (await pipe.say(line("one"))).new == 1
        assert pipe.health.odd_count == 1
        await pipe.close()


async def test_a_last_line_that_stays_half_is_told_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(piped, "ABANDONED_S", 0.05)
    async with mouth() as pipe:
        await pipe.say(line("one"))
        assert (await pipe.say(b'{"id": "two", "ti')).new == 0
        assert pipe.health.odd.startswith("left out")
        assert "(line 2)" in pipe.health.odd
        await pipe.close()


async def test_what_cannot_be_read_is_a_failure_until_lines_come() -> None:
    async with mouth() as pipe:
        assert (await pipe.say(b"\x00\x01\x02 no text\n")).what == "failed"
        assert (await pipe.say(b"\x00\x01\x02 none\n")).what == "failed"
        assert (pipe.health.is_failing, pipe.health.failures) == (True, 2)
        assert "not text" in pipe.health.error
        assert (await pipe.say(line("one"))).new == 1
        assert not pipe.health.is_failing
        assert pipe.health.odd == "left out: 2 lines are no text (line 1)"
        await pipe.close()


async def test_nothing_at_all_is_no_failure() -> None:
    async with mouth() as pipe:
        assert await pipe.close() == ["ended"]
        assert not pipe.health.is_failing
        assert pipe.health.succeeded is not None
