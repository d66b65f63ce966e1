"""Queries: text becomes a query tree and back again, and what could be typed next is offered.

scanning    text becomes tokens, each with its place
vocabulary  names become ids of the beat, and sources
parsing     tokens become a tree
writing     a tree becomes text again
completing  what could be typed at a place
"""

from feeds.queries.completing import complete, counts_of
from feeds.queries.parsing import parse
from feeds.queries.vocabulary import Vocabulary
from feeds.queries.writing import write

__all__ = ["Vocabulary", "complete", "counts_of", "parse", "write"]
