"""Bins: what a claim is to a tally; it may be several of them."""

from collections.abc import Iterator
from typing import Literal

from feeds.beat import Episode
from feeds.claim import BOTH, Claim
from feeds.reconcile.judged import is_merged, is_rejected
from feeds.reconcile.moment import HEARSAY, is_denied, is_pending, is_stated
from feeds.reconcile.reading import as_of
from feeds.reconcile.waiting import reason_of
from feeds.reconcile.window import is_background

Bin = Literal[
    "background", "aside", "rejected", "merged", "undated", "judged", "review", "pending", "denied",
    "heard", "sum", "stated", "part", "counted",
]  # fmt: skip


def bins_of(claim: Claim, window: Episode | None) -> Iterator[Bin]:
    """What the claim is to the tally of a window."""
    if as_of(claim) is None or claim.known is None:
        yield "undated"
    if claim.is_set_aside and not is_background(claim, window):
        yield "aside"
    if is_rejected(claim):
        yield "rejected"
    elif is_background(claim, window):
        yield "background"
    elif is_merged(claim):
        yield "merged"
    else:
        yield from _counted(claim)


def _counted(claim: Claim) -> Iterator[Bin]:
    yield "counted"
    if claim.judged:
        yield "judged"
    elif reason_of(claim, {}):
        yield "review"
    if is_pending(claim):
        yield "pending"
    if is_denied(claim):
        if claim.victim != BOTH:
            yield "denied"
    elif claim.modality in HEARSAY:
        yield "heard"
    elif is_stated(claim):
        yield "sum" if claim.victim == BOTH else "stated"
        if claim.within is not None:
            yield "part"
