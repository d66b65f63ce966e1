"""Versions by moment: each moment once, each version at its own, in the order given."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.archived.timed import Timed, moments

told = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 99)), max_size=12)


@given(told, told, st.lists(st.integers(-4, 4), max_size=3))
def test_each_version_is_told_at_its_moment(
    came: list[tuple[int, int]], gone: list[tuple[int, int]], more: list[int]
) -> None:
    both = Timed.of(came), Timed.of(gone)
    whens = [*moments(*both, more)]
    assert whens == sorted({*(when for when, _ in (*came, *gone)), *more})
    for timed, given_so in zip(both, (came, gone), strict=True):
        for when in whens:
            assert [*timed.at(when)] == [doc for at, doc in given_so if at == when]
