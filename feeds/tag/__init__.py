"""Tag an entry's text with the beat's actors and regions: one pass of an Aho-Corasick automaton."""

from feeds.tag.presence import Presence, keys_of
from feeds.tag.tagger import Tagger

__all__ = ["Presence", "Tagger", "keys_of"]
