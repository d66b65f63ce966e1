"""What a chronicle stores comes back at every moment, whatever is forgotten and written again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import Claim
from feeds.reconcile import Chronicle, RunningTally, chronicle
from feeds.reconcile.compact import PLACES
from feeds.tally import Cell, Figure, Tally
from tests.ledgers import ledgers
from tests.test_running import BEATS, few, moments


class Drawer:
    """Blobs in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        return self.kept.get(key)

    def put(self, blobs: Mapping[str, bytes | None]) -> None:
        """Keep, or take away."""
        for key, blob in blobs.items():
            if blob is None:
                self.kept.pop(key, None)
            else:
                self.kept[key] = blob


def stored(found: Tally) -> Tally:
    """A tally as a chronicle gives it back."""
    return replace(found, cells=tuple(map(_stored, found.cells)))


def _stored(cell: Cell) -> Cell:
    return replace(
        cell,
        ledger=(),
        claims=(),
        why=(),
        own=_first(cell.own) if cell.own else None,
        claimed=tuple(map(_first, cell.claimed)),
        independent=tuple(map(_first, cell.independent)),
        others=tuple(map(_first, cell.others)),
        places=tuple(replace(p, claims=p.claims[:1]) for p in cell.places[:PLACES]),
    )


def _first(figure: Figure) -> Figure:
    return replace(figure, claims=(figure.claims[0],))


@few
@given(ledgers(), st.integers(1, 5), st.integers(0, 13))
def test_every_moment_comes_back(ledger: list[Claim], length: int, back: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicle, "RECORDS", length)
        drawer, told = Drawer(), moments(ledger)
        written = _write(Chronicle("w", drawer), ledger)
        if told:
            again = Chronicle("w", drawer)
            again.forget(told[min(back, len(told) - 1)][0])
            assert again.until is None or again.until < told[min(back, len(told) - 1)][0]
            assert _write(again, ledger) == written
        read = Chronicle("w", drawer)
        for moment, tally in written:
            assert read.at(moment, lambda tally=tally: tally) == tally  # type: ignore[misc]


def _write(
    book: Chronicle,
    ledger: list[Claim],
) -> list[tuple[datetime, Tally]]:
    running = RunningTally(BEATS[0])
    found: list[tuple[datetime, Tally]] = []
    begin = book.until
    for moment, came, struck in moments(ledger):
        running.take(moment, came, struck)
        now = running.tally()
        found.append((moment, stored(now)))
        if begin is None or moment > begin:
            book.write(moment, now)
    book.save()
    return found
