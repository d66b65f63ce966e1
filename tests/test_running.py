"""The tally as the ledger grows is the tally of what is known: whatever comes or goes."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import given, settings

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile import RunningTally, tally
from feeds.tally import Cell, Tally
from tests.ledgers import ledgers, three_sides

few = settings(max_examples=int(os.environ.get("EXAMPLES", "50")), deadline=None)
BEATS = (three_sides(), three_sides(parties=()), three_sides(episodes=()))


def shut(found: Tally) -> Tally:
    """A tally as it is with its cells not opened: what a running one must equal."""
    return replace(found, cells=tuple(map(_shut, found.cells)))


def _shut(cell: Cell) -> Cell:
    places = cell.places if cell.own is None or cell.grade == "partial" else ()
    return replace(cell, ledger=(), claims=(), why=(), places=places)


def moments(ledger: Sequence[Claim]) -> list[tuple[datetime, list[Claim], list[Claim]]]:
    """When something becomes known: what comes then, and what it edits away."""
    told = []
    newest: dict[tuple[str, str], list[Claim]] = {}
    for moment in sorted({c.known for c in ledger if c.known}):
        came = [c for c in ledger if c.known == moment]
        struck = [
            old for key in dict.fromkeys(c.entry_key for c in came) for old in newest.pop(key, [])
        ]
        for claim in came:
            newest.setdefault(claim.entry_key, []).append(claim)
        told.append((moment, came, struck))
    return told


def check(ledger: Sequence[Claim], beat: Beat) -> None:
    """Every moment of the ledger, one way and the other."""
    running = RunningTally(beat)
    for moment, came, struck in moments(ledger):
        running.take(moment, came, struck)
        now = shut(tally([c for c in ledger if c.known], at=moment, beat=beat))
        assert shut(running.tally()) == now


@few
@given(ledgers())
def test_it_is_the_tally_of_what_is_known_at_every_moment(ledger: list[Claim]) -> None:
    for beat in BEATS:
        check(ledger, beat)
