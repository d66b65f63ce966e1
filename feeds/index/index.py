"""Index: every version by its rank in time, who is named by which, and what is known when.

A rank is the place of a version among all versions, oldest first, as the store in memory orders
them. An index never changes: what comes in makes another one, which shares what is alike.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyroaring import BitMap

from feeds.index.column import Column
from feeds.index.moments import Moments
from feeds.index.rows import Key

EMPTY = BitMap()


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """How an index came of the one before it."""

    before: object
    """Mark of that one."""

    upto: int
    """The newest doc that was in it."""

    moved: Callable[[BitMap], BitMap]
    """Its ranks as they are now."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Index:
    """One state of the archive; sets that it gives are nobody's to change."""

    times: Column
    """Time by rank, microseconds since 1970; `NEVER` for the undated, which stand first."""

    docs: Column
    """Doc by rank."""

    ranks: Column
    """Rank by doc."""

    undated: int
    """How many ranks have no time."""

    apart: BitMap
    """Versions that became known at another moment than their time, or have no such moment."""

    late: Moments
    """When those became known."""

    gone: Moments
    """When versions were replaced by the next one."""

    sets: Mapping[Key, BitMap]
    """Ranks by what they have."""

    upto: int = 0
    """The newest doc that is in it."""

    mark: object = field(default_factory=object)
    """What names this one, when it is long gone."""

    said: object = field(default_factory=object)
    """What names its claims: the same in the next one, if no claim came or went between."""

    steps: tuple[Step, ...] = ()
    """The last ones by which it came about, oldest first."""

    def __len__(self) -> int:
        return len(self.docs)

    def since(self, mark: object) -> Sequence[Step] | None:
        """The steps that led here from the index of a mark; None where that is too long ago."""
        if mark is self.mark:
            return ()
        at = next((n for n, step in enumerate(self.steps) if step.before is mark), None)
        return None if at is None else self.steps[at:]

    def set_of(self, key: Key) -> BitMap:
        """Ranks that have it."""
        return self.sets.get(key, EMPTY)

    @cached_property
    def newest(self) -> BitMap:
        """One version of each entry, the one that holds at the end."""
        return self.everything - self.gone.all(self.ranks)

    @cached_property
    def everything(self) -> BitMap:
        """Every version."""
        return BitMap(range(len(self)))

    @cached_property
    def undated_entries(self) -> int:
        """How many entries have no time."""
        return self.newest.range_cardinality(0, self.undated)

    def known(self, at: int | None) -> BitMap:
        """One version of each entry, the one to show at `at` (None: the end)."""
        if at is None:
            return self.newest
        return self.told(at) - self.gone.until(at, self.ranks)

    def told(self, at: int) -> BitMap:
        """Every version that was known at `at`, those replaced since too."""
        plain = BitMap(range(self.undated, self.until(at)))
        if not self.apart:
            return plain
        return (plain - self.apart) | self.late.until(at, self.ranks)

    def struck(self, at: int | None) -> BitMap:
        """Versions that were known at `at`, and replaced by then."""
        if at is None:
            return self.gone.all(self.ranks)
        return self.told(at) & self.gone.until(at, self.ranks)

    def until(self, time: int) -> int:
        """How many ranks are not later, undated ones too."""
        return self.times.first_after(time, self.undated)

    def before(self, time: int) -> int:
        """How many ranks are earlier, undated ones too."""
        return self.times.first_from(time, self.undated)

    def time_of(self, rank: int) -> int | None:
        """Time of a version; None for an undated one."""
        return None if rank < self.undated else self.times[rank]


def empty() -> Index:
    """The index of nothing."""
    nothing = Column("I")
    none = Moments.of((), nothing)
    return Index(
        times=Column("q"),
        docs=nothing,
        ranks=Column("I", (0,)),
        undated=0,
        apart=BitMap(),
        late=none,
        gone=none,
        sets={},
    )
