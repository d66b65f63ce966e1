"""Folding: how words are compared when case, diacritics and kinds of dash do not matter."""

import unicodedata
from functools import lru_cache

_SAME = str.maketrans(
    {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2018": "'", "\u2019": "'", "\u02bc": "'"}
    | {"\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-"}
    | {"\u2014": "-", "\n": " ", "\t": " "}
)


def fold(text: str) -> str:
    """`text` with case, diacritics, curly quotes and dashes taken away; the length may change."""
    if text.isascii():
        return text.translate(_SAME).lower()
    return "".join(map(_fold_character, text))


def find_spans(text: str, words: str) -> tuple[tuple[int, int], ...]:
    """Spans of `text` where any word of `words` stands, folded; overlapping ones once, in order."""
    folded = list(map(_fold_character, text))
    flat = "".join(folded)
    starts = [place for place, piece in enumerate(folded) for _ in piece]
    spans = set()
    for word in fold(words).split():
        found = flat.find(word)
        while found >= 0:
            spans.add((starts[found], starts[found + len(word) - 1] + 1))
            found = flat.find(word, found + len(word))
    return tuple(sorted(spans))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = unicodedata.normalize("NFKD", character.translate(_SAME)).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c))
