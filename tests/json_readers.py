"""For the tests of readers of JSON: a text read, and what must hold of any."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from feeds.entry import Draft, Stamp
from feeds.readers import recognise
from feeds.readers.reading import Reader, Reading

PIECES = st.sampled_from(
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "\\",
        "\\ud800",
        "null",
        "1e999",
        "-1",
        "\n",
        "é",
        "\x00",
        " ",
    ]
)


def read(reader: Reader, value: object) -> Reading:
    """A value, or a text, as the reader that recognises it reads it."""
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    assert recognise(text) is reader
    return reader.read(text, source="page", day=None)


def only(made: Reading) -> Draft:
    (draft,) = made.drafts
    return draft


def utc(stamp: Stamp | None) -> datetime:
    assert stamp is not None
    assert stamp.zone is not None
    return stamp.wall.replace(tzinfo=stamp.zone).astimezone(UTC)


def said(made: Reading) -> list[tuple[int | None, str, bool]]:
    return [(problem.line, problem.what, problem.lost) for problem in made.problems]


def without(values: object) -> st.SearchStrategy[object]:
    """A value with parts of it taken away or replaced."""
    junk: st.SearchStrategy[object] = st.sampled_from(
        [None, True, 0, -1.5, 10**30, "", "x", "\ud800<p", [], [[]], {}, {"a": 1}]
    )
    if isinstance(values, dict):
        return st.fixed_dictionaries({k: st.one_of(without(v), junk) for k, v in values.items()})
    if isinstance(values, list):
        return st.tuples(*(st.one_of(without(v), junk) for v in values)).map(list)
    return st.one_of(st.just(values), junk)


def mutated(text: str, cuts: Sequence[tuple[int, int, str]]) -> str:
    """A text with pieces put in place of others."""
    for at, length, piece in cuts:
        text = text[: at % (len(text) + 1)] + piece + text[at % (len(text) + 1) + length :]
    return text


CUTS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 9), PIECES), max_size=4)


def assert_sound(made: Reading, text: str) -> None:
    """What any reading must hold: lines inside the text, and nothing that cannot be printed."""
    last = text.count("\n") + 1
    lines = [*(d.line for d in made.drafts), *(p.line for p in made.problems)]
    assert all(1 <= line <= last for line in lines if line is not None)
    for draft in made.drafts:
        assert draft.headline or draft.body
        f"{draft.headline}{draft.body}{draft.id}{draft.url}{draft.byline}{draft.source}".encode()
