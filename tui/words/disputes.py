"""Disputes in words: what stands against a claim, for its entry and its ledger."""

from collections.abc import Callable
from datetime import datetime

from feeds.snapshot import Snapshot
from feeds.tally import Dispute
from tui.words import figures


def disputed_by(
    snapshot: Snapshot,
    claim: str,
    *,
    ascii_only: bool = False,
    clock: Callable[[datetime | None], str] | None = None,
) -> tuple[str, ...]:
    """`disputed by Azerbaijani Ministry of Defence, 21:09: 450 (4.3 times)`, one a dispute.

    `clock` writes the time at which the other was said; without it no time is told.
    """
    found = []
    for dispute, id in snapshot.tally.disputes_of(claim):
        other = snapshot.claims.get(id)
        if other is not None:
            who = figures.name(snapshot.beat, other.claimant)
            number = figures.bounds(other.low, other.best, other.high, ascii_only=ascii_only)
            when = f", {clock(other.time)}" if clock is not None else ""
            found.append(_words(dispute, claim, who, number, when))
    return tuple(found)


def _words(dispute: Dispute, claim: str, who: str, number: str, when: str) -> str:
    if dispute.size != "denied":
        return f"disputed by {who}{when}: {number} ({dispute.size})"
    if claim in dispute.claims:
        return f"denies what {who} said{when}: {number}"
    return f"denied by {who}{when}"
