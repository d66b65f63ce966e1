"""Parsing: tokens become a tree; whatever cannot be understood is named with its place."""

import difflib
import re
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, tzinfo
from typing import NoReturn, TypeVar, get_args

from feeds.errors import QueryError, UsageError
from feeds.folding import words_of
from feeds.queries.scanning import Operator, Term, Token, Value, scan
from feeds.queries.vocabulary import Vocabulary
from feeds.query import (
    EVERYTHING,
    All,
    Facets,
    Is,
    Named,
    Query,
    Searched,
    State,
    Within,
    Words,
    every,
    none_of,
    some,
)
from feeds.typed_time import read_time

DEEPEST = 40
"""How deep brackets and NOTs may stand in each other."""

NAMED: tuple[Named, ...] = get_args(Named)
SEARCHED: tuple[Searched, ...] = ("headline", "body", "note")
STATES: tuple[State, ...] = get_args(State)
TIMES = ("after", "before", "since", "until", "on")
FIELDS: tuple[str, ...] = (*NAMED, *SEARCHED, "is", *TIMES)
"""Every field there is."""

T = TypeVar("T")

_LEAST = timedelta(microseconds=1)
_TOO_SHORT = re.compile(r"\d{1,2}$")
_CLOCKS = '18:00, 2022-09-13T18:00 or "13 Sep 2022 18:00"'


def parse(text: str, vocabulary: Vocabulary) -> Query:
    """The query that a text means; of no text, everything.

    Blanks join by AND, which binds closer than OR; `-` and NOT bind closest.

    Raises:
        QueryError: it cannot be understood; says where and what to do.
    """
    return _Parser(text, vocabulary).whole()


