"""Tag an entry's text with the beat's actors and regions: one pass of an Aho-Corasick automaton."""

from feeds.tag.tagger import Tagger

__all__ = ["Tagger"]
