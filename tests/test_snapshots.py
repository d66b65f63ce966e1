"""Pictures of the desk on a made-up night, compared as SVG; look at them when they change.

`pytest tests/test_snapshots.py --snapshot-update` takes new ones. The clock stands still, the
machine's zone is UTC, and the entries are the tests' own, so that only drawing can change them.
"""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from feeds.typed_time import read_time
from tests.screen import app_of, later_desk, shown
from tests.test_feed_changes import MovingDesk
from tui.filter import query_bar

Compare = Callable[..., bool]

EVENING = read_time("2022-09-13 21:10")

NAMED = {"name": "A. Reporter"}


@pytest.fixture(autouse=True)
def _nobody_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reader who stops to see what a half-typed query finds."""
    monkeypatch.setattr(query_bar, "PAUSE_S", 3600.0)


def _after(*keys: str) -> Callable[[Pilot[Any]], Any]:
    async def before(pilot: Pilot[Any]) -> None:
        await shown(pilot)
        await pilot.press(*keys)
        await shown(pilot)

    return before


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
def test_the_desk_at_ten_past_nine(snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(app_of(at=EVENING), terminal_size=size, run_before=_after("j"))


def test_the_light_theme_with_a_filter_and_words_found(snap_compare: Compare) -> None:
    app = app_of(at=EVENING, settings={"theme": "light"})
    keys = ("2", "/", *"supply", "enter")
    assert snap_compare(app, terminal_size=(120, 40), run_before=_after(*keys))


def test_the_filter_over_a_small_screen(snap_compare: Compare) -> None:
    assert snap_compare(app_of(), terminal_size=(80, 24), run_before=_after("L"))


def test_plain_ascii(snap_compare: Compare) -> None:
    app = app_of(at=EVENING, settings={"ascii": True})
    assert snap_compare(app, terminal_size=(80, 24), run_before=_after("c"))


def test_the_question_before_leaving(snap_compare: Compare) -> None:
    assert snap_compare(app_of(), terminal_size=(80, 24), run_before=_after("q"))


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "dark"), ((160, 40), "light")])
def test_changes_between_the_entries(
    snap_compare: Compare, size: tuple[int, int], theme: str
) -> None:
    app = app_of(MovingDesk(), settings={"theme": theme})
    assert snap_compare(app, terminal_size=size, run_before=_after("j", "j"))


def test_changes_in_plain_ascii(snap_compare: Compare) -> None:
    app = app_of(MovingDesk(), settings={"ascii": True})
    assert snap_compare(app, terminal_size=(100, 30), run_before=_after("["))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_ledger_with_its_chart(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = app_of(later_desk(), settings=NAMED)
    assert snap_compare(app, terminal_size=size, run_before=_after("c", "enter", "a"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_review_queue(snap_compare: Compare, size: tuple[int, int]) -> None:
    app = app_of(later_desk(), settings=NAMED)
    assert snap_compare(app, terminal_size=size, run_before=_after("v", "x"))


def test_a_ledger_in_the_light_theme_with_a_correction_asked_for(snap_compare: Compare) -> None:
    app = app_of(later_desk(), settings=NAMED | {"theme": "light"})
    keys = ("c", "enter", "e", *"many", "enter")
    assert snap_compare(app, terminal_size=(80, 24), run_before=_after(*keys))


def test_a_ledger_in_plain_ascii(snap_compare: Compare) -> None:
    app = app_of(later_desk(), settings=NAMED | {"ascii": True})
    assert snap_compare(app, terminal_size=(80, 24), run_before=_after("c", "enter", "x"))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_a_query_is_typed(snap_compare: Compare, size: tuple[int, int]) -> None:
    keys = ("f", *"supply", "space", "minus", *"actor", "colon", *"a")
    assert snap_compare(app_of(), terminal_size=size, run_before=_after(*keys))


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "dark"), ((120, 40), "light")])
def test_a_slip_in_a_query(snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = app_of(settings={"theme": theme})
    keys = ("f", *"claims", "colon", *"kiled", "space", *"goris", "enter")
    assert snap_compare(app, terminal_size=size, run_before=_after(*keys))


def test_a_query_in_force(snap_compare: Compare) -> None:
    keys = ("f", "minus", *"actor", "colon", *"russia", "enter")
    assert snap_compare(app_of(at=EVENING), terminal_size=(120, 40), run_before=_after(*keys))
