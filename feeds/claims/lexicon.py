"""The words of one language, read once from its YAML files: what each word or phrase can be."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from itertools import product

from feeds.errors import FeedError
from feeds.safe_yaml import load

Roles = Mapping[str, str]
"""What a word can be, and with which value: {"number": "50"}, {"participle": "killed"}."""

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
    "count",
    "of",
)
"""The roles that make a sentence worth reading: a loss is said in it."""

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
    """First words of everything that says a loss."""

    needs: Mapping[str, frozenset[str]]
    """Counted nouns that say a loss only beside one of these verbs."""

    abbreviations: frozenset[str]
    """Words whose full stop ends no sentence."""

    known: dict[str, Word] = field(default_factory=dict, compare=False)
    """Pieces of text as they were read before: what the tokeniser remembers."""


@lru_cache(maxsize=8)
def read_lexicon(language: str = "en") -> Lexicon:
    """The lexicon that ships for a language. Raises FeedError where a file is not as it must be."""
    folder = resources.files("feeds.claims") / "lexicon" / language
    entries: dict[tuple[str, ...], dict[str, str]] = {}
    needs: dict[str, frozenset[str]] = {}
    for name in _FILES:
        source = f"{language}/{name}.yaml"
        sections = load((folder / f"{name}.yaml").read_text(encoding="utf-8"), source=source)
        if not isinstance(sections, dict):
            raise FeedError(f"{source}: expected sections of words")
        for section, content in sections.items():
            if section == "count_needs":
                needs |= {w: frozenset(v) for w, v in _lists(content, source)}
                continue
            for words, roles in _entries(section, content, source):
                entries.setdefault(words, {}).update(roles)
    return _index(entries, needs)


def _entries(
    section: str, content: object, source: str
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    if isinstance(content, list):
        for words in _phrases(content, source):
            yield words, {section: ""}
    elif section in ("people", "groups"):
        yield from _people(section, content, source)
    else:
        for value, listed in _lists(content, source):
            for words in _phrases(listed, source):
                yield words, {section: value}


def _people(
    section: str, content: object, source: str
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Nouns for people: `person` is the category, `one` and `many` the number, `group` narrows."""
    if not isinstance(content, dict):
        raise FeedError(f"{source}: {section} must map names to `one` and `many`")
    for name, forms in content.items():
        for number, listed in _lists(forms, source):
            for words in _phrases(listed, source):
                roles = {"person": "civilian" if section == "groups" else name, number: ""}
                yield words, roles | ({"group": name} if section == "groups" else {})


def _lists(content: object, source: str) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(content, dict):
        raise FeedError(f"{source}: expected a mapping of lists")
    for key, listed in content.items():
        if not isinstance(listed, list) or not all(isinstance(w, str) for w in listed):
            raise FeedError(f"{source}: {key} must be a list of words")
        yield str(key), listed


def _phrases(listed: Sequence[object], source: str) -> Iterator[tuple[str, ...]]:
    """Each phrase in lower case; "a|the couple of" is two phrases."""
    for phrase in listed:
        if not isinstance(phrase, str):
            raise FeedError(f"{source}: {phrase!r} is no word")
        if "|" not in phrase:
            yield tuple(split_words(phrase))
            continue
        for choice in product(*(part.split("|") for part in phrase.split())):
            yield tuple(split_words(" ".join(choice)))


def split_words(phrase: str) -> list[str]:
    """Lower-case words as the tokeniser cuts them: a possessive 's stands alone."""
    return _WORD.findall(phrase.lower())


def _index(
    entries: Mapping[tuple[str, ...], dict[str, str]], needs: Mapping[str, frozenset[str]]
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
        triggers=frozenset(key[0] for key in saying),
        needs=needs,
        abbreviations=frozenset(short),
    )


_SAYING = (*LOSS_ROLES, "toll", "toll_noun")
