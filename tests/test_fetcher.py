"""Fetcher: asks politely, hands back byte for byte, and tells a source's secrets to nobody else."""

import asyncio
import gzip
import logging
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import VirtualClock
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.machines import IPAddress
from feeds.fetching.manners import Manners
from tests.loopback import LoopbackServer, Out, Request
from tests.polite_server import PoliteServer

NOW = datetime(2022, 9, 13, 17, 0, tzinfo=UTC)
SECRET = "hunter2"


class ScriptedServer(LoopbackServer):
    """Says at each path the status and headers that are put there, else 200 and the path."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, tuple[str, tuple[str, ...]]] = {}

    def say(self, path: str, status: str, *headers: str) -> None:
        self.said[path] = status, headers

    async def answer(self, request: Request, out: Out, /) -> None:
        status, headers = self.said.get(request.path, ("200 OK", ()))
        await out.page(request.path.encode(), *headers, status=status)


@pytest.fixture
async def polite() -> AsyncIterator[PoliteServer]:
    async with PoliteServer() as server:
        yield server


@pytest.fixture
async def scripted() -> AsyncIterator[ScriptedServer]:
    async with ScriptedServer() as server:
        yield server


async def on_loopback(_: str) -> list[IPAddress]:
    return [ip_address("127.0.0.1")]


def fetcher(manners: Manners | None = None) -> Fetcher:
    return Fetcher(manners or Manners(gap_s=0.0), clock=VirtualClock(NOW), look_up=on_loopback)


async def fetched(address: str, **more: object) -> Answer:
    async with fetcher() as one:
        return await one.fetch(Ask(address=address, allow_private=True, **more))  # type: ignore[arg-type]


async def test_what_came_is_handed_back_with_its_evidence(polite: PoliteServer) -> None:
    page = polite.put(
        "/feed.xml",
        "<rss>Drei Verletzte – Quelle</rss>",
        modified="Tue, 13 Sep 2022 16:59:00 GMT",
        headers=("Cache-Control: max-age=60",),
    )
    answer = await fetched(polite.address("/feed.xml#top"))
    assert answer == Answer(
        address=polite.address("/feed.xml"),
        moved_to=None,
        status=200,
        body=page.body,
        content_type="application/rss+xml; charset=utf-8",
        etag=page.etag,
        last_modified="Tue, 13 Sep 2022 16:59:00 GMT",
        max_age=timedelta(seconds=60),
        retry_after=None,
        at=NOW,
        sha256=sha256(page.body).hexdigest(),
        wire_bytes=len(page.body),
    )


async def test_stamps_are_given_back_byte_for_byte(polite: PoliteServer) -> None:
    page = polite.put("/feed.xml", "<rss/>", modified="Tue, 13 Sep 2022 16:59:00 GMT")
    address = polite.address("/feed.xml")
    odd = 'W/"caf\u00e9, \t\x22, x"'
    await fetched(address, etag=odd, last_modified="yesterday")
    asked = polite.requests[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == (odd, "yesterday")
    same = await fetched(address, etag=page.etag, last_modified=page.modified)
    assert (same.status, same.body, same.wire_bytes, same.etag) == (304, None, 0, page.etag)
    other = polite.put("/feed.xml", "<rss>more</rss>")
    changed = await fetched(address, etag=page.etag)
    assert (changed.status, changed.body, changed.etag) == (200, other.body, other.etag)


async def test_stamps_that_304_does_not_repeat_still_hold(scripted: ScriptedServer) -> None:
    scripted.say("/feed.xml", "304 Not Modified")
    answer = await fetched(scripted.address("/feed.xml"), etag='"a"', last_modified="yesterday")
    assert (answer.status, answer.etag, answer.last_modified) == (304, '"a"', "yesterday")


async def test_a_stamp_that_would_forge_a_header_is_not_said(polite: PoliteServer) -> None:
    polite.put("/feed.xml", "<rss/>")
    await fetched(polite.address("/feed.xml"), etag='"a"\r\nX-Forged: 1')
    assert b"Forged" not in polite.requests[-1].head


async def test_stamps_of_another_address_are_kept_back(scripted: ScriptedServer) -> None:
    scripted.say("/old", "302 Found", "Location: /new")
    old, new = scripted.address("/old"), scripted.address("/new")
    await fetched(old, etag='"1"', last_address=new)
    await fetched(old, etag='"1"', last_address=scripted.address("/elsewhere"))
    said = [(r.path, r.headers.get("if-none-match")) for r in scripted.requests]
    assert said == [("/old", None), ("/new", '"1"'), ("/old", None), ("/new", None)]


async def test_a_packed_body_is_unpacked_and_both_sizes_are_known() -> None:
    async with PoliteServer(is_packed=True) as server:
        page = server.put("/feed.xml", "<rss>" + "one wounded, " * 1_000)
        answer = await fetched(server.address("/feed.xml"))
    assert answer.body == page.body
    assert answer.wire_bytes == len(gzip.compress(page.body, mtime=0))


async def test_it_says_who_asks_and_keeps_no_connection(scripted: ScriptedServer) -> None:
    manners = Manners(contact="desk@post.example (night)\r\nX: y", gap_s=0.0)
    async with fetcher(manners) as one:
        await one.fetch(Ask(address=scripted.address("/"), allow_private=True))
    asked = scripted.requests[0].headers
    assert asked["user-agent"].startswith("nightdesk/")
    assert asked["user-agent"].endswith("desk@post.example nightX: y)")
    assert (asked["connection"], asked["accept-encoding"]) == ("close", "gzip, deflate")
    assert asked["host"] == f"127.0.0.1:{scripted.port}"


async def test_only_what_moved_for_good_is_a_new_address(scripted: ScriptedServer) -> None:
    scripted.say("/a", "301 Moved", "Location: /b")
    scripted.say("/b", "308 Moved", "Location: /c")
    scripted.say("/c", "302 Found", "Location: /d")
    scripted.say("/d", "301 Moved", "Location: /e")
    answer = await fetched(scripted.address("/a"))
    assert (answer.address, answer.moved_to) == (scripted.address("/e"), scripted.address("/c"))
    assert answer.body == b"/e"
    assert (await fetched(scripted.address("/c"))).moved_to is None


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/новости/1", "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1"),
        ("/%D0%BD?a=b c", "/%D0%BD?a=b%20c"),
    ],
)
async def test_a_redirect_in_another_script_is_followed(
    scripted: ScriptedServer, location: str, path: str
) -> None:
    scripted.say("/", "302 Found", f"Location: {location.encode().decode('latin-1')}")
    assert (await fetched(scripted.address("/"))).body == path.encode()


async def test_a_key_is_told_to_its_own_server_alone(scripted: ScriptedServer) -> None:
    scripted.say("/own", "302 Found", "Location: /still-own")
    scripted.say("/still-own", "302 Found", f"Location: {scripted.address('/', 'other.test')}")
    ask = Ask(
        address=scripted.address("/own").replace("http://", f"http://me:{SECRET}@"),
        allow_private=True,
        headers=(("X-Key", SECRET), ("user-agent", "Wire reader")),
    )
    async with Fetcher(Manners(gap_s=0.0), look_up=on_loopback) as one:
        with pytest.raises(FetchError, match=r"other\.test"):
            await one.fetch(ask)  # what is allowed for one host is not for the other
    async with ScriptedServer() as other:
        scripted.say("/still-own", "302 Found", f"Location: {other.address('/')}")
        with pytest.raises(FetchError, match="this machine itself"):
            await fetched(ask.address, headers=ask.headers)
    said = [(r.headers.get("x-key"), r.headers["user-agent"]) for r in scripted.requests]
    assert said == [(SECRET, "Wire reader")] * 4
    assert all(r.headers["authorization"].startswith("Basic ") for r in scripted.requests)
    assert all(r.head.lower().count(b"user-agent") == 1 for r in scripted.requests)


async def test_no_secret_comes_into_a_log_or_an_error(
    scripted: ScriptedServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    scripted.say("/no", "403 Forbidden")
    for path in ("/", "/no"):
        address = scripted.address(f"{path}?token={SECRET}").replace("//", f"//me:{SECRET}@")
        ask = Ask(address=address, allow_private=True, headers=(("X-Key", SECRET),))
        async with fetcher() as one:
            try:
                await one.fetch(ask)
            except FetchError as error:
                caplog.records.append(logging.makeLogRecord({"msg": str(error)}))
    assert SECRET not in caplog.text
    assert "fetched address=http://127.0.0.1:" in caplog.text


@pytest.mark.parametrize(
    "header",
    [
        ("Host", "a"),
        ("X-Key", "a\r\nb"),
        ("X-Key", "a\x07"),
        ("X Key", "a"),
        ("X-Key", "ключ"),
        ("X-Key", " "),
    ],
)
async def test_a_header_that_cannot_be_told_is_refused_without_its_value(
    scripted: ScriptedServer, header: tuple[str, str]
) -> None:
    with pytest.raises(FetchError, match=r"cannot be told the header '[^']+'; change it"):
        await fetched(scripted.address("/"), headers=(header,))
    assert scripted.requests == []


async def test_no_cookie_is_kept(scripted: ScriptedServer) -> None:
    scripted.say("/", "302 Found", "Set-Cookie: id=1", "Location: /next")
    await fetched(scripted.address("/"))
    assert "cookie" not in scripted.requests[-1].headers


async def test_a_name_is_looked_up_once_and_the_connection_asks_nobody(
    scripted: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: a second answer for the same name would not be asked for."""
    asked: list[str] = []

    async def once(host: str) -> list[IPAddress]:
        asked.append(host)
        return [ip_address("127.0.0.1")] if len(asked) == 1 else [ip_address("10.0.0.1")]

    def nobody(host: str, *_: object, **__: object) -> list[object]:
        raise AssertionError(f"the name {host} was looked up again")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    async with Fetcher(Manners(gap_s=0.0), look_up=once) as one:
        address = scripted.address("/x", "rebinding.test")
        answer = await one.fetch(Ask(address=address, allow_private=True))
    assert (answer.body, asked) == (b"/x", ["rebinding.test"])
    assert scripted.requests[0].headers["host"] == f"rebinding.test:{scripted.port}"


