"""Tagger: finds every mention of the beat's actors and regions in a text, with its exact span.

fold the text -> automaton hits -> other transliterations -> institutions joined with their state
-> longest first, no overlap -> mentions in the original text
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
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

_TO = (" of ", " in ")
"""How each of these begins."""

_PARAGRAPH = "\n\n"

_start = attrgetter("start")

_FORMER = (" former ", " ex ", " late ", *(f" бывш{end} " for end in ("ии", "его", "ему", "им")))


@dataclass(slots=True)
class Found:
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
        """All mentions of an entry: the headline's, then the body's, each in order of start.

        The headline is read as one more paragraph: no name reaches over the blanks behind it.
        """
        if not headline:
            return self.mentions(body, "body")
        found = self._found(f"{headline}{_PARAGRAPH}{body}")
        before = len(headline) + len(_PARAGRAPH)
        made: list[Mention] = []
        for start, end, one in found:
            if start < before:
                made += _mentions_of(one, "headline", start, end)
            else:
                made += _mentions_of(one, "body", start - before, end - before)
        return tuple(made)

    def mentions(self, text: str, field: TextField) -> tuple[Mention, ...]:
        """The mentions in one text, in order of start; spans point into the text as it is.

        They do not overlap, but for a name that is an actor's and a region's at once (a capital):
        that gives two mentions of one span, the actor first. Never raises.
        """
        made: list[Mention] = []
        for start, end, one in self._found(text):
            made += _mentions_of(one, field, start, end)
        return tuple(made)

    def _found(self, text: str) -> Iterator[tuple[int, int, Found]]:
        """The names that stand in a text, with their spans in it as it is."""
        if self._is_empty or not text:
            return
        folded = fold(text)
        for found in self._chosen(folded):
            start, end = folded.span(found.start, found.end)
            if text.startswith(".", end) and "." in text[start:end]:
                end += 1  # the last stop of "U.S."
            yield start, end, found

    def actors_in(self, text: str) -> frozenset[str]:
        """Ids of the actors that the text names: what a beat is recognised by."""
        if self._is_empty:
            return frozenset()
        return frozenset(f.actor for f in self._chosen(fold(text)) if f.actor is not None)

    def _chosen(self, folded: Folded) -> list[Found]:
        """The names that stand, by start: longest first, none inside or across another."""
        found: list[Found] = []
        cores: list[Found] = []
        names = self._automaton.iter(folded.text)
        if not folded.original.isascii():
            names = chain(names, self._inflected.iter(folded))
        for last, (length, name) in names:
            hit = Found(last - length, last, name, name.actor)
            if name.institutions:
                cores.append(hit)
            if name.is_whole and (not name.is_conditional or self._stands(hit, folded)):
                found.append(hit)
        if cores:
            found += _institutions(cores, found, folded.text)
        for start, end, name in self._transliterated.find(folded):
            hit = Found(start, end, name, name.actor)
            if self._stands(hit, folded):
                found.append(hit)
        return without_overlap(found)

    def _stands(self, hit: Found, folded: Folded) -> bool:
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


def _institutions(cores: list[Found], found: list[Found], text: str) -> list[Found]:
    """ "Defence ministry" with its state before or behind it: one name over both."""
    states = [f for f in found if f.name.state is not None]
    if not states:
        return []
    by_end = {f.end: f for f in states}
    by_start = {f.start: f for f in states}
    made: list[Found] = []
    for core in cores:
        gap = 3 if text.endswith(" s ", 0, core.start) else 1
        after = by_start.get(core.end + 1)
        beside = [by_end.get(core.start - gap), after if after and after.name.is_before else None]
        if text.startswith(_TO, core.end):
            beside += [
                by_start.get(core.end + len(w)) for w in _TO_STATE if text.startswith(w, core.end)
            ]
        for state in beside:
            actor = core.name.institutions.get(state.name.state or "") if state else None
            if state and actor:
                span = min(state.start, core.start), max(state.end, core.end)
                made.append(Found(*span, core.name, actor))
    return made


def without_overlap(found: list[Found]) -> list[Found]:
    """The longest names first, and of equals the first; what overlaps one of them is left out."""
    found.sort(key=_start)
    taken: list[Found] = []
    heap: list[Found] = []
    reach = 0
    for hit in found:
        if heap and hit.start >= reach:
            taken += _longest(heap, reach)
            heap = []
        heap.append(hit)
        reach = max(reach, hit.end)
    return taken + _longest(heap, reach) if heap else taken


def _shortness(found: Found) -> int:
    return found.start - found.end


def _longest(heap: list[Found], reach: int) -> list[Found]:
    """The same for names of which each overlaps another, by start; the last one ends at `reach`."""
    if len(heap) == 1:
        return heap
    taken: list[Found] = []
    first = heap[0].start
    covered = bytearray(reach - first)
    for hit in sorted(heap, key=_shortness):
        start, end = hit.start - first, hit.end - first
        if covered.find(1, start, end) < 0:
            covered[start:end] = b"\x01" * (end - start)
            taken.append(hit)
    taken.sort(key=_start)
    return taken


def _mentions_of(found: Found, field: TextField, start: int, end: int) -> list[Mention]:
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
