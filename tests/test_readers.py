"""Readers: every format is recognised by its content, and read as its golden tape says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.entry import Draft, Stamp
from feeds.errors import UsageError
from feeds.readers import READERS, reader_named, recognise
from feeds.readers.reading import MOST_CHARACTERS

TAPES = Path(__file__).parent / "tapes" / "readers"
INPUTS = sorted(path for path in TAPES.iterdir() if path.suffix != ".expected")


def as_expected(text: str) -> dict[str, Any]:
    """What the recognised reader makes of a text, in the form that the tapes are kept in."""
    reader = recognise(text)
    assert reader is not None
    made = reader.read(text, source="tape", day=None)
    return {
        "reader": reader.name,
        "drafts": [draft_row(draft) for draft in made.drafts],
        "problems": [f"{'lost' if p.lost else 'kept'}, {p}" for p in made.problems],
    }


def draft_row(draft: Draft) -> dict[str, Any]:
    """A draft without what it does not have."""
    row = {
        "line": draft.line,
        "role": draft.role,
        "id": draft.id,
        "time": shown(draft.stamp),
        "headline": draft.headline,
        "body": draft.body,
        "byline": draft.byline,
        "url": draft.url,
        "source": draft.source,
        "revision": draft.revision if draft.revision > 1 else None,
        "revised": shown(draft.revised),
        "extra": dict(draft.extra),
    }
    return {key: value for key, value in row.items() if value not in (None, {})}


def shown(stamp: Stamp | None) -> str | None:
    """'2021-03-04 21:15 UTC+04:00', without what the stamp does not say."""
    if stamp is None:
        return None
    wall = f"{stamp.wall:%Y-%m-%d}" if stamp.day_only else f"{stamp.wall:%Y-%m-%d %H:%M}"
    return f"{wall} {stamp.zone}" if stamp.zone else wall


@pytest.mark.parametrize("tape", INPUTS, ids=lambda path: path.name)
def test_a_tape_is_read_as_expected(tape: Path) -> None:
    expected = json.loads(Path(f"{tape}.expected").read_text(encoding="utf-8"))
    assert as_expected(tape.read_text(encoding="utf-8")) == expected


@pytest.mark.parametrize("tape", INPUTS, ids=lambda path: path.name)
def test_what_a_text_reader_keeps_stands_unchanged_in_the_source(tape: Path) -> None:
    text = tape.read_text(encoding="utf-8")
    for reader in ("liveblog", "article", "digest"):
        for draft in reader_named(reader).read(text, source="tape", day=None).drafts:
            for paragraph in [draft.headline or "", *draft.body.split("\n\n")]:
                assert paragraph in text


def test_a_reader_is_found_by_its_name() -> None:
    assert [reader_named(reader.name) for reader in READERS] == list(READERS)


def test_an_unknown_reader_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError, match=r"no reader 'tape'; there are .*jsonlines, .*article"):
        reader_named("tape")


@pytest.mark.parametrize("page", ['<?xml version="1.0"?>', '{"a": 1}'])
def test_formats_that_have_no_reader_are_not_taken_for_prose(page: str) -> None:
    assert recognise(page) is None


PIECES = st.sampled_from(
    [
        *(
            "13 Sep 2021, 10:00",
            "32 Sep 2021, 10:00",
            "07:00 GMT – Talks",
            "09:30",
            "6 March",
            "• ",
        ),
        *(
            "Friday, March 5",
            "2021-03-04",
            "29 Feb 2021",
            "0001-01-01 00:00",
            "9999-12-31 23:59 +14",
        ),
        *(
            "ſep 4 2021",
            "4 aprıl, 10:00",
            "٣:٤٥",
            "By Ann Marek",
            "Related Articles",
            "Leave a Reply",
        ),
        *("Seven were killed.", "A headline", "Read more: x", "[a](https://x.example/a)", "..."),
        *("entries:", "day: 2021-03-04", "  - time: 1:00", "    body: |", "zone: Asia", "&a", "*a"),
        *(
            '{"time": null, "body": "x"}',
            '{"body":',
            "[",
            "]",
            "{",
            "}",
            '"',
            "\ud800",
            "\x00",
            "\t",
        ),
        *("\n", "\n\n", " ", "\u00a0", "\u2028", "Updated at 19.20 BST", "2 comments", "x" * 130),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map("".join))
DAYS = st.sampled_from([None, date(2021, 3, 4), date.min, date.max])


@settings(max_examples=150, deadline=None)
@given(TEXTS, DAYS)
def test_no_text_makes_a_reader_raise(text: str, day: date | None) -> None:
    for reader in READERS:
        reader.fits(text)
        reader.read(text, source="any", day=day)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
@example("\r")
def test_lines_of_drafts_and_problems_lie_inside_the_text(text: str) -> None:
    last = text.count("\n") + 1
    for reader in READERS:
        made = reader.read(text, source="any", day=None)
        lines = [*(d.line for d in made.drafts), *(p.line for p in made.problems)]
        assert all(1 <= line <= last for line in lines if line is not None)


def test_a_text_that_is_too_long_for_an_entry_is_cut_and_said() -> None:
    made = reader_named("article").read("word " * 50_000, source="long", day=None)
    assert len(made.drafts[0].body) == MOST_CHARACTERS
    assert "49,999 are left out" in str(made.problems[0])
    assert made.problems[0].lost


@pytest.mark.parametrize(
    "blob",
    [
        *(
            " " * 300_000,
            "\n" * 300_000,
            "\n \n" * 100_000,
            "- " * 150_000,
            "[x](https://" * 25_000,
        ),
        *("a, b " * 60_000, "… ' " * 75_000, "1:00\n" * 20_000, "{" * 100_000, "By A " * 50_000),
        *(
            "Read more: " * 20_000,
            '{"a":' * 60_000,
            "- time: 1\n" * 2_000,
            "1 thought on " * 20_000,
            "".join(f'{{"id": "one", "body": "{n}"}}\n' for n in range(20_000)),
        ),
    ],
    ids=lambda blob: repr(blob[:12]),
)
def test_reading_stays_linear_on_rubbish(blob: str) -> None:
    for reader in READERS:
        reader.fits(blob)
        reader.read(blob, source="rubbish", day=None)


def test_what_is_nested_too_deep_to_be_kept_is_left_out_and_said() -> None:
    deep = "[" * 60 + "]" * 60
    line = f'{{"time": null, "body": "x", "flat": [[1]], "deep": {{"a": {deep}}}}}'
    made = reader_named("jsonlines").read(line, source="deep", day=None)
    assert made.drafts[0].extra == {"flat": [[1]]}
    [problem] = [p for p in made.problems if "nested" in p.what]
    assert str(problem) == "deep, line 1: 'deep' is nested too deep to be kept; left out"
    assert problem.lost
