"""Reconciliation: the claims known at a moment become a tally, by TALLY.md's rules R1 to R21."""

from typing import TYPE_CHECKING

from feeds.lazily import names_of

if TYPE_CHECKING:
    from feeds.reconcile.blobs import Overtaken
    from feeds.reconcile.chronicle import Chronicle
    from feeds.reconcile.history import History, Version, changes
    from feeds.reconcile.moment import tally
    from feeds.reconcile.moves import between
    from feeds.reconcile.running import RunningTally
    from feeds.reconcile.totals import total
    from feeds.reconcile.words import explain, explain_beside, explain_silence, support

__all__ = [
    "Chronicle",
    "History",
    "Overtaken",
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

__getattr__ = names_of(
    __name__,
    blobs="Overtaken",
    chronicle="Chronicle",
    history="History Version changes",
    moment="tally",
    moves="between",
    running="RunningTally",
    totals="total",
    words="explain explain_beside explain_silence support",
)
