"""Steady: the filter's lines and their digits keep their places while the story goes on."""

from collections.abc import Sequence
from dataclasses import replace

from feeds.snapshot import Facet, Snapshot


def steady(before: Snapshot | None, now: Snapshot) -> Snapshot:
    """`now`, with the facets in the order of `before`; new ones come after.

    What counts nothing under a new filter keeps its line, with a 0. A playhead that went back
    begins afresh: a line kept from later would be hindsight.
    """
    if before is None or went_back(before, now):
        return now
    return replace(
        now,
        sides=_kept(before.sides, now.sides),
        actors=_kept(before.actors, now.actors),
        regions=_kept(before.regions, now.regions),
    )


def went_back(before: Snapshot, now: Snapshot) -> bool:
    """True where the playhead of `now` is earlier."""
    if now.at is None:
        return False
    return before.at is None or now.at < before.at


def _kept(before: Sequence[Facet], now: Sequence[Facet]) -> tuple[Facet, ...]:
    found = {facet.id: facet for facet in now}
    known = {facet.id for facet in before}
    old = (found.get(f.id) or replace(f, count=0, chosen=False) for f in before)
    return (*old, *(facet for facet in now if facet.id not in known))
