"""The digest reader: snippets from many outlets, one a line or paragraph, each a draft of its own.

A digest is told by what aggregators do to text: they cut sentences off with an ellipsis, link in
Markdown, and print the same snippet again. Two of the three make a digest.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from feeds.entry import Draft
from feeds.errors import Problem
from feeds.readers.reading import MOST_LINES, Reader, Reading, reading
from feeds.readers.texts.paragraphs import Paragraph, paragraphs, within

SAMPLE = 300_000
"""Characters in which the format is looked for."""

FEWEST_SNIPPETS = 4
FEWEST_CUT = 2
"""Snippets of a digest; those of them that end in an ellipsis."""

LONG_SNIPPET = 60
"""Characters of a snippet whose repeat is no coincidence."""

MOSTLY = 0.6
"""Share of snippets that begin with a link in a list of links, which is a digest by itself."""

ENDED = 0.7
"""Share of lines that end as sentences do where every line is a snippet; wrapped lines do not."""

_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\((?P<url>https?://[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)")
_LED_BY_LINK = re.compile(rf"\W{{0,4}}{_LINK.pattern}")
_CUT_OFF = re.compile(r"(?:\.\.\.|…)[\"”’')\]]*$")
_ENDED = re.compile(r"[.!?…][\"”’')\]]*$")


def _fits(text: str) -> bool:
    parts = paragraphs(text[:SAMPLE])
    snippets = [snippet.text for snippet in _snippets(parts)]
    if len(snippets) < FEWEST_SNIPPETS:
        return False
    if sum(_LED_BY_LINK.match(snippet) is not None for snippet in snippets) > MOSTLY * len(
        snippets
    ):
        return True
    is_linked = any(_LINK.search(snippet) for snippet in snippets)
    is_cut = sum(_CUT_OFF.search(snippet) is not None for snippet in snippets) >= FEWEST_CUT
    long = [snippet for snippet in snippets if len(snippet) >= LONG_SNIPPET]
    is_repeated = len(set(long)) < len(long)
    if len(parts) * 2 > len(snippets):  # blank lines, as articles have: they too link and repeat
        return is_cut and (is_linked or is_repeated)
    return is_linked + is_cut + is_repeated > 1


def _snippets(parts: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines, where most of them end as sentences do; else the paragraphs."""
    lines = [line for part in parts for line in part.lines]
    ended = sum(_ENDED.search(line) is not None for line in lines)
    if ended < ENDED * len(lines):
        return list(parts)
    return [line for part in parts for line in _lines(part)]


def _lines(part: Paragraph) -> Sequence[Paragraph]:
    """Each line of it; most have one."""
    if "\n" not in part.text:
        return (part,)
    return [Paragraph(line, number) for number, line in enumerate(part.lines, part.line)]


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - all undated
    text, problems = within(text, source)
    copies: dict[str, list[Paragraph]] = defaultdict(list)
    for snippet in _snippets(paragraphs(text)):
        copies[" ".join(snippet.text.split())].append(snippet)
    drafts = [_draft(same) for same in copies.values()]
    repeats = [snippet.line for same in copies.values() for snippet in same[1:]]
    return reading(drafts, [*problems, *_repeated(sorted(repeats), source)], source)


def _draft(same: Sequence[Paragraph]) -> Draft:
    first = same[0]
    link = _LINK.search(first.text)
    return Draft(
        headline=None,
        body=first.text,
        stamp=None,
        role="snippet",
        url=link["url"] if link else None,
        line=first.line,
        extra={"copies": len(same)} if len(same) > 1 else {},
    )


def _repeated(lines: Sequence[int], source: str) -> list[Problem]:
    """The notice that repeats were dropped; none where there are none."""
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:MOST_LINES])) + ("..." if len(lines) > MOST_LINES else "")
    what = f"snippets that repeat an earlier one, kept once: {len(lines)} (line {shown})"
    return [Problem(source=source, line=lines[0], what=what, lost=False)]


READER = Reader(
    name="digest",
    description="a digest: snippets from many outlets, a line or paragraph each, with links",
    fits=_fits,
    read=_read,
    takes_prose=True,
)
