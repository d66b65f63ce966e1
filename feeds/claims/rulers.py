"""Which sides have a state: whose "the army" or "the ministry" can be, and who rules whom."""

import re
from functools import cached_property

from feeds.beat import Actor, Beat
from feeds.claims.peoples import armed_bodies, bystanders
from feeds.folding import fold

_INSTITUTIONS = re.compile(
    r"\b(?:ministr(?:y|ies)|minister|government|president|presidency|parliament|police|navy"
    r"|army|military|armed forces|air force|governor|mayor|health officials)\b"
)
_ARMIES = re.compile(
    r"\b(?:army|military|armed forces|defen[cs]e (?:forces|ministry|minister)"
    r"|ministry of defen[cs]e|mod)\b"
)
_REGIMES = frozenset({"regime", "government", "junta"})
_STEM = 4
_KNOWN_KINDS = frozenset({"state", "ministry"})
_UNGOVERNED = frozenset({"group", "official"})


class Rulers:
    """Answers for one beat; a pack may say it by the kinds of its actors, else names tell."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._armed = armed_bodies(beat)
        self._rulers: dict[str, str] = {}
        self._actors: dict[str, list[Actor]] = {}
        for actor in beat.actors:
            if actor.side:
                self._actors.setdefault(actor.side, []).append(actor)
        evident = {s for s, actors in self._actors.items() if any(map(_is_evident, actors))}
        self._evident = evident - self._armed

    def governs(self, side: str) -> bool:
        """An armed group has no ministries: "the army" beside its name is another's."""
        if side in self._armed:
            return False
        if self._evident:
            return side in self._evident
        kinds = {a.kind for a in self._actors.get(side, ())}
        return not kinds or bool(kinds - _UNGOVERNED)

    @cached_property
    def bands(self) -> frozenset[str]:
        """Actor ids that "the group" can be: no state's, no outlet, no bystander."""
        outside = bystanders(self._beat)
        sided = (a for a in self._beat.actors if a.side and a.id not in outside)
        free = (a for a in self._beat.actors if not a.side and a.kind != "outlet")
        return frozenset(
            [a.id for a in sided if not self.governs(a.side or "")] + [a.id for a in free]
        )

    @cached_property
    def only(self) -> str | None:
        """The one party that has a state; None where two have, or where nothing tells."""
        sides = self._beat.parties or self._beat.sides
        outside = bystanders(self._beat)
        fighting = [s for s in sides if not all(a.id in outside for a in self._actors.get(s, ()))]
        found = [s for s in fighting if s in self._evident]
        return found[0] if len(found) == 1 and len(fighting) > 1 else None

    @cached_property
    def _armies(self) -> frozenset[str]:
        """Sides that have an army by name and a state; empty where no pack names one."""
        found = (s for s, actors in self._actors.items() if any(map(_is_army, actors)))
        return frozenset(s for s in found if self.governs(s))

    def has_army(self, side: str) -> bool:
        """False for a people without an army where others have one: "the army" is not theirs."""
        return not self._armies or side in self._armies

    @cached_property
    def only_army(self) -> str | None:
        """The one party that has an army."""
        found = [s for s in self._beat.parties or self._beat.sides if s in self._armies]
        return found[0] if len(found) == 1 else None

    @cached_property
    def adjectives(self) -> dict[str, str]:
        """Side by the word before its army or ministry: "Northern army" makes "Northern police"."""
        found: dict[str, set[str]] = {}
        for side, actors in self._actors.items():
            for name in (n for a in actors for n in (a.name, *a.aliases)):
                first, _, rest = name.partition(" ")
                if first[:1].isupper() and _INSTITUTIONS.match(_spoken(rest)):
                    found.setdefault(fold(first), set()).add(side)
        return {word: sides.pop() for word, sides in found.items() if len(sides) == 1}

    @cached_property
    def ruled(self) -> dict[str, str]:
        """Side by what it is called where others fight it: "regime forces", "government troops"."""
        found: dict[str, set[str]] = {}
        for side, actors in self._actors.items():
            for name in (n for a in actors for n in (a.name, *a.aliases)):
                for word in _REGIMES.intersection(name.split()):
                    found.setdefault(word, set()).add(side)
        return {word: sides.pop() for word, sides in found.items() if len(sides) == 1}

    def of_office(self, words: str) -> str | None:
        """The side of an office that no pack lists: by the adjective in "Northern police"."""
        found = (self.adjectives.get(fold(word)) for word in words.split() if word[:1].isupper())
        return next((side for side in found if side), None)

    def of(self, side: str | None) -> str | None:
        """Whoever rules a people: the one other side whose ministries bear the people's name."""
        if side is None:
            return None
        if side not in self._rulers:
            self._rulers[side] = self._ruler(side)
        return self._rulers[side]

    def _ruler(self, side: str) -> str:
        if any(_is_body(a) for a in self._actors.get(side, ())):
            return side
        names = {f" {fold(n)} " for a in self._actors.get(side, ()) for n in (a.name, *a.aliases)}
        ruling = {
            other
            for other, actors in self._actors.items()
            if other != side
            for a in actors
            if a.kind == "ministry" and any(n in f" {fold(a.name)} " for n in names)
        }
        return ruling.pop() if len(ruling) == 1 else side


def _is_evident(actor: Actor) -> bool:
    """A state or a ministry by its kind, its words ("Northern army") or its people's name."""
    if actor.kind in _KNOWN_KINDS:
        return True
    names = (actor.name, *actor.aliases)
    if any(_INSTITUTIONS.search(_spoken(n)) for n in names):
        return True
    return any(_is_of_people(actor.name, n) for n in actor.aliases)


def _spoken(name: str) -> str:
    """Lower case, but for an army that is a name of its own: "Arakan Army" is a group's."""
    return name.replace("Army", "").lower()


def _is_of_people(name: str, alias: str) -> bool:
    """As in "Norland" and "Norlandic": a country and its adjective, which is no shorter."""
    stem = name[:_STEM].casefold()
    return (
        " " not in alias
        and len(alias) >= len(name)
        and alias.casefold().startswith(stem)
        and alias.casefold() != name.casefold()
    )


def _is_body(actor: Actor) -> bool:
    return actor.kind in ("ministry", "force")


def _is_army(actor: Actor) -> bool:
    return any(_ARMIES.search(_spoken(n)) for n in (actor.name, *actor.aliases))
