"""Soak night: the process that follows the made-up world, until it is killed.

`python -m benchmarks.soak_night ARCHIVE SEED SOURCES CALM_S FROM_S END_S` says how far it has come,
in seconds of the story, a minute at a time, and its memory each hour.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

from benchmarks.made_up_web import Web
from benchmarks.soak_world import START, World
from benchmarks.virtual_time import VirtualLoop, lived
from feeds.archive import SMALL_CACHE_KIB, Archive
from feeds.following.engine import Following
from feeds.following.reading import Reading
from feeds.following.workshop import Here
from feeds.options import Options

_PAGE_MIB = 4096 / (1 << 20)


def main() -> None:
    """Follow from a moment to the end."""
    path, seed, count, calm_s, from_s, end_s = sys.argv[1:]
    world = World(int(seed), int(count), float(calm_s))
    loop = VirtualLoop(START + timedelta(seconds=float(from_s)))
    web = Web(loop.now)
    world.web(web)
    with Archive.open(path, cache_kib=SMALL_CACHE_KIB) as archive:
        following = Following(
            archive,
            world.sources,
            fetches=web,
            works=Here(Reading(archive, Options(beat="ukraine"))),
            tell=lambda _event: None,
            clock=loop,
            chance=Random(f"{seed} {from_s}"),
        )
        began_s = float(from_s)

        def said(minutes: int) -> None:
            try:
                sys.stdout.write(f"at {began_s + minutes * 60}\n")
                if minutes % 60 == 0:
                    sys.stdout.write(f"memory {_memory_mib()}\n")
                sys.stdout.flush()
            except BrokenPipeError:
                os._exit(1)  # whoever started it is gone
            loop.call_later(60, said, minutes + 1)

        loop.call_later(0, said, 0)
        loop.call_at(float(end_s) - began_s, following.stop)
        lived(loop, following.run())
    sys.stdout.write(f"at {end_s}\n")


def _memory_mib() -> float:
    """Resident now; 0 where nobody tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MIB
    except OSError:
        return 0.0


if __name__ == "__main__":
    main()
