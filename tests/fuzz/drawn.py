"""Drawn: everything that a reading lets reach a terminal or a pipe, made by the program's own
drawing: rows, the text, its notices, citations, links, tables, JSON, problems and errors."""

import io
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import fields
from datetime import UTC, date
from functools import cache

from rich.style import Style

from feeds.beat import Beat
from feeds.entry import Draft, Entry
from feeds.errors import Problem
from feeds.placing import Placement, place
from feeds.records import entry_record
from tests import build
from tui.commands.asking import tell_problems
from tui.commands.entries import ALL_COLUMNS
from tui.commands.printing import print_json_lines, print_rows
from tui.detail.detail_text import Reading, lay_out
from tui.drawing.cells import MARKS, Palette
from tui.feed.feed_rows import Look, draw_row
from tui.words.citation import cite
from tui.words.links import safe_address

_PALETTE = Palette(**{f.name: Style.null() for f in fields(Palette)})


@cache
def _beat() -> Beat:
    return build.beat()


def placed(drafts: Sequence[Draft], day: date | None = None) -> tuple[Entry, ...]:
    """The entries of these drafts, as intake places them."""
    by = Placement(source="fuzz", zone=UTC, label="fuzz", day=day)
    return place(drafts, by)[0]


def drawn(entries: Sequence[Entry], problems: Sequence[Problem]) -> Iterator[tuple[str, str]]:
    """What is drawn, and its text."""
    for entry in entries:
        segments = draw_row(entry, (), _look(), new_day=True, ground=None)
        yield "a row", "".join(s.text for line in segments for s in line)
        detail = lay_out(entry, (), _how())
        yield "the text", "\n".join("".join(t for t, _ in line) for line in detail.lines)
        yield "a citation", cite(entry, mode="source", source_zone=UTC)
        yield "a link", safe_address(entry.url) or ""
    records = [entry_record(entry) for entry in entries]
    for how in ("csv", "md"):
        with redirect_stdout(io.StringIO()) as out:
            print_rows(records, ALL_COLUMNS, how)
        yield how, out.getvalue()
    with redirect_stdout(io.StringIO()) as out:
        print_json_lines(records)
    yield "JSON Lines", out.getvalue()
    with redirect_stderr(io.StringIO()) as err:
        tell_problems(problems)
    yield "problems", err.getvalue()


@cache
def _look() -> Look:
    return Look(
        beat=_beat(),
        width=80,
        lines=3,
        palette=_PALETTE,
        marks=MARKS,
        zone_mode="source",
        local=None,
        words="",
    )


@cache
def _how() -> Reading:
    return Reading(
        beat=_beat(),
        width=80,
        focus=None,
        words="",
        palette=_PALETTE,
        marks=MARKS,
        ascii_only=False,
        zone_mode="source",
        local=None,
    )
