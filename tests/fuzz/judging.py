"""Judging: what no document may do, whatever it holds."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.documents import from_bytes
from feeds.errors import FeedError
from feeds.readers import READERS, Reader, Reading, recognise
from feeds.sanitise import clean, clean_line

SLOWER = 10
"""Times an honest document's time for each character."""

LEAST_S = 0.03
"""No input of ours is held to less: the machine has other things to do."""

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal would obey; told apart from the sanitiser's own list."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a document did that it may not."""

    reader: str
    what: str


class Judge:
    """Knows how fast each reader is on honest documents."""

    def __init__(self, seeds: Sequence[bytes]) -> None:
        self._pace_s = {reader.name: 1e-6 for reader in READERS}
        for seed in seeds:
            text = _text(seed)
            reader = recognise(text) if text else None
            if reader is not None and text:
                pace_s = min(_timed(reader, text)[1] for _ in range(2)) / len(text)
                self._pace_s[reader.name] = max(self._pace_s[reader.name], pace_s)

    def judge(self, data: bytes, other: int) -> list[Found]:
        """What is wrong with how `data` is read: by who knows it, and by one other, forced."""
        try:
            text = _text(data)
        except Exception as error:
            return [Found("documents", f"raised {type(error).__name__}: {error}")]
        if not text:
            return []
        try:
            known = recognise(text)
        except Exception as error:
            return [Found("recognise", f"raised {type(error).__name__}: {error}")]
        readers = {r.name: r for r in (known, READERS[other % len(READERS)]) if r is not None}
        return [found for reader in readers.values() for found in self._read(reader, text)]

    def _read(self, reader: Reader, text: str) -> Iterator[Found]:
        try:
            reading, took_s = _timed(reader, text)
        except FeedError:
            return
        except Exception as error:
            yield Found(reader.name, f"raised {type(error).__name__}: {error}")
            return
        yield from (Found(reader.name, what) for what in _told(reading))
        most_s = max(LEAST_S, SLOWER * self._pace_s[reader.name] * len(text))
        if took_s > most_s and (again_s := min(_timed(reader, text)[1] for _ in range(3))) > most_s:
            yield Found(reader.name, f"took {again_s:.3f} s of {most_s:.3f} s")


def _text(data: bytes) -> str | None:
    """The document's characters; None for what is no text."""
    try:
        return from_bytes(data, "fuzz", "fuzz").text
    except FeedError:
        return None


def _timed(reader: Reader, text: str) -> tuple[Reading, float]:
    began_s = time.process_time()
    reading = reader.read(text, source="fuzz", day=None)
    return reading, time.process_time() - began_s


def _told(reading: Reading) -> Iterator[str]:
    """What of it a terminal would obey, once it was cleaned."""
    for draft in reading.drafts:
        for name in ("headline", "body", "url", "byline", "source", "id"):
            if _OBEYED.search(clean(getattr(draft, name) or "")):
                yield f"{name} holds a control once cleaned"
    for problem in reading.problems:
        if _OBEYED.search(clean_line(str(problem))):
            yield "a problem holds a control once cleaned"
