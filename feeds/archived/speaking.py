"""Speaking: how the sources fare that are followed, and when each source and actor last spoke."""

from collections.abc import Mapping

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.following.health import MOST_CAME, Health
from feeds.following.state import health_in
from feeds.index.index import Index
from feeds.query import Named

_MINUTE_US = 60_000_000


def healths(archive: Archive) -> tuple[Health, ...]:
    """How every source fares that was ever followed: those that fail first, then by name."""
    found = filter(None, map(health_in, archive.fetches.states().values()))
    return tuple(sorted(found, key=lambda h: (not h.is_failing, h.name)))


def spoken(index: Index, known: BitMap, kind: Named) -> Mapping[str, tuple[int, ...]]:
    """By source or actor: when the last entries of it that are known were published.

    In minutes since 1970, sorted, `MOST_CAME` at most.
    """
    found = {}
    dated = known - BitMap(range(index.undated))
    for (of, id), ranks in index.sets.items():
        mine = ranks & dated if of == kind else None
        if mine:
            last = mine[max(len(mine) - MOST_CAME, 0) :]
            found[id] = tuple(index.times[rank] // _MINUTE_US for rank in last)
    return found
