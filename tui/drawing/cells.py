"""Pure drawing: pieces of clean text measured, cut and wrapped in terminal cells.

A piece is a run of text in one style; a line is pieces that fill a width exactly. What does not fit
is cut with a sign, never silently. Nothing here knows a terminal or a widget.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style

from feeds.beat import Beat
from feeds.sanitise import clean_line

Piece = tuple[str, Style]
"""Clean text and its style."""

Span = tuple[int, int, Style]
"""From, to (characters of unmodified text), and the style to lay over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The signs that panes draw, in one repertoire."""

    more: str
    """Something was cut here. One cell."""

    cursor: str
    """Left edge of the chosen row. One cell."""

    claim: str
    """Carries a current claim. One cell."""

    background: str
    """Carries only claims that enter no cell. One cell."""

    rule: str
    """A horizontal line is a run of these. One cell."""

    open: str
    """What can be opened or goes on. One cell."""

    judged: str
    """A person read it and stands by it."""

    marked: str
    """A person marked it. One cell."""

    new: str
    """Came in late and was not seen yet. One cell."""

    noted: str
    """A person tagged it or wrote a note on it. One cell."""


MARKS = Marks(
    more="…",
    cursor="▌",
    claim="◆",
    background="◇",
    rule="─",
    open="›",
    judged="✓",
    marked="★",
    new="•",
    noted="≡",
)
ASCII_MARKS = Marks(
    more="~",
    cursor=">",
    claim="#",
    background="-",
    rule="-",
    open=">",
    judged="ok",
    marked="*",
    new="+",
    noted="=",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The styles that panes draw in; foregrounds are partial, to lie on any ground."""

    ground: Style
    chosen: Style
    """Ground of the row under the cursor, where the pane has the focus."""

    resting: Style
    """Ground of the row under the cursor, where it has not."""

    hit: Style
    """Words that were found."""

    span: Style
    """Words of a claim."""

    text: Style
    strong: Style
    quiet: Style
    first: Style
    second: Style
    third: Style
    figure: Style
    alert: Style


STRUCK = Style(strike=True)
"""What no longer stands. Not every terminal draws it: a word always stands beside it."""

_UNSURE = re.compile("[\u200d\ufe0e\ufe0f]+")
"""Joiners and variation selectors: terminals disagree about the cells of what they join."""


_PLAIN = frozenset(
    chr(code)
    for first, last in (
        (0x20, 0x7E),
        (0xA0, 0xAC),
        (0xAE, 0x2FF),
        (0x370, 0x482),  # Greek, Cyrillic
        (0x10D0, 0x10FA),  # Georgian
        (0x2010, 0x2027),  # dashes, quotation marks, ellipsis
        (0x2500, 0x25FC),  # boxes and bars
    )
    for code in range(first, last + 1)
)
"""Characters of one cell each, none of which joins another: most texts have no others.

Of a text that begins with them no more is looked at than is shown: an entry's body is long, and
Textual splits all of it for a cut (a third of a page key).
"""


def is_plain(text: str) -> bool:
    """True where every character takes one cell, and a cut may fall between any two."""
    return _PLAIN.issuperset(text)


def steady(text: str) -> str:
    """`text` without the characters that take other cells in every terminal."""
    return text if text.isascii() else _UNSURE.sub("", text)


def fit(text: str, width: int, more: str) -> str:
    """`text` in exactly `width` cells: padded, or cut with `more` as the last cell."""
    if width <= 0:
        return ""
    text = steady(text)
    size = _size_up_to(text, width)
    return f"{text}{' ' * (width - size)}" if size <= width else _cut_off(text, width, more)


def cut(text: str, width: int, more: str) -> str:
    """`text` in at most `width` cells, cut with `more` as the last cell where it is longer."""
    text = steady(text)
    if _size_up_to(text, width) <= width:
        return text
    return _cut_off(text, width, more) if width > 0 else ""


def cut_figures(text: str, width: int, more: str) -> str:
    """As `cut`, but before a word: `AZE 68, …`, `105 …`; a number is whole or is not there."""
    text = steady(text)
    if _size_up_to(text, width) <= width:
        return text
    kept = ""
    for word in text.split(" "):
        if cell_len(kept + word) + 1 + cell_len(more) > width:
            break
        kept += f"{word} "
    return cut(kept + more, width, more)


def _size_up_to(text: str, most: int) -> int:
    """The cells of a text; where there are more than `most`, any number that is."""
    if len(text) > most >= 0 and is_plain(text[: most + 1]):
        return most + 1
    return cell_len(text)


def _cut_off(text: str, width: int, more: str) -> str:
    """What fills `width` cells of a longer text, with `more` at the end."""
    room = width - cell_len(more)
    if is_plain(text[: room + 1]):
        return text[: max(room, 0)] + more
    return set_cell_size(text, room) + more


def line(
    pieces: Iterable[Piece], width: int, more: str, base: Style | None = None
) -> list[Segment]:
    """Pieces as segments that fill `width` cells exactly, on `base`; cut with `more`."""
    base = base or Style.null()
    segments: list[Segment] = []
    left = width
    todo = [(sure, style) for text, style in pieces if (sure := steady(text))]
    for index, (text, style) in enumerate(todo):
        size = _size_up_to(text, left)
        if size > left or (size == left and index + 1 < len(todo)):
            end = _cut_off(text, left, more) if left > 0 else ""
            segments.append(Segment(end, base + style))
            return segments
        segments.append(Segment(text, base + style))
        left -= size
    if left > 0:
        segments.append(Segment(" " * left, base))
    return segments


