"""A stored ledger is told for the moments for which it holds, and else by nobody."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from benchmarks.war import war, war_beat
from feeds.reconcile import Chronicle, RunningTally, chronicle, ledger_log, tally
from feeds.tally import Cell, Tally
from tests.test_chronicle import Drawer

BEAT = war_beat()
CLAIMS = [c for c in war(300, 5) if c.known]
MOMENTS = [c.known for c in CLAIMS if c.known]


@pytest.fixture(autouse=True)
def _short() -> Iterator[None]:
    """Chapters and segments of few records."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicle, "RECORDS", 16)
        patch.setattr(ledger_log, "EVENTS", 8)
        yield


def write(drawer: Drawer, *, upto: int = len(CLAIMS), picks_up: bool = True) -> None:
    """Go on to a moment, from where what is stored ends."""
    running, book = RunningTally(war_beat()), Chronicle("w", drawer, war_beat())
    begin = book.until
    for moment, claim in zip(MOMENTS[:upto], CLAIMS[:upto], strict=True):
        running.take(moment, [claim])
        if begin is None or moment > begin:
            book.write(moment, running)
        elif moment == begin and picks_up:
            book.go_on(running)
    book.save()


def opened(book: Chronicle, moment: datetime) -> Tally:
    """A tally of which nothing but ledgers can be looked into."""
    found = book.at(moment, lambda: pytest.fail("all was worked out"))
    assert found is not None
    return found


def rows(found: Tally) -> list[tuple[object, ...]]:
    return [(*_key(cell), *cell.ledger, *cell.why) for cell in found.cells]


def worked_out(n: int) -> list[tuple[object, ...]]:
    """The same of the claims up to the nth."""
    return rows(tally(CLAIMS[: n + 1], at=MOMENTS[n], beat=war_beat()))


def _key(cell: Cell) -> tuple[object, ...]:
    return (cell.victim, cell.kind, cell.category)


def test_it_goes_on_where_the_last_writer_ended() -> None:
    drawer = Drawer()
    for upto in (70, 71, 150, len(CLAIMS)):
        write(drawer, upto=upto)
    book = Chronicle("w", drawer, war_beat())
    for n in (0, 69, 70, 149, 150, len(CLAIMS) - 1):
        assert rows(opened(book, MOMENTS[n])) == worked_out(n)


def test_a_moment_before_the_ledgers_is_worked_out() -> None:
    """Whoever does not know how all stood tells ledgers from then on."""
    drawer = Drawer()
    write(drawer, upto=100)
    write(drawer, picks_up=False)
    book = Chronicle("w", drawer, war_beat())
    asked = list[int]()

    def whole() -> Tally:
        asked.append(1)
        return tally(CLAIMS[:51], at=MOMENTS[50], beat=war_beat())

    found = book.at(MOMENTS[50], whole)
    assert found is not None
    assert rows(found) == worked_out(50)
    assert asked
    assert rows(opened(book, MOMENTS[-1])) == worked_out(len(CLAIMS) - 1)


def test_what_another_writer_took_away_is_worked_out() -> None:
    drawer = Drawer()
    write(drawer)
    book = Chronicle("w", drawer, war_beat())
    found = book.at(MOMENTS[-1], lambda: tally(CLAIMS, at=MOMENTS[-1], beat=war_beat()))
    assert found is not None
    Chronicle("w", drawer, war_beat()).forget(MOMENTS[200])
    write(drawer, upto=250)
    assert rows(found) == worked_out(len(CLAIMS) - 1)
    with pytest.raises(pytest.fail.Exception):
        rows(opened(book, MOMENTS[-1]))
    now = Chronicle("w", drawer, war_beat())
    assert rows(opened(now, MOMENTS[249])) == worked_out(249)


def test_what_is_forgotten_before_the_ledgers_began_begins_them_anew() -> None:
    drawer = Drawer()
    write(drawer, upto=100)
    write(drawer, upto=150, picks_up=False)
    Chronicle("w", drawer, war_beat()).forget(MOMENTS[60])
    write(drawer)
    book = Chronicle("w", drawer, war_beat())
    assert rows(opened(book, MOMENTS[-1])) == worked_out(len(CLAIMS) - 1)


def test_what_lies_beside_the_cells_is_told_from_then_on_where_it_was_not_before() -> None:
    """As in an archive of a version that stored no background."""
    drawer = Drawer()
    write(drawer, upto=150)
    for key in [key for key in drawer.kept if key.startswith("w/shelves")]:
        del drawer.kept[key]
    write(drawer)
    book = Chronicle("w", drawer, war_beat())
    for n in (150, 200, len(CLAIMS) - 1):
        found, wanted = opened(book, MOMENTS[n]), tally(CLAIMS[: n + 1], at=MOMENTS[n], beat=BEAT)
        assert wanted.background
        assert tuple(found.background) == wanted.background
        assert tuple(found.checks) == tuple(wanted.checks)
    before = book.at(MOMENTS[100], lambda: tally(CLAIMS[:101], at=MOMENTS[100], beat=BEAT))
    assert before is not None
    assert before.background == tally(CLAIMS[:101], at=MOMENTS[100], beat=BEAT).background


def test_what_is_forgotten_leaves_nothing() -> None:
    drawer = Drawer()
    write(drawer)
    Chronicle("w", drawer, war_beat()).forget(MOMENTS[0])
    assert sorted(drawer.kept) == ["w/index", "w/ledgers", "w/shelves"]
