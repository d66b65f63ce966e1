"""Fetcher against a hostile server: each deed ends in words, in time, and costs no other source."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.clock import VirtualClock
from feeds.fetching.fetched import Answer, Ask, FetchError, Refusal
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.machines import IPAddress
from feeds.fetching.manners import Manners
from feeds.sanitise import clean_line
from tests.hostile_server import BODY, DEEDS, HostileServer
from tests.polite_server import PoliteServer

NOW = datetime(2022, 9, 13, 17, 0, tzinfo=UTC)
FILES = Path("/proc/self/fd")
SHORT_S, LONG_S = 0.5, 60.0
MANNERS = Manners(deadline_s=LONG_S, gap_s=0.0, at_once=100)


@pytest.fixture
async def hostile() -> AsyncIterator[HostileServer]:
    async with HostileServer() as server:
        yield server


def open_files() -> int:
    """Of this process."""
    return len(list(FILES.iterdir()))


async def on_loopback(host: str) -> list[IPAddress]:
    """A resolver for which every name is this machine; but not those that nobody has."""
    if host.endswith(".invalid"):
        raise OSError("no such name")
    return [ip_address("127.0.0.1")]


def fetcher(manners: Manners = MANNERS) -> Fetcher:
    return Fetcher(manners, clock=VirtualClock(NOW), look_up=on_loopback)


async def fetched(server: HostileServer, path: str, manners: Manners = MANNERS) -> Answer:
    async with fetcher(manners) as one:
        ask = Ask(address=server.address(path), allow_private=True, etag='"e"')
        return await one.fetch(ask)


async def failure(server: HostileServer, path: str, manners: Manners = MANNERS) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await fetched(server, path, manners)
    error = caught.value
    assert error.address == server.address(path)
    assert clean_line(str(error)) == str(error)
    return error


SLOW: list[tuple[str, Refusal, str]] = [
    ("/drip", "timeout", "sends too slowly: not all came within 0.5 seconds ("),
    ("/drip-head", "timeout", "did not finish its headers within 0.5 seconds"),
    ("/hang-before", "timeout", "was reached and did not answer within 0.5 seconds"),
    ("/hang-in-head", "timeout", "did not finish its headers within 0.5 seconds"),
    ("/hang-in-body", "timeout", "not all came within 0.5 seconds (49 of 1,000 bytes came)"),
]
BROKEN: list[tuple[str, Refusal, str]] = [
    ("/close-before", "broken", "broke off before it answered"),
    ("/reset-before", "broken", "broke off before it answered"),
    ("/reset-in-body", "broken", "broke off in the middle (49 of 1,000 bytes came)"),
    ("/half", "broken", "broke off in the middle (49 of 98 bytes came)"),
    ("/shorter", "broken", "sends more than the 29 bytes that it says"),
    ("/half-chunked", "broken", "broke off in the middle (49 bytes came)"),
    ("/half-gzip", "broken", "broke off: what came ends in mid-text"),
    ("/unknown-coding", "broken", "is compressed in a way that was not asked for"),
    ("/nested-bomb", "broken", "is compressed in a way that was not asked for"),
    ("/not-gzip", "broken", "is not compressed as it says, or is damaged"),
    ("/bad-chunks", "broken", "broke off in the middle (0 bytes came)"),
    ("/no-http", "broken", "answers with what is no proper HTTP"),
    ("/bare-page", "broken", "answers with what is no proper HTTP"),
    ("/status-0", "broken", "answers with what is no proper HTTP"),
    ("/status-1000", "broken", "answers with what is no proper HTTP"),
    ("/two-lengths", "broken", "answers with what is no proper HTTP"),
    ("/nul-in-head", "broken", "answers with what is no proper HTTP"),
    ("/injected-head", "broken", "answers with what is no proper HTTP"),
    ("/early-only", "broken", "answers with what is no proper HTTP"),
    ("/101", "broken", "answers with what is no proper HTTP"),
]
TOO_LARGE: list[tuple[str, Refusal, str]] = [
    ("/endless", "too-large", "is larger than what is taken, or never ends"),
    ("/crumbs", "too-large", "is larger than what is taken, or never ends"),
    ("/endless-head", "too-large", "sends headers without end"),
    ("/endless-early", "too-large", "sends headers without end"),
    ("/bomb", "too-large", "is larger than what is taken, or never ends"),
    ("/large", "too-large", "is too large (9,000,000 bytes)"),
    ("/large-entry.xml", "too-large", "is too large (50,000,"),
]
ASTRAY: list[tuple[str, Refusal, str]] = [
    ("/to-itself", "redirect", "leads in a circle"),
    ("/circle-a", "redirect", "leads in a circle"),
    ("/far/1", "redirect", "leads on more than 5 times"),
    ("/to-nowhere", "redirect", "leads on, and does not say where"),
    ("/to-file", "redirect", "leads on to file:/etc/passwd: only http and https are fetched"),
    ("/to-gopher", "redirect", "leads on to gopher://127.0.0.1/: only http and https"),
    ("/to-script", "redirect", "only http and https are fetched"),
    ("/to-private", "redirect", "(10.0.0.1); if it is a server of your own, name that address"),
    ("/to-cloud", "redirect", "which leads to a private network (169.254.169.254)"),
    ("/to-number", "redirect", "which leads to this machine itself (127.0.0.1)"),
    ("/to-mail-port", "redirect", "port 25 is not one of the web's"),
    ("/to-nonsense", "redirect", "to what is no address"),
    (
        "/to-secrets",
        "redirect",
        "leads on to http://192.168.0.1/?token=…, which leads to a private",
    ),
    ("/to-unknown-name", "unreachable", "nobody.invalid/, which has a name that nobody knows"),
]
STATUSES: list[tuple[str, Refusal, str]] = [
    ("/401", "status", "lets nobody in without a key (401)"),
    ("/403", "status", "does not let us in (403)"),
    ("/404-anything", "status", "has nothing at this address (404)"),
    ("/410", "gone", "says that it is gone for good (410)"),
    ("/429", "status", "is asked too often (429), and asks to be left alone for 2 minutes"),
    ("/500", "status", "is out of order (500)"),
    ("/503-until", "status", "is out of order (503), and asks to be left alone for 10 minutes"),
    ("/503-forever", "status", "asks to be left alone for 1 day; 1 day is the most that it gets"),
    ("/503-nonsense", "status", "is out of order (503);"),
    ("/204", "status", "answers 204, which brings nothing"),
    ("/206", "status", "answers 206, which brings nothing"),
]


@pytest.mark.parametrize(("path", "refusal", "words"), SLOW)
async def test_what_is_slow_ends_at_the_deadline(
    hostile: HostileServer, path: str, refusal: Refusal, words: str
) -> None:
    async with asyncio.timeout(LONG_S):
        error = await failure(hostile, path, Manners(deadline_s=SHORT_S, gap_s=0.0))
    assert (error.refusal, words in str(error)) == (refusal, True), str(error)


@pytest.mark.parametrize(
    ("path", "refusal", "words"),
    [*BROKEN, *TOO_LARGE, *ASTRAY, *STATUSES],
    ids=lambda v: str(v)[:20],
)
async def test_a_hostile_answer_ends_in_words(
    hostile: HostileServer, path: str, refusal: Refusal, words: str
) -> None:
    error = await failure(hostile, path)
    assert (error.refusal, words in str(error)) == (refusal, True), str(error)


WAITS = [
    ("/429", timedelta(seconds=120)),
    ("/503-until", timedelta(minutes=10)),
    ("/503-forever", timedelta(days=1)),
    ("/503-nonsense", None),
]


@pytest.mark.parametrize(("path", "wait"), WAITS)
async def test_the_wait_that_is_asked_for_is_handed_on(
    hostile: HostileServer, path: str, wait: timedelta | None
) -> None:
    assert (await failure(hostile, path)).retry_after == wait


async def test_an_unchanged_page_with_a_body_brings_none(hostile: HostileServer) -> None:
    answer = await fetched(hostile, "/unchanged-with-body")
    assert (answer.status, answer.body, answer.sha256, answer.wire_bytes) == (304, None, None, 0)


async def test_unchanged_without_having_been_asked_is_no_answer(hostile: HostileServer) -> None:
    async with fetcher() as one:
        with pytest.raises(FetchError, match="nothing has changed, and was asked for all"):
            await one.fetch(Ask(address=hostile.address("/unchanged"), allow_private=True))


@pytest.mark.parametrize(
    ("path", "words"),
    [("/clock-ahead", "days ahead of this machine's"), ("/clock-behind", "days behind this")],
)
async def test_a_wrong_clock_is_said_and_costs_nothing(
    hostile: HostileServer, path: str, words: str
) -> None:
    answer = await fetched(hostile, path)
    assert (answer.body, answer.at) == (BODY, NOW)
    assert [words in notice for notice in answer.notices] == [True]


async def test_a_stamp_of_20_kilobytes_is_not_given_back(hostile: HostileServer) -> None:
    answer = await fetched(hostile, "/long-stamp")
    assert (answer.body, answer.etag) == (BODY, None)


async def test_a_bomb_costs_what_it_weighs_on_the_wire(hostile: HostileServer) -> None:
    error = await failure(hostile, "/bomb")
    assert error.wire_bytes < 100_000


def test_every_deed_of_the_server_is_tried() -> None:
    asked = {path for path, *_ in (*SLOW, *BROKEN, *TOO_LARGE, *ASTRAY, *STATUSES)}
    others = {"/unchanged", "/unchanged-with-body", "/clock-ahead", "/clock-behind", "/long-stamp"}
    assert set(DEEDS) - others - {"/circle-b", "/far/"} <= asked


@pytest.mark.skipif(not FILES.is_dir(), reason="needs /proc, which lists open files")
async def test_nothing_stays_open_after_all_of_them(hostile: HostileServer) -> None:
    async with fetcher(Manners(deadline_s=0.1, gap_s=0.0, at_once=100)) as one:
        before, tasks = open_files(), len(asyncio.all_tasks())
        for path in DEEDS:
            try:
                await one.fetch(Ask(address=hostile.address(path), allow_private=True, etag='"e"'))
            except FetchError:
                continue
        await hostile.idle()
        assert (open_files(), len(asyncio.all_tasks())) == (before, tasks)


async def test_a_fetch_that_is_called_off_ends_at_once(hostile: HostileServer) -> None:
    async with fetcher() as one:
        ask = Ask(address=hostile.address("/hang-in-body"), allow_private=True)
        task = asyncio.create_task(one.fetch(ask))
        await hostile.asked.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await hostile.idle()


HEADS = st.lists(
    st.sampled_from(
        [
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.0 304 No\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "Content-Length: 9\r\n",
            "Content-Encoding: gzip\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Retry-After: 1\r\n",
            'ETag: "\xff"\r\n',
            "\r\n",
            "5\r\nhello\r\n",
            "0\r\n\r\n",
        ]
    )
    | st.text(max_size=20),
    max_size=9,
)


@given(HEADS, st.binary(max_size=60))
def test_whatever_a_server_sends_becomes_an_answer_or_words(head: list[str], rest: bytes) -> None:
    sent = "".join(head).encode("utf-8", "replace") + rest

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(sent)
        await writer.drain()
        writer.close()

    async def run() -> Answer | FetchError:
        async with (
            await asyncio.start_server(serve, "127.0.0.1", 0) as server,
            fetcher(Manners(deadline_s=5.0, gap_s=0.0)) as one,
        ):
            address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            try:
                return await one.fetch(Ask(address=address, allow_private=True, etag='"e"'))
            except FetchError as error:
                return error

    came = asyncio.run(run())
    if isinstance(came, FetchError):
        assert clean_line(str(came)) == str(came)
    else:
        assert (came.body is None) == (came.status == 304)


async def test_another_source_goes_on_beside_all_of_them(hostile: HostileServer) -> None:
    async with PoliteServer() as polite, fetcher() as one:
        polite.put("/feed.xml", "<rss/>")
        attacks = [
            asyncio.create_task(
                one.fetch(Ask(address=hostile.address(path), allow_private=True, etag='"e"'))
            )
            for path in DEEDS
        ]
        ask = Ask(address=polite.address("/feed.xml", "polite.test"), allow_private=True)
        for _ in range(20):
            assert (await one.fetch(ask)).body == b"<rss/>"
        assert any(not attack.done() for attack in attacks)
        for attack in attacks:
            attack.cancel()
        ends = await asyncio.gather(*attacks, return_exceptions=True)
        kinds = {type(end) for end in ends}
        assert kinds <= {FetchError, Answer, asyncio.CancelledError}
