"""Fold a text for matching: no case, no diacritics, one blank between words; spans map back.

Everything that is neither letter nor digit becomes a blank, so that a hyphen, a dash, a no-break
space and an apostrophe look alike. Punctuation with a space after it leaves two blanks, which no
name of several words bridges: a sentence's end is never inside a name.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_BLANKS = " \t\r\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ALIKE = "\u0400-\u045f«»‘’“”–—…"
"""Letters of Cyrillic and signs of print: each folds to one character, as ASCII does, and needs no
look of its own. A test holds that."""

_GAP_OR_ODD = re.compile(
    f"[{_BLANKS}]+\n[{_BLANKS}]*|\n[{_BLANKS}]+|[{_BLANKS}]{{2,}}|[^\x00-\x7f{_ALIKE}]"
)
_ODD = re.compile(f"[^\x00-\x7f{_ALIKE}]")
_ASCII = {c: chr(c).lower() if chr(c).isalnum() else " " for c in range(128)}
_NOT_DECOMPOSED = dict(zip("øłđıħŧəðɨ", "oldihtadi", strict=True)) | {
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
_LOWEST_DIACRITIC = 10
"""Combining classes from here on are accents and points; below are the vowel signs of Indic scripts
and the voicing marks of kana, which make another letter."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text with a blank before and behind it, and the way back to the original."""

    text: str
    original: str
    cuts: tuple[tuple[int, int, int, int], ...]
    """Pieces whose length changed: start and end in `text`, start and end in `original`."""

    starts: tuple[int, ...]
    """Start of each cut in `text`."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original; accents belong to their letter."""
        if not self.cuts:
            return start - 1, end - 1
        first, last = self._origin(start, False), self._origin(end, True)
        while last > first and unicodedata.category(self.original[last - 1]) == "Cf":
            last -= 1
        return first, last

    def _origin(self, at: int, is_end: bool) -> int:
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return at - 1
        cut_start, cut_end, start, end = self.cuts[index]
        if at >= cut_end:
            return end + at - cut_end
        return end if is_end and at > cut_start else start


def fold(text: str) -> Folded:
    """`text` folded. Linear; ASCII without doubled blanks takes a short way."""
    pattern = _GAP_OR_ODD if _may_hold_gaps(text) else _ODD
    if pattern is _ODD and text.isascii():
        return Folded(f" {text.translate(_ASCII)} ", text, (), ())
    pieces: list[str] = [" "]
    cuts: list[tuple[int, int, int, int]] = []
    done, length = 0, 1
    for match in pattern.finditer(text):
        start, end = match.span()
        piece = _LETTERS[match[0]] if end - start == 1 else " "
        pieces += (text[done:start], piece)
        length += start - done
        if len(piece) != end - start:
            cuts.append((length, length + len(piece), start, end))
        length += len(piece)
        done = end
    pieces += (text[done:], " ")
    folded = "".join(pieces).translate(_SINGLE)
    return Folded(folded, text, tuple(cuts), tuple(cut[0] for cut in cuts))


def _may_hold_gaps(text: str) -> bool:
    """Whether blanks may have to become one: four times as fast as letting the pattern look."""
    return (
        "  " in text
        or " \n" in text
        or "\n " in text
        or "\t" in text
        or "\r" in text
        or "\xa0" in text
    )


def fold_name(name: str) -> str:
    """A name folded, without the blanks around it: what an automaton is fed with."""
    if name.isascii() and "  " not in name:
        return name.translate(_ASCII).strip()
    return fold(name).text.strip()


class _Letters(dict[str, str]):
    """What one character outside ASCII folds to; worked out once each."""

    def __missing__(self, letter: str) -> str:
        folded = self[letter] = _fold_letter(letter)
        return folded


def _fold_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf" or unicodedata.combining(letter) >= _LOWEST_DIACRITIC:
        return ""
    if category[0] not in "LNM" or category in {"Lm", "No"}:
        return " "  # modifier letters serve as apostrophes, raised digits as footnote marks
    parts = unicodedata.normalize("NFKD", letter)
    bare = (c for c in parts if unicodedata.combining(c) < _LOWEST_DIACRITIC)
    lowered = unicodedata.normalize("NFC", "".join(bare)).casefold()
    return "".join(_NOT_DECOMPOSED.get(c, c) if c.isalnum() else " " for c in lowered)


_LETTERS = _Letters()
_SINGLE = _ASCII | {ord(c): _fold_letter(c) for c in _ALIKE[3:]}
_SINGLE |= {c: _fold_letter(chr(c)) for c in range(0x400, 0x460)}
