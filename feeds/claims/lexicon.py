"""The words of one language, read once from its YAML files: what each word or phrase can be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import product

from feeds.claims.bending import Bending, Roles, read_bending
from feeds.errors import FeedError
from feeds.safe_yaml import load

Word = tuple[str, bool, Roles, int | None]
"""A piece as a token has it: its lower case, whether a capital begins it, its roles, its value."""

Rests = tuple[tuple[tuple[str, ...], Roles], ...]

LOSS_ROLES = (
    "participle",
    "subject",
    "subject_military",
    "object",
    "object_own",
    "military_captured",
    "object_military",
    "count",
    "of",
)
"""The roles that make a sentence worth reading: a loss is said in it."""

FOLDER = resources.files("feeds.claims") / "lexicon"
"""Where the languages lie, a folder each."""

_FILES = ("numbers", "losses", "people", "attribution", "context", "grammar")
_WORD = re.compile(r"'s\b|[^\W\d_]+(?:[-'](?!s\b)[^\W\d_]+)*|\d+|\S")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words and phrases of a language, by their first word."""

    words: Mapping[str, Roles]
    """Single words, lower case."""

    phrases: Mapping[str, Mapping[str, Rests]]
    """Longer phrases by their first and second word: what follows these, longest first."""

    triggers: frozenset[str]
    """One word, the longest, of everything that says a loss."""

    needs: Mapping[str, frozenset[str]]
    """Counted nouns that say a loss only beside one of these verbs."""

    abbreviations: frozenset[str]
    """Words whose full stop ends no sentence."""

    called: Mapping[str, str]
    """What the grammar calls a word that it asks for by its English name: "и" is "and"."""

    name_roles: Roles
    """What every name of the beat can be besides."""

    decimal_comma: bool
    """True where "1,5" is one and a half."""

    known: dict[str, Word] = field(default_factory=dict, compare=False)
    """Pieces of text as they were read before: what the tokeniser remembers."""


@lru_cache(maxsize=8)
def read_lexicon(language: str = "en") -> Lexicon:
    """The lexicon that ships for a language. Raises FeedError where a file is not as it must be."""
    bending = read_bending(FOLDER / language, language)
    entries: dict[tuple[str, ...], dict[str, str]] = {}
    needs: dict[str, frozenset[str]] = {}
    called: dict[str, str] = {}
    for section, content, source in _sections(language):
        if section == "count_needs":
            needs |= _needs(content, source, bending)
        elif section == "called":
            called |= {w: name for name, listed in _lists(content, source) for w in listed}
        else:
            for phrase, roles in _entries(section, content, source):
                for text, bent in bending.forms(section, phrase, roles):
                    entries.setdefault(tuple(split_words(text)), {}).update(bent)
    return _index(entries, needs, called, bending)


def _sections(language: str) -> Iterator[tuple[str, object, str]]:
    """Name, content and file of every section of a language."""
    for name in _FILES:
        source = f"{language}/{name}.yaml"
        text = (FOLDER / language / f"{name}.yaml").read_text(encoding="utf-8")
        sections = load(text, source=source)
        if not isinstance(sections, dict):
            raise FeedError(f"{source}: expected sections of words")
        for section, content in sections.items():
            yield section, content, source


def _needs(content: object, source: str, bending: Bending) -> dict[str, frozenset[str]]:
    """The verbs that a counted noun needs beside it, both in all their forms."""
    made: dict[str, frozenset[str]] = {}
    for word, verbs in _lists(content, source):
        wanted = frozenset(bending.texts(verbs))
        made |= dict.fromkeys(bending.texts([word]), wanted)
    return made


def _entries(section: str, content: object, source: str) -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(content, list):
        for phrase in _phrases(content, source):
            yield phrase, {section: ""}
    elif section in ("people", "groups"):
        yield from _people(section, content, source)
    else:
        for value, listed in _lists(content, source):
            for phrase in _phrases(listed, source):
                yield phrase, {section: value}


def _people(section: str, content: object, source: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Nouns for people: `person` is the category, `one` and `many` the number, `group` narrows.

    A language that bends its words lists each noun once, without `one` and `many`.
    """
    if not isinstance(content, dict):
        raise FeedError(f"{source}: {section} must map names to `one` and `many`")
    for name, forms in content.items():
        roles = {"person": "civilian" if section == "groups" else str(name)}
        roles |= {"group": str(name)} if section == "groups" else {}
        if isinstance(forms, list):
            yield from ((phrase, roles) for phrase in _phrases(forms, source))
            continue
        for number, listed in _lists(forms, source):
            for phrase in _phrases(listed, source):
                yield phrase, roles | {number: ""}


def _lists(content: object, source: str) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(content, dict):
        raise FeedError(f"{source}: expected a mapping of lists")
    for key, listed in content.items():
        if not isinstance(listed, list) or not all(isinstance(w, str) for w in listed):
            raise FeedError(f"{source}: {key} must be a list of words")
        yield str(key), listed


def _phrases(listed: Sequence[object], source: str) -> Iterator[str]:
    """Each phrase; "a|the couple of" is two phrases."""
    for phrase in listed:
        if not isinstance(phrase, str):
            raise FeedError(f"{source}: {phrase!r} is no word")
        if "|" not in phrase:
            yield phrase
            continue
        for choice in product(*(part.split("|") for part in phrase.split())):
            yield " ".join(choice)


def split_words(phrase: str) -> list[str]:
    """Lower-case words as the tokeniser cuts them: a possessive 's stands alone."""
    return _WORD.findall(phrase.lower())


def _index(
    entries: Mapping[tuple[str, ...], dict[str, str]],
    needs: Mapping[str, frozenset[str]],
    called: Mapping[str, str],
    bending: Bending,
) -> Lexicon:
    words = {key[0]: roles for key, roles in entries.items() if len(key) == 1}
    phrases: dict[str, dict[str, Rests]] = {}
    longest_first = sorted(entries.items(), key=lambda item: -len(item[0]))
    for key, roles in longest_first:
        if len(key) > 1:
            seconds = phrases.setdefault(key[0], {})
            seconds[key[1]] = (*seconds.get(key[1], ()), (key[2:], roles))
    saying = [key for key, roles in entries.items() if any(r in roles for r in _SAYING)]
    short = {key[-1] for key, roles in entries.items() if "abbreviation" in roles}
    return Lexicon(
        words=words,
        phrases=phrases,
        triggers=frozenset(_rarest(key) for key in saying),
        needs=needs,
        abbreviations=frozenset(short),
        called=called,
        name_roles=bending.name_roles,
        decimal_comma=bending.decimal_comma,
    )


_SAYING = (*LOSS_ROLES, "toll", "toll_noun")


def _rarest(phrase: Sequence[str]) -> str:
    """The longest run of letters in a phrase: without it, the phrase is not there."""
    return max(_LETTERS.findall(" ".join(phrase)), key=len, default=phrase[0])


_LETTERS = re.compile(r"[^\W\d_]+")
