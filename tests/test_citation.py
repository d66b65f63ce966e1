"""Citation: text, source, time with its zone, address; nothing that a terminal would obey."""

import pytest

from feeds.sighting import Fetched
from tests.build import YEREVAN, at, entry
from tui.words.citation import cite


def test_a_citation_says_who_when_and_where() -> None:
    told = entry(
        "Shelling was heard.",
        time="2022-09-13 21:09",
        headline="Night falls",
        source="daily",
        url="https://example.org/1",
        basis="stamped",
    )
    assert cite(told, mode="source", source_zone=None) == (
        "Night falls\n\nShelling was heard.\n\n(daily, 13 Sep 2022, 21:09 +04), https://example.org/1"
    )


def test_an_assumption_about_the_time_is_said() -> None:
    words = cite(entry("x", time="2022-09-13 21:09"), mode="utc", source_zone=YEREVAN)
    assert words.endswith("(test, 13 Sep 2022, 17:09 UTC, zone assumed: the stamp names none)")


def test_a_placed_and_an_undated_entry_say_so() -> None:
    placed = entry("x", time="2022-09-13 23:59", basis="placed")
    assert "13 Sep 2022, day given by you" in cite(placed, mode="source", source_zone=YEREVAN)
    assert cite(entry("x", time=None), mode="utc", source_zone=None).endswith("(test, undated)")


def test_hostile_text_and_addresses_stay_outside() -> None:
    words = cite(
        entry(
            "a\x1b]52;c;eA==\x07b",
            headline="\x1b[2Jboo\u202e",
            source="s\x1b[31m",
            byline="by\rme",
            url="javascript:alert(1)",
        ),
        mode="utc",
        source_zone=None,
    )
    assert all(c.isprintable() or c == "\n" for c in words)
    assert "javascript" not in words


@pytest.mark.parametrize(
    ("byline", "shown"),
    [
        ("By Ann Marek", "Ann Marek"),
        ("by  Bo Lind", "Bo Lind"),
        ("Byron Low", "Byron Low"),
        ("By", "By"),
        ("Press office, by mail", "Press office, by mail"),
    ],
)
def test_a_page_s_own_by_before_a_name_is_not_said_twice(byline: str, shown: str) -> None:
    told = entry("x", time="2022-09-13 21:09", byline=byline)
    assert f"({shown}, test, " in cite(told, mode="utc", source_zone=None)


def test_what_was_fetched_says_when_from_where_and_its_digest() -> None:
    origin = Fetched(
        source="daily",
        place="https://example.org/feed",
        at=at("2022-09-13 21:10"),
        until=at("2022-09-13 21:15"),
        sha256="ab" * 32,
        size=9,
    )
    told = entry("x", time="2022-09-13 21:09", basis="stamped")
    words = cite(told, mode="source", source_zone=None, origin=origin)
    assert words.endswith(
        "(test, 13 Sep 2022, 21:09 +04)\n\n"
        f"Fetched 13 Sep 2022, 21:10 +04, from https://example.org/feed; SHA-256 {'ab' * 32}"
    )
