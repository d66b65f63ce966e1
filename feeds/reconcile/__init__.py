"""Reconciliation: the claims known at a moment become a tally, by TALLY.md's rules R1 to R21."""

from feeds.reconcile.history import History, Version, changes
from feeds.reconcile.moment import tally
from feeds.reconcile.moves import between
from feeds.reconcile.running import RunningTally
from feeds.reconcile.totals import total
from feeds.reconcile.words import explain, explain_beside, explain_silence, support

__all__ = [
    "History",
    "RunningTally",
    "Version",
    "between",
    "changes",
    "explain",
    "explain_beside",
    "explain_silence",
    "support",
    "tally",
    "total",
]
