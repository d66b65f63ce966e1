"""`python -m benchmarks NAME... --n SIZE`: figures, one `name value unit` line each.

day        the day that ships: start, keys, the tally without a screen, claims
tally      the tally of a long war: one more claim, its changes
generate   the made-up feed of a size, as JSON Lines and as a log
start      an archive from the command to the first content and to a complete screen, and memory
keys       line, page, facet and letters, from the press to the last byte of the repaint
answers    two facets and a window, words, any time, as the screen asks for them
replay     10,000 entries a second, 60 frames: late ones, and whether the tally is exact at the end
import     entries a second with claims and without, and the size of what comes of it
archive    all of the above but the day and the tally
night      a night of 20 sources on loopback: requests and bytes against naive polling
readers    real documents beside the checkout: entries found and known, and MB/s of each reader
clients    feeds from nginx on loopback, as feedparser and newsboat read them: entries, ids, times
soak       a day of 20 sources in virtual time, with faults, killed 40 times: what is lost or twice
live       a compressed night in a terminal: from an answer to the screen, and what it says
fetch      one fetch on loopback against plain httpx2, and the memory that a gzip bomb takes
"""

import argparse
import importlib
import time
from collections.abc import Sequence

from benchmarks import tapes
from benchmarks.figures import say
from benchmarks.sizes import count_of, short_of

WITHOUT_SIZE = {
    "day": "sample_day",
    "tally": "tally",
    "night": "night",
    "live": "live",
    "fetch": "fetching",
    "readers": "reading",
    "clients": "clients",
    "soak": "soak",
}
MODULES = {
    "start": "starting",
    "keys": "keying",
    "answers": "answering",
    "replay": "replaying",
    "import": "importing",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Run what is named."""
    described = (__doc__ or "").partition("\n")[0]
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=described,
        epilog=(__doc__ or "").partition("\n\n")[2],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    names = (*WITHOUT_SIZE, "generate", *MODULES, "archive")
    parser.add_argument("name", nargs="*", choices=(*names, []), metavar="NAME")
    parser.add_argument("--n", type=count_of, default=count_of("100k"), metavar="SIZE")
    asked = parser.parse_args(arguments)
    listed = ["generate", *MODULES] if "archive" in asked.name else asked.name or ["day"]
    for name in listed:
        if name in WITHOUT_SIZE:
            importlib.import_module(f"benchmarks.{WITHOUT_SIZE[name]}").main()
        elif name == "generate":
            _generate(asked.n)
        else:
            importlib.import_module(f"benchmarks.{MODULES[name]}").main(asked.n)


def _generate(count: int) -> None:
    """The tape, where it is not there yet."""
    began, size = time.perf_counter(), short_of(count)
    path = tapes.json_lines(count)
    tapes.log(count)
    say(f"tape_{size}", path.stat().st_size / count, "bytes/entry")
    say(f"tape_{size}_made_in", time.perf_counter() - began, "s")


if __name__ == "__main__":
    main()
