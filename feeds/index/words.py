"""Words: what is looked for in the archive's texts, as its text search takes it."""

from feeds.query import Words

MATCHING = "SELECT rowid FROM words WHERE words MATCH ? AND rowid > ? ORDER BY rowid DESC"
"""Docs after one whose folded words match, the newest first."""


JOINED = """
SELECT group_concat(rowid) FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?"""
"""Docs from one to another, with commas between: a row for each of a million takes much longer."""

SHORT = 3
"""Letters of a beginning that so many words have that the newest hits are found no sooner than all:
FTS5 joins the lists of all those words before it gives the first row."""


def match_of(words: Words) -> str:
    """A phrase, or the beginning of one, in one of the two texts or in either."""
    phrase = f'"{" ".join(words.words)}"' + ("" if words.is_phrase else " *")
    return phrase if words.field is None else f"{words.field} : {phrase}"


def is_of_many(words: Words) -> bool:
    """True for the beginning of very many words."""
    return not words.is_phrase and len(words.words[-1]) <= SHORT
