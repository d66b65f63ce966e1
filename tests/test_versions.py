"""Versions of an entry: the one known last holds, in whatever order they come."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from feeds.versions import Order, numbered, order_of, place_among

ORDERS = st.builds(order_of, st.none() | st.integers(0, 3), st.integers(1, 3))


def test_no_moment_comes_first_then_the_moment_then_the_revision() -> None:
    orders = [order_of(None, 9), order_of(1, 1), order_of(1, 2), order_of(2, 1)]
    assert orders == sorted(orders)
    assert place_among(orders, order_of(1, 1)) == 2  # of equal ones the last that came
    assert place_among([], order_of(None, 1)) == 0


@given(st.lists(ORDERS, unique=True))
def test_the_places_do_not_depend_on_the_order_of_arrival(orders: list[Order]) -> None:
    chain: list[Order] = []
    for order in orders:
        chain.insert(place_among(chain, order), order)
    assert chain == sorted(orders)


@given(st.lists(st.integers(1, 9), min_size=1), st.data())
def test_numbers_grow_and_are_the_same_however_many_came_before(
    given: list[int], data: st.DataObject
) -> None:
    whole = numbered(given)
    assert all(a < b for a, b in pairwise(whole))
    assert all(n >= own for n, own in zip(whole, given, strict=True))
    there = sorted(data.draw(st.sets(st.integers(0, len(given) - 1))))
    early = dict(zip(there, numbered([given[n] for n in there]), strict=True))
    assert numbered([early.get(n, own) for n, own in enumerate(given)]) == whole
