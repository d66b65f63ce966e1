"""The head of a page: its title, author and date, told apart from its furniture and its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.readers.common.stamps import LineStamp, read_line
from feeds.readers.texts.furniture import (
    LONGEST_HEADLINE,
    byline,
    cross_link,
    is_banner,
    is_button,
    is_caption,
    is_headline,
    is_link_text,
    is_list_heading,
)
from feeds.readers.texts.paragraphs import Paragraph

TITLE_WORDS = 3
"""Words of a title that says "live" and is no mere badge."""

_BETWEEN = re.compile(r"\s+[|•·–—/]\s+|\s*\|\s*|\s{3,}")
_SAYS_LIVE = re.compile(r"\blive\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the text of a page."""

    title: str | None
    """The page's title; None where it has none."""

    byline: str | None
    """Its authors, as written; None where none are named."""

    stamps: tuple[LineStamp, ...]
    """Lines that are dates or stamps, in their order."""

    parts: tuple[Paragraph, ...]
    """What is left: the text."""

    line: int | None
    """Line of the title, else of the first text; None for an empty head."""

    dropped: tuple[int, ...]
    """Lines left out as furniture."""


def read_head(parts: Sequence[Paragraph], *, is_live: bool = False) -> Head:
    """Sift the paragraphs of a page's head, line by line where a paragraph holds several.

    The title is the first line left, if it has a headline's form; with `is_live` rather the first
    such line that says "live".
    """
    stamps: list[LineStamp] = []
    authors: list[str] = []
    dropped: list[int] = []
    blocks: list[tuple[int, list[str]]] = []
    for part in parts:
        below = 0
        for number, line in enumerate(part.text.split("\n"), part.line):
            bare = line.strip()
            if found := _stamps(bare):
                stamps += found
                authors += [author for bit in _BETWEEN.split(bare) if (author := byline(bit))]
            elif is_furniture(bare):
                dropped.append(number)
            elif author := byline(bare):
                authors.append(author)
            elif below == number:  # the line above was kept: the paragraph goes on
                blocks[-1][1].append(line)
                below = number + 1
            else:
                blocks.append((number, [line]))
                below = number + 1
    kept = [Paragraph("\n".join(lines).strip(), number) for number, lines in blocks]
    title, at = _title(kept, is_live)
    return Head(
        title=title,
        byline=authors[0] if authors else None,
        stamps=tuple(stamps),
        parts=tuple(_without_title(kept, at)),
        line=kept[at or 0].line if kept else None,
        dropped=tuple(dropped),
    )


def _stamps(line: str) -> list[LineStamp]:
    """The stamps of a line that is one, or that names date, author and place side by side."""
    whole = read_line(line)
    if whole and not whole.rest:
        return [whole]
    bits = _BETWEEN.split(line) if len(line) <= LONGEST_HEADLINE else [line]
    found = [stamp for bit in bits if (stamp := read_line(bit)) and not stamp.rest]
    return found if len(bits) > 1 and all(is_link_text(bit) for bit in bits) else []


def is_furniture(line: str) -> bool:
    """True for any line that is no part of a page's text."""
    if is_button(line) or is_banner(line) or is_list_heading(line) or is_caption(line):
        return True
    return cross_link(line) is not None


def _title(parts: Sequence[Paragraph], is_live: bool) -> tuple[str | None, int | None]:
    """The title and which paragraph begins with it."""
    firsts = [part.text.split("\n", 1)[0].strip() for part in parts]
    for at, line in enumerate(firsts if is_live else ()):
        if is_headline(line) and _SAYS_LIVE.search(line) and len(line.split()) >= TITLE_WORDS:
            return line, at
    if firsts and is_headline(firsts[0]):
        return firsts[0], 0
    return None, None


def _without_title(parts: Sequence[Paragraph], at: int | None) -> list[Paragraph]:
    if at is None:
        return list(parts)
    _, _, rest = parts[at].text.partition("\n")
    left = [Paragraph(rest.strip(), parts[at].line + 1)] if rest.strip() else []
    return [*parts[:at], *left, *parts[at + 1 :]]