def size_of(pieces: Iterable[Piece]) -> int:
    """How many cells the pieces take."""
    return sum(cell_len(text) for text, _ in pieces)


def pieces_of(
    raw: str, spans: Iterable[Span], base: Style, *, washed: Callable[[str], str] = clean_line
) -> list[Piece]:
    """`raw` cut at the edges of its spans and cleaned piece by piece; all of it in `base`.

    Where spans overlap, later ones lie over earlier ones. `washed` is `clean_line`, or `clean`
    where line breaks are to stay.
    """
    return [(steady(washed(raw[s:e])), style) for s, e, style in _runs(raw, spans, base)]


def offsets_of(
    raw: str, spans: Iterable[Span], base: Style, *, washed: Callable[[str], str] = clean_line
) -> dict[int, int]:
    """Where the edges of the spans lie in the joined text of `pieces_of`, by their place in raw."""
    offsets, at = {}, 0
    for start, end, _ in _runs(raw, spans, base):
        offsets[start] = at
        at += len(steady(washed(raw[start:end])))
    return offsets


def _runs(raw: str, spans: Iterable[Span], base: Style) -> list[Span]:
    """`raw` as runs without overlap, each with the styles that lie over it."""
    kept = [(max(s, 0), min(e, len(raw)), style) for s, e, style in spans]
    kept = [(s, e, style) for s, e, style in kept if s < e]
    edges = sorted({0, len(raw), *(s for s, _, _ in kept), *(e for _, e, _ in kept)})
    begun: dict[int, list[int]] = defaultdict(list)
    for number, (start, _, _) in enumerate(kept):
        begun[start].append(number)
    runs: list[Span] = []
    over: list[int] = []
    for start, end in pairwise(edges):
        over = sorted([n for n in over if kept[n][1] > start] + begun[start])
        runs.append((start, end, sum((kept[n][2] for n in over), base)))
    return runs


def wrap(text: str, width: int) -> list[tuple[int, int]]:
    """Where the lines of clean `text` begin and end, in characters, at `width` cells.

    Breaks at spaces and newlines only: a no-break space holds, a word longer than a line is split
    between characters. The space at a break belongs to no line. Linear in the length.
    """
    width = max(width, 1)
    lines: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        lines += _wrap_one(paragraph, start, width)
        start += len(paragraph) + 1
    return lines


def _wrap_one(paragraph: str, offset: int, width: int) -> list[tuple[int, int]]:
    lines: list[tuple[int, int]] = []
    begin = end = offset  # the line so far
    used = 0
    place = offset
    for word in paragraph.split(" "):
        size = cell_len(word)
        if place > offset and used + 1 + size <= width:
            end, used = place + len(word), used + 1 + size
        else:
            if place > offset:
                lines.append((begin, end))
            parts = chop_cells(word, width) if size > width else [word]
            begin = place
            for part in parts[:-1]:
                lines.append((begin, begin + len(part)))
                begin += len(part)
            end, used = place + len(word), cell_len(parts[-1])
        place += len(word) + 1
    lines.append((begin, end))
    return lines


def slice_pieces(pieces: Sequence[Piece], start: int, end: int) -> list[Piece]:
    """The pieces between two characters of their joined text."""
    found: list[Piece] = []
    at = 0
    for text, style in pieces:
        low, high = max(start - at, 0), min(end - at, len(text))
        if low < high:
            found.append((text[low:high], style))
        at += len(text)
        if at >= end:
            break
    return found


def wrap_pieces(pieces: Sequence[Piece], width: int) -> list[list[Piece]]:
    """Pieces of one running text, as lines of at most `width` cells. Linear in the length."""
    lines: list[list[Piece]] = []
    joined = "".join(text for text, _ in pieces)
    index, at = 0, 0  # the piece in hand and where it begins
    for start, end in wrap(joined, width):
        while index < len(pieces) - 1 and at + len(pieces[index][0]) <= start:
            at += len(pieces[index][0])
            index += 1
        lines.append(slice_pieces(pieces[index:], start - at, end - at))
    return lines


@lru_cache(maxsize=16)
def side_tags(beat: Beat) -> dict[str, str]:
    """A tag of three letters for every side of the beat, each its own."""
    tags: dict[str, str] = {}
    for side in beat.sides:
        actor = beat.actor_by_id.get(side)
        wanted = actor.tag if actor and actor.tag else _letters(beat.name_of(side))
        taken = set(tags.values())
        tag, number = wanted, 2
        while tag in taken:
            tag, number = f"{wanted[:2]}{number}", number + 1
        tags[side] = tag
    return tags


def _letters(name: str) -> str:
    """ARM for Armenia, UN for the UN, NK for Nagorno-Karabakh."""
    words = [w for w in clean_line(name).replace("-", " ").split() if w[:1].isalnum()]
    if len(words) > 1:
        return "".join(w[0] for w in words if w[0].isupper())[:3].upper() or words[0][:3].upper()
    return words[0][:3].upper() if words else "?"


@lru_cache(maxsize=16)
def parties(beat: Beat) -> tuple[str, ...]:
    """The two sides that have a place and a colour of their own, in the pack's order."""
    return (beat.parties or beat.sides)[:2]


def side_style(beat: Beat, side: str | None, palette: Palette) -> Style:
    """The colour of a side: its place among the parties, never its character."""
    first, second, *_ = (*parties(beat), None, None)
    if side is None:
        return palette.quiet
    if side == first:
        return palette.first
    return palette.second if side == second else palette.third
