"""Review rows: what the review queue draws of a claim: its values, its sentence, why it is here."""

from collections.abc import Iterator

from rich.style import Style

from feeds.sanitise import clean_line
from tui.claims.claim_rows import wrapped
from tui.claims.review_queue import MOST_AROUND, Question, Queue
from tui.drawing.cells import Piece
from tui.drawing.row_list import Row
from tui.tally.tally_rows import Look
from tui.words import claim_words, figures
from tui.words.judged_words import judged_lines

_INDENT = 3

NOTHING = "Nothing is left to judge: no claim here is doubtful, alleged or contested."


def review_rows(queue: Queue, look: Look) -> list[Row]:
    """A row a claim, an empty line between two."""
    if not queue.questions:
        lines = tuple(wrapped([(NOTHING, look.palette.text)], look, indent=1))
        return [Row("nothing", lines, opens=False)]
    rows: list[Row] = []
    for question in queue.questions:
        if rows:
            rows.append(Row(("gap", question.claim.id), ((),), opens=False))
        rows.append(Row(question.claim.id, tuple(_lines(question, look))))
    return rows


def _lines(question: Question, look: Look) -> Iterator[tuple[Piece, ...]]:
    claim, palette = question.claim, look.palette
    bold, plain = (palette.strong, palette.text) if question.is_open else (palette.quiet,) * 2
    number = figures.as_written(claim, ascii_only=look.ascii_only)
    counted = f"{number} {figures.kind(claim.kind)}"
    as_of = claim_words.as_of(claim, look)
    parts: list[Piece] = [
        (counted, palette.figure + Style(bold=True) if question.is_open else bold),
        (claim_words.whose(claim, look), bold),
        (claim_words.category(claim), plain),
        ("" if claim.place is None else claim_words.place(claim, look), plain),
        (f"says {claim_words.who(claim, look)}", claim_words.colour(claim, look)),
        (
            claim_words.held(claim_words.time(claim.time, look, is_day=claim.day_only)),
            palette.quiet,
        ),
        (claim_words.held(f"as of {as_of}") if as_of else "", palette.quiet),
    ]
    yield from wrapped(claim_words.dotted(parts, look), look, indent=1)
    yield from wrapped(_context(question, look), look, indent=_INDENT)
    told = [(words, palette.quiet) for words in question.why]
    if question.why and not question.why[0].startswith("rules"):
        told[0] = (question.why[0], palette.alert)
    yield from wrapped(claim_words.dotted(told, look), look, indent=_INDENT)
    for pieces in judged_lines(claim, question.review, look):
        yield from wrapped(pieces, look, indent=_INDENT)


def _context(question: Question, look: Look) -> list[Piece]:
    """The sentence, the claim's words brought out; a sign where it is cut."""
    more, quiet = look.marks.more, look.palette.quiet
    before, after = question.before, question.after
    if len(before) > MOST_AROUND:
        before = more + before[-MOST_AROUND:]
    if len(after) > MOST_AROUND:
        after = after[:MOST_AROUND] + more
    words = clean_line(question.claim.quote[: claim_words.LONGEST_QUOTE])
    lit = look.palette.text + (look.palette.hit if question.is_open else look.palette.span)
    return [(clean_line(before), quiet), (words, lit), (clean_line(after), quiet)]
