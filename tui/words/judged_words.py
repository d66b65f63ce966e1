"""Judged words: what a person decided about a claim, and what the machine had read instead."""

from collections.abc import Iterator

from feeds.claim import Claim, Ruling
from feeds.decision import Decision, Review
from feeds.sanitise import clean_line
from tui.drawing.cells import Piece
from tui.words import figures
from tui.words.claim_words import Look, category, decided, place, who, whose

_RULINGS: dict[Ruling, str] = {
    "confirmed": "confirmed",
    "rejected": "rejected",
    "corrected": "corrected",
    "merged": "marked as a repetition",
    "split": "split",
}

NOBODY = "a person without a name"
"""Who decided, where the settings named nobody."""


def judged_lines(claim: Claim, review: Review | None, look: Look) -> Iterator[list[Piece]]:
    """The verdict in force, the machine's reading where it differs, every note."""
    if claim.judged is not None:
        yield _verdict(claim, look)
        if claim.judged.machine is not None:
            yield [(f"machine read: {_read(claim.judged.machine, claim, look)}", look.palette.text)]
    for judgement in review.judgements if review else ():
        if judgement.is_active and judgement.decision.verdict == "note":
            yield _note(judgement.decision, look)


def _verdict(claim: Claim, look: Look) -> list[Piece]:
    judged = claim.judged
    assert judged is not None
    stands = judged.ruling in ("confirmed", "corrected", "split")
    sign = f"{look.marks.judged} " if stands else ""
    by = clean_line(judged.by) or NOBODY
    words = f"{sign}{_RULINGS[judged.ruling]} by {by}, {decided(judged.at, look)}"
    pieces: list[Piece] = [(words, look.palette.strong)]
    if judged.note:
        pieces.append((f": {clean_line(judged.note)}", look.palette.text))
    return pieces


def _note(decision: Decision, look: Look) -> list[Piece]:
    by = clean_line(decision.by) or NOBODY
    return [
        (f"note by {by}, {decided(decision.at, look)}: ", look.palette.quiet),
        (clean_line(decision.note), look.palette.text),
    ]


def _read(machine: Claim, claim: Claim, look: Look) -> str:
    """What the machine had read, as far as a person read it otherwise."""
    pairs = zip(_said(machine, look), _said(claim, look), strict=True)
    return ", ".join(before for before, now in pairs if before != now) or "the same"


def _said(claim: Claim, look: Look) -> tuple[str, ...]:
    return (
        figures.as_written(claim, ascii_only=look.ascii_only),
        figures.kind(claim.kind),
        whose(claim, look),
        category(claim) or figures.category("unknown"),
        f"said by {who(claim, look)}",
        place(claim, look),
        figures.relation(claim.relation),
        claim.said_as,
        "about now" if claim.period == "current" else "about another time",
    )
