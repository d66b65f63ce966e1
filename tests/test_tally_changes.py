"""Tally changes: what the last step did to each cell."""

import pytest

from feeds.tally import Cell
from tests.build_tally import cell, figure, tally
from tui.tally.tally_changes import CellKey, changes, key_of


def change(before: Cell | None, now: Cell) -> tuple[str, str] | None:
    found = changes(tally(*[before] if before else []), tally(now))
    return (c.way, c.words()) if (c := found.get(key_of(now))) else None


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, cell(49), ("new", "new")),
        (cell(49), cell(49), None),
        (cell(49), cell(105), ("up", "was 49")),
        (cell(105), cell(49), ("down", "was 105")),
        (cell(49, high=None), cell(49), ("other", "was 49+, self only")),
        (cell(49), cell(49, high=450), ("other", "was 49, self only")),
        (cell(49), cell(49, claimed=(figure(9),)), ("other", "was 49, self only")),
        (cell(None, low=43, grade="partial"), cell(50), ("up", "was 43+")),
        (cell(49, own=figure(49, copies=1)), cell(49, own=figure(49, copies=9)), None),
    ],
)  # fmt: skip
def test_a_change_is_what_a_reader_sees(
    before: Cell | None, now: Cell, said: tuple[str, str] | None
) -> None:
    assert change(before, now) == said


def test_a_cell_whose_category_became_known_is_new() -> None:
    found = changes(tally(cell(49, category="unknown")), tally(cell(49)))
    assert set(found) == {CellKey("armenia", "killed", "military")}


def test_each_change_has_a_sign_of_one_cell_in_both_repertoires() -> None:
    found = changes(tally(cell(1)), tally(cell(2)))
    [one] = found.values()
    assert one.sign() == "▲"
    assert one.sign(ascii_only=True) == "^"
