"""Scanning: the text of a query becomes tokens that know their place in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from feeds.errors import QueryError

LONGEST = 4000
"""Characters of a query."""

QUOTES = '"“”„«»'
"""Any of these opens or ends a phrase: which one a keyboard types does not matter."""

Sign = Literal["(", ")", "or", "and", "not"]

_OPERATORS: dict[str, Sign] = {"OR": "or", "AND": "and", "NOT": "not"}
_BRACKETS: dict[str, Sign] = {"(": "(", ")": ")"}
_MINUSES = "-−–"
_FIELD = re.compile(r"([^\W\d_]+):\s*")
_BARE = re.compile(rf"[^\s()|,{QUOTES}]+")
_WORD = re.compile(rf"[^\s()|{QUOTES}]+")
_BLANKS = re.compile(r"\s*")
_ESCAPED = re.compile(r"\\([\\\"])")
_QUOTED = re.compile(rf'[{QUOTES}]((?:\\[\\"]|[^{QUOTES}])*)([{QUOTES}]?)')


@dataclass(frozen=True, slots=True)
class Value:
    """One word, phrase or name."""

    text: str
    """Without its quotes."""

    start: int
    """First character in the query, a quote included."""

    end: int
    """One past the last."""

    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A bracket, or a word between terms."""

    sign: Sign
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """Words, or a field with its values."""

    field: Value | None
    """Name of the field; None for words."""

    values: tuple[Value, ...]
    """At least one; after a field it may be empty text, where a value is missing."""

    start: int
    end: int


Token = Operator | Term


def scan(text: str, *, is_typing: bool = False) -> list[Token]:
    """The tokens of a query, in order; while somebody `is_typing`, an open quote ends at the end.

    Raises:
        QueryError: the text is too long, or a quote is not closed.
    """
    if len(text) > LONGEST:
        raise QueryError(text, LONGEST, len(text), f"a query takes {LONGEST:,} characters at most")
    return list(_Scanner(text, is_typing).tokens())


class _Scanner:
    def __init__(self, text: str, is_typing: bool) -> None:
        self._text = text
        self._is_typing = is_typing
        self._at = 0

    def tokens(self) -> Iterator[Token]:
        self._skip()
        while self._at < len(self._text):
            yield self._operator() or self._term()
            self._skip()

    def _operator(self) -> Operator | None:
        start, text = self._at, self._text
        here = text[start]
        if here in _BRACKETS:
            return self._sign(_BRACKETS[here], 1)
        if here == "|":
            return self._sign("or", 2 if text.startswith("||", start) else 1)
        if here in _MINUSES and text[start + 1 : start + 2].strip():
            return self._sign("not", 1)
        word = _WORD.match(text, start)
        if word and (sign := _OPERATORS.get(word.group())):
            return self._sign(sign, len(word.group()))
        return None

    def _sign(self, sign: Sign, length: int) -> Operator:
        self._at += length
        return Operator(sign, self._at - length, self._at)

    def _term(self) -> Term:
        start = self._at
        if field := _FIELD.match(self._text, start):
            self._at = field.end()
            name = Value(field[1], start, field.end(1))
            values = tuple(self._values())
            return Term(name, values, start, values[-1].end)
        value = self._quoted() or self._match(_WORD)
        assert value is not None
        return Term(None, (value,), start, value.end)

    def _values(self) -> Iterator[Value]:
        """Values between commas; what is missing is an empty one."""
        while True:
            value = self._quoted() or self._match(_BARE)
            yield value or Value("", self._at, self._at)
            comma = _BLANKS.match(self._text, self._at)
            at = comma.end() if comma else self._at
            if not self._text.startswith(",", at):
                return
            self._at = at + 1
            self._skip()

    def _quoted(self) -> Value | None:
        found = _QUOTED.match(self._text, self._at)
        if found is None:
            return None
        if not found[2] and not self._is_typing:
            problem = "this quote is not closed; write another one where the phrase ends"
            raise QueryError(self._text, found.start(), found.start() + 1, problem)
        self._at = found.end()
        return Value(_ESCAPED.sub(r"\1", found[1]), found.start(), found.end(), True)

    def _match(self, pattern: re.Pattern[str]) -> Value | None:
        found = pattern.match(self._text, self._at)
        if found is None:
            return None
        self._at = found.end()
        return Value(found.group(), found.start(), found.end())

    def _skip(self) -> None:
        blanks = _BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at
