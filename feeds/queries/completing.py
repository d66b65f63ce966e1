"""Completing: what could be typed at a place of a query: fields, then names with their counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from feeds.clock import offset
from feeds.completion import Completion, Option
from feeds.errors import QueryError
from feeds.folding import words_of
from feeds.queries.parsing import NAMED, STATES, TIMES, parse
from feeds.queries.scanning import Term, Value, scan
from feeds.queries.vocabulary import Vocabulary
from feeds.queries.writing import name_text
from feeds.query import Named, Within
from feeds.snapshot import Facet, Snapshot

MOST = 50
"""Options at a time."""

_CLOCKS = '18:00, 2022-09-13T18:00, "13 Sep 2022 18:00"'
_A_WORD = 'a word, or a "phrase in quotes"'

MEANINGS: Mapping[str, str] = {
    "actor": "who is named",
    "side": "anybody of a side is named",
    "region": "where",
    "claims": "killed, wounded ... any",
    "source": "who published it",
    "after": "from a time on",
    "before": "up to a time",
    "on": "on a day",
    "headline": "words of the headline",
    "body": "words of the text",
    "is": "marked, unread, edited ...",
    "tag": "a tag that you gave",
    "edit": "number, attribution, name, time ... any",
    "note": "words of your note",
    "since": "as after",
    "until": "up to a time, it included",
}
"""What each field asks for, the most wanted first."""

_HINTS: Mapping[str, str] = {
    **dict.fromkeys(("after", "before", "since", "until"), _CLOCKS),
    **dict.fromkeys(("headline", "body", "note"), _A_WORD),
    "on": '2022-09-13, "13 Sep 2022"',
}

_STATES: Mapping[str, str] = {
    "marked": "you marked it",
    "read": "you have read it",
    "unread": "you have not read it, as it is now",
    "tagged": "it has a tag",
    "noted": "it has a note",
    "edited": "these are not its first words",
    "withdrawn": "its publisher took it back",
    "undated": "it has no time",
}


Counts = Mapping[tuple[Named, str], int]
"""Entries by kind and id, where somebody has counted them."""


def counts_of(snapshot: Snapshot) -> Counts:
    """What a snapshot has counted: sides, actors and regions."""
    kinds: tuple[tuple[Named, Sequence[Facet]], ...] = (
        ("side", snapshot.sides),
        ("actor", snapshot.actors),
        ("region", snapshot.regions),
    )
    return {(kind, facet.id): facet.count for kind, facets in kinds for facet in facets}


def complete(
    text: str, cursor: int, vocabulary: Vocabulary, counts: Counts | None = None
) -> Completion:
    """What could be typed at `cursor`, a place in `text`: fields, then names, the commonest first.

    A quote that is open ends at the cursor; nothing is offered where words alone can stand.
    """
    before = text[:cursor]
    try:
        tokens = scan(before, is_typing=True)
    except QueryError:
        return Completion(start=cursor, end=cursor)
    last = tokens[-1] if tokens else None
    if isinstance(last, Term) and last.field is not None:
        value = last.values[-1]
        if not before[value.end :]:
            return _values(last.field.text.lower(), value, vocabulary, counts or {})
    if isinstance(last, Term) and last.end == cursor:
        word = last.values[0]
        if word.is_quoted or words_of(word.text):
            return _word(word, vocabulary, counts or {})
    return Completion(start=cursor, end=cursor, options=tuple(_fields("")))


def _values(field: str, value: Value, vocabulary: Vocabulary, counts: Counts) -> Completion:
    options: Iterator[Option] = iter(())
    kind = next((kind for kind in NAMED if kind == field), None)
    if kind:
        options = _names(kind, value.text, vocabulary, counts)
    elif field == "is":
        wanted = value.text.lower()
        options = (Option(text=f"{s} ", what=_STATES[s]) for s in STATES if s.startswith(wanted))
    return Completion(
        start=value.start,
        end=value.end,
        options=tuple(options)[:MOST],
        hint=_moment(field, value, vocabulary) or _HINTS.get(field, ""),
    )


def _moment(field: str, value: Value, vocabulary: Vocabulary) -> str:
    """The moment that a time means, with its zone; empty where it is none."""
    if field not in TIMES:
        return ""
    try:
        found = parse(f"{field}:{name_text(value.text)}", vocabulary)
    except QueryError:
        return ""
    ends = (found.since, found.until) if isinstance(found, Within) else ()
    whole = (
        end.replace(microsecond=0) + timedelta(seconds=end.microsecond > 0) for end in ends if end
    )
    local = (end.astimezone(vocabulary.zone) for end in whole)
    return " to ".join(f"{end:%a %d %b %Y %H:%M} {offset(end)}" for end in local)


def _word(value: Value, vocabulary: Vocabulary, counts: Counts) -> Completion:
    """A word that may become a field, or a name with its field."""
    options = [] if value.is_quoted else list(_fields(value.text.lower()))
    if words_of(value.text):
        named = [
            replace(option, text=f"{kind}:{option.text}")
            for kind in NAMED
            for option in _names(kind, value.text, vocabulary, counts)
        ]
        options += sorted(named, key=lambda option: -(option.count or 0))
    return Completion(start=value.start, end=value.end, options=tuple(options[:MOST]))


def _fields(begun: str) -> Iterator[Option]:
    return (Option(text=f"{f}:", what=MEANINGS[f]) for f in MEANINGS if f.startswith(begun))


def _names(kind: Named, typed: str, vocabulary: Vocabulary, counts: Counts) -> Iterator[Option]:
    """Names in which a word begins as typed, the most counted first."""
    begun = vocabulary.begun(kind, typed)
    found = [(-counts.get((kind, id), 0), name, id) for id, name in begun]
    for _, name, id in sorted(found):
        count = counts.get((kind, id))
        yield Option(text=f"{name_text(id)} ", what="" if name == id else name, count=count)
