"""The top bar says what matters in any width, and shortens before it cuts."""

import math
from dataclasses import fields, replace

import pytest
from rich.style import Style

from tests.build import YEREVAN, at
from tui.desk.top_bar import Status, say
from tui.drawing.cells import MARKS, Palette, size_of

PALETTE = Palette(**{f.name: Style() for f in fields(Palette)})
FULL = Status(
    beat="South Caucasus",
    state="playing",
    wall=at("2022-09-13 21:10").astimezone(YEREVAN),
    zone="Asia/Yerevan",
    assumed=True,
    shown=12,
    known=46,
    problems=3,
    hidden_undated=2,
)


def _said(status: Status, width: int) -> str:
    return "".join(text for text, _ in say(status, width, PALETTE, MARKS))


def test_in_a_wide_terminal_everything_is_said_in_full() -> None:
    assert " ".join(_said(FULL, 200).split()) == (
        "South Caucasus REPLAY 60x Tue 13 Sep 2022 21:10 +04 Asia/Yerevan (assumed) "
        "12 of 46 shown 2 undated hidden 3 problems"
    )


@pytest.mark.parametrize("width", range(78, 130))
def test_nothing_is_left_out_in_a_narrower_one(width: int) -> None:
    said = _said(FULL, width)
    assert size_of(say(FULL, width, PALETTE, MARKS)) <= width
    for part in ("South", "REPLAY 60x", "13 Sep", "21:10 +04", "12 of 46", "2 undated", "3"):
        assert part in said


def test_an_assumed_zone_is_never_silent() -> None:
    for width in (78, 90, 120):
        said = _said(FULL, width)
        assert "(assumed)" in said or "+04?" in said


def test_states_are_words() -> None:
    paused = replace(FULL, state="paused", speed=math.inf, skipping=True)
    assert "REPLAY paused max skip" in _said(paused, 200)
    assert "COMPLETE" in _said(replace(FULL, state="complete"), 200)
    assert "REPLAY ended" in _said(replace(FULL, state="ended"), 200)


def test_a_beat_name_cannot_reach_the_terminal() -> None:
    assert "\x1b" not in _said(replace(FULL, beat="a\x1b[2Jb"), 200)


LIVE = replace(FULL, state="complete", is_live=True, followed=5, problems=0, hidden_undated=0)


def test_who_fails_is_named_as_far_as_there_is_room() -> None:
    one = replace(LIVE, failing=("Ministry of Defence",))
    assert "Ministry of Defence fails (S)" in _said(one, 200)
    assert "Ministry of Defence fails" in _said(one, 80)
    assert "Ministry of… fails" in _said(one, 70)
    assert "  1 fails" in _said(one, 60)


def test_of_several_that_fail_the_first_is_named_and_the_rest_counted() -> None:
    two = replace(LIVE, failing=("Ministry of Defence", "Agency wire"))
    assert "Ministry of Defence, Agency wire fail (S)" in _said(two, 200)
    assert "Ministry of Defence +1 fail" in _said(two, 80)
    assert "  2 fail" in _said(two, 60)


def test_where_all_fail_that_is_said() -> None:
    every = replace(LIVE, followed=3, failing=("a", "b", "c"))
    assert "all 3 sources fail (S)" in _said(every, 200)
    assert "all 3 fail" in _said(every, 50)


def test_a_failing_name_cannot_reach_the_terminal() -> None:
    assert "\x1b" not in _said(replace(LIVE, failing=("a\x1b[2Jb",)), 200)


@pytest.mark.parametrize("width", range(60, 200))
def test_a_failure_is_said_in_every_width(width: int) -> None:
    pieces = say(replace(LIVE, failing=("Ministry of Defence", "Wire")), width, PALETTE, MARKS)
    assert size_of(pieces) <= width
    assert "fail" in "".join(text for text, _ in pieces)


@pytest.mark.parametrize("width", [80, 120])
def test_while_the_collector_starts_nothing_is_said_of_who_is_not_followed(width: int) -> None:
    starting = replace(LIVE, is_live=False, is_starting=True)
    assert "STARTING" in _said(starting, width)
    assert "followed" not in _said(starting, width).casefold()
    played = _said(replace(starting, state="playing"), width)
    assert "REPLAY 60x" in played
    assert "starting" in played
