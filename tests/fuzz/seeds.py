"""Seeds: honest documents to begin with, for every reader: the project's own, and real ones beside
the checkout."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feeds.documents import from_bytes
from feeds.errors import FeedError
from feeds.readers import recognise

ROOT = Path(__file__).resolve().parents[2]
OWN = (Path(__file__).parent / "honest", ROOT / "tests" / "tapes" / "readers")
REAL = (ROOT / "feeds" / "samples", ROOT.parent / "shared" / "samples")
NOBODY = "nobody"
"""Stands for the reader of what no reader knows."""

_REPEATED = re.compile(rb"<(item|entry|article|p|newsItem)\b.*</\1>", re.DOTALL)
_SENTENCE_END = re.compile(rb"(?<=[a-z])\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Seed:
    """An honest document, and the name of the reader that knows it."""

    reader: str
    data: bytes


def seeds() -> tuple[Seed, ...]:
    """The documents, in one order on every machine."""
    return tuple(Seed(_reader_of(data), data) for data in _documents(*OWN, *REAL))


def own_seeds() -> tuple[Seed, ...]:
    """The short ones that were written for this."""
    return tuple(Seed(_reader_of(data), data) for data in _documents(*OWN))


def text_of(data: bytes) -> str | None:
    """The document's characters; None for what is no text."""
    try:
        return from_bytes(data, "fuzz", "fuzz").text
    except FeedError:
        return None


def grown(data: bytes, size: int) -> bytes:
    """An honest document of about `size` bytes: its items over and over, else all of it. Sentences
    that stand by themselves end in a number: what merely repeats is read faster than news."""
    if len(data) >= size:
        return data
    try:
        whole = json.loads(data)
    except ValueError:
        found = _REPEATED.search(data)
        start, end = found.span() if found else (_head_of(data), len(data))
        times = (size - len(data)) // max(end - start, 1)
        more = [_SENTENCE_END.sub(b" %d." % n, data[start:end]) for n in range(times)]
        return data[:end] + b"".join(more) + data[end:]
    items = _longest(whole)
    times = max((size - len(data)) // max(len(json.dumps(items)), 1), 0)
    items += items * times
    return json.dumps(whole, ensure_ascii=False).encode()


def _head_of(data: bytes) -> int:
    """Where what is repeated begins: after the first line of a table."""
    return data.index(b"\n") + 1 if _reader_of(data) == "csv" else 0


def _longest(value: object) -> list[object]:
    """The longest list of objects in `value`."""
    lists, level = [[]], [value]  # type: list[list[object]], list[object]
    while level:
        one = level.pop()
        if isinstance(one, list):
            lists.append(one if any(isinstance(x, dict) for x in one) else [])
            level += one
        elif isinstance(one, dict):
            level += one.values()
    return max(lists, key=len)


def _reader_of(data: bytes) -> str:
    text = text_of(data)
    known = recognise(text) if text else None
    return known.name if known else NOBODY


def _documents(*folders: Path) -> Iterator[bytes]:
    for folder in folders:
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
        for path in paths:
            if path.is_file() and not path.name.endswith((".expected", ".md")):
                yield path.read_bytes()
