"""What is odd about a pack that can be read: ambiguous names, plain words, loose ends."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from feeds.beat import Actor, Beat
from feeds.folding import fold

_SHORTEST = 3
"""Letters under which a name in small letters is likely to be a plain word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that a person should look at."""

    about: str
    """Id of the actor, region, episode or source that it is about; empty for the whole pack."""

    listed: Literal["actors", "regions", "episodes", "sources"] | None
    """The pack's list in which `about` stands; None for the pack as a whole."""

    words: str
    """What is odd, what it leads to, and what to do."""


def remarks(beat: Beat, is_plain_word: Callable[[str], bool]) -> tuple[Remark, ...]:
    """Everything odd, in the pack's order; `is_plain_word` knows words of the feed's language."""
    return (
        *_parties(beat),
        *shared_names(beat),
        *_shared_places(beat),
        *_plain_names(beat, is_plain_word),
        *_loose_sides(beat),
        *_independence(beat),
        *_episodes(beat),
        *_sides_of_sources(beat),
    )


def _parties(beat: Beat) -> Iterator[Remark]:
    if not beat.parties:
        words = "no 'parties': the tally shows nobody's silence; list the sides that fight"
        yield Remark(about="", listed=None, words=words)
    states = {actor.side for actor in beat.actors if actor.kind == "state"}
    for side in beat.parties:
        if side not in states and not any(a.id == side for a in beat.actors):
            words = (
                f"no actor names the side {side!r} itself; 'its {side} soldiers' is "
                "found only where an actor has the side's name and its demonyms as aliases"
            )
            yield Remark(about="", listed=None, words=words)


def shared_names(beat: Beat) -> tuple[Remark, ...]:
    """Names of two actors or more: each counts as the first."""
    owners: dict[str, dict[str, str]] = defaultdict(dict)
    for actor in beat.actors:
        for name in _names(actor):
            owners[fold(name)].setdefault(actor.id, name)
    return tuple(_shared(found) for found in owners.values() if len(found) > 1)


def _shared(found: dict[str, str]) -> Remark:
    """About one name: `found` is its spelling by the actors that have it."""
    first, *others = found
    words = (
        f"{found[first]!r} is a name of {', '.join(found)}: it counts as {first}; "
        "give each a longer name, or leave it to one"
    )
    return Remark(about=others[0], listed="actors", words=words)


def _shared_places(beat: Beat) -> Iterator[Remark]:
    """A place of two regions: it counts as the first's."""
    places: dict[str, str] = {}
    for region in beat.regions:
        for place in (region.name, *region.aliases, *(p.name for p in region.places)):
            before = places.setdefault(fold(place), region.id)
            if before != region.id:
                words = f"the place {place!r} stands in {before} too: it counts as {before}"
                yield Remark(about=region.id, listed="regions", words=words)


def _plain_names(beat: Beat, is_plain_word: Callable[[str], bool]) -> Iterator[Remark]:
    for actor in beat.actors:
        for name in (actor.name, *actor.aliases):
            if is_plain_word(name) and not name.isupper():
                words = (
                    f"{name!r} is a plain word too and will be found where nobody means "
                    "the actor; put it under 'cased', or leave it out"
                )
                yield Remark(about=actor.id, listed="actors", words=words)
            elif len(name) < _SHORTEST and not name.isupper():
                words = f"{name!r} is very short; is it a name?"
                yield Remark(about=actor.id, listed="actors", words=words)
    for region in beat.regions:
        for name in (region.name, *(p.name for p in region.places)):
            if is_plain_word(name):
                words = (
                    f"the place {name!r} is a plain word too and will be found where none is meant"
                )
                yield Remark(about=region.id, listed="regions", words=words)


def _loose_sides(beat: Beat) -> Iterator[Remark]:
    for actor in beat.actors:
        if actor.side is None and actor.kind not in ("outlet", "other", "organisation", "group"):
            words = "has no side: what it says of losses counts as a bystander's"
            yield Remark(about=actor.id, listed="actors", words=words)
    for region in beat.regions:
        if region.side is None:
            words = "has no side: whose people a bare place means stays unknown"
            yield Remark(about=region.id, listed="regions", words=words)
        elif region.side not in beat.sides:
            words = f"is of the side {region.side!r}, which no actor has; a slip of the pen?"
            yield Remark(about=region.id, listed="regions", words=words)


def _independence(beat: Beat) -> Iterator[Remark]:
    for actor in beat.actors:
        if actor.independent and actor.side in beat.parties:
            words = f"is independent, and of the party {actor.side!r}: it cannot be both (R12)"
            yield Remark(about=actor.id, listed="actors", words=words)


def _episodes(beat: Beat) -> Iterator[Remark]:
    if not beat.episodes:
        words = "no 'episodes': nothing but its own words puts a claim into an earlier war (R2)"
        yield Remark(about="", listed=None, words=words)
    for one, other in pairwise(beat.episodes):
        if one.end is None or one.end > other.start:
            words = f"begins before {one.id} ends: inside both the later one counts"
            yield Remark(about=other.id, listed="episodes", words=words)


def _sides_of_sources(beat: Beat) -> Iterator[Remark]:
    for source in beat.sources:
        if source.side is not None and source.side not in beat.sides:
            words = f"is of the side {source.side!r}, which no actor has; a slip of the pen?"
            yield Remark(about=source.id, listed="sources", words=words)


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases, *actor.cased)
