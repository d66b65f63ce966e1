"""Waiting: why a person should look at a claim (R19, R21)."""

from collections.abc import Iterator, Mapping

from feeds.claim import Claim


def is_waiting(claim: Claim) -> bool:
    """True where a claim waits for a person by its own words, and nobody has judged it."""
    return claim.judged is None and next(_by_its_words(claim), None) is not None


def review_reasons(claim: Claim, fallen: Mapping[str, str]) -> Iterator[str]:
    """Why a person should look at a claim, the gravest first; none where nobody must.

    `fallen`: why it contradicts an earlier figure, by claim id.
    """
    if claim.id in fallen:
        yield fallen[claim.id]
    yield from _by_its_words(claim)


def reason_of(claim: Claim, fallen: Mapping[str, str]) -> str:
    """All of `review_reasons` in words; empty where there is none."""
    return "; ".join(review_reasons(claim, fallen))


def _by_its_words(claim: Claim) -> Iterator[str]:
    if claim.recalls:
        yield claim.recalls
    if claim.modality in ("alleged", "feared"):
        yield f"only {claim.modality}: enters no bound (R21)"
    if claim.kind == "captured":
        yield "who holds prisoners is one side's word (TALLY.md, 2)"
    if claim.confidence != "high":
        yield f"{claim.confidence} confidence"
