"""What a chronicle stores comes back at every moment, whatever is forgotten and written again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.war import war, war_beat
from feeds.claim import Claim
from feeds.reconcile import Chronicle, RunningTally, chronicle, tally
from feeds.reconcile.firsts import PARTS
from feeds.tally import PlaceFigure, Tally
from tests.ledgers import few, ledgers
from tests.test_running import BEATS, moments


class Drawer:
    """Blobs in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        return self.kept.get(key)

    def several(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """What was put under these keys."""
        return {key: self.kept[key] for key in keys if key in self.kept}

    def put(self, blobs: Mapping[str, bytes | None], known: Mapping[str, bytes | None]) -> bool:
        """Keep, or take away, unless others put something."""
        if any(self.kept.get(key) != blob for key, blob in known.items()):
            return False
        for key, blob in blobs.items():
            if blob is None:
                self.kept.pop(key, None)
            else:
                self.kept[key] = blob
        return True


Stops = Sequence[tuple[datetime, Tally]]


def write(book: Chronicle, ledger: Sequence[Claim]) -> Stops:
    """Go on with a chronicle; returns every moment with the whole tally there."""
    running, found = RunningTally(BEATS[2]), []
    begin = book.until
    for moment, came, struck in moments(ledger):
        running.take(moment, came, struck)
        if not running.is_plain:
            break
        found.append((moment, tally([c for c in ledger if c.known], at=moment, beat=BEATS[2])))
        if begin is None or moment > begin:
            book.write(moment, running)
        elif moment == begin:
            book.go_on(running)
    book.save()
    return found


def check(book: Chronicle, stops: Stops) -> None:
    """All but the disputes of parts and denials, and the parts that are too many to be shown."""
    for moment, whole in stops:
        found = book.at(moment, lambda whole=whole: whole)  # type: ignore[misc]
        assert found is not None
        assert found.results == whole.results
        assert set(found.disputes) <= set(whole.disputes)
        cells = tuple(
            replace(cell, places=tuple(map(_first, cell.places[:PARTS]))) for cell in whole.cells
        )
        wanted = replace(whole, cells=cells, disputes=found.disputes, checked=found.checked)
        assert found == wanted
        check_ledgers(book, moment, whole)


def check_ledgers(book: Chronicle, moment: datetime, whole: Tally) -> None:
    """Every cell is opened without the whole."""
    found = book.at(moment, lambda: pytest.fail("all was worked out"))
    assert found is not None
    for cell, wanted in zip(found.cells, whole.cells, strict=True):
        assert [*cell.ledger] == [*wanted.ledger]
        assert [*cell.claims] == [*wanted.claims]
        assert [*cell.why] == [*wanted.why]


def _first(part: PlaceFigure) -> PlaceFigure:
    return replace(part, claims=part.claims[:1])


@few
@given(ledgers(), st.integers(1, 5), st.integers(0, 13))
def test_every_moment_comes_back(ledger: list[Claim], length: int, back: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicle, "RECORDS", length)
        drawer = Drawer()
        stops = write(Chronicle("w", drawer, BEATS[2]), ledger)
        check(Chronicle("w", drawer, BEATS[2]), stops)
        if stops:
            again, since = Chronicle("w", drawer, BEATS[2]), stops[min(back, len(stops) - 1)][0]
            again.forget(since)
            assert again.until is None or again.until < since
            write(again, ledger)
            check(Chronicle("w", drawer, BEATS[2]), stops)


def test_a_war_comes_back() -> None:
    claims = [c for c in war(400, 3) if c.known]
    running, book, found = RunningTally(war_beat()), Chronicle("w", Drawer(), war_beat()), []
    for n, claim in enumerate(claims):
        assert claim.known is not None
        running.take(claim.known, [claim])
        book.write(claim.known, running)
        if n % 50 == 0:
            found.append((claim.known, tally(claims[: n + 1], at=claim.known, beat=war_beat())))
    book.save()
    check(book, found)


def test_what_it_was_written_from_is_kept_with_it() -> None:
    drawer = Drawer()
    book = Chronicle("w", drawer, BEATS[2])
    book.mark = "of eleven versions"
    book.save()
    assert Chronicle("w", drawer, BEATS[2]).mark == "of eleven versions"
    assert Chronicle("x", drawer, BEATS[2]).mark is None
