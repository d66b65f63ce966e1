"""Who says each loss: the sentence's own sources, pronouns, and what the last sentence began."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED
from feeds.claims.claimants import SourceReader
from feeds.claims.loss import Loss
from feeds.claims.source import Attribution, Source
from feeds.claims.talk import Talk
from feeds.claims.tokens import Sentence, Token
from feeds.claims.victims import VictimReader
from feeds.entry import Entry, Mention, TextField

_SAYS = frozenset({"say", "cite", "according", "revise", "own_count"})
_ARMIES = frozenset({"army", "military", "navy", "air force", "general staff"})
_STRIKES = re.compile(
    r"(?:['’]s)?(?: [\w-]+)? (?:air ?|drone |missile |rocket )?"
    r"(?:strike|drone|attack|raid|missile|rocket|shelling|bomb|warplane|jet|artillery|fire\b)"
)
Speech = tuple[Source | None, str, bool]
"""Who says it, by which rule, and whether they deny it."""


class Speakers:
    """Reads the sources of one text of an entry."""

    def __init__(self, entry: Entry, name: TextField, beat: Beat, victims: VictimReader) -> None:
        self.entry = entry
        self.beat = beat
        self.victims = victims
        self.is_headline = name == "headline"
        self._has_colon = ":" in entry.text(name)
        self._reader = SourceReader(entry.text(name), beat)

    @cached_property
    def _only_side(self) -> str | None:
        """The one side with a state that the entry names, but for whoever strikes in it."""
        named = [m for m in self.entry.mentions if m.what == "actor"]
        sides = {self.beat.side_of(m.id) for m in named if not self._strikes(m)}
        sides = {s for s in sides if s is None or self.victims.rulers.governs(s)}
        return sides.pop() if len(sides) == 1 else None

    def _strikes(self, mention: Mention) -> bool:
        """As in "NORTHERN drones", "a NORTHERN air strike"."""
        text = self.entry.text(mention.field)
        return _STRIKES.match(text, mention.end) is not None

    def attributions(self, sentence: Sentence, talk: Talk) -> list[Attribution]:
        """The sources that a sentence names, pronouns resolved."""
        ts = sentence.tokens
        found = [] if _SAYS.isdisjoint(sentence.roles) else self._reader.attributions(ts)
        if self._has_colon and any(t.low == ":" for t in ts):
            prefixes = self._reader.colons.prefixes(ts, is_headline=self.is_headline)
            found = sorted([*prefixes, *found], key=lambda a: a.at)
        if (
            self.is_headline
            and not found
            and (suffix := self._reader.colons.suffix(ts)) is not None
        ):
            found.append(suffix)
        known: list[Attribution] = []
        quoted = next(
            (a.source for a in found if not a.is_leading and not a.source.is_pronoun), None
        )
        for made in found:
            before = known[-1].source if known else None
            if made.source.is_pronoun and "speaker_own" in ts[made.source.start].roles:
                before = quoted or before
            source = self._known(made.source, ts, talk, before)
            known.append(made if source is made.source else replace(made, source=source))
        return known

    def of(self, loss: Loss, found: Sequence[Attribution], talk: Talk, paragraph: int) -> Speech:
        """The source that leads into the loss, else one that follows, else the last that spoke."""
        at = loss.at if loss.frame == "toll" else loss.items[0].start
        leading = [a for a in found if a.is_leading and a.source.start <= at and a.at <= loss.end]
        if leading:
            return leading[-1].source, "C.said", leading[-1].denies
        trailing = [a for a in found if not a.is_leading]
        after = [a for a in trailing if a.at >= loss.start]
        if after:
            return after[0].source, "C.said_after", after[0].denies
        if trailing:
            return trailing[-1].source, "C.carried", False
        if talk.source is not None and talk.paragraph == paragraph and not self.is_headline:
            return talk.source, "C.carried", False
        return None, "C.none", False

    def carry(self, sentence: Sentence, found: Sequence[Attribution], talk: Talk) -> None:
        """Keep for the next sentence who spoke, of whom and of where."""
        if found:
            last = found[-1].source
            talk.source = None if last.claimant == UNATTRIBUTED else last
            talk.paragraph = sentence.paragraph
        elif self.is_headline:
            talk.source = None
        if "name" not in sentence.roles:
            return
        first = next((t for t in sentence.tokens if t.actor), None)
        if first is not None and first.actor:
            talk.subject = Source(first.actor, self.beat.side_of(first.actor), first.low)
        if self._has_bands:
            talk.band = self._last_band(sentence.tokens) or talk.band
        regions = [t.region for t in sentence.tokens if t.region]
        talk.region = regions[-1] if regions else talk.region

    def _known(
        self, source: Source, ts: Sequence[Token], talk: Talk, before: Source | None
    ) -> Source:
        """A pronoun is the last who spoke; a nameless official is of the side spoken of."""
        if source.is_pronoun:
            named = before or talk.source or talk.subject or Source(UNATTRIBUTED, None, "")
            return named.at(source.start, source.end)
        if source.side or source.claimant in self.beat.actor_by_id:
            return source
        if "band" in ts[source.end - 1].roles and ts[source.start].low == "the":
            return self._band(source, ts, talk)
        if not source.is_official:
            return source
        last = talk.source
        if last and last.side and last.text and _shares_noun(source.text, last.text):
            return last.at(source.start, source.end)
        rulers = self.victims.rulers
        armed = ts[source.end - 1].low in _ARMIES
        home = rulers.of(self.victims.home(source.region))
        if armed and home is not None and not rulers.has_army(home):
            home = None
        side = rulers.of_office(source.text) or home
        side = side or self._side_near(ts, talk, armed=armed)
        return source.known_as(source.claimant, side) if side else source

    def _band(self, source: Source, ts: Sequence[Token], talk: Talk) -> Source:
        """As in "THE GROUP said": observers that spoke last, else whoever was named last."""
        last = talk.source
        if last is not None and last.side is None:
            return source
        band = self._last_band(ts[: source.start]) or talk.band
        return source.known_as(band, self.beat.side_of(band)) if band else source

    @cached_property
    def _has_bands(self) -> bool:
        bands = self.victims.rulers.bands
        return any(m.id in bands for m in self.entry.mentions)

    def _last_band(self, ts: Sequence[Token]) -> str | None:
        """Actor id of the armed group or the observers named last: "the group" is them."""
        bands = self.victims.rulers.bands
        return next((t.actor for t in reversed(ts) if t.actor in bands), None)

    def _side_near(self, ts: Sequence[Token], talk: Talk, *, armed: bool) -> str | None:
        """The side of a nameless ministry: the only one with a state in the sentence, else in the
        entry, else in the beat; of an army (`armed`) the only one that has an army."""
        rulers = self.victims.rulers
        named = [t for t in ts if t.actor or t.region]
        named = [t for t in named if not _attacks(ts, t)]
        sides = {
            s for t in named if (s := rulers.of(self.victims.side_of(t))) and rulers.governs(s)
        }
        if len(sides) > 1:
            sides -= {self.victims.side_of(t) for t in named if _counts(ts, t)}
        if armed:
            sides = {s for s in sides if rulers.has_army(s)}
        if len(sides) == 1:
            return sides.pop()
        if sides:
            return None
        if armed and rulers.only_army:
            return rulers.only_army
        if any(t.region for t in named):
            return rulers.only
        if self._only_side:
            return self._only_side
        return rulers.of(self.victims.home(talk.region)) or rulers.only


def _counts(ts: Sequence[Token], name: Token) -> bool:
    """As in "300 SUDLANDIC soldiers were killed, a commander said": the other side's commander."""
    return any(one is name and "person" in other.roles for one, other in pairwise(ts))


def _attacks(ts: Sequence[Token], name: Token) -> bool:
    """As in "Northern strikes killed 12, the governor said": not the governor's side."""
    for before, token in pairwise(ts):
        if before is name:
            return "weapon" in token.roles
        if token is name and before.low == "by":
            return True
    return False


def _shares_noun(one: str, other: str) -> bool:
    """The ministry, after the Northern Health Ministry."""
    return one.casefold().split()[-1] in other.casefold().split()
