"""Reading: what a reader makes of a document; Reader: one tooth of the comb."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from feeds.entry import Draft
from feeds.errors import Problem

MOST_CHARACTERS = 200_000
"""Characters of one entry's text; what is over is cut, and said."""

MOST_DEPTH = 50
"""Lists and objects inside one another in what is kept aside; what is deeper is left out."""

MOST_LINES = 12
"""Line numbers that one message lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A document as read."""

    drafts: tuple[Draft, ...]
    """In the order of the document."""

    problems: tuple[Problem, ...]
    """What was not read as it stands, in the order of the document."""

    dropped: tuple[int, ...] = ()
    """Lines left out as furniture of the page."""


class Read(Protocol):
    """Reads a text: `source` names it in problems; `day` (`--date`) is the day of clocks alone.

    Raises nothing but the FeedError family, whatever the text.
    """

    def __call__(self, text: str, *, source: str, day: date | None) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One format: how it is recognised and how it is read."""

    name: str
    """What `--reader` takes."""

    description: str
    """What it reads, in one line."""

    fits: Callable[[str], bool]
    """True where a text is in this format, judged by its content alone."""

    read: Read

    of_records: bool = False
    """True where a document is a list of records that may be read in parts."""

    takes_prose: bool = False
    """True where almost any page will do: an error in a friendly tone, too."""

    is_whole: bool = False
    """True where a document has every entry from its oldest on: one that is missing was taken away.
    False for a feed, whose window moves on."""


def reading(
    drafts: Iterable[Draft], problems: Iterable[Problem], source: str, dropped: Iterable[int] = ()
) -> Reading:
    """The reading of these drafts, each cut at `MOST_CHARACTERS`; problems in document order.

    `dropped` are the lines left out as furniture.
    """
    lines = tuple(sorted(dropped))
    kept, found = [], [*problems, *left_out(lines, source)]
    for draft in drafts:
        flat, deep = _flat(draft, source) if draft.extra else (draft, [])
        short, cut = _bounded(flat, source)
        found += deep
        kept.append(short)
        found += cut
    found.sort(key=lambda problem: problem.line or 0)
    return Reading(drafts=tuple(kept), problems=tuple(found), dropped=lines)


def _bounded(draft: Draft, source: str) -> tuple[Draft, list[Problem]]:
    texts = {"headline": draft.headline or "", "body": draft.body}
    if max(map(len, texts.values())) <= MOST_CHARACTERS:
        return draft, []
    long = {name: len(text) for name, text in texts.items() if len(text) > MOST_CHARACTERS}
    problems = []
    for name, length in long.items():
        over = length - MOST_CHARACTERS
        what = f"the {name} is cut at {MOST_CHARACTERS:,} characters; {over:,} are left out"
        problems.append(Problem(source=source, line=draft.line, what=what))
    headline = draft.headline[:MOST_CHARACTERS] if draft.headline else None
    return replace(draft, headline=headline, body=draft.body[:MOST_CHARACTERS]), problems


def _flat(draft: Draft, source: str) -> tuple[Draft, list[Problem]]:
    """Without what is nested too deep to be written down again."""
    deep = [key for key, value in draft.extra.items() if _is_deep(value)]
    if not deep:
        return draft, []
    extra = {key: value for key, value in draft.extra.items() if key not in deep}
    what = f"{', '.join(map(repr, deep[:MOST_LINES]))} is nested too deep to be kept; left out"
    return replace(draft, extra=extra), [Problem(source=source, line=draft.line, what=what)]


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [inner for one in level for inner in _inside(one)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def left_out(lines: Sequence[int], source: str) -> list[Problem]:
    """The notice that furniture was left out; none where there was none."""
    if not lines:
        return []
    shown = ", ".join(map(str, lines[:MOST_LINES]))
    more = f" and {len(lines) - MOST_LINES} more" if len(lines) > MOST_LINES else ""
    what = f"left out as furniture of the page: line {shown}{more}"
    return [Problem(source=source, line=lines[0], what=what, lost=False)]
