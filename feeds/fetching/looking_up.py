"""Looking up: a host's name becomes IP addresses, by the machine's own resolver."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from threading import Thread

from feeds.fetching.machines import IPAddress

LookUp = Callable[[str], Awaitable[list[IPAddress]]]
"""A host's addresses, the best first; OSError where there are none."""


class Lookups:
    """Asks the resolver, once for all who wait for the same name.

    Each look-up has a thread of its own that nobody waits for: a resolver that hangs delays neither
    the other names nor the end of the program.
    """

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Future[list[IPAddress] | OSError]] = {}

    async def __call__(self, host: str) -> list[IPAddress]:
        """Addresses of `host`, each once.

        Raises:
            OSError: it has none, or nobody knows.
        """
        found = self._under_way.get(host)
        if found is None:
            loop = asyncio.get_running_loop()
            found = self._under_way[host] = loop.create_future()
            found.add_done_callback(lambda _: self._under_way.pop(host, None))
            Thread(target=_ask, args=(host, loop, found), name="look-up", daemon=True).start()
        result = await asyncio.shield(found)
        if isinstance(result, OSError):
            raise result
        return result


def _ask(
    host: str,
    loop: asyncio.AbstractEventLoop,
    future: "asyncio.Future[list[IPAddress] | OSError]",
) -> None:
    result: list[IPAddress] | OSError
    try:
        rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        result = list(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in rows))
    except OSError as error:
        result = error
    except ValueError as error:  # a label too long for IDNA
        result = OSError(str(error))
    try:
        loop.call_soon_threadsafe(_set, future, result)
    except RuntimeError:  # the loop is closed: nobody waits any more
        return


def _set(
    future: "asyncio.Future[list[IPAddress] | OSError]", result: list[IPAddress] | OSError
) -> None:
    if not future.done():
        future.set_result(result)
