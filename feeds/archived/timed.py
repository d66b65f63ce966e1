"""Timed: versions by moment, as they came or were replaced."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """Versions by moment: of a million entries they are too many for objects of their own."""

    whens: "array[int]"
    """Microseconds, in order."""

    docs: "array[int]"

    @classmethod
    def of(cls, told: Iterable[tuple[int, int]]) -> "Timed":
        """Of moments and docs; those of one moment stay in their order."""
        ordered = sorted(told, key=itemgetter(0))
        return cls(array("q", (when for when, _ in ordered)), array("q", (d for _, d in ordered)))

    def at(self, when: int) -> Sequence[int]:
        """Those of a moment."""
        return self.docs[bisect_left(self.whens, when) : bisect_right(self.whens, when)]


def moments(came: Timed, gone: Timed, more: Iterable[int] = ()) -> Iterator[int]:
    """Each moment of both, and of some `more`, once and in order."""
    return (when for when, _ in groupby(merge(came.whens, gone.whens, sorted(more))))
