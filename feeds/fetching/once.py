"""Once: one address, fetched now and never again, for commands that read and end."""

import asyncio

from feeds.fetching.address_policy import target_of
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.manners import Manners
from feeds.options import Network


def manners_of(network: Network) -> Manners:
    """What the settings say of fetching, for a `Fetcher`."""
    return Manners(
        contact=network.contact,
        proxy=network.proxy,
        certificates=network.certificates,
        most_bytes=int(network.most_mb * 1_000_000),
    )


def may_be_private(address: str, network: Network) -> bool:
    """True where the host of `address` is allowed by name; False also for what is no address."""
    try:
        host = target_of(address).host
    except FetchError:
        return False
    return host in {_host(name) for name in network.allow_private}


def has_password(address: str) -> bool:
    """True where a name and password stand in it, which no other address has."""
    try:
        return target_of(address).authorization is not None
    except FetchError:
        return False


def fetch_once(address: str, network: Network) -> tuple[Answer, tuple[str, ...]]:
    """What `address` brings, and what a reader should know of how it was fetched.

    Not to be called where an event loop runs.

    Raises:
        FetchError: nothing that may be used.
        UsageError: the proxy or the certificates of the settings cannot be used.
    """
    fetcher = Fetcher(manners_of(network))
    ask = Ask(address=address, allow_private=may_be_private(address, network))
    return asyncio.run(fetcher.fetch(ask)), fetcher.notices


def _host(name: str) -> str:
    """As addresses spell it: small letters, IDNA."""
    try:
        return target_of(f"http://{f'[{name}]' if name.count(':') > 1 else name}/").host
    except FetchError:
        return name
