"""The article reader: any prose is one draft, without the furniture of the page it was copied from.

It is the last resort: a text that no other reader knows is an article.
"""

import re
from collections.abc import Sequence
from datetime import date

from feeds.entry import Draft, Stamp
from feeds.errors import Problem
from feeds.readers.common.stamps import LineStamp, read_line
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.texts.dating import whole_day
from feeds.readers.texts.furniture import (
    comments_at,
    cross_link,
    is_caption,
    is_end,
    is_link_text,
    is_list_heading,
    without_credit,
)
from feeds.readers.texts.head import Head, is_furniture, read_head
from feeds.readers.texts.paragraphs import Paragraph, join, paragraphs, within

HEAD = 8
"""Paragraphs among which title, author and date stand."""

_OTHER_FORMAT = re.compile(
    r"\s*(?:<(?:!doctype|html|head|body|\?xml|rss|feed|rdf)\b|<!--|[{\[]\s*[\"{\[\]}])",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-Z][A-Z .’'-]{2,40}(?:,\s*[\w .’'-]{2,40})?,\s+"
    r"(?P<date>(?:[^\W\d_]{3,10}\.?\s+\d{1,2}|\d{1,2}\s+[^\W\d_]{3,10})(?:,?\s+\d{4})?)"
    r"\s*[.,/(–—-]"
)


def _fits(text: str) -> bool:
    return _OTHER_FORMAT.match(text) is None


def read(text: str, *, source: str, day: date | None, stated: Stamp | None = None) -> Reading:
    """The article in a text. `stated` is when it was published where that is known from elsewhere:
    then only a clock in the text is better than a day."""
    text, problems = within(text, source)
    end = comments_at(text)
    parts = paragraphs(text[:end])
    head = read_head(parts[:HEAD])
    dropped = list(head.dropped)
    body = _body([*head.parts, *parts[HEAD:]], _echoes(parts), dropped)
    if end < len(text):
        first = 1 + text.count("\n", 0, end)
        dropped += range(first, first + 1 + text[end:].rstrip().count("\n"))
    title = head.title
    if not body:  # a line or two: nothing tells furniture from text
        title, body, dropped = None, parts, []
    stamp = stated
    if stated is None or stated.day_only:
        printed, odd = _stamp(head, body, day, source)
        problems += odd
        stamp = printed if stated is None or (printed and not printed.day_only) else stated
    draft = Draft(
        headline=title,
        body=join(body),
        stamp=stamp,
        role="article",
        line=head.line or 1,
        byline=head.byline,
    )
    return reading([draft], problems, source, dropped)


def _body(parts: Sequence[Paragraph], echoes: set[str], dropped: list[int]) -> list[Paragraph]:
    """The paragraphs that are text; the lines of the others are added to `dropped`."""
    kept: list[Paragraph] = []
    in_list = False
    for at, part in enumerate(parts):
        if kept and is_end(part.lines[0]):
            _drop(parts[at:], dropped)
            break
        in_list = is_list_heading(part.text) or (in_list and is_link_text(part.text))
        if in_list or part.text in echoes or _is_furniture(part):
            _drop([part], dropped)
        else:
            kept.append(part)
    return kept


def _drop(parts: Sequence[Paragraph], dropped: list[int]) -> None:
    for part in parts:
        dropped += range(part.line, part.line + len(part.lines))


def _is_furniture(part: Paragraph) -> bool:
    if is_caption(part.text) or all(is_furniture(line) for line in part.lines):
        return True
    stamp = read_line(part.text)
    return stamp is not None and stamp.label is not None and not stamp.rest


def _echoes(parts: Sequence[Paragraph]) -> set[str]:
    """Titles of the links, and captions without their credit: pages print them twice."""
    titles = {title for part in parts if (title := cross_link(part.text))}
    captions = {without_credit(part.text) for part in parts if is_caption(part.text)}
    return titles | {caption for caption in captions if caption}


def _stamp(
    head: Head, body: Sequence[Paragraph], day: date | None, source: str
) -> tuple[Stamp | None, list[Problem]]:
    """When the article was published: its date line, else its dateline ("YEREVAN, May 3 (...").

    A text that was updated is the text of the update: its time is the later one.
    """
    problems: list[Problem] = []
    found: dict[bool, Stamp] = {}
    dated = [line for line in head.stamps if line.has_day]
    for line in dated or _datelines(body):
        stamp = line.stamp(whole_day(line, day))
        if stamp:
            found.setdefault(line.label == "updated", stamp)
        if line.wrong or stamp is None:
            what = line.wrong or f"the date {line.text!r} has no year; give the day (--date)"
            problems.append(Problem(source=source, line=head.line, what=what, lost=not stamp))
    if len(found) > 1:
        what = f"published {found[False].text}, updated {found[True].text}: placed at the update"
        problems.append(Problem(source=source, line=head.line, what=what, lost=False))
    return found.get(True) or found.get(False), problems


def _datelines(body: Sequence[Paragraph]) -> list[LineStamp]:
    found = _DATELINE.match(body[0].text) if body else None
    stamp = read_line(found["date"]) if found else None
    return [stamp] if stamp else []


READER = Reader(
    name="article",
    description="an article or any other prose: title, author, date, text",
    fits=_fits,
    read=read,
    takes_prose=True,
)
