"""Names: every folded spelling that a beat's actors and regions go by, and what each stands for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from feeds.beat import Actor, Beat, Place, Region
from feeds.morphology import inflects
from feeds.tag.fold import fold_name
from feeds.tag.spellings import offices, plural, spelled, without_state

LONGEST_ACRONYM = 4
"""Letters up to which a name in capitals matches in capitals only: US is not "us"."""

_BARE_OFFICES = frozenset({"ministry", "office", "force", "organisation"})
_PERSONS = frozenset({"official", "other"})
NO_INSTITUTION = frozenset({"state", "official", "outlet"})


@dataclass(slots=True)
class Name:
    """What one folded spelling stands for."""

    text: str
    """The folded spelling."""

    actor: str | None = None
    """Actor id."""

    region: tuple[str, str | None] | None = None
    """Region id, and place id inside it; None where it is no place."""

    state: str | None = None
    """Side whose state this names: "armenian" before "defence ministry" makes one institution."""

    institutions: dict[str, str] = field(default_factory=dict)
    """Actor id by side, for an institution's name without its state's ("defence ministry")."""

    written: set[str] | None = None
    """The only ways to write it, characters as in the source; None where any case will do."""

    is_acronym: bool = False
    """Matches in capitals only."""

    given_names: frozenset[str] | None = None
    """For a lone surname: the given names that may stand before it. None for any other name."""

    is_whole: bool = False
    """True where it names an actor or a region as it stands, beside no other name."""

    is_conditional: bool = False
    """True where one of `written`, `is_acronym`, `given_names`, `is_post` has to be looked at."""

    is_before: bool = False
    """For a state: true where an institution may stand right before it (a genitive)."""

    is_post: bool = False
    """An official's post without a name ("Armenian PM"): not he when "former" stands before it."""

    def settle(self) -> None:
        """Work out what is asked of it most, once nothing is added to it."""
        self.is_whole = bool(self.actor or self.region)
        limits = (self.is_acronym, self.is_post, self.written, self.given_names)
        self.is_conditional = any(limits)


class Names:
    """The table from folded spelling to Name. What is listed first keeps an ambiguous spelling."""

    def __init__(self, beat: Beat) -> None:
        self.table: dict[str, Name] = {}
        self.persons: dict[str, Name] = {}
        """Spellings of officials and places: those that tolerate another transliteration."""
        self.given_names: frozenset[str] = frozenset()
        self._states = _states_of(beat)
        for actor in beat.actors:
            self._add_actor(actor)
        self._add_institutions(beat)
        for region in beat.regions:
            self._add_region(region)
        for name in self.table.values():
            name.settle()

    def _name(self, text: str) -> Name:
        return self.table.setdefault(text, Name(text))

    def _add_actor(self, actor: Actor) -> None:
        own = fold_name(actor.name).split(" ")
        is_person = actor.kind == "official" and len(own) > 1
        if is_person:
            self.given_names |= {own[0]}
        for written in (actor.name, *actor.aliases, *actor.cased):
            folded = fold_name(written)
            if not folded:
                continue
            for text in self._forms(actor, folded):
                name = self._name(text)
                if name.actor not in {None, actor.id}:
                    continue
                limit_case(name, written, written in actor.cased)
                name.actor = actor.id
                name.state = state_side(actor)
                if is_person and text == own[-1]:
                    name.given_names = frozenset(own[:-1])
                words = text.split(" ")
                name.is_post = is_person and len(words) > 1 and not set(own) & set(words)
                if actor.kind in _PERSONS and name.state is None and not name.is_post:
                    self.persons[text] = name
        for spelling in actor.spellings:
            if not inflects(spelling.language):
                self._add_spelling(actor, spelling.name)

    def _add_spelling(self, actor: Actor, written: str) -> None:
        """A name in another language, as it stands: the English rules do not touch it."""
        folded = fold_name(written)
        name = self._name(folded) if folded else None
        if name is not None and name.actor in {None, actor.id}:
            limit_case(name, written, False)
            name.actor, name.state = actor.id, state_side(actor)

    def _forms(self, actor: Actor, folded: str) -> Iterable[str]:
        forms = spelled(folded)
        many = plural(folded) if actor.kind in {"state", "group", "other"} else None
        return forms | {many} if many else forms

    def _add_institutions(self, beat: Beat) -> None:
        for actor in beat.actors:
            if actor.side is None or actor.kind in NO_INSTITUTION or state_side(actor):
                continue
            for core in self._cores(actor):
                self._name(core).institutions.setdefault(actor.side, actor.id)

    def _cores(self, actor: Actor) -> Iterator[str]:
        states = self._states.get(actor.side or "", ())
        for written in (actor.name, *actor.aliases):
            folded = fold_name(written)
            core = without_state(folded, states)
            if core is None and actor.kind in _BARE_OFFICES:
                core = folded
            if core and states:
                yield from offices(core)

    def _add_region(self, region: Region) -> None:
        self._add_place(region, region, None)
        for place in region.places:
            self._add_place(region, place, place.id)

    def _add_place(self, region: Region, named: Region | Place, place: str | None) -> None:
        spelled = (s.name for s in named.spellings if not inflects(s.language))
        for written in (named.name, *named.aliases, *spelled):
            folded = fold_name(written)
            if not folded:
                continue
            name = self._name(folded)
            if name.region is None:
                if name.actor is None:
                    limit_case(name, written, False)
                name.region = (region.id, place)
                self.persons.setdefault(folded, name)


def limit_case(name: Name, written: str, is_cased: bool) -> None:
    """Note how `name` must be written; one free spelling of it frees it altogether."""
    is_acronym = written.isupper() and sum(map(str.isalpha, written)) <= LONGEST_ACRONYM
    if name.actor is None and name.region is None:
        name.is_acronym = is_acronym
        name.written = {written} if is_cased else None
        return
    name.is_acronym = name.is_acronym and is_acronym
    if name.written is not None:
        name.written = name.written | {written} if is_cased else None


def state_side(actor: Actor) -> str | None:
    """The side whose state the actor is: of that kind, or named as the side is."""
    if actor.side is None:
        return None
    slug = fold_name(actor.name).replace(" ", "-")
    is_state = actor.kind == "state" or actor.side in {actor.id, slug}
    return actor.side if is_state else None


def _states_of(beat: Beat) -> dict[str, tuple[str, ...]]:
    """By side, the folded names of its state, longest first ("nagorno karabakh", "karabakh")."""
    names: dict[str, set[str]] = {}
    for actor in beat.actors:
        if side := state_side(actor):
            folded = (fold_name(written) for written in (actor.name, *actor.aliases))
            names.setdefault(side, set()).update(name for name in folded if name)
    return {side: tuple(sorted(found, key=len, reverse=True)) for side, found in names.items()}
