"""Verdict words: what a decision did, in a word, and whose it was."""

from collections.abc import Mapping

from feeds.decision import Decision, Review, Verdict

_DONE: Mapping[Verdict, str] = {
    "confirm": "confirmed",
    "reject": "rejected",
    "correct": "corrected",
    "merge": "marked as a repetition",
    "split": "split",
    "note": "noted",
}


def done_by(decision: Decision) -> str:
    """`rejected by A. Reporter`; without a name where none was set."""
    done = _DONE[decision.verdict]
    return f"{done} by {decision.by}" if decision.by else done


def meant_by(event: Decision, reviews: Mapping[str, Review]) -> str:
    """The decision that an undo or a redo is about, with whose it was where another person's.

    Ends with a space; empty where it is not known.
    """
    review = reviews.get(event.claim)
    for judgement in review.judgements if review else ():
        meant = judgement.decision
        if meant.id == event.of:
            return f"{_DONE[meant.verdict] if meant.by == event.by else done_by(meant)} "
    return ""
