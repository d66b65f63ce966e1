"""A person's mark on a claim in words, for the ledger and for `--explain` (R19, R20)."""

from feeds.claim import Claim, Judged
from feeds.reconcile.reading import shown
from feeds.sanitise import clean_line


def by_whom(judged: Judged) -> str:
    """Who decided, when, and their words: ` by Ani, 14 Sep 2022 05:00 UTC: a typo`."""
    who = f" by {judged.by}" if judged.by else ""
    note = f": {judged.note}" if judged.note else ""
    return clean_line(f"{who}, {judged.at:%d %b %Y %H:%M} UTC{note}")


def with_mark(claim: Claim, note: str) -> str:
    """A note of the ledger, with what a person made of the claim and what the machine had read."""
    judged = claim.judged
    if judged is None or judged.ruling not in ("confirmed", "corrected", "split"):
        return note
    was = ""
    if judged.machine is not None:
        read = judged.machine
        number = shown(read.low, read.best, read.high)
        was = f"; the machine read {number} {read.kind.replace('_', ' ')}"
    return f"{note}; {judged.ruling}{by_whom(judged)}{was} (R19)"
