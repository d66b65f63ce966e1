"""Paragraphs: plain text cut at its blank lines, every character kept, every line known."""

import re
from typing import NamedTuple

from feeds.errors import Problem

LONGEST = 200_000
"""Lines of a text that are read: a book has a twentieth of that."""

_BEGINS = re.compile(r"\S")
_ENDS = re.compile(r"\n(?=[^\S\n]*+(?:\n|\Z))")
"""Before a blank line, or the end."""


class Paragraph(NamedTuple):
    """Lines that no blank line parts. A tuple: a page may have a hundred thousand."""

    text: str
    """As in the source, single line breaks included, without the white space around it."""

    line: int
    """Line where it begins, from 1."""

    @property
    def lines(self) -> list[str]:
        """Its lines, without the white space around them."""
        if "\n" not in self.text:
            return [self.text.strip()]
        return [line.strip() for line in self.text.split("\n")]


def paragraphs(text: str, line: int = 1) -> list[Paragraph]:
    """The paragraphs of `text`, which begins on `line`."""
    found, counted = [], 0
    at = 0
    while begins := _BEGINS.search(text, at):
        start = begins.start()
        ends = _ENDS.search(text, start)
        at = ends.start() if ends else len(text)
        line += text.count("\n", counted, start)
        counted = start
        found.append(Paragraph(text[start:at].rstrip(), line))
    return found


def within(text: str, source: str) -> tuple[str, list[Problem]]:
    """`text` without what stands below its `LONGEST` lines, and that it was left out."""
    lines = text.count("\n") + 1
    if lines <= LONGEST:
        return text, []
    end = -1
    for _ in range(LONGEST):
        end = text.index("\n", end + 1)
    over = lines - LONGEST
    what = f"only the first {LONGEST:,} lines are read, {over:,} are left out; split the text"
    return text[:end], [Problem(source=source, line=LONGEST + 1, what=what)]


def join(parts: list[Paragraph]) -> str:
    """A body: paragraphs parted by one blank line."""
    return "\n\n".join(part.text for part in parts)
