"""Tagger: finds every mention of the beat's actors and regions in a text, with its exact span.

fold the text -> automaton hits -> other transliterations -> institutions joined with their state
-> longest first, no overlap -> mentions in the original text
"""

from dataclasses import dataclass
from itertools import chain, pairwise
from operator import attrgetter

import ahocorasick

from feeds.beat import Beat
from feeds.entry import Mention, TextField
from feeds.tag.fold import Folded, fold
from feeds.tag.inflected import Inflected
from feeds.tag.names import Name, Names
from feeds.tag.transliterated import Transliterated

_TO_STATE = (" of ", " in ", " of the ", " of the republic of ")
"""What may stand between an institution and its state ("defence ministry in Yerevan")."""

_start = attrgetter("start")

_FORMER = (" former ", " ex ", " late ", *(f" бывш{end} " for end in ("ии", "его", "ему", "им")))


@dataclass(slots=True)
class _Found:
    """A name at `start` to `end` of the folded text."""

    start: int
    end: int
    name: Name
    actor: str | None


class Tagger:
    """The actors and regions of one beat, ready to be found. Safe to share between threads."""

    def __init__(self, beat: Beat) -> None:
        names = Names(beat)
        self._given_names = names.given_names
        self._transliterated = Transliterated(names)
        self._automaton = ahocorasick.Automaton()
        for text, name in names.table.items():
            self._automaton.add_word(f" {text} ", (len(text), name))
        self._inflected = Inflected(beat)
        self._is_empty = not names.table
        if not self._is_empty:
            self._automaton.make_automaton()

    def tag(self, headline: str | None, body: str) -> tuple[Mention, ...]:
        """All mentions of an entry: the headline's, then the body's, each in order of start."""
        of_headline = self.mentions(headline, "headline") if headline else ()
        return of_headline + self.mentions(body, "body")

    def mentions(self, text: str, field: TextField) -> tuple[Mention, ...]:
        """The mentions in one text, in order of start; spans point into the text as it is.

        They do not overlap, but for a name that is an actor's and a region's at once (a capital):
        that gives two mentions of one span, the actor first. Never raises.
        """
        if self._is_empty or not text:
            return ()
        folded = fold(text)
        made: list[Mention] = []
        for found in self._chosen(folded):
            made += _mentions_of(found, folded, field)
        return tuple(made)

    def actors_in(self, text: str) -> frozenset[str]:
        """Ids of the actors that the text names: what a beat is recognised by."""
        if self._is_empty:
            return frozenset()
        return frozenset(f.actor for f in self._chosen(fold(text)) if f.actor is not None)

    def _chosen(self, folded: Folded) -> list[_Found]:
        """The names that stand, by start: longest first, none inside or across another."""
        found: list[_Found] = []
        cores: list[_Found] = []
        names = chain(self._automaton.iter(folded.text), self._inflected.iter(folded))
        for last, (length, name) in names:
            hit = _Found(last - length, last, name, name.actor)
            if name.institutions:
                cores.append(hit)
            if (name.actor or name.region) and (
                not name.is_conditional or self._stands(hit, folded)
            ):
                found.append(hit)
        if cores:
            found += _institutions(cores, found, folded.text)
        for start, end, name in self._transliterated.find(folded):
            hit = _Found(start, end, name, name.actor)
            if self._stands(hit, folded):
                found.append(hit)
        return _without_overlap(found)

    def _stands(self, hit: _Found, folded: Folded) -> bool:
        """Whether case and the word before let this be the one who is meant."""
        name = hit.name
        if name.is_acronym or name.written is not None:
            start, end = folded.span(hit.start, hit.end)
            written = folded.original[start:end]
            if name.is_acronym and not written.isupper():
                return False
            if name.written is not None and written not in name.written:
                return False
        if name.is_post:
            return not folded.text.endswith(_FORMER, 0, hit.start)
        if name.given_names is not None:
            word = folded.text.rfind(" ", 0, hit.start - 1) + 1
            before = folded.text[word : hit.start - 1]
            known = before in self._given_names or before in self._inflected.given_names
            return not known or before in name.given_names
        return True


def _institutions(cores: list[_Found], found: list[_Found], text: str) -> list[_Found]:
    """ "Defence ministry" with its state before or behind it: one name over both."""
    states = [f for f in found if f.name.state is not None]
    if not states:
        return []
    by_end = {f.end: f for f in states}
    by_start = {f.start: f for f in states}
    made: list[_Found] = []
    for core in cores:
        gap = 3 if text.endswith(" s ", 0, core.start) else 1
        before = by_end.get(core.start - gap)
        afters = (
            by_start.get(core.end + len(w)) for w in _TO_STATE if text.startswith(w, core.end)
        )
        after = by_start.get(core.end + 1)
        genitive = after if after and after.name.is_before else None
        for state in (before, genitive, *afters):
            actor = core.name.institutions.get(state.name.state or "") if state else None
            if state and actor:
                span = min(state.start, core.start), max(state.end, core.end)
                made.append(_Found(*span, core.name, actor))
    return made


def _without_overlap(found: list[_Found]) -> list[_Found]:
    """The longest names first, and of equals the first; what overlaps one of them is left out."""
    found.sort(key=_start)
    if all(one.end <= other.start for one, other in pairwise(found)):
        return found
    taken: list[_Found] = []
    covered = bytearray(max(hit.end for hit in found))
    for hit in sorted(found, key=lambda f: f.start - f.end):
        if covered.find(1, hit.start, hit.end) < 0:
            covered[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            taken.append(hit)
    taken.sort(key=_start)
    return taken


def _mentions_of(found: _Found, folded: Folded, field: TextField) -> list[Mention]:
    start, end = folded.span(found.start, found.end)
    if folded.original.startswith(".", end) and "." in folded.original[start:end]:
        end += 1  # the last stop of "U.S."
    made: list[Mention] = []
    if found.actor is not None:
        made.append(
            Mention(what="actor", id=found.actor, place=None, field=field, start=start, end=end)
        )
    if found.name.region is not None and found.actor == found.name.actor:
        region, place = found.name.region
        made.append(
            Mention(what="region", id=region, place=place, field=field, start=start, end=end)
        )
    return made
