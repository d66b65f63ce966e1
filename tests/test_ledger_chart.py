"""Ledger chart: which claims are figures, whose, and where they stand."""

from dataclasses import replace
from typing import Any

from feeds.claim import Claim
from feeds.decision import Correction
from feeds.quantity import amount_of
from feeds.reconcile import tally as reconcile
from feeds.review import review
from feeds.tally import LedgerRole, LedgerRow
from tests.build import beat, claim, decision
from tests.build_tally import NINE, cell, figure, snapshot, tally
from tests.test_ledger import CELL, SNAPSHOT
from tui.charts.step_chart import Series
from tui.claims.ledger import Ledger
from tui.claims.ledger_chart import chart_lines, series_of
from tui.claims.ledger_sorting import ledger_of
from tui.drawing.cells import MARKS
from tui.drawing.palette import palette_of
from tui.drawing.themes import DEFAULTS
from tui.tally.tally_changes import key_of
from tui.tally.tally_rows import Look

LOOK = Look(
    beat=beat(),
    at=NINE,
    width=76,
    palette=palette_of(DEFAULTS),
    marks=MARKS,
    ascii_only=False,
    zone_mode="source",
    local=None,
)


def ledger(*told: tuple[Claim, LedgerRole], **fields: Any) -> Ledger:
    rows = tuple(LedgerRow(claim=c.id, role=role, note="") for c, role in told)
    one = cell(49, ledger=rows, **fields)
    return ledger_of(snapshot(tally(one), [c for c, _ in told]), key_of(one))


def told(series: list[Series]) -> dict[str, list[str]]:
    return {one.name: [point.words for point in one.points] for one in series}


def test_own_figures_and_those_of_others_each_have_a_series() -> None:
    series = series_of(ledger_of(SNAPSHOT, key_of(CELL)), LOOK)
    assert told(series) == {
        "ARM Armenia, own figure": ["20", "49+"],
        "AZE Azerbaijan, claims": ["450"],
    }
    assert [one.is_own for one in series] == [True, False]


def test_a_part_is_charted_only_where_there_is_no_whole() -> None:
    parts = [
        (claim(n, id=f"p{n}", time=f"2022-09-13 1{n}:00", place="gegharkunik", relation="subset"),
         "subset")
        for n in (2, 4)
    ]  # fmt: skip
    assert told(series_of(ledger(*parts), LOOK)) == {  # type: ignore[arg-type]
        "ARM Armenia, own figure, Gegharkunik": ["2", "4"]
    }


def test_what_comes_on_top_is_added_and_marked() -> None:
    first = claim(4, id="a", time="2022-09-13 10:00")
    more = claim(5, id="b", time="2022-09-13 11:00", relation="increment")
    assert told(series_of(ledger((first, "superseded"), (more, "increment")), LOOK)) == {
        "ARM Armenia, own figure": ["4", "9*"]
    }


def test_of_a_sum_over_categories_the_part_of_the_cell_counts() -> None:
    both = replace(
        claim(108, id="sum"), components=(105, 3), component_categories=("military", "civilian")
    )
    assert told(series_of(ledger((both, "component")), LOOK)) == {
        "ARM Armenia, own figure": ["105*"]
    }


def test_one_figure_is_no_course() -> None:
    assert chart_lines(ledger((claim(49, id="a"), "current")), LOOK, 8) == ()
    assert len(chart_lines(ledger_of(SNAPSHOT, key_of(CELL)), LOOK, 8)) == 8


def test_a_part_or_what_came_on_top_of_it_is_not_added_to_the_whole() -> None:
    whole = claim(45, id="w", time="2022-09-13 10:00")
    strike = claim(4, id="s", time="2022-09-13 11:00", relation="subset", place="goris")
    more = claim(5, id="m", time="2022-09-13 12:00", relation="increment", place="goris")
    nowhere = claim(6, id="n", time="2022-09-13 13:00", relation="subset")
    rows = (whole, "current"), (strike, "superseded"), (more, "subset"), (nowhere, "subset")
    assert told(series_of(ledger(*rows), LOOK)) == {"ARM Armenia, own figure": ["45"]}  # type: ignore[arg-type]


def test_an_independent_count_claims_nothing() -> None:
    count = claim(50, id="u", claimant="un", claimant_side="un")
    assert list(told(series_of(ledger((count, "independent")), LOOK))) == [
        "UN United Nations, independent count"
    ]


def test_what_lies_in_a_number_for_a_part_is_no_whole_either() -> None:
    whole = claim(117, id="w")
    seven = claim(7, id="p", time="2022-09-13 10:00", relation="component", within="sum")
    assert told(series_of(ledger((seven, "subset"), (whole, "current")), LOOK)) == {
        "ARM Armenia, own figure": ["117"]
    }


def test_the_line_of_a_figure_that_was_superseded_at_once_does_not_go_on() -> None:
    stands = claim(13, id="now")
    once = claim(1, id="once", start=5)
    series = series_of(ledger((stands, "current"), (once, "superseded")), LOOK)
    assert told(series) == {"ARM Armenia, own figure": ["13"]}


def test_each_claimant_of_a_side_has_a_line_that_ends_where_another_took_its_place() -> None:
    first = claim(29, id="a", time="2022-09-13 10:00", claimant="am-mod")
    later = claim(117, id="b", time="2022-09-13 12:00")
    series = series_of(ledger((first, "superseded"), (later, "current")), LOOK)
    assert told(series) == {
        "ARM Armenia, own figure": ["117"],
        "ARM Armenian Ministry of Defence, own figure": ["29"],
    }
    assert [one.end for one in series] == [None, later.time]
    assert all(one.is_own for one in series)


def test_a_part_of_a_sum_that_makes_the_figure_stands_in_the_chart_too() -> None:
    early = claim(3, id="early", time="2022-09-13 10:00")
    part = claim(5, id="part", relation="component", within="sum")
    found = ledger((early, "superseded"), (part, "component"), own=figure(5, claims=("part",)))
    assert next(g.name for g in found.groups) == "stands"
    assert told(series_of(found, LOOK)) == {"ARM Armenia, own figure": ["3", "5"]}


def test_parts_of_a_split_claim_add_up_to_one_point() -> None:
    parts = tuple(Correction(amount=amount_of(n, "exact")) for n in (14, 5))
    whole = claim(19, id="w")
    split = review([whole], [decision("split", whole, parts=parts)], beat=beat()).claims
    (cell,) = reconcile([*split], at=None, beat=beat()).cells
    assert (cell.best, [row.role for row in cell.ledger]) == (19, ["current", "current"])
    assert any("said together (R7)" in why for why in cell.why)
    found = ledger_of(snapshot(tally(cell), split), key_of(cell))
    assert told(series_of(found, LOOK)) == {"ARM Armenia, own figure": ["19*"]}