class _Parser:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._tokens: Sequence[Token] = scan(text)
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        if not self._tokens:
            return EVERYTHING
        found = self._some("")
        if (left := self._next) is not None:
            self._fail(left, "no bracket was opened before this one; take it away")
        return found

    @property
    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *signs: str) -> Operator | None:
        """The next token where it is one of these operators."""
        token = self._next
        if isinstance(token, Operator) and token.sign in signs:
            self._at += 1
            return token
        return None

    def _some(self, after: str) -> Query:
        parts = [self._every(after)]
        while taken := self._take("or"):
            parts.append(self._every(self._text[taken.start : taken.end]))
        return some(parts)

    def _every(self, after: str) -> Query:
        parts = [self._part(after)]
        while (token := self._next) is not None:
            if isinstance(token, Operator) and token.sign in ("or", ")"):
                break
            taken = self._take("and")
            before = self._at
            parts.append(self._part(self._text[taken.start : taken.end] if taken else ""))
            self._check_span(parts, before)
        return every(parts)

    def _part(self, after: str) -> Query:
        """One term, or a bracket; `after`: the operator that asks for it."""
        token = self._next
        if token is None:
            self._fail(None, f"after {after} something is missing; write a word or a field")
        self._at += 1
        if isinstance(token, Term):
            return self._term(token)
        if token.sign == "not":
            return none_of(self._deeper(token, self._text[token.start : token.end]))
        if token.sign == "(":
            return self._deeper(token, "(")
        sign = self._text[token.start : token.end]
        problem = f"something is missing before {sign}; write a word or a field, or take it away"
        self._fail(token, problem)

    def _deeper(self, token: Operator, after: str) -> Query:
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(token, f"more than {DEEPEST} brackets stand in each other; take some away")
        if token.sign == "not":
            found = self._part(after)
        else:
            found = self._some(after)
            if not self._take(")"):
                self._fail(token, "this bracket is not closed; write ) where it ends")
        self._depth -= 1
        return found

    def _check_span(self, parts: Sequence[Query], last: int) -> None:
        """Two times that leave nothing between them are a slip, never a question."""
        if not isinstance(parts[-1], Within | All):
            return
        whole = every(parts)
        for part in whole.parts if isinstance(whole, All) else (whole,):
            if isinstance(part, Within) and part.since and part.until and part.since > part.until:
                problem = "nothing can lie between these times; is a day missing?"
                self._fail(self._tokens[last], f'{problem} write after:"13 Sep 2022 22:00"')

    def _term(self, term: Term) -> Query:
        if term.field is None:
            return self._words(term.values[0], None)
        name = term.field.text.lower()
        if name in NAMED:
            return Facets(name, frozenset(self._id(name, value) for value in term.values))
        if name in SEARCHED:
            return some(self._words(value, name) for value in term.values)
        if name == "is":
            return some(self._state(value) for value in term.values)
        if name == "on":
            return some(self._day(value) for value in term.values)
        if name in TIMES:
            if len(term.values) > 1:
                self._fail(term.values[1], f"{name}: takes one time")
            return self._time(name, term.values[0])
        self._unknown(term.field)

    def _words(self, value: Value, field: Searched | None) -> Query:
        words = words_of(value.text)
        if not words:
            self._fail(value, "there is no word here; write letters or digits")
        return Words(words, value.is_quoted, field)

    def _id(self, kind: Named, value: Value) -> str:
        if not value.text.strip():
            self._fail(value, f"after {kind}: a name is missing")
        return self._read(value, lambda name: self._vocabulary.id_of(kind, name))

    def _state(self, value: Value) -> Query:
        wanted = value.text.strip().lower()
        if wanted not in STATES:
            near = difflib.get_close_matches(wanted, STATES, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(STATES)}"
            self._fail(value, f"is: does not take {value.text!r}; {hint}")
        return Is(wanted)

    def _day(self, value: Value) -> Query:
        start, end = self._moment("on", value)
        if end == start:
            self._fail(value, "on: takes a day without a clock: 2022-09-13")
        return Within(start, end - _LEAST)

    def _time(self, name: str, value: Value) -> Query:
        start, end = self._moment(name, value)
        if name in ("after", "since"):
            return Within(start, None)
        if name == "before":
            return Within(None, start - _LEAST)
        return Within(None, end - _LEAST if end > start else start)

    def _moment(self, name: str, value: Value) -> tuple[datetime, datetime]:
        """When it begins; for a day alone also when the next one does, else the same again."""
        if not value.text.strip() or _TOO_SHORT.match(value.text):
            self._fail(value, f"{name}: takes a time; write {_CLOCKS}")
        return self._read(value, self._span)

    def _span(self, typed: str) -> tuple[datetime, datetime]:
        vocabulary = self._vocabulary
        read = read_time(typed, vocabulary.last_day)
        day = read.day or vocabulary.last_day
        if day is None:
            raise UsageError(f"{typed!r} names no day, and nothing here has a date; add one")
        start = read.resolve(vocabulary.zone, day, at_end=False)
        if read.day is None and vocabulary.span and start > vocabulary.span[1]:
            before = read.resolve(vocabulary.zone, day - timedelta(days=1), at_end=False)
            start = before if before >= vocabulary.span[0] else start
        if read.clock is not None:
            return start, start
        return start, _next_day(start, read.zone or vocabulary.zone)

    def _read(self, value: Value, read: Callable[[str], T]) -> T:
        try:
            return read(value.text)
        except UsageError as error:
            self._fail(value, str(error))

    def _unknown(self, field: Value) -> NoReturn:
        near = difflib.get_close_matches(field.text.lower(), FIELDS, n=1)
        hint = f"did you mean {near[0]}:?" if near else f"there are {', '.join(FIELDS)}"
        word = f'for the word write "{field.text}"'
        self._fail(field, f"no field {field.text!r}: {hint} ({word})")

    def _fail(self, where: Token | Value | None, problem: str) -> NoReturn:
        end = len(self._text)
        start, end = (where.start, where.end) if where else (end, end)
        raise QueryError(self._text, start, end, problem)


def _next_day(start: datetime, zone: tzinfo) -> datetime:
    """The first moment of the day after the one that `start` begins."""
    day = start.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(0), zone).astimezone(start.tzinfo)
