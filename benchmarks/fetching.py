"""One fetch on loopback against plain httpx2, in turn; and what a gzip bomb costs.

Servers run in processes of their own; what is measured is this one's processor time, and in the
end the resident memory of a fresh process that meets the bomb.
"""

import asyncio
import contextlib
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from functools import partial

import httpx2

from benchmarks.figures import say, say_ratio
from feeds.fetching.fetched import Ask, FetchError
from feeds.fetching.fetcher import Fetcher
from feeds.fetching.manners import Manners

ROUNDS, FETCHES = 11, 60
_MEMORY = "memory"


@contextlib.contextmanager
def served(module: str) -> Iterator[str]:
    """The address of a server of the tests, which runs meanwhile."""
    command = [sys.executable, "-m", f"tests.{module}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.kill()


async def _times(once: Callable[[], Awaitable[object]]) -> list[float]:
    """Processor seconds of one fetch, the mean of each round."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(FETCHES):
            await once()
        taken.append((time.process_time() - began) / FETCHES)
    return taken[1:]


@contextlib.asynccontextmanager
async def _plain() -> AsyncIterator[httpx2.AsyncClient]:
    limits = httpx2.Limits(max_keepalive_connections=0)
    async with httpx2.AsyncClient(trust_env=False, limits=limits) as client:
        yield client


async def _compare(base: str) -> None:
    address = f"{base}/feed.xml"
    async with _plain() as client, Fetcher(Manners(gap_s=0.0)) as fetcher:
        first = await fetcher.fetch(Ask(address=address, allow_private=True))
        unchanged = Ask(address=address, allow_private=True, etag=first.etag)
        stamps = {"If-None-Match": first.etag or ""}
        for name, ask, headers in (
            ("whole", Ask(address=address, allow_private=True), {}),
            ("unchanged", unchanged, stamps),
        ):
            ours = await _times(partial(fetcher.fetch, ask))
            theirs = await _times(partial(client.get, address, headers=headers))
            say(f"fetch_{name}_p50", 1000 * statistics.median(ours), "ms")
            say(f"fetch_{name}_httpx2_p50", 1000 * statistics.median(theirs), "ms")
            say_ratio(f"fetch_{name}_to_httpx2", ours, theirs)


async def _meet(address: str, by: str) -> None:
    if by == "nightdesk":
        async with Fetcher(Manners()) as fetcher:
            with contextlib.suppress(FetchError):
                await fetcher.fetch(Ask(address=address, allow_private=True))
    else:
        async with _plain() as client:
            await client.get(address)


def _print_memory(address: str, by: str) -> None:
    """In a fresh process: how much more it held at the worst than before it asked, in MiB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    asyncio.run(_meet(address, by))
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def _memory(address: str, by: str) -> float:
    command = [sys.executable, "-m", "benchmarks.fetching", _MEMORY, address, by]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main() -> None:
    """Print them all."""
    with served("polite_server") as base:
        asyncio.run(_compare(base))
    with served("hostile_server") as base:
        for by in ("nightdesk", "httpx2"):
            say(f"fetch_bomb_100_mb_memory_{by}", _memory(f"{base}/bomb", by), "MiB")


if __name__ == "__main__":
    if sys.argv[1:2] == [_MEMORY]:
        _print_memory(*sys.argv[2:4])
    else:
        main()
