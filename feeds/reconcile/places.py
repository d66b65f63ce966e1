"""Numbers for parts of the theatre: what they add up to, counted nowhere twice (R6)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.beat import Beat
from feeds.claim import Category
from feeds.reconcile.chain import Chain, Step
from feeds.reconcile.reading import Column
from feeds.reconcile.scopes import day_in, is_mere_day


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

    dated: tuple[tuple[datetime | None, int], ...]
    """When each part was counted, and its number."""

    def around(self, moment: datetime) -> tuple[int, int]:
        """What the parts counted up to `moment` add up to, undated ones too, and the later ones."""
        since = sum(n for when, n in self.dated if when is not None and when > moment)
        return self.low - since, since


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
    everywhere = _at_one_place(regions.pop(None, {}).get(None, []), beat)
    inside = [
        p for region in sorted(regions, key=str) for p in _in_region(region, regions[region], beat)
    ]
    taken = max(inside, everywhere, key=_sum)
    times = [p.step.as_of for p in taken if p.step.as_of is not None]
    return Floor(
        low=_sum(taken),
        newest=max(times, default=None),
        words=" + ".join(f"{p.step.low} ({_name(p, beat)})" for p in taken),
        dated=tuple((p.step.as_of, p.step.low or 0) for p in taken),
    )


def _in_region(region: str | None, places: dict[str | None, list[Part]], beat: Beat) -> list[Part]:
    whole = _at_one_place(places.get(region, []), beat)
    inner = [
        p
        for place in sorted(places, key=str)
        if place != region
        for p in _at_one_place(places[place], beat)
    ]
    return max(whole, inner, key=_sum)


def _at_one_place(parts: Sequence[Part], beat: Beat) -> list[Part]:
    """The running total there, or its days together: whichever is more.

    A figure of the whole day contains the incidents of that day. Categories that may contain each
    other are not added: the larger of them counts.
    """
    running = _disjoint([p for p in parts if p.incident is None])
    days: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        if part.incident is not None:
            days[_day(part, beat)].append(part)
    told = [p for day in sorted(days, key=str) for p in _on_one_day(days[day])]
    return max(running, told, key=_sum)


def _on_one_day(parts: Sequence[Part]) -> list[Part]:
    whole = _disjoint([p for p in parts if is_mere_day(p.incident)])
    incidents: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        if not is_mere_day(part.incident):
            incidents[part.incident].append(part)
    named = [p for incident in sorted(incidents, key=str) for p in _disjoint(incidents[incident])]
    return max(whole, named, key=_sum)


def _day(part: Part, beat: Beat) -> str | None:
    """The day of an incident: as its name says, else when it was first told; None undated."""
    first = part.chain.steps[0].as_of
    named = day_in(part.incident)
    if named is not None or first is None:
        return named
    return (first.astimezone(beat.zone) if beat.zone else first).date().isoformat()


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
