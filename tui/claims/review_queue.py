"""Review queue: the claims that a person should judge, each with why and its sentence; pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from feeds.claim import Claim
from feeds.decision import Review
from feeds.entry import Entry
from feeds.snapshot import Snapshot
from feeds.tally import Cell
from tui.words import figures

Span = tuple[int, int]

MOST_AROUND = 300
"""Characters of a sentence that are shown on either side of the words."""

_END = re.compile(r"[.!?…][\"'”’)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One claim to judge."""

    claim: Claim
    review: Review | None

    why: tuple[str, ...]
    """Why it is here, in words, the gravest first."""

    before: str
    """The sentence up to the claim's words, unmodified but for its length."""

    after: str
    """The sentence from there on."""

    is_open: bool
    """False once a person judged it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is to be judged, in the order in which it was said."""

    questions: tuple[Question, ...]

    @property
    def left(self) -> int:
        """How many nobody judged yet."""
        return sum(question.is_open for question in self.questions)


def queue_of(
    snapshot: Snapshot,
    entry_of: Callable[[Claim], Entry | None],
    kept: Iterable[str] = (),
) -> Queue:
    """The open claims of `snapshot`, and those of `kept`: judged while the queue was open.

    A claim that was split stands for its parts, under its own id, while it is kept.
    """
    wanted = {*snapshot.tally.review, *snapshot.tally.contested}
    open_ones = {id for id in wanted if id in snapshot.claims and not snapshot.claims[id].judged}
    disputes = _disputes(snapshot)
    questions = []
    for id in {*open_ones, *kept}:
        claim = snapshot.claims.get(id) or _split(snapshot, id)
        if claim is not None:
            why = tuple(_why(claim, snapshot, disputes))
            before, after = _around(claim, entry_of(claim))
            questions.append(
                Question(
                    claim=claim,
                    review=snapshot.reviews.get(id),
                    why=why,
                    before=before,
                    after=after,
                    is_open=id in open_ones,
                )
            )
    return Queue(questions=tuple(sorted(questions, key=_order)))


def _split(snapshot: Snapshot, id: str) -> Claim | None:
    review = snapshot.reviews.get(id)
    return review.machine if review else None


def _order(question: Question) -> tuple[bool, str, str]:
    claim = question.claim
    when = "" if claim.known is None else claim.known.isoformat()
    return (claim.known is not None, when, claim.id)


def _disputes(snapshot: Snapshot) -> Mapping[str, Cell]:
    """The disputed cell of each contested claim."""
    contested = set(snapshot.tally.contested)
    return {
        id: cell
        for cell in snapshot.tally.cells
        if cell.grade == "disputed"
        for id in contested.intersection(cell.claims)
    }


def _why(claim: Claim, snapshot: Snapshot, disputes: Mapping[str, Cell]) -> Iterator[str]:
    if cell := disputes.get(claim.id):
        own, claimed = figures.own_words(cell), figures.claimed_words(cell, snapshot.beat)
        apart = figures.times_apart(cell)
        yield f"contested: own figure {own}, claimed {claimed}" + (
            f", {apart} apart" if apart else ""
        )
    if claim.modality == "denied":
        yield "denied"
    if reason := snapshot.tally.reasons.get(claim.id):
        yield reason
    if claim.rules:
        yield f"rules {' '.join(claim.rules)}"


def _around(claim: Claim, entry: Entry | None) -> tuple[str, str]:
    """The sentence before and after the words; empty where the entry is not there."""
    if entry is None:
        return "", ""
    text = entry.text(claim.field)
    start, end = sentence(text, (claim.start, claim.end))
    return text[start : claim.start], text[claim.end : end]


def sentence(text: str, span: Span) -> Span:
    """The sentence, or sentences, that hold a span of `text`."""
    ends = [found.end() for found in _END.finditer(text)]
    start = max((at for at in ends if at <= span[0]), default=0)
    end = min((at for at in ends if at >= span[1]), default=len(text))
    return start, start + len(text[start:end].rstrip())


def following(questions: Sequence[Question], claim: str) -> str | None:
    """The open claim after `claim`, round the end; None where none is left."""
    ids = [question.claim.id for question in questions]
    place = ids.index(claim) if claim in ids else -1
    turned = (*questions[place + 1 :], *questions[: place + 1])
    return next((question.claim.id for question in turned if question.is_open), None)
