"""Who is heard in a text that no beat knows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.candidate import Heard
from feeds.claims.heard import Listener

LISTENER = Listener()


def heard(text: str, *, is_headline: bool = False) -> list[Heard]:
    return list(LISTENER.heard(text, is_headline=is_headline))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norlandic Prime Minister Ann Example said that the talks go on.",
            Heard("person", "Ann Example", "Norlandic Prime Minister", "Norlandic"),
        ),
        (
            "The Governor of Lowmark, Bo Sample, said the road was shut.",
            Heard("person", "Bo Sample", "Governor of Lowmark"),
        ),
        (
            "The President of the Harbour Council Cy Pattern told reporters that he would go.",
            Heard("person", "Cy Pattern", "President of the Harbour Council"),
        ),
        (
            "The Norlandic Ministry of Foreign Affairs said the border was shut.",
            Heard("body", "Norlandic Ministry of Foreign Affairs", None, "Norlandic"),
        ),
        ("Norlandic president said so.", Heard("post", "Norlandic president", None, "Norlandic")),
        ("Example said that he would go.", Heard("name", "Example")),
        ("The Harbour Post's correspondent said so.", Heard("outlet", "Harbour Post")),
        ("Harbour Monitor said that ten died.", Heard("outlet", "Harbour Monitor")),
        (
            "Southland Interior Minister Juno Abara said so.",
            Heard("person", "Juno Abara", "Southland Interior Minister", "Southland"),
        ),
        ("Shells fell near Dunwick.", Heard("place", "Dunwick")),
        (
            "Prime Minister Ann Example asked the council to meet.",
            Heard("person", "Ann Example", "Prime Minister"),
        ),
        (
            "A drone hit the Royal Norlandic Army in Dunwick.",
            Heard("body", "Royal Norlandic Army", None, "Norlandic"),
        ),
        (
            "The Public Health Ministry of Norland counted ten.",
            Heard("body", "Public Health Ministry of Norland"),
        ),
    ],
)
def test_who_speaks_is_heard_with_what_the_words_say_of_them(text: str, expected: Heard) -> None:
    assert expected in heard(text)


def test_a_headlines_prefix_is_heard_as_one() -> None:
    (found,) = heard("Norlandic MoD: two villages taken", is_headline=True)
    assert found == Heard("body", "Norlandic MoD", None, "Norlandic", is_prefix=True)


def test_places_joined_to_one_are_heard_too() -> None:
    found = heard("It was quiet in Dunwick, Harrow and Lowmark overnight.")
    assert [h.name for h in found if h.what == "place"] == ["Dunwick", "Harrow", "Lowmark"]


@pytest.mark.parametrize("text", ["Officials said so.", "He said so.", "Residents said so."])
def test_nobody_in_particular_is_not_heard(text: str) -> None:
    assert heard(text) == []


def test_capitals_alone_are_a_name_whatever_the_word_means() -> None:
    assert Heard("person", "Ann Example", "US envoy", "US") in heard(
        "US envoy Ann Example said so."
    )


def test_a_word_of_the_language_is_told_from_a_name() -> None:
    assert LISTENER.is_plain_word("May")
    assert not LISTENER.is_plain_word("Dunwick")
    assert not LISTENER.is_plain_word("Reuters")


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    for one in heard(text, is_headline=True):
        assert one.name
