"""Scenes: what a tally at a moment is made of, and what was seen there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from feeds.beat import Episode
from feeds.claim import Claim
from feeds.decision import Review
from feeds.index.index import Index
from feeds.index.times import moment
from feeds.snapshot import EntryKey
from feeds.tally import Tally

EARLIER = 500
"""Versions with claims of earlier episodes that are read with those of the window; of more none."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Seen:
    """What was known in the window of a moment."""

    claims: Mapping[str, Claim]
    """As people judged them, by id."""

    struck: Mapping[str, Claim]
    """Of versions that were edited since, by id."""

    claims_of: Mapping[EntryKey, tuple[Claim, ...]]
    tally: Tally
    reviews: Mapping[str, Review]

    leaves_out: bool = False
    """True where claims of earlier episodes are too many to be listed."""

    every: Callable[[], Mapping[str, Claim]] | None = None
    """All claims of the window, for whoever goes through them, where `claims` has none."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What a tally is made of: it holds as long as this does."""

    at: datetime | None
    window: Episode | None
    live: BitMap
    struck: BitMap
    index: Index
    state: int
    """Grows with every decision."""

    leaves_out: bool
    """True where claims of earlier episodes are too many to be listed."""

    def has_the_claims_of(self, other: "Scene") -> bool:
        """True where the same claims are known, judged the same."""
        if self.window is not other.window or self.state != other.state:
            return False
        if self.index is other.index:
            return self.live == other.live and self.struck == other.struck
        return self.index.said is other.index.said and self.at == other.at

    def is_the_moment_of(self, other: "Scene") -> bool:
        """True where it is the same moment of the same index, judged the same."""
        is_here = self.at == other.at and self.index is other.index
        return is_here and self.has_the_claims_of(other)

    def docs(self, ranks: BitMap) -> list[int]:
        """The versions of some ranks, in time order."""
        return [self.index.docs[rank] for rank in ranks]


def last_known(index: Index, ranks: BitMap) -> datetime | None:
    """When the last of some versions became known; None where none has a time."""
    found = [_last_plain(index, ranks - index.apart)]
    if ranks & index.apart:
        for n in reversed(range(len(index.late))):
            if index.ranks[index.late.docs[n]] in ranks:
                found.append(index.late.whens[n])
                break
    known = [when for when in found if when is not None]
    return moment(max(known)) if known else None


def _last_plain(index: Index, ranks: BitMap) -> int | None:
    return index.time_of(ranks.max()) if ranks else None
