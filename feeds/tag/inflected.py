"""Inflected: the cases of a beat's names, worked out when a text in such a script first comes."""

import re
from collections.abc import Iterator, Sequence

import ahocorasick

from feeds.beat import Actor, Beat, Place, Region, Spelling
from feeds.morphology import inflects, name_forms
from feeds.tag.fold import Folded, fold_name
from feeds.tag.names import NO_INSTITUTION, Name, limit_case, state_side

_SCRIPT = re.compile("[\u0400-\u04ff]")
"""Cyrillic: the script of every language that `feeds.morphology` can bend."""

Hit = tuple[int, tuple[int, Name]]
"""As the automaton gives it: the last character, then the name's length and the name."""


class Inflected:
    """The names of a beat in the languages that inflect, in all their cases."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._automaton: ahocorasick.Automaton | None = None
        self._is_empty = not any(map(_bending, _all_named(beat)))
        self.given_names: frozenset[str] = frozenset()

    def iter(self, folded: Folded) -> Iterator[Hit]:
        """The names in a text, shorter ones inside longer ones too."""
        original = folded.original
        if self._is_empty or original.isascii() or not _SCRIPT.search(original):
            return iter(())
        if self._automaton is None:
            self._build()
        return iter(self._automaton.iter(folded.text)) if self._automaton else iter(())

    def _build(self) -> None:
        forms = _Forms(self._beat)
        made = ahocorasick.Automaton()
        for text, name in forms.table.items():
            made.add_word(f" {text} ", (len(text), name))
        made.make_automaton()
        self.given_names = frozenset(forms.given_names)
        self._automaton = made


def inflected_names(beat: Beat) -> tuple[Name, ...]:
    """Every form of every name that bends: for who wants them without a tagger."""
    return tuple(_Forms(beat).table.values()) if any(map(_bending, _all_named(beat))) else ()


class _Forms:
    """The table from folded form to Name; what is listed first keeps an ambiguous form."""

    def __init__(self, beat: Beat) -> None:
        self.table: dict[str, Name] = {}
        self.given_names: set[str] = set()
        self._states: dict[str, set[str]] = {}
        for actor in beat.actors:
            self._add_actor(actor)
        for actor in beat.actors:
            if actor.side and actor.kind not in NO_INSTITUTION and not state_side(actor):
                self._add_cores(actor, actor.side)
        for region in beat.regions:
            self._add_place(region, (region.id, None))
            for place in region.places:
                self._add_place(place, (region.id, place.id))
        for name in self.table.values():
            name.settle()

    def _add_actor(self, actor: Actor) -> None:
        state = state_side(actor)
        given = self._given(actor) if actor.kind == "official" else set[str]()
        for spelling in _bending(actor):
            is_person = actor.kind == "official" and spelling.name.istitle()
            is_surname = bool(given) and is_person and " " not in spelling.name
            for text, name in self._names(spelling, is_person):
                if name.actor not in {None, actor.id}:
                    continue
                name.actor, name.state, name.is_before = actor.id, state, bool(state)
                name.given_names = frozenset(given) if is_surname else None
                name.is_post = actor.kind == "official" and not is_person
                if state:
                    self._states.setdefault(state, set()).add(text)

    def _given(self, actor: Actor) -> set[str]:
        """The cases of an official's given name."""
        names = [s for s in _bending(actor) if s.name.istitle() and " " in s.name]
        cases = {
            fold_name(form)
            for s in names
            for form in name_forms(s.language, s.name.split()[0], is_person=True)
        }
        self.given_names |= cases
        return cases

    def _names(self, spelling: Spelling, is_person: bool) -> Iterator[tuple[str, Name]]:
        base = fold_name(spelling.name)
        for form in name_forms(spelling.language, spelling.name, is_person=is_person):
            text = fold_name(form)
            is_new = text not in self.table
            if text:
                name = self.table.setdefault(text, Name(text))
                if is_new and text == base:
                    limit_case(name, spelling.name, False)
                yield text, name

    def _add_cores(self, actor: Actor, side: str) -> None:
        """ "Минобороны" alone, for "Минобороны в Ереване" and the state's other names."""
        states = self._states.get(side, set())
        for spelling in _bending(actor):
            core = _without(fold_name(spelling.name).split(" "), states)
            if core:
                for form in name_forms(spelling.language, core):
                    text = fold_name(form)
                    name = self.table.setdefault(text, Name(text))
                    name.institutions.setdefault(side, actor.id)

    def _add_place(self, named: Region | Place, region: tuple[str, str | None]) -> None:
        for spelling in _bending(named):
            for _, name in self._names(spelling, False):
                name.region = name.region or region


def _without(words: Sequence[str], states: set[str]) -> str | None:
    """The name without its state, which stands before it or behind it."""
    for n in range(1, len(words)):
        if " ".join(words[:n]) in states:
            return " ".join(words[n:])
        if " ".join(words[n:]) in states:
            return " ".join(words[:n])
    return None


def _bending(named: Actor | Region | Place) -> tuple[Spelling, ...]:
    return tuple(s for s in named.spellings if inflects(s.language))


def _all_named(beat: Beat) -> Iterator[Actor | Region | Place]:
    yield from beat.actors
    for region in beat.regions:
        yield region
        yield from region.places
