"""Looking up: one question for all who wait for it, and nobody else waits for a slow resolver."""

import asyncio
import socket
from ipaddress import ip_address
from threading import Event

import pytest

from feeds.fetching.looking_up import Lookups

ROWS = [
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("2001:db8::1", 0, 0, 0)),
    (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::1%eth0", 0, 0, 2)),
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0)),
    (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0)),
]
FOUND = [ip_address(ip) for ip in ("2001:db8::1", "fe80::1", "192.0.2.1")]


class Resolver:
    """Stands in for the machine's; some names wait until they are let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let_go = Event()

    def __call__(self, host: str, *_: object, **__: object) -> list[object]:
        self.asked.append(host)
        if host.startswith("slow"):
            self.let_go.wait(60)
        if host.startswith("unknown"):
            raise socket.gaierror(-2, "Name or service not known")
        return list(ROWS)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    one = Resolver()
    monkeypatch.setattr(socket, "getaddrinfo", one)
    return one


async def test_a_name_becomes_each_address_once(resolver: Resolver) -> None:
    assert await Lookups()("post.example") == FOUND
    assert resolver.asked == ["post.example"]


async def test_who_waits_for_the_same_name_asks_once_and_others_go_on(resolver: Resolver) -> None:
    look_up = Lookups()
    slow = [asyncio.create_task(look_up("slow.example")) for _ in range(3)]
    assert await look_up("post.example") == FOUND
    slow[0].cancel()
    resolver.let_go.set()
    assert await asyncio.gather(*slow[1:]) == [FOUND, FOUND]
    assert slow[0].cancelled()
    assert sorted(resolver.asked) == ["post.example", "slow.example"]


async def test_a_name_that_nobody_knows_is_an_error_and_is_asked_again(resolver: Resolver) -> None:
    look_up = Lookups()
    for _ in range(2):
        with pytest.raises(OSError, match="not known"):
            await look_up("unknown.example")
    assert resolver.asked == ["unknown.example"] * 2


async def test_a_label_that_is_too_long_is_an_error() -> None:
    with pytest.raises(OSError, match=r"."):
        await Lookups()("a" * 100 + ".example")
