"""Shapes: what a page of a size may consist of, and what each costs beside an honest one of it.

python -m tests.fuzz.shapes 1000000      # bytes; processor seconds of each, the worst first
"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from feeds.errors import FeedError
from feeds.readers import READERS, Reader, recognise
from tests.fuzz.judging import RECOGNISE, Pace, without_processes
from tests.fuzz.seeds import grown, own_seeds, text_of

SIZE = 1_000_000

Shape = Callable[[bytes, int], bytes]
"""From an honest document and a size, a document of about that size."""


def _one_word(seed: bytes, size: int) -> bytes:
    """One text of it is as large as the page may be."""
    return _midst(seed, b"A" * (size - len(seed)))


def _midst(seed: bytes, told: bytes) -> bytes:
    """`told` within an honest text of it."""
    at = seed.rfind(b"o", 0, len(seed) * 2 // 3)
    return seed[:at] + told + seed[at:]


def _opened(sign: bytes) -> Shape:
    """The same sign over and over in the midst of it, never closed."""

    def make(seed: bytes, size: int) -> bytes:
        return _midst(seed, sign * ((size - len(seed)) // len(sign)))

    return make


def _alone(sign: bytes) -> Shape:
    """The same sign over and over, and nothing else."""
    return lambda _, size: sign * (size // len(sign))


def _tailed(sign: bytes) -> Shape:
    """The first half of an honest one, then the same sign to its end."""
    return lambda seed, size: seed[: len(seed) // 2] + sign * (size // len(sign))


_SIGNS: dict[str, bytes] = {
    "less": b"<",
    "ampersands": b"&",
    "entities": b"&#60;",
    "named": b"&lt;",
    "lists": b"[",
    "links": b"[a](http://b.c ",
    "objects": b'{"a":',
    "quotes": b'"',
    "apostrophes": b"'",
    "keys": b'","a":"',
    "lines": b"\n",
    "items": b"\n- a: b\n",
    "digits": b"7",
    "numbers": b"12 ",
    "clocks": b"\n\n12:30\n\n",
    "stamps": b"\n\n14 May 2031, 01:25\n\n",
    "days": b"\n14 May 2031\n",
    "dated": b"2031-05-14T01:25:00Z ",
    "commas": b",",
    "semicolons": b";",
    "tabs": b"\t",
    "spaces": b" ",
    "wide_spaces": "\u00a0".encode(),
    "backslashes": b"\\",
    "escapes": b"\\u0301",
    "colons": b": ",
    "dashes": b"-",
    "stars": b"*",
    "hashes": b"#",
    "dots": b".",
    "tags": b"<p>",
    "nested": b"<div>",
    "spans": b"<b>",
    "anchors": b'<a href="http://b.c/">',
    "odd_tags": b"<a b=",
    "ends": b"</p>",
    "comments": b"<!--",
    "cdata": b"<![CDATA[",
    "item_tags": b"<item><entry>",
    "scripts": b"<script>",
    "doctypes": b"<!DOCTYPE a [<!ENTITY",
    "combining": "\u0301".encode(),
    "controls": b"\x1b[2J",
    "nulls": b"\x00",
    "marks": "\u202e".encode(),
    "cyrillic": "\u0434".encode(),
    "emoji": "\U0001f3fd".encode(),
    "addresses": b"http://a.b/ ",
    "brackets": b"(",
    "words": b"a ",
    "capitals": b"AB ",
    "sentences": b"One went. ",
    "short_lines": b"a\n",
    "paragraphs": b"a b.\n\n",
}
"""What may be said over and over."""

SHAPES: dict[str, Shape] = {
    "honest": grown,
    "one_word": _one_word,
    "broken_off": lambda seed, size: seed[: len(seed) * 2 // 3] + b"[" * size,
    **{f"{name}_in": _opened(sign) for name, sign in _SIGNS.items()},
    **{f"{name}_tail": _tailed(sign) for name, sign in _SIGNS.items()},
}
"""What a page may consist of that begins as an honest one."""

EVERY: dict[str, Shape] = SHAPES | {f"{name}_alone": _alone(sign) for name, sign in _SIGNS.items()}
"""These, and the same without any honest word."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document of one shape cost."""

    step: str
    """The reader's name, or `recognise`."""

    shape: str
    seconds: float
    """Of the processor."""

    times: float
    """As many times what an honest document of the size cost."""


def costs(
    size: int, shapes: Iterable[str] = (), readers: Iterable[str] = ()
) -> tuple[dict[str, float], Iterator[Cost]]:
    """Seconds that every step takes for an honest document of the size, and what each takes for
    every shape (or the named ones)."""
    honest = _honest(size)
    return honest, _costs(size, set(shapes), set(readers), honest)


def _costs(size: int, shapes: set[str], readers: set[str], honest: Pace) -> Iterator[Cost]:
    with without_processes():
        for reader in READERS:
            seed = next(seed.data for seed in own_seeds() if seed.reader == reader.name)
            for name, make in EVERY.items() if not readers or reader.name in readers else ():
                text = text_of(make(seed, size)) if not shapes or name in shapes else None
                if text is not None:
                    for step, took_s in _steps(reader, text):
                        yield Cost(step, f"{name} of {reader.name}", took_s, took_s / honest[step])


def _steps(reader: Reader, text: str) -> Iterator[tuple[str, float]]:
    """The reader's processor seconds, and the recogniser's, whatever comes of it."""
    read = partial(reader.read, text, source="fuzz", day=None)
    for step, work in ((reader.name, read), (RECOGNISE, partial(recognise, text))):
        began_s = time.process_time()
        with suppress(FeedError):
            work()
        yield step, time.process_time() - began_s


def _honest(size: int) -> dict[str, float]:
    """The same for the slowest honest document of the size."""
    honest: dict[str, float] = {}
    with without_processes():
        for seed in own_seeds():
            reader = next((one for one in READERS if one.name == seed.reader), None)
            for step, took_s in (
                _steps(reader, text_of(grown(seed.data, size)) or "") if reader else ()
            ):
                honest[step] = max(honest.get(step, 0.0), took_s)
    return honest


def main() -> None:
    """Print all that is dearer than an honest document, and the dearest."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.shapes")
    parser.add_argument("size", type=int, nargs="?", default=SIZE, help="bytes of a document")
    parser.add_argument("--reader", action="append", default=[], help="this one alone")
    parser.add_argument("--shape", action="append", default=[], help="this one alone")
    parser.add_argument("--over", type=float, default=4, help="times an honest one's time")
    asked = parser.parse_args()
    honest, found = costs(asked.size, asked.shape, asked.reader)
    for step, seconds in honest.items():
        print(f"honest_{step} {seconds:.3f} s", flush=True)
    done = []
    for cost in found:
        done.append(cost)
        if cost.times > asked.over:
            _tell("shape", cost)
    print(f"shapes {len(done)}")
    _tell("shapes_worst", max(done, key=lambda cost: cost.times))


def _tell(name: str, cost: Cost) -> None:
    what = f"{cost.step}, {cost.shape}: {cost.seconds:.2f} s"
    print(f"{name} {what}, {cost.times:.1f} times an honest one", flush=True)


if __name__ == "__main__":
    main()
