"""The proposal of a beat as YAML: for a person to edit, and valid as it stands."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from feeds.candidate import Candidate

_PLAIN = re.compile(r"[^\W\d_][\w .'’-]*[\w.]", re.UNICODE)
_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none"})
_KIND = {"person": "official", "post": "office", "outlet": "outlet", "state": "state"}
_ARMED = frozenset(
    {"ministry", "mod", "moi", "army", "military", "forces", "troops", "navy", "guard"}
)
"""Words of a body's name that a state at war has."""

_TWO_SIDES = 2

_MINISTRY = ("ministry", "mod", "moh", "mfa", "moi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a proposal is made from."""

    name: str
    """The beat's name."""

    sources: Sequence[str]
    entries: int
    days: tuple[date, date] | None
    """First and last day of the entries; None where nothing has a time."""

    zone: str | None
    """Zone of stamps that carry none: as asked for, or the one that the stamps name; None where
    nothing says which."""

    candidates: Sequence[Candidate]


def write(found: Found, slug: Callable[[str], str]) -> str:
    """The pack's text; `slug` gives the ids. Every actor says how often it was heard."""
    return "\n".join(
        [*_head(found, slug), *_actors(found, slug), *_regions(found), *_episodes(found), ""]
    )


def _head(found: Found, slug: Callable[[str], str]) -> Iterator[str]:
    count = f"{found.entries} {'entry' if found.entries == 1 else 'entries'}"
    yield f"# Proposed by nightdesk from {count} of {_comment(', '.join(found.sources))}."
    yield "# To do: a side for everyone who belongs to one (people whose losses are counted share"
    yield "# a side's id); merge what is one and the same, its spellings as aliases; the parties"
    yield "# at war; regions with their places; the episodes. What stands here is heard in the"
    yield "# text; sides are guesses from the word before an office. `nightdesk beat check` helps."
    yield f"name: {_scalar(found.name)}"
    if found.zone:
        yield f"timezone: {_scalar(found.zone)}  # of stamps that carry none"
    else:
        yield "timezone: UTC  # to do: the zone of stamps that carry none; nothing says which"
    parties = _parties(found.candidates, slug)
    guess = "a guess: both have ministries or armies" if parties else "for example [north, south]"
    yield f"parties: [{', '.join(parties)}]  # sides at war, {guess}"


def _parties(candidates: Sequence[Candidate], slug: Callable[[str], str]) -> Sequence[str]:
    """The states with a ministry or an army, where there are exactly two: who else would fight?"""
    armed = {
        slug(c.state): None
        for c in candidates
        if c.what == "body" and c.state and not _ARMED.isdisjoint(c.name.casefold().split())
    }
    return tuple(armed) if len(armed) == _TWO_SIDES else ()


def _actors(found: Found, slug: Callable[[str], str]) -> Iterator[str]:
    actors = [c for c in found.candidates if c.what != "place"]
    yield "actors:"
    for candidate, id in zip(actors, _ids(actors, slug), strict=True):
        state = candidate.name if candidate.what == "state" else candidate.state
        fields = {
            "id": id,
            "name": _scalar(candidate.name),
            "side": slug(state) if state else "",
            "kind": _kind(candidate),
            "office": _scalar(candidate.office) if candidate.office else "",
            "aliases": f"[{', '.join(map(_scalar, candidate.aliases))}]",
        }
        words = ", ".join(f"{key}: {value}" for key, value in fields.items() if value)
        yield f"  - {{{words}}}  # {_heard(candidate)}"


def _ids(actors: Iterable[Candidate], slug: Callable[[str], str]) -> Iterator[str]:
    taken: dict[str, int] = {}
    for candidate in actors:
        id = slug(candidate.name)
        taken[id] = taken.get(id, 0) + 1
        yield id if taken[id] == 1 else f"{id}-{taken[id]}"


def _kind(candidate: Candidate) -> str:
    if candidate.what == "body":
        words = candidate.name.casefold().split()
        return "ministry" if any(word in words for word in _MINISTRY) else "office"
    return _KIND.get(candidate.what, "other")


def _heard(candidate: Candidate) -> str:
    words = f"{candidate.entries} {'entry' if candidate.entries == 1 else 'entries'}"
    if candidate.prefixes:
        words += f", at the head of {candidate.prefixes} before a colon"
    return words


def _regions(found: Found) -> Iterator[str]:
    places = [c for c in found.candidates if c.what == "place"]
    if not places:
        yield "regions: []  # {id: ridge, name: Ridge, side: north, places: [Hilltown, Ford]}"
        return
    yield "regions:  # sort the places into regions; a region's side says whose people live there"
    yield "  - id: unsorted"
    yield "    name: Unsorted"
    yield "    places:"
    for place in places:
        yield f"      - {_scalar(place.name)}  # {_heard(place)}"


def _episodes(found: Found) -> Iterator[str]:
    if found.days is None:
        yield "episodes: []  # {id: may, name: May clashes, from: 2031-05-01, to: null}"
        return
    first, last = found.days
    yield "episodes:  # the war, operation or clash: the tally counts inside one of these"
    yield f"  # read to {last}"
    yield f"  - {{id: first, name: {_scalar(found.name)}, from: {first}, to: null}}"


def _scalar(text: str) -> str:
    """A YAML scalar: plain where it may be, else quoted."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _TAKEN
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())
