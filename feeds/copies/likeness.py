"""Likeness: whether two texts are one, filed twice: runs of words that both have.

A sketch holds two numbers of a text; texts that are alike share one of them nearly always, so that
a copy is found among millions by asking for equal numbers. Texts that have but one run in common,
as two that name the same ministry, may share one too: a few more runs tell most of them apart
before they are held against each other whole (A. Broder, "On the resemblance and containment of
documents", 1997).
"""

from array import array
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple
from zlib import crc32

from feeds.folding import words_of

SPAN = timedelta(hours=72)
"""Between a text and its copy, at most: as between a claim and its echo (R11)."""

RUN = 5
"""Words of a run."""

LEAD_WORDS, MOST_WORDS = 50, 400
"""Words of a text that the first number is of, and that are looked at at all: a wire is cut from
its end."""

FEWEST_RUNS = 8
"""Runs that a text needs to be told from others: twelve words."""

SHARED = 0.8
"""Of the shorter text's runs that the longer one has."""

SHORTEST = 0.4
"""Of the longer text's runs that the shorter one has room for: a text that is quoted in a far
longer one is no copy of it."""

LEAST_RUNS, LEAST_SHARED = 32, 2
"""Runs that a sketch has, the least of a text; and how many of them two alike share at least. Of
texts that are as unlike as copies may be (0.3 of all their runs shared) one pair in 6,000 has
fewer: 0.7**32 + 32 * 0.3 * 0.7**31."""


class Sketch(NamedTuple):
    """What is remembered of a text to find those that are alike."""

    numbers: tuple[int, int]
    """Two numbers from 0 to 2**32 - 1."""

    least: bytes
    """The least of its runs: as many as there are, `LEAST_RUNS` at most, four bytes each."""


_MIX = 0x9E3779B1
_ALL = 0xFFFF_FFFF


def sketch(body: str) -> Sketch | None:
    """The numbers of a text; None for one too short. The same on every machine."""
    runs = _runs(body)
    if len(runs) < FEWEST_RUNS:
        return None
    numbers = min(runs[:LEAD_WORDS]), min(run * _MIX & _ALL for run in runs)
    return Sketch(numbers, array("I", sorted(set(runs))[:LEAST_RUNS]).tobytes())


def may_be_alike(mine: frozenset[int], theirs: Sketch) -> bool:
    """False where two texts have too few runs in common; `mine` are `least_of` the one."""
    return len(mine.intersection(memoryview(theirs.least).cast("I"))) >= LEAST_SHARED


def least_of(told: Sketch) -> frozenset[int]:
    """The least runs of a text."""
    return frozenset(memoryview(told.least).cast("I"))


def is_copied(one: str, other: str) -> bool:
    """True where one text is the other, perhaps cut, perhaps with a few other words."""
    mine, theirs = set(_runs(one)), set(_runs(other))
    short, long = sorted((len(mine), len(theirs)))
    if short < FEWEST_RUNS or short < long * SHORTEST:
        return False
    return len(mine & theirs) >= short * SHARED


def is_in_span(one: datetime, other: datetime) -> bool:
    """True where the two are near enough in time."""
    return abs(one - other) <= SPAN


def _runs(body: str) -> Sequence[int]:
    flat = " ".join(words_of(body)[:MOST_WORDS]).encode()
    ends = [*accumulate(len(word) + 1 for word in flat.split(b" "))]
    return [crc32(flat[a : b - 1]) for a, b in zip([0, *ends], ends[RUN - 1 :], strict=False)]
