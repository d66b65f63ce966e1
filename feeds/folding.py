"""Folding: how words are compared when case, diacritics and kinds of dash do not matter."""

import re
import unicodedata
from functools import lru_cache

_SAME = str.maketrans(
    {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2018": "'", "\u2019": "'", "\u02bc": "'"}
    | {"\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-"}
    | {"\u2014": "-", "\n": " ", "\t": " "}
)

_WORD = re.compile(r"[^\W_]+")
"""Letters and digits; everything else lies between words."""


def fold(text: str) -> str:
    """`text` with case, diacritics, curly quotes and dashes taken away; the length may change."""
    if text.isascii():
        return text.replace("\n", " ").replace("\t", " ").lower()
    return "".join(map(_fold_character, text))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, folded: `Cavusoglu's` is two, and so is `border-guard`."""
    return tuple(_WORD.findall(fold(text)))


def spaced(text: str) -> str:
    """The words of a text, a blank before and after each: a word's beginning is ` begin`."""
    return f" {' '.join(_WORD.findall(fold(text)))} "


def find_spans(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Spans of `text` where a word begins as one of `words` does; overlapping ones once, in order.

    What a typed word takes to be several (`border-guard`) is looked for in that order.
    """
    if not words:
        return ()
    folded = list(map(_fold_character, text))
    flat = "".join(folded)
    starts = [place for place, piece in enumerate(folded) for _ in piece]
    spans = set()
    for typed in words.split():
        if parts := words_of(typed):
            wanted = r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, parts))
            for found in re.finditer(wanted, flat):
                spans.add((starts[found.start()], starts[found.end() - 1] + 1))
    return tuple(sorted(spans))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