async def test_a_name_that_leads_into_the_house_is_refused(scripted: ScriptedServer) -> None:
    async with fetcher() as one:
        with pytest.raises(FetchError, match="allow its host by name") as caught:
            await one.fetch(Ask(address=scripted.address("/", "attack.test")))
    assert (caught.value.refusal, scripted.requests) == ("address", [])


async def test_the_next_address_is_tried_where_one_is_dead(scripted: ScriptedServer) -> None:
    async def two(_: str) -> list[IPAddress]:
        return [ip_address("::1"), ip_address("127.0.0.1")]

    async with Fetcher(Manners(gap_s=0.0), look_up=two) as one:
        address = scripted.address("/", "both.test")
        assert (await one.fetch(Ask(address=address, allow_private=True))).body == b"/"


async def test_nobody_listens_in_words() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FetchError, match="refuses the connection: nothing listens there"):
        await fetched(f"http://127.0.0.1:{port}/")


async def test_a_resolver_that_hangs_ends_at_the_deadline() -> None:
    async def never(_: str) -> list[IPAddress]:
        await asyncio.Event().wait()
        return []

    async with Fetcher(Manners(deadline_s=0.05), look_up=never) as one:
        with pytest.raises(FetchError, match=r"not looked up within 0\.05 seconds"):
            await one.fetch(Ask(address="http://post.example/"))


