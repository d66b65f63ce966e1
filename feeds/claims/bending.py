"""Bending: a lexicon lists words as a dictionary does; these are their forms, and what each can be.

A language that inflects has a `forms.yaml` in its folder; English lists the forms themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable

from feeds.errors import FeedError
from feeds.morphology import word_forms
from feeds.safe_yaml import load

Roles = Mapping[str, str]
"""What a word can be, and with which value: {"number": "50"}, {"participle": "killed"}."""

_ANY = "any"
_Rules = tuple[tuple[frozenset[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Bending:
    """How the words of one language bend; without a language, they do not."""

    language: str | None = None
    fixed: frozenset[str] = frozenset()
    """Sections whose words stand as they are."""

    rules: Mapping[str, _Rules] = field(default_factory=dict)
    """By section: the grammemes that a form must have, and what it then can be."""

    name_roles: Roles = field(default_factory=dict)
    """What every name of the beat can be besides."""

    decimal_comma: bool = False
    """True where "1,5" is one and a half."""

    def forms(self, section: str, phrase: str, roles: Roles) -> Iterator[tuple[str, Roles]]:
        """The forms of a phrase that its section wants, each with its roles."""
        if self.language is None or section in self.fixed:
            yield phrase, roles
            return
        value = next(iter(roles.values()))
        for form in word_forms(self.language, phrase):
            more = self._more(section, form.tags)
            if more is not None:
                yield form.text, {**roles, **dict.fromkeys(more, value)}

    def texts(self, phrases: Iterable[str]) -> list[str]:
        """All the forms of some words."""
        if self.language is None:
            return list(phrases)
        return [form.text for phrase in phrases for form in word_forms(self.language, phrase)]

    def _more(self, section: str, tags: frozenset[str]) -> list[str] | None:
        """What a form can be besides its section; None where no rule lets it in."""
        rules = self.rules.get(section, ())
        found = [roles for wanted, roles in rules if wanted <= tags or not tags]
        if rules and not found:
            return None
        return [role for roles in found for role in roles]


def read_bending(folder: Traversable, language: str) -> Bending:
    """How a language bends, from its folder. Raises FeedError for a file of another shape."""
    path = folder / "forms.yaml"
    if not path.is_file():
        return Bending()
    source = f"{language}/forms.yaml"
    content = load(path.read_text(encoding="utf-8"), source=source)
    if not isinstance(content, dict):
        raise FeedError(f"{source}: expected `fixed`, `names` and `sections`")
    sections = content.get("sections")
    return Bending(
        language=language,
        fixed=frozenset(_words(content.get("fixed"), source)),
        rules={name: _rules(rules, source) for name, rules in _mapping(sections, source).items()},
        name_roles=dict.fromkeys(_words(content.get("names"), source), ""),
        decimal_comma=content.get("decimal_comma") == "true",
    )


def _rules(content: object, source: str) -> _Rules:
    return tuple(
        (frozenset(grammemes.split()) - {_ANY}, tuple(_words(roles, source)))
        for grammemes, roles in _mapping(content, source).items()
    )


def _mapping(content: object, source: str) -> Mapping[str, object]:
    if not isinstance(content, dict):
        raise FeedError(f"{source}: expected sections, each with its forms")
    return content


def _words(content: object, source: str) -> list[str]:
    if not isinstance(content, list) or not all(isinstance(w, str) for w in content):
        raise FeedError(f"{source}: expected a list of words")
    return content
