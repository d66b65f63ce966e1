"""Judging: what no document may do, whatever it holds."""

import re
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from unittest.mock import patch

from feeds.entry import Entry
from feeds.errors import FeedError
from feeds.readers import READERS, Reader, Reading, reader_named, recognise
from feeds.readers.web import webpage
from feeds.readers.web.extraction import Extracted
from feeds.sanitise import clean_line
from tests.fuzz.drawn import drawn, placed
from tests.fuzz.seeds import NOBODY, Seed, grown, text_of

SLOWER = 10
"""Times an honest document's time for each character."""

LEAST_S = 0.02
"""No input is held to less: so long the interpreter tidies up, whoever is read."""

HONEST_BYTES = 60_000
"""Size to which honest documents are grown to be timed: what a start costs is no part of a pace."""

MOST_S = 20
"""Processor seconds after which an input is given up."""

DRAWN_EVERY = 23
"""Inputs of which one is drawn whatever it holds."""

MOST_DRAWN = 4
"""Entries of an input that are drawn: those first that hold what a terminal would obey."""

_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal would obey, or could not write; told apart from the sanitiser's own list."""

DOCUMENTS, RECOGNISE = "documents", "recognise"
"""The steps before a reader's."""

Pace = Mapping[str, float]
"""Seconds for each character, by reader, and of the steps before."""

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class Found:
    """What a document did that it may not."""

    reader: str
    what: str


@dataclass(slots=True)
class Verdict:
    """What became of an input."""

    reader: str = NOBODY
    """Who knows it."""

    has_drafts: bool = False
    """True where that one found an entry in it."""

    found: list[Found] = field(default_factory=list)

    slowest: float = 0.0
    """Times an honest document's time that the slowest of its steps took."""

    slowest_step: str = "none"


class TooSlowError(BaseException):
    """An input that does not come to an end; no reader may catch it."""


def pace_of(seeds: Iterable[Seed]) -> dict[str, float]:
    """How fast each step works on the slowest of its honest documents, grown to one size."""
    pace: dict[str, float] = {}

    def measure(step: str, work: Callable[[], object], length: int) -> None:
        took_s = min(_timed(work)[1] for _ in range(2)) / length
        pace[step] = max(pace.get(step, 0.0), took_s)

    with without_processes():
        for seed in seeds:
            if seed.reader != NOBODY:
                data = grown(seed.data, HONEST_BYTES)
                text, reader = text_of(data) or "", reader_named(seed.reader)
                measure(DOCUMENTS, partial(text_of, data), len(data))
                measure(RECOGNISE, partial(recognise, text), len(text))
                measure(reader.name, partial(reader.read, text, source="fuzz", day=None), len(text))
    return pace


class Judge:
    """Holds every reader to its pace on honest documents."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    def judge(self, data: bytes, number: int) -> Verdict:
        """How `data` is read: by who knows it, and by one other, forced: `number` says which."""
        verdict = Verdict()
        try:
            with _given_up_in_time(), without_processes():
                self._judge(data, number, verdict)
        except TooSlowError:
            verdict.found.append(Found(verdict.reader, f"took over {MOST_S} s"))
        return verdict

    def _judge(self, data: bytes, number: int, verdict: Verdict) -> None:
        text = self._within(DOCUMENTS, partial(text_of, data), len(data), verdict)
        if not text:
            return
        known = self._within(RECOGNISE, partial(recognise, text), len(text), verdict)
        is_drawn = number % DRAWN_EVERY == 0
        if known is not None:
            verdict.reader = known.name
            verdict.has_drafts = self._read(known, text, verdict, is_drawn=is_drawn)
        other = READERS[number % len(READERS)]
        if other is not known:
            self._read(other, text, verdict, is_drawn=is_drawn)

    def _read(self, reader: Reader, text: str, verdict: Verdict, *, is_drawn: bool) -> bool:
        """Read, and hold it to what it may not do; True where there was an entry in it."""
        read = partial(reader.read, text, source="fuzz", day=None)
        reading = self._within(reader.name, read, len(text), verdict)
        if reading is None:
            return False
        with _told(reader.name, verdict):
            verdict.found += (Found(reader.name, what) for what in _obeyed(reading, is_drawn))
        return bool(reading.drafts)

    def _within(
        self, step: str, work: Callable[[], _Made], length: int, verdict: Verdict
    ) -> _Made | None:
        """What the step makes; None where it raises. What is slow is tried again before it is."""
        made = None
        with _told(step, verdict):
            made, took_s = _timed(work)
            most_s = max(LEAST_S, SLOWER * self._pace.get(step, 1e-6) * length)
            if took_s > most_s:
                took_s = min(_timed(work)[1] for _ in range(3))
                if took_s > most_s:
                    what = f"took {took_s:.3f} s of {most_s:.3f} s"
                    verdict.found.append(Found(step, what))
            if took_s / most_s * SLOWER > verdict.slowest:
                verdict.slowest, verdict.slowest_step = took_s / most_s * SLOWER, step
        return made


def _timed(work: Callable[[], _Made]) -> tuple[_Made, float]:
    began_s = time.process_time()
    made = work()
    return made, time.process_time() - began_s


def _obeyed(reading: Reading, is_drawn: bool) -> Iterator[str]:
    """What of it a terminal would obey."""
    entries = placed(reading.drafts)
    for problem in reading.problems:
        if _OBEYED.search(clean_line(str(problem))):
            yield "a problem holds a control once cleaned"
    odd = [entry for entry in entries if _OBEYED.search(_held(entry))]
    if is_drawn or odd:
        for name, shown in drawn((odd or entries)[:MOST_DRAWN], reading.problems):
            if sign := _OBEYED.search(shown):
                yield f"{name} holds {sign.group()!r}"


def _held(entry: Entry) -> str:
    """All that it holds, unmodified; paragraphs and their like are honest."""
    texts = (entry.headline, entry.body, entry.url, entry.byline, entry.source, entry.id)
    more = (entry.withdrawn, *_strings(entry.extra))
    return " ".join(text for text in (*texts, *more) if text)


def _strings(value: object) -> Iterator[str]:
    """Every text in what is kept aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


@contextmanager
def _told(name: str, verdict: Verdict) -> Iterator[None]:
    """Errors of the family are words, held to the same; any other is found."""
    try:
        yield
    except FeedError as error:
        if _OBEYED.search(clean_line(str(error))):
            verdict.found.append(Found(name, "an error holds a control once cleaned"))
    except Exception as error:
        verdict.found.append(Found(name, f"raised {type(error).__name__}: {error}"))


@contextmanager
def _given_up_in_time() -> Iterator[None]:
    """TooSlowError after `MOST_S` of the processor; outside the main thread nobody can tell."""

    def give_up(_sign: int, _frame: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def without_processes() -> Iterator[None]:
    """No process is started for the text of a page: that one is ended in time whatever it does."""
    none = Extracted(text="", why_not="not asked")
    with patch.object(webpage, "extract", lambda _page: none):
        yield
