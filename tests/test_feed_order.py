"""Entries and changes as one list: rows and lines, without walking through either."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from feeds.change import Change, Standing
from feeds.entry import Entry
from tests.build import at, entry
from tests.build_tally import View
from tests.fake_desk import CountedView
from tui.feed.feed_order import FeedOrder, nearest

NOON = at("2022-09-13 12:00")


def change(minute: int, id: str = "") -> Change:
    """A figure that became known so many minutes after noon."""
    return Change(
        id=id or f"c{minute}",
        time=NOON + timedelta(minutes=minute),
        victim="armenia",
        kind="killed",
        category="military",
        way="new",
        before=None,
        after=Standing(low=49, best=49, high=None, grade="self_only"),
        causes=("x",),
        entries=(("test", f"e{minute}"),),
        by="armenia",
    )


def written(minute: int | None) -> Entry:
    """An entry so many minutes after noon; undated for None."""
    when = NOON + timedelta(minutes=minute) if minute is not None else None
    return replace(entry(id=f"e{minute}"), time=when, known=when)


def order(entries: Sequence[int | None], changes: Sequence[int]) -> FeedOrder:
    """Both oldest first."""
    told = [written(m) for m in sorted(entries, key=lambda m: -1 if m is None else m)]
    return FeedOrder(View(told), [change(m) for m in sorted(changes)])


def names(told: FeedOrder) -> list[str]:
    return [told.at(row).id for row in range(len(told))]


def test_a_change_stands_under_the_entries_of_its_moment() -> None:
    assert names(order([0, 5, 5, 9], [5])) == ["e9", "e5", "e5", "c5", "e0"]


def test_a_change_without_an_entry_of_its_moment_stands_in_its_time() -> None:
    assert names(order([None, 0, 9], [5, 7])) == ["e9", "c7", "c5", "e0", "eNone"]


def test_entries_take_their_lines_and_changes_one() -> None:
    told = order([0, 5, 9], [5])
    assert [told.top_of(row, 3) for row in range(6)] == [0, 3, 6, 7, 10, 13]
    assert [told.row_at(line, 3) for line in range(11)] == [0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 4]


minutes = st.lists(st.integers(0, 20), max_size=12)


@given(st.lists(st.one_of(st.none(), st.integers(0, 20)), max_size=12), minutes, st.integers(1, 3))
def test_rows_and_lines_agree(
    entries: list[int | None], changes: list[int], row_lines: int
) -> None:
    told = order(entries, changes)
    things = [told.at(row) for row in range(len(told))]
    assert {id(t) for t in things} == {id(t) for t in (*told.entries, *told.changes)}
    top = 0
    for row, thing in enumerate(things):
        assert told.top_of(row, row_lines) == top
        lines = 1 if isinstance(thing, Change) else row_lines
        assert {told.row_at(top + n, row_lines) for n in range(lines)} == {row}
        assert told.entries_above(row) == sum(isinstance(t, Entry) for t in things[:row])
        top += lines
    assert told.row_at(top, row_lines) == told.row_at(top + row_lines - 1, row_lines) == len(told)
    for position, one in enumerate(told.entries):
        assert things[told.row_of_position(position)] is one
    rows = [row for row, thing in enumerate(things) if isinstance(thing, Change)]
    for row in range(len(things)):
        assert told.change_from(row, 1) == max((r for r in rows if r < row), default=None)
        assert told.change_from(row, -1) == min((r for r in rows if r > row), default=None)


def test_a_row_is_found_among_a_million_by_looking_at_a_few() -> None:
    view = CountedView(1_000_000, written(0))
    told = FeedOrder(view, [change(-m) for m in range(900_000, 0, -1000)])
    view.asked = 0
    for row in (0, 500_000, 1_000_800):
        told.at(row)
        told.row_at(told.top_of(row, 3), 3)
    assert view.asked < 2_000
    view.asked = 0
    for row in range(500_000, 500_040):
        told.at(row)
    assert view.asked < 200


def test_the_nearest_entry_in_time_is_found() -> None:
    view = View([written(m) for m in (None, 0, 10)])
    assert (view.until(NOON), view.before(NOON)) == (2, 1)
    assert nearest(view, NOON + timedelta(minutes=4)) == 1
    assert nearest(view, NOON + timedelta(minutes=6)) == 2


def test_a_change_is_found_by_its_id() -> None:
    told = order([0, 9], [5, 7])
    assert told.row_of_change(change(7)) == 1
    assert told.row_of_change(change(6)) is None
    assert told.row_of_change(change(7, "another")) is None
    assert told.row_of_entry(("test", "e0")) == 3
