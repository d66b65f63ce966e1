"""The live-blog reader: a copied page of stamped updates, newest or oldest first (CONTRACT.md)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from feeds.entry import Draft, Stamp
from feeds.errors import Problem
from feeds.readers.common.stamps import instant, read_line
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.texts.dating import Mark, date_marks
from feeds.readers.texts.furniture import (
    byline,
    is_button,
    is_end,
    is_headline,
    is_link_text,
    is_list_heading,
)
from feeds.readers.texts.head import is_furniture, read_head
from feeds.readers.texts.layout import MOST_STAMPS, Layout, find_layout
from feeds.readers.texts.paragraphs import Paragraph, join, paragraphs, within

SAMPLE = 300_000
"""Characters in which the format is looked for, and the width of lines."""

FEWEST_LIFTED = 3
"""Updates from which headlines above the stamps are a habit of the page and no coincidence."""

LEAST_WIDTH = 60
"""Characters at which the narrowest of wrapped texts break their lines."""


def _fits(text: str) -> bool:
    return find_layout(text[:SAMPLE]) is not None


def _read(text: str, *, source: str, day: date | None) -> Reading:
    text, problems = within(text, source)
    layout = find_layout(text, fewest=1)
    if layout is None:
        what = "no stamped updates were found; the whole text is kept as one"
        page = Draft(headline=None, body=text.strip(), stamp=None, role="page", line=1)
        return reading([page], [*problems, Problem(source=source, line=None, what=what)], source)
    own = layout.page.stamp(day) if layout.page else None
    page_day = own.wall.date() if own else None
    stamps, odd = date_marks(layout.marks, page_day=page_day, given=day, source=source)
    problems += odd
    updates, dropped = _updates(text, layout)
    wide = max(LEAST_WIDTH, *map(len, text[:SAMPLE].split("\n")))
    above = paragraphs(text[: layout.first])
    _lift_headlines(above, updates)
    drafts = _page(above, stamps, _page_byline(updates), dropped)
    for update, stamp in zip(updates, stamps, strict=True):
        if update.parts:
            drafts.append(_draft(update, stamp, wide))
            update.parts.clear()  # a long page stands in memory twice already
        else:
            what = f"nothing stands under {update.mark.stamp.text!r}"
            problems.append(Problem(source=source, line=update.mark.line, what=what, lost=False))
    if layout.over:
        what = f"only the first {MOST_STAMPS:,} stamps are read; split the page to read the rest"
        problems.append(Problem(source=source, line=layout.over, what=what))
    return reading(drafts, problems, source, dropped)


@dataclass(slots=True)
class _Update:
    """A stamp and what stands under it."""

    mark: Mark
    parts: list[Paragraph] = field(default_factory=list)
    byline: str | None = None
    headline: str | None = None
    """Only where the page prints headlines above the stamps."""


def _updates(text: str, layout: Layout) -> tuple[list[_Update], list[int]]:
    """Every update with its paragraphs, and the lines left out."""
    updates: list[_Update] = []
    dropped: list[int] = []
    ends = [*(mark.start for mark in layout.marks[1:]), layout.end]
    for mark, end in zip(layout.marks, ends, strict=True):
        parts = paragraphs(text[mark.end : end], mark.line)
        if not mark.is_heading:
            updates.append(_Update(mark))
            parts = _with_rest(mark, parts)
        if updates:
            updates[-1].parts += parts
    for update in updates:
        update.parts = _without_lists(update.parts, dropped)
    updates[-1].parts = _without_end(updates[-1].parts, dropped)
    for update in updates:
        _take_byline(update)
    if layout.end < len(text) and not layout.over:
        first = 1 + text.count("\n", 0, layout.end)
        dropped += range(first, first + 1 + text[layout.end :].rstrip().count("\n"))
    return updates, dropped


def _with_rest(mark: Mark, parts: list[Paragraph]) -> list[Paragraph]:
    """The paragraphs, led by what follows the stamp on its own line."""
    rest = mark.stamp.rest
    if not rest:
        return parts
    if parts and parts[0].line == mark.line + 1 and parts[0].text[0].islower():
        return [Paragraph(f"{rest}\n{parts[0].text}", mark.line), *parts[1:]]
    return [Paragraph(rest, mark.line), *parts]


def _without_lists(parts: list[Paragraph], dropped: list[int]) -> list[Paragraph]:
    """The paragraphs without buttons, "updated at" lines, and lists of links to other stories."""
    kept = []
    in_list = False
    for part in parts:
        in_list = is_list_heading(part.text) or (in_list and is_link_text(part.text))
        lines = part.lines
        last = len(lines)
        while last and (in_list or _is_button(lines[last - 1])):
            last -= 1
        dropped += range(part.line + last, part.line + len(lines))
        if last == len(lines):
            kept.append(part)
        elif last:
            text = "\n".join(part.text.split("\n")[:last]).rstrip()
            kept.append(Paragraph(text, part.line))
    return kept


def _is_button(line: str) -> bool:
    stamp = read_line(line)
    return is_button(line) or (stamp is not None and stamp.label == "updated" and not stamp.rest)


def _without_end(parts: list[Paragraph], dropped: list[int]) -> list[Paragraph]:
    """The last update's paragraphs without what stands below a page: all after an end mark, and
    furniture at the very end."""
    end = next((at for at, part in enumerate(parts) if at and is_end(part.lines[0])), len(parts))
    while end > 1 and is_furniture(parts[end - 1].text):
        end -= 1
    for part in parts[end:]:
        dropped += range(part.line, part.line + len(part.lines))
    return parts[:end]


def _take_byline(update: _Update) -> None:
    """Move an author line at either end of an update to its byline."""
    for at in (0, -1):
        if len(update.parts) > 1 and (author := byline(update.parts[at].text)):
            update.byline = author
            update.parts.pop(at)


def _lift_headlines(above: list[Paragraph], updates: Sequence[_Update]) -> None:
    """Where a page prints each headline above its stamp, move them down to their updates.

    It does so when every stamp follows a headline and precedes a sentence.
    """
    before = [above, *(update.parts for update in updates[:-1])]
    if len(updates) < FEWEST_LIFTED or any(len(parts) < 2 for parts in before[1:]):  # noqa: PLR2004
        return
    for parts, update in zip(before, updates, strict=True):
        if not parts or not update.parts or not is_headline(parts[-1].text):
            return
        if is_headline(update.parts[0].text) or read_line(parts[-1].text):
            return
    for parts, update in zip(before, updates, strict=True):
        update.headline = parts.pop().text


def _page_byline(updates: Sequence[_Update]) -> str | None:
    """An author line below the last update alone: it speaks for the page."""
    *others, last = updates
    if last.byline is None or not others or any(update.byline for update in others):
        return None
    author, last.byline = last.byline, None
    return author


def _draft(update: _Update, stamp: Stamp | None, wide: int) -> Draft:
    headline, parts = _headline(update.parts, wide)
    if update.headline:
        headline, parts = update.headline, update.parts
    return Draft(
        headline=headline,
        body=join(parts),
        stamp=stamp,
        line=update.mark.line,
        byline=update.byline,
        extra={} if stamp else {"stamp": update.mark.stamp.text},
    )


def _headline(parts: list[Paragraph], wide: int) -> tuple[str | None, list[Paragraph]]:
    """The headline and the rest: the first of two or more paragraphs where it has the form; in a
    page without blank lines the first line, unless it is merely wrapped at the page's width."""
    first, *others = parts
    lines = first.text.split("\n")
    if len(lines) == 1:
        return (first.text, others) if others and is_headline(first.text) else (None, parts)
    word = lines[1].split(maxsplit=1)[0]
    is_wrapped = len(lines[0]) + 1 + len(word) > wide or word[0].islower()
    if is_wrapped or not is_headline(lines[0].strip()):
        return None, parts
    left = Paragraph("\n".join(lines[1:]).strip(), first.line + 1)
    return lines[0].strip(), [left, *others]


def _page(
    above: list[Paragraph],
    stamps: Sequence[Stamp | None],
    author: str | None,
    dropped: list[int],
) -> list[Draft]:
    """The page's own entry, dated by its newest stamp; none where nothing stands above the list."""
    head = read_head(above, is_live=True)
    dropped += head.dropped
    if head.title is None and not head.parts:
        return []
    known = [stamp for stamp in stamps if stamp]
    page = Draft(
        headline=head.title,
        body=join(list(head.parts)),
        stamp=max(known, key=instant, default=None),
        role="page",
        line=head.line,
        byline=head.byline or author,
    )
    return [page]


READER = Reader(
    name="liveblog",
    description="live-blog text: a page's head, then updates under their stamps",
    fits=_fits,
    read=_read,
    is_whole=True,
)
