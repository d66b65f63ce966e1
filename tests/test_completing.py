"""What is offered while a query is typed."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.queries import Vocabulary, complete, counts_of, parse
from tests.build import YEREVAN, beat
from tests.fake_desk import FakeDesk

HERE = Vocabulary(
    beat=beat(),
    zone=YEREVAN,
    last_day=date(2022, 9, 14),
    sources=("oc-media", "a page.txt"),
    tags=("ask-mod",),
)
COUNTS = counts_of(FakeDesk().snapshot())


def offered(text: str) -> list[str]:
    """What the text would become, by each option."""
    found = complete(text, len(text), HERE, COUNTS)
    return [text[: found.start] + option.text + text[found.end :] for option in found.options]


def test_at_the_start_the_fields_are_offered_the_most_wanted_first() -> None:
    assert offered("")[:3] == ["actor:", "side:", "region:"]
    assert offered("road -")[0] == "road -actor:"


def test_a_beginning_becomes_a_field_or_a_name() -> None:
    assert offered("reg") == ["region:"]
    assert offered("mosc") == ["actor:russia ", "side:russia "]
    assert offered("-mosc")[0] == "-actor:russia "
    assert offered("road sotk") == []


def test_values_are_offered_the_most_counted_first() -> None:
    assert offered("actor:")[:2] == ["actor:armenia ", "actor:azerbaijan "]
    found = complete("actor:", 6, HERE, COUNTS)
    assert (found.options[0].what, found.options[0].count) == ("Armenia", 3)


def test_a_name_is_found_by_the_beginning_of_any_of_its_words() -> None:
    assert offered("actor:def") == ["actor:am-mod "]
    assert offered("actor:nations") == ["actor:un "]


def test_after_a_comma_the_next_value_is_offered() -> None:
    assert offered("actor:armenia,rus") == ["actor:armenia,russia "]
    assert offered("actor:armenia, rus") == ["actor:armenia, russia "]


def test_what_needs_quotes_gets_them() -> None:
    assert offered("source:pa") == ['source:"a page.txt" ']
    assert offered('source:"a pa') == ['source:"a page.txt" ']


def test_states_kinds_and_tags_are_offered() -> None:
    assert offered("is:un") == ["is:unread ", "is:undated "]
    assert offered("claims:kil") == ["claims:killed ", "claims:killed_or_missing "]
    assert offered("tag:mod") == ["tag:ask-mod "]


def test_where_nothing_can_be_listed_it_is_said_what_is_typed() -> None:
    found = complete("after:", 6, HERE, COUNTS)
    assert (found.options, "18:00" in found.hint) == ((), True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("after:18:00", "Wed 14 Sep 2022 18:00 +04"),
        ("before:18:00", "Wed 14 Sep 2022 18:00 +04"),
        ("after:2022-09-13T18:00Z", "Tue 13 Sep 2022 22:00 +04"),
        ("on:2022-09-13", "Tue 13 Sep 2022 00:00 +04 to Wed 14 Sep 2022 00:00 +04"),
    ],
)
def test_a_time_says_which_moment_it_means(text: str, moment: str) -> None:
    assert complete(text, len(text), HERE, COUNTS).hint == moment


@pytest.mark.parametrize(
    ("zone", "told"),
    [("UTC", "18:00 UTC"), ("Asia/Kolkata", "18:00 +05:30"), ("America/St_Johns", "18:00 -02:30")],
)
def test_a_moment_is_told_with_the_offset_of_its_zone(zone: str, told: str) -> None:
    there = replace(HERE, zone=ZoneInfo(zone))
    assert complete("after:18:00", 11, there, COUNTS).hint.endswith(told)


def test_in_the_middle_what_stands_before_the_cursor_counts() -> None:
    found = complete("actor:rus road", 9, HERE, COUNTS)
    assert (found.start, found.end) == (6, 9)
    assert found.options[0].text == "russia "


@given(st.text(alphabet='actorue:,"- (|)xsi«', max_size=20), st.integers(0, 20))
def test_whatever_is_typed_something_or_nothing_is_offered(text: str, cursor: int) -> None:
    found = complete(text, min(cursor, len(text)), HERE, COUNTS)
    assert 0 <= found.start <= found.end <= min(cursor, len(text))


def test_every_name_that_is_offered_is_understood() -> None:
    for field in ("actor", "side", "region", "source", "claims", "is", "tag"):
        made = offered(f"{field}:")
        assert made
        for text in made:
            parse(text, HERE)