async def test_requests_to_one_host_keep_their_gap_and_other_hosts_do_not_wait(
    scripted: ScriptedServer,
) -> None:
    clock, waited = VirtualClock(NOW), list[float]()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        clock.move(seconds)

    async with Fetcher(Manners(gap_s=2.0), clock=clock, look_up=on_loopback, sleep=sleep) as one:
        for host in ("a.test", "a.test", "b.test", "a.test"):
            await one.fetch(Ask(address=scripted.address("/", host), allow_private=True))
            clock.move(0.5)
    assert waited == [1.5, 1.0]


async def test_so_many_requests_to_one_host_at_a_time() -> None:
    class Counting(LoopbackServer):
        now = most = 0

        async def answer(self, request: Request, out: Out, /) -> None:
            self.now += 1
            self.most = max(self.most, self.now)
            for _ in range(20):
                await asyncio.sleep(0)
            self.now -= 1
            await out.page(request.path.encode())

    async with Counting() as server, fetcher(Manners(gap_s=0.0, at_once=3)) as one:
        asks = [Ask(address=server.address(f"/{n}"), allow_private=True) for n in range(12)]
        answers = await asyncio.gather(*map(one.fetch, asks))
    assert [answer.body for answer in answers] == [f"/{n}".encode() for n in range(12)]
    assert 1 < server.most <= 3


@given(st.text("ab\r\n", max_size=12), st.sampled_from(["", "\r\n", "\n\r\n"]), st.booleans())
def test_a_body_of_the_length_that_it_says_is_never_refused(
    body: str, habit: str, is_apart: bool
) -> None:
    """Whatever it ends in, with the line end that old servers add, in one piece with its head or
    apart."""
    text = body.encode()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(text))
        if is_apart:
            await writer.drain()
        writer.write(text + habit.encode())
        await writer.drain()
        writer.close()

    async def run() -> bytes | None:
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            return (await fetched(f"http://127.0.0.1:{port}/")).body

    assert asyncio.run(run()) == text
