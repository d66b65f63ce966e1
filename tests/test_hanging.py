"""Outlets stay hung where they are, and are hung anew only where a figure may draw one to it."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from feeds.claim import Claim
from feeds.reconcile import RunningTally, tally
from feeds.reconcile.hanging import Hanging
from tests.build import at, beat
from tests.sayings import FLOOR, NOBODY, said

Made = list[Hanging]


@pytest.fixture
def made() -> Iterator[Made]:
    """How often all outlets of a kind were hung anew."""
    found: Made = []
    begins = Hanging.__init__

    def begin(self: Hanging, *args: Any) -> None:
        found.append(self)
        begins(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hanging, "__init__", begin)
        yield found


def follow(claims: Sequence[Claim]) -> RunningTally:
    """Told one by one, each held against the tally from the start."""
    running = RunningTally(beat())
    for n, one in enumerate(claims):
        assert one.known is not None
        running.take(one.known, [one])
        assert running.tally() == tally(claims[: n + 1], at=one.known, beat=beat())
    return running


FIRST = said(49, "2022-09-13 08:00")
ECHO = said(49, "2022-09-13 09:00", id="echo", **NOBODY)
ALONE = said(70, "2022-09-13 10:00", id="alone", **NOBODY)


def test_a_figure_that_no_outlet_has_leaves_all_where_they_hang(made: Made) -> None:
    later = [said(50 + hour, f"2022-09-13 {hour}:00") for hour in range(11, 18)]
    running = follow([FIRST, ECHO, ALONE, *later])
    assert len(made) == 1
    [cell] = running.tally().cells
    assert [row.role for row in cell.ledger].count("echo") == 1


def test_the_copies_of_a_series_that_grows_stay_with_it(made: Made) -> None:
    again = said(49, "2022-09-13 12:00", id="again")
    running = follow([FIRST, ECHO, ALONE, again])
    assert len(made) == 1
    [cell] = running.tally().cells
    assert cell.own is not None
    assert cell.own.claims == (FIRST.id, again.id, ECHO.id)


def test_a_number_that_an_outlet_had_before_draws_it(made: Made) -> None:
    running = follow([FIRST, ECHO, ALONE, said(70, "2022-09-13 12:00")])
    assert len(made) == 2
    [cell] = running.tally().cells
    assert cell.others == ()
    assert cell.own is not None
    assert ALONE.id in cell.own.claims


def test_what_was_said_loosely_before_is_drawn_too(made: Made) -> None:
    loose = said(60, "2022-09-13 10:00", id="loose", **(NOBODY | FLOOR))
    follow([FIRST, ECHO, loose, said(65, "2022-09-13 12:00")])
    assert len(made) == 2


def test_a_figure_long_after_draws_none(made: Made) -> None:
    follow([FIRST, ECHO, ALONE, said(70, "2022-09-19 12:00")])
    assert len(made) == 1


def test_an_outlet_that_names_the_category_has_all_hung_anew(made: Made) -> None:
    first = said(49, "2022-09-13 08:00", category="unknown")
    named = said(49, "2022-09-13 09:00", id="named", category="military", **NOBODY)
    follow([first, named, said(80, "2022-09-13 12:00", category="unknown")])
    assert len(made) == 2


def test_a_late_figure_has_all_hung_anew(made: Made) -> None:
    late = said(30, "2022-09-13 07:00", known=at("2022-09-13 13:00"), id="late")
    follow([FIRST, ECHO, late])
    assert len(made) == 2
