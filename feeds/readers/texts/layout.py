"""Layout: which stamp lines of a page head its updates, which are day headings, which its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from feeds.readers.common.stamp_patterns import LIKELY
from feeds.readers.common.stamps import LineStamp, read_line
from feeds.readers.texts.dating import Mark, direction, step_sign
from feeds.readers.texts.furniture import comments_at, is_button

FEWEST_UPDATES = 2
"""Stamped updates that make a page a live blog."""

FEWEST_DAYS = 3
"""Bare days over text that make a page a chronicle, read like a live blog."""

MOST_STAMPS = 20_000
"""Lines of a page that can be read as stamps; a live blog of a whole war has a tenth of that. All
from the next one on is left out."""

_WORD = re.compile(r"\S")
_SAYS_LIVE = re.compile(r"\s*[^\n]*\blive\b[^\n]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a page of updates is built."""

    marks: tuple[Mark, ...]
    """The stamps of the updates and the day headings between them, in the order of the page."""

    first: int
    """Where the first update begins: all before it is the head of the page."""

    page: LineStamp | None
    """The date of the page itself; None where its head gives none."""

    end: int
    """Where the readers' comments begin, or the stamps that are too many; else the length of the
    text."""

    over: int = 0
    """Line of the first stamp that is one too many; 0 where none is."""


def find_layout(text: str, fewest: int = FEWEST_UPDATES) -> Layout | None:
    """The layout of a page of at least `fewest` stamped updates; None where it is no such page.

    Updates stand under the kind of stamp that the page has most of, date with clock or clock alone:
    a clock in the text of a page that dates its updates in full is text.
    """
    end = comments_at(text)
    places = list(islice(_places(text, end), MOST_STAMPS + 1))
    over = places.pop() if len(places) > MOST_STAMPS else None
    updates = _updates(text, places)
    headings = [p for p in places if not p.stamp.has_clock and not p.stamp.rest and not _label(p)]
    if len(updates) < fewest:
        updates, headings = [p for p in places if not p.stamp.has_clock], []
        if len(updates) < max(fewest, FEWEST_DAYS):
            return None
    first = updates[0].start
    headings = _between(text, headings, updates)
    own = [p.stamp for p in places if p.start < first and p.stamp.has_day and not p.stamp.rest]
    marks = [*updates, *(replace(h, is_heading=True) for h in headings)]
    return Layout(
        marks=tuple(sorted(marks, key=lambda mark: mark.start)),
        first=first,
        page=own[0] if own else None,
        end=over.start if over else end,
        over=over.line if over else 0,
    )


def _places(text: str, end: int) -> Iterator[Mark]:
    """Every line that can be read as a stamp."""
    line, counted = 1, 0
    for found in LIKELY.finditer(text, 0, end):
        stamp = read_line(found.group())
        if stamp is None:
            continue
        line += text.count("\n", counted, found.start())
        counted = found.start()
        yield Mark(stamp=stamp, line=line, start=found.start(), end=found.end())


def _label(place: Mark) -> str | None:
    return place.stamp.label


def _updates(text: str, places: Sequence[Mark]) -> list[Mark]:
    """The stamps under which the updates of the page stand."""
    timed = [p for p in places if p.stamp.has_clock and _label(p) != "updated"]
    labelled = [p for p in timed if _label(p)]
    plain = [p for p in timed if not _label(p)]
    timed = labelled if len(labelled) > len(plain) else plain
    full = [p for p in timed if p.stamp.has_day]
    clocks = [p for p in timed if not p.stamp.has_day]
    if len(full) > len(clocks) or not clocks:
        return full[1:] if _opens_with_own_stamp(text, full) else full
    # One full stamp over the clocks is the page's own date; several mark where days begin.
    dated = full if len(full) > 1 else [p for p in full if p.start > clocks[0].start]
    return sorted([*clocks, *dated], key=lambda place: place.start)


def _opens_with_own_stamp(text: str, full: Sequence[Mark]) -> bool:
    """True where the first of the stamps is the page's own: the others run the other way and it is
    beyond them all, or it stands above a title that says "live"."""
    if len(full) <= FEWEST_UPDATES:
        return False
    stamps = [place.stamp for place in full]
    step = direction(stamps[1:])
    if step_sign(stamps[0], stamps[1]) * step < 0 and step_sign(stamps[0], stamps[-1]) * step <= 0:
        return True
    above = text[: full[0].start].split("\n")
    bare = all(not line.strip() or is_button(line.strip()) for line in above)
    return bare and _SAYS_LIVE.match(text, full[0].end, full[1].start) is not None


def _between(text: str, headings: Sequence[Mark], updates: Sequence[Mark]) -> list[Mark]:
    """The days that date what follows: all of them over bare clocks; over full stamps only those
    that stand right above the next stamp, for there they are repeated and no part of the text."""
    if any(not update.stamp.has_day for update in updates):
        return list(headings)
    starts = {update.start for update in updates}
    return [h for h in headings if _next_line(text, h.end) in starts]


def _next_line(text: str, at: int) -> int:
    """Where the next line that is not blank begins."""
    found = _WORD.search(text, at)
    return text.rfind("\n", 0, found.start()) + 1 if found else len(text)
