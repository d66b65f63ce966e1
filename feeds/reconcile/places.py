"""Numbers for parts of the theatre: what they add up to, counted nowhere twice (R6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.beat import Beat
from feeds.claim import Category
from feeds.reconcile.chain import Chain, Step
from feeds.reconcile.reading import Column


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Part:
    """The figure that stands for one place or incident, by one claimant."""

    column: Column
    by: str
    speaker: str
    category: Category
    place: str | None
    incident: str | None
    chain: Chain

    @property
    def step(self) -> Step:
        return self.chain.current


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """What disjoint parts add up to."""

    low: int
    newest: datetime | None
    """Latest as-of of the parts; None where none has a time."""

    words: str
    """The sum as written: "43 (Gegharkunik) + 5 (Syunik)"."""


def floor_of(parts: Iterable[Part], beat: Beat) -> Floor | None:
    """The floor that one column's parts set together; None where they set none.

    Two parts are disjoint where their places are, or their incidents in one place. A region
    contains its places, and the whole theatre every region: of a running total there and the sum
    of what lies inside it the larger counts, for a number inside another is never added to it.
    """
    counted = [p for p in parts if p.step.low is not None]
    if not counted:
        return None
    regions: dict[str | None, dict[str | None, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for part in counted:
        region = beat.region_of.get(part.place, part.place) if part.place is not None else None
        regions[region][part.place].append(part)
    everywhere = _at_one_place(regions.pop(None, {}).get(None, []))
    inside = [p for region in sorted(regions, key=str) for p in _in_region(region, regions[region])]
    taken = max(inside, everywhere, key=_sum)
    times = [p.step.as_of for p in taken if p.step.as_of is not None]
    return Floor(
        low=_sum(taken),
        newest=max(times, default=None),
        words=" + ".join(f"{p.step.low} ({_name(p, beat)})" for p in taken),
    )


def _in_region(region: str | None, places: dict[str | None, list[Part]]) -> list[Part]:
    whole = _at_one_place(places.get(region, []))
    inner = [
        p
        for place in sorted(places, key=str)
        if place != region
        for p in _at_one_place(places[place])
    ]
    return max(whole, inner, key=_sum)


def _at_one_place(parts: Sequence[Part]) -> list[Part]:
    """The running total there, or its incidents together: whichever is more.

    Categories that may contain each other are not added: the larger of them counts.
    """
    running = _disjoint([p for p in parts if p.incident is None])
    incidents: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        if part.incident is not None:
            incidents[part.incident].append(part)
    told = [p for incident in sorted(incidents, key=str) for p in _disjoint(incidents[incident])]
    return max(running, told, key=_sum)


def _disjoint(parts: Sequence[Part]) -> list[Part]:
    """Of one place and incident: soldiers and civilians together, or the sum that is not split."""
    split = [p for p in parts if p.category in ("military", "civilian")]
    lump = [[p] for p in parts if p.category not in ("military", "civilian")]
    return max([split, *lump], key=_sum)


def _sum(parts: Sequence[Part]) -> int:
    return sum(p.step.low or 0 for p in parts)


def _name(part: Part, beat: Beat) -> str:
    place = beat.name_of(part.place) if part.place is not None else None
    return ", ".join(w for w in (place, part.incident) if w)
