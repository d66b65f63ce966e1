"""What was left out of a source is told for as long as it is true."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import Problem
from feeds.following.files import Piece
from feeds.following.health import Health, health_record, not_odd, read_health
from feeds.following.keeper import MOST_KEPT, with_odd
from feeds.following.source import FollowedSource
from feeds.following.state import Cursor

FOLDER = FollowedSource(id="wire", name="Wire", path=Path("wire"))
PAGE = FollowedSource(
    id="page", name="Page", addresses=("https://a.example/", "https://b.example/")
)
FINE = Health(source="wire", name="Wire")
LOST = Problem(source="wire", line=3, what="a line is no JSON")
NOTICE = Problem(source="wire", line=1, what="the encoding is guessed", lost=False)


def piece(key: str, part: int | None = None) -> Piece:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Piece(place=key, key=key, data=b"", at=at, part=part, cursor=Cursor())


def test_a_further_part_of_a_file_makes_nothing_good() -> None:
    broken = with_odd(FINE, FOLDER, piece("a", part=0), [LOST])
    assert broken.odd_words == "left out: a line is no JSON (line 3)"
    assert with_odd(broken, FOLDER, piece("a", part=9), []) == broken
    again = with_odd(broken, FOLDER, piece("a", part=9), [NOTICE])
    assert again.odd_words == "left out: a line is no JSON (line 3); 1 more"
    assert with_odd(again, FOLDER, piece("a", part=0), []).odd_words == ""


def test_all_that_was_odd_is_kept_and_what_was_left_out_comes_first() -> None:
    broken = with_odd(FINE, FOLDER, piece("a", part=0), [NOTICE, LOST, NOTICE])
    assert broken.odd_lines == (
        "left out: a line is no JSON (line 3)",
        "the encoding is guessed (line 1)",
        "the encoding is guessed (line 1)",
    )
    later = with_odd(broken, FOLDER, piece("a", part=9), [replace(LOST, line=9)])
    assert later.odd_lines[:2] == (
        "left out: a line is no JSON (line 9)",
        "left out: a line is no JSON (line 3)",
    )
    assert read_health(health_record(later)) == later
    assert not_odd(later) == FINE


def test_of_very_much_that_was_odd_the_rest_is_counted() -> None:
    many = [replace(LOST, line=n) for n in range(1, MOST_KEPT + 4)]
    told = with_odd(FINE, PAGE, piece("https://a.example/"), many).odd_lines
    assert len(told) == MOST_KEPT + 1
    assert told[-1] == "3 more, which are not kept"


def test_another_file_of_a_folder_makes_nothing_good() -> None:
    broken = with_odd(FINE, FOLDER, piece("a"), [LOST])
    assert with_odd(broken, FOLDER, piece("b"), []) == broken
    assert with_odd(broken, FOLDER, piece("a"), []) == FINE


def test_an_address_is_as_it_was_read_last_whichever_of_several() -> None:
    broken = with_odd(FINE, PAGE, piece("https://a.example/"), [NOTICE, LOST])
    assert broken.odd_words == "left out: a line is no JSON (line 3); 1 more"
    assert with_odd(broken, PAGE, piece("https://b.example/"), []) == FINE
    assert with_odd(broken, PAGE, piece("https://b.example/"), [NOTICE]).odd_words == (
        "the encoding is guessed (line 1)"
    )
