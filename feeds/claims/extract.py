"""The stage itself: an Entry's headline and body become claims, by TALLY.md sections 1 and 2."""

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.claims.compose import compose
from feeds.claims.drafts import Draft
from feeds.claims.lexicon import read_lexicon
from feeds.claims.merge import merged
from feeds.claims.reader import TextReader
from feeds.claims.talk import Talk
from feeds.claims.tokens import has_trigger
from feeds.claims.victims import VictimReader
from feeds.entry import Entry, TextField

_FIELDS: tuple[TextField, ...] = ("headline", "body")


class Extractor:
    """Takes the claims out of entries of one beat; made once, used for every entry."""

    def __init__(self, beat: Beat, language: str = "en") -> None:
        self.beat = beat
        self.lexicon = read_lexicon(language)
        self._victims = VictimReader(beat)

    def claims(self, entry: Entry) -> tuple[Claim, ...]:
        """The claims of a tagged entry, in text order, headline first. Never raises on any text."""
        if not any(has_trigger(entry.text(name), self.lexicon) for name in _FIELDS):
            return ()
        talk = Talk()
        drafts: list[Draft] = []
        for name in _FIELDS:
            if entry.text(name):
                reader = TextReader(entry, name, self.beat, self.lexicon, self._victims)
                drafts.extend(reader.drafts(talk))
        return compose(entry, merged(drafts))
