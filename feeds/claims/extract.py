"""The stage itself: an Entry's headline and body become claims, by TALLY.md sections 1 and 2."""

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.claims.compose import compose
from feeds.claims.drafts import Draft
from feeds.claims.languages import lexicons
from feeds.claims.merge import merged
from feeds.claims.reader import TextReader
from feeds.claims.talk import Talk
from feeds.claims.victims import VictimReader
from feeds.entry import Entry


class Extractor:
    """Takes the claims out of entries of one beat; made once, used for every entry."""

    def __init__(self, beat: Beat) -> None:
        self.beat = beat
        self._victims = VictimReader(beat)

    def claims(self, entry: Entry) -> tuple[Claim, ...]:
        """The claims of a tagged entry, in text order, headline first. Never raises on any text.

        Each field is read in its own language; one in a language that does not ship says nothing.
        What was withdrawn claims nothing any more: what stood before is struck (R1).
        """
        if entry.withdrawn is not None:
            return ()
        talk = Talk()
        drafts: list[Draft] = []
        for name, lexicon in lexicons(entry).items():
            reader = TextReader(entry, name, self.beat, lexicon, self._victims)
            drafts.extend(reader.drafts(talk))
        return compose(entry, merged(drafts))
