"""Ledger table: aligned, nothing cut, and none where there is no room."""

from dataclasses import replace

from rich.cells import cell_len

from tests.test_ledger import CELL, SNAPSHOT
from tests.test_ledger_chart import LOOK
from tui.claims.ledger import Line
from tui.claims.ledger_sorting import ledger_of
from tui.claims.ledger_table import table_of
from tui.tally.tally_changes import key_of

LINES = [line for group in ledger_of(SNAPSHOT, key_of(CELL)).groups for line in group.lines]


def rows(line: Line, width: int) -> list[str]:
    look = replace(LOOK, width=width)
    table = table_of(LINES, look, with_whose=True)
    assert table is not None
    return ["".join(words for words, _ in row) for row in table.row(line, look)]


def test_no_table_below_its_least_width() -> None:
    assert table_of(LINES, LOOK, with_whose=True) is None


def test_words_longer_than_their_column_go_on_below() -> None:
    line = next(line for line in LINES if line.claim.id == "enemy")
    for width in (125, 140, 180):
        told = rows(line, width)
        assert all(cell_len(row) <= width for row in told)
        words = " ".join(" ".join(told).split())
        assert all(w in words for w in ("Azerbaijan", "450", "military", "claimed", "side"))
    assert len(rows(line, 180)) == 1


def test_the_side_has_a_column_only_where_there_are_several() -> None:
    look = replace(LOOK, width=180)
    for with_whose in (True, False):
        table = table_of(LINES, look, with_whose=with_whose)
        assert table is not None
        assert ("whose" in table.head(look)[0][0]) is with_whose
