"""Which language a text is in: by its script, its letters, and the words that a lexicon knows.

A text in no language that ships has no lexicon, and so no claims: better none than wrong ones.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feeds.claims.lexicon import FOLDER, Lexicon, read_lexicon
from feeds.entry import Entry, TextField
from feeds.errors import FeedError
from feeds.safe_yaml import load

FIELDS: tuple[TextField, ...] = ("headline", "body")
_LATIN = "LATIN"
_OTHER = re.compile("[^\x00-\u024f\u1e00-\u1eff\u2000-\u2bff]")
"""A character that is neither Latin nor a sign: most texts have none, and are done with here."""

_WORD = re.compile(r"[^\W\d_]+")
_FEW = 8
_KNOWN_OF_FEW = 0.15
"""Share of words that a lexicon must know of fewer than `_FEW`: a headline may have but one."""

_FOREIGN = 0.01


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    script: str
    letters: frozenset[str]
    """The script's letters that it writes; empty for all."""

    known: float
    """Share of a text's words that its lexicon must know."""


def lexicons(entry: Entry) -> dict[TextField, Lexicon]:
    """The lexicon of each field that says a loss somewhere; none for a language unknown.

    A headline is too short to be recognised alone: fields in one script are in one language.
    """
    by_script: dict[str, list[TextField]] = {}
    for name in FIELDS:
        if text := entry.text(name):
            by_script.setdefault(_script(text), []).append(name)
    found: dict[TextField, Lexicon] = {}
    for script, names in by_script.items():
        lexicon = _lexicon(script, "\n".join(entry.text(name) for name in names))
        if lexicon is not None:
            found.update(dict.fromkeys(names, lexicon))
    return found


def nearest(text: str) -> Lexicon:
    """The lexicon to cut a text into words with, whatever it says: one of its script, else English.

    Of several languages of the script it is the first that ships: what it calls a number or a verb
    of saying is a guess for any other.
    """
    found = _languages().get(_script(text), ())
    return read_lexicon(found[0].code if found else "en")


def _lexicon(script: str, text: str) -> Lexicon | None:
    """The lexicon of that script which knows the text best; None where none says a loss in it."""
    words = _WORD.findall(text.lower())
    best: tuple[float, Lexicon] | None = None
    for language in _languages().get(script, ()):
        if language.letters and _foreign(words, language.letters) > _FOREIGN:
            continue
        lexicon = read_lexicon(language.code)
        if lexicon.triggers.isdisjoint(words):
            continue
        known = sum(word in lexicon.words for word in words) / len(words)
        least = language.known if len(words) >= _FEW else _KNOWN_OF_FEW
        if known >= least and (best is None or known > best[0]):
            best = known, lexicon
    return best[1] if best else None


def _foreign(words: Sequence[str], letters: frozenset[str]) -> float:
    """Share of letters outside an alphabet, those of other scripts not counted."""
    counted = Counter("".join(words))
    script = _script_of(next(iter(letters)))
    inside = sum(n for c, n in counted.items() if c in letters)
    outside = sum(n for c, n in counted.items() if c not in letters and _script_of(c) == script)
    return outside / max(1, inside + outside)


def _script(text: str) -> str:
    """The script that most letters of a text are in."""
    if text.isascii() or not _OTHER.search(text):
        return _LATIN
    counted: Counter[str] = Counter()
    for letter, count in Counter(text).items():
        if letter.isalpha():
            counted[_script_of(letter)] += count
    return counted.most_common(1)[0][0] if counted else _LATIN


@lru_cache(maxsize=4096)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, Sequence[_Language]]:
    """The languages that ship, by script."""
    found: dict[str, list[_Language]] = {}
    for language in _read_languages():
        found.setdefault(language.script, []).append(language)
    return found


def _read_languages() -> Iterator[_Language]:
    for folder in sorted(FOLDER.iterdir(), key=lambda f: f.name):
        path = folder / "language.yaml"
        if not path.is_file():
            continue
        source = f"{folder.name}/language.yaml"
        content = load(path.read_text(encoding="utf-8"), source=source)
        yield _language(folder.name, content, source)


def _language(code: str, content: object, source: str) -> _Language:
    if not isinstance(content, dict) or not content.keys() >= {"script", "known"}:
        raise FeedError(f"{source}: expected `script` and `known`")
    letters = frozenset(str(content.get("letters") or ""))
    try:
        known = float(str(content["known"]))
    except ValueError as error:
        raise FeedError(f"{source}: `known` must be a share such as 0.35") from error
    return _Language(code, str(content["script"]), letters, known)
