"""Bounds: what passes for sure, and what may yet, while a part of a query is still looked up."""

from dataclasses import dataclass

from pyroaring import BitMap


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Ranks that pass for sure, and ranks that may; the same set where all is looked up."""

    low: BitMap
    high: BitMap

    @property
    def is_exact(self) -> bool:
        """True where nothing is still looked up."""
        return self.low is self.high

    def __and__(self, other: "Bounds") -> "Bounds":
        low = self.low & other.low
        if self.is_exact and other.is_exact:
            return Bounds(low, low)
        return Bounds(low, self.high & other.high)

    def __or__(self, other: "Bounds") -> "Bounds":
        low = self.low | other.low
        if self.is_exact and other.is_exact:
            return Bounds(low, low)
        return Bounds(low, self.high | other.high)

    def out_of(self, everything: BitMap) -> "Bounds":
        """What does not pass."""
        low = everything - self.high
        if self.is_exact:
            return Bounds(low, low)
        return Bounds(low, everything - self.low)


def exact(ranks: BitMap) -> Bounds:
    """Ranks that pass, and no other."""
    return Bounds(ranks, ranks)
