"""Payloads: what zlib and zstd make of a page, and of the same page after four edits.

`python -m benchmarks.payloads FILE...`: bytes, and milliseconds of processor time, for each file.
"""

import random
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import say
from feeds.archive.payloads import deflate, inflate

_EDITS, _EDIT_BYTES = 4, 300


def main() -> None:
    """One line a figure."""
    for name in sys.argv[1:]:
        path = Path(name)
        page, later = path.read_bytes(), edited(path.read_bytes())
        say(f"{path.name}_plain", len(page) / 1000, "kB")
        _say(f"{path.name}_zlib", lambda page=page: zlib.compress(page))  # type: ignore[misc]
        _say(f"{path.name}_zstd", lambda page=page: deflate(page))  # type: ignore[misc]
        _say(f"{path.name}_zstd_edited", lambda a=page, b=later: deflate(b, a))  # type: ignore[misc]
        assert inflate(deflate(later, page), len(later), page) == later


def edited(page: bytes) -> bytes:
    """The page after some words came in, at places that are the same each time."""
    chance, made = random.Random(1), bytearray(page)
    for _ in range(_EDITS):
        at = chance.randrange(len(made))
        made[at:at] = bytes(chance.choices(b"abcdefghij klmnop", k=_EDIT_BYTES))
    return bytes(made)


def _say(name: str, make: Callable[[], bytes]) -> None:
    began = time.process_time()
    size = len(make())
    say(name, size / 1000, "kB")
    say(f"{name}_taken", 1000 * (time.process_time() - began), "ms")


if __name__ == "__main__":
    main()
