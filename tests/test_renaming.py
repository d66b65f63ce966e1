"""Which entry of a page is which after an edit, where the page gives no ids."""

from hypothesis import given
from hypothesis import strategies as st

from feeds.entry import Entry
from feeds.following.renaming import renamed
from tests.build import entry


def one(id: str, headline: str, body: str, minute: int = 0) -> Entry:
    return entry(body, id=id, headline=headline, time=f"2022-09-13 12:{minute:02}")


def names(come: list[Entry], gone: list[Entry]) -> dict[int, str]:
    return {n: found.id for n, found in renamed(come, gone).items()}


def test_the_only_one_of_its_time_is_the_one_that_went() -> None:
    assert names([one("b", "Three sink", "y")], [one("a", "Two sink", "x")]) == {0: "a"}
    assert names([one("b", "Three sink", "y", 1)], [one("a", "Two sink", "x")]) == {}


def test_of_several_the_words_tell_then_the_text_then_what_is_left() -> None:
    gone = [one("a", "Two sink", "x"), one("b", "Port closed", "y"), one("c", "Storm", "z")]
    come = [
        one("d", "Storm", "z"),
        one("e", "Three sink", "x"),
        one("f", "Port shut", "and edited"),
    ]
    assert names(come, gone) == {0: "c", 1: "a", 2: "b"}


def test_most_of_the_words_tell_where_headline_and_text_were_edited() -> None:
    gone = [one("a", "Two ferries sink", "Two ferries sank off the cape, the harbour said.")]
    come = [
        one("b", "Port closed", "Nobody may leave until the morning comes."),
        one("c", "Three ferries sink", "Three ferries sank off the cape, the harbour said."),
    ]
    assert names(come, gone) == {1: "a"}


def test_where_nothing_tells_nothing_is_renamed() -> None:
    gone = [one("a", "Two sink", "x"), one("b", "Port closed", "y")]
    come = [one("c", "Other", "o"), one("d", "News", "n")]
    assert names(come, gone) == {}


ENTRIES = st.lists(
    st.builds(
        one,
        st.sampled_from("abcdef"),
        st.sampled_from(("h", "i")),
        st.sampled_from(("x", "y")),
        st.integers(0, 1),
    ),
    max_size=6,
    unique_by=lambda e: e.id,
)


@given(ENTRIES, ENTRIES)
def test_no_name_is_given_twice_and_none_is_made_up(come: list[Entry], gone: list[Entry]) -> None:
    found = renamed(come, gone)
    given_names = [named.id for named in found.values()]
    assert len(given_names) == len(set(given_names))
    by_id = {was.id: was for was in gone}
    for n, named in found.items():
        assert named.time == come[n].time == by_id[named.id].time
        assert (named.headline, named.body) == (come[n].headline, come[n].body)
