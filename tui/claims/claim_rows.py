"""Claim rows: one claim of a list, as a line of a table where that fits, else wrapped."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.style import Style

from feeds.claim import Claim
from feeds.sanitise import clean_line
from tui.claims.ledger import Line
from tui.claims.ledger_table import Table
from tui.drawing.cells import Piece, cut, fit, wrap_pieces
from tui.tally.tally_rows import Look
from tui.words import claim_words, figures
from tui.words.judged_words import judged_lines

_SAID, _NUMBER = 22, 24
"""Cells for the time at which it was said, and for the number, where there is no table."""

_INDENT = 4


def claim_lines(line: Line, table: Table | None, look: Look) -> tuple[tuple[Piece, ...], ...]:
    """All of a claim: its values, then its words and the reason."""
    if table is not None:
        head: list[tuple[Piece, ...]] = list(table.row(line, look))
        doubts = list(claim_words.doubts(line.claim, look))
    else:
        head = [tuple(_head(line.claim, look)), *_what(line, look)]
        doubts = []
    return (*head, *_words(line, doubts, look), *_judged(line, look))


def _judged(line: Line, look: Look) -> Iterator[tuple[Piece, ...]]:
    for pieces in judged_lines(line.claim, line.review, look):
        yield from wrapped(pieces, look, indent=_INDENT)


def wrapped(pieces: Sequence[Piece], look: Look, *, indent: int) -> Iterator[tuple[Piece, ...]]:
    """Running text as lines that begin at `indent`."""
    for line in wrap_pieces(pieces, look.width - indent):
        drawn = ((words.replace(claim_words.NO_BREAK, " "), style) for words, style in line)
        yield ((" " * indent, Style.null()), *drawn)


def _head(claim: Claim, look: Look) -> list[Piece]:
    """When it was said, the number as written, and where there is room by whom."""
    palette, more = look.palette, look.marks.more
    said = fit(f"  {claim_words.time(claim.time, look, is_day=claim.day_only)}", _SAID, more)
    number = figures.as_written(claim, ascii_only=look.ascii_only)
    strong = palette.figure + Style(bold=True)
    if not _has_room(claim, look):
        return [(said, palette.text), (cut(number, look.width - _SAID, more), strong)]
    return [
        (said, palette.text),
        (fit(number, _NUMBER, more), strong),
        (f" {claim_words.who(claim, look)}", claim_words.colour(claim, look)),
    ]


def _has_room(claim: Claim, look: Look) -> bool:
    """Whether number and claimant fit on the first line."""
    number = figures.as_written(claim, ascii_only=look.ascii_only)
    who = cell_len(claim_words.who(claim, look))
    return cell_len(number) <= _NUMBER and _SAID + _NUMBER + 1 + who <= look.width


def _what(line: Line, look: Look) -> Iterator[tuple[Piece, ...]]:
    """What the number counts, for where, as of when, and who passed it on; all of it."""
    claim, quiet = line.claim, look.palette.quiet
    counted = ", ".join(filter(None, (figures.kind(claim.kind), claim_words.category(claim))))
    who = "" if _has_room(claim, look) else claim_words.who(claim, look)
    parts: list[Piece] = [
        (who, claim_words.colour(claim, look)),
        (line.does, look.palette.strong),
        (f"{claim_words.whose(claim, look)} {counted}", look.palette.text),
        (claim_words.place(claim, look), quiet),
        (figures.relation(claim.relation), quiet),
        (claim_words.held(f"as of {claim_words.as_of(claim, look) or 'then'}"), quiet),
        *claim_words.doubts(claim, look),
    ]
    yield from wrapped(claim_words.dotted(parts, look), look, indent=_INDENT)


def _words(line: Line, doubts: list[Piece], look: Look) -> Iterator[tuple[Piece, ...]]:
    """The words of the span and the reason, as many lines as they need."""
    reason = line.note or f"({', '.join(line.claim.rules)})"
    pieces: list[Piece] = [(claim_words.quoted(line.claim, look), look.palette.span)]
    pieces += [(" ", Style.null()), (clean_line(reason), look.palette.quiet)]
    if doubts:
        pieces += [(" ", Style.null()), *claim_words.dotted(doubts, look)]
    yield from wrapped(pieces, look, indent=_INDENT)
