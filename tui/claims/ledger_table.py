"""Ledger table: the columns of a list of claims, as wide as what stands in them.

Words that are longer than their column go on below, inside it: nothing is cut. Where even that
leaves too little, there is no table.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from rich.style import Style

from tui.claims.ledger import Line
from tui.drawing.cells import Piece, fit, wrap
from tui.tally.tally_rows import Look
from tui.words import claim_words, figures

_GAP = 2
"""Cells between two columns, and before the first."""

Words = tuple[str, Style]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    head: str
    least: int
    """Cells below which it is not narrowed."""

    say: Callable[[Line, Look], Words]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and their widths."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]

    def head(self, look: Look) -> tuple[Piece, ...]:
        """The names of the columns."""
        cells = zip(self.columns, self.widths, strict=True)
        named = (f"{' ' * _GAP}{fit(c.head, w, look.marks.more)}" for c, w in cells)
        return (("".join(named), look.palette.quiet),)

    def row(self, line: Line, look: Look) -> Iterator[tuple[Piece, ...]]:
        """A claim's values, as many lines as the longest needs."""
        told = [column.say(line, look) for column in self.columns]
        cells = [_lines(words, w) for (words, _), w in zip(told, self.widths, strict=True)]
        for parts in zip_longest(*cells, fillvalue=""):
            row: list[Piece] = []
            for words, width, (_, style) in zip(parts, self.widths, told, strict=True):
                row += [(" " * _GAP, Style.null()), (fit(words, width, look.marks.more), style)]
            yield tuple(row)


def table_of(lines: Sequence[Line], look: Look, *, with_whose: bool) -> Table | None:
    """The table that fits `look.width`; None where none does.

    `with_whose`: the lines are of several sides.
    """
    columns = tuple(c for c in _COLUMNS if with_whose or c.head != "whose")
    natural = [
        max([cell_len(c.head), *(cell_len(c.say(line, look)[0]) for line in lines)])
        for c in columns
    ]
    widths = _narrowed(natural, [c.least for c in columns], look.width - _GAP * len(columns))
    return None if widths is None else Table(columns=columns, widths=widths)


def _narrowed(natural: Sequence[int], least: Sequence[int], room: int) -> tuple[int, ...] | None:
    """Widths of at most `room` in all: the widest that may is narrowed first."""
    widths = list(natural)
    while sum(widths) > room:
        spare = [(w, n) for n, w in enumerate(widths) if w > least[n]]
        if not spare:
            return None
        widths[max(spare)[1]] -= 1
    return tuple(widths)


def _lines(words: str, width: int) -> list[str]:
    return [words[start:end] for start, end in wrap(words, width)]


def _said(line: Line, look: Look) -> Words:
    words = claim_words.time(line.claim.time, look, is_day=line.claim.day_only)
    return words, look.palette.text


def _as_of(line: Line, look: Look) -> Words:
    return claim_words.as_of(line.claim, look) or "then", look.palette.quiet


def _who(line: Line, look: Look) -> Words:
    return claim_words.who(line.claim, look), claim_words.colour(line.claim, look)


def _number(line: Line, look: Look) -> Words:
    words = figures.as_written(line.claim, ascii_only=look.ascii_only)
    return words, look.palette.figure + Style(bold=True)


def _whose(line: Line, look: Look) -> Words:
    return claim_words.whose(line.claim, look), look.palette.text


def _kind(line: Line, look: Look) -> Words:
    return figures.kind(line.claim.kind), look.palette.text


def _category(line: Line, look: Look) -> Words:
    return claim_words.category(line.claim) or "not said", look.palette.text


def _place(line: Line, look: Look) -> Words:
    return claim_words.place(line.claim, look), look.palette.quiet


def _relation(line: Line, look: Look) -> Words:
    return figures.relation(line.claim.relation), look.palette.quiet


def _does(line: Line, look: Look) -> Words:
    return line.does, look.palette.strong


_TIME = 14
_COLUMNS = (
    Column(head="said at", least=_TIME, say=_said),
    Column(head="as of", least=9, say=_as_of),
    Column(head="says", least=12, say=_who),
    Column(head="number", least=10, say=_number),
    Column(head="whose", least=8, say=_whose),
    Column(head="kind", least=8, say=_kind),
    Column(head="category", least=8, say=_category),
    Column(head="place", least=10, say=_place),
    Column(head="relation", least=8, say=_relation),
    Column(head="does, grade", least=11, say=_does),
)
