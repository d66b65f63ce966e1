"""What a change looks like in the feed, and in words alone."""

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from rich.cells import cell_len

from feeds.change import Change, Standing
from tests.build import YEREVAN, at, beat
from tests.build_tally import HOSTILE, is_safe
from tui.drawing.cells import ASCII_MARKS, MARKS
from tui.drawing.palette import palette_of
from tui.feed.change_row import draw_change
from tui.feed.feed_rows import Look
from tui.words.change_words import in_words

FIRST = Change(
    id="one",
    time=at("2022-09-13 11:33"),
    victim="armenia",
    kind="killed",
    category="unknown",
    way="new",
    before=None,
    after=Standing(low=49, best=49, high=None, grade="self_only"),
    by="Nikol Pashinyan",
)


def stood(best: int | None, **fields: Any) -> Standing:
    given: dict[str, Any] = {"low": best, "best": best, "high": best, "grade": "self_only"}
    return Standing(**(given | fields))


def look(width: int, *, ascii_only: bool = False) -> Look:
    return Look(
        beat=beat(),
        width=width,
        lines=3,
        palette=palette_of({}),
        marks=ASCII_MARKS if ascii_only else MARKS,
        zone_mode="source",
        local=None,
        words="",
    )


def drawn(change: Change, width: int = 110, *, with_day: bool = False, **how: Any) -> str:
    segments = draw_change(change, look(width, **how), zone=YEREVAN, with_day=with_day, ground=None)
    return "".join(s.text for s in segments)


def test_a_change_of_an_entry_that_has_no_clock_shows_its_day_and_no_hour() -> None:
    end = at("2022-09-13 23:59")
    assert drawn(replace(FIRST, time=end, as_of=end, day_only=True)).startswith(" 13 Sep ")
    assert drawn(replace(FIRST, time=end, as_of=end)).startswith(" 23:59 ")
    said_at_noon = replace(FIRST, as_of=end, day_only=True)
    assert drawn(said_at_noon).startswith(" 11:33 ")


CASES = [
    ({}, "+ Armenia killed: no figure → 49+ · Nikol Pashinyan"),
    (
        {"way": "up", "before": stood(49, high=None), "after": stood(105), "size": "up 56"},
        "▲ Armenia killed: 49+ → 105, up 56 · Nikol Pashinyan",
    ),
    (
        {"way": "down", "before": stood(15), "after": stood(12), "size": "revised down by 3"},
        "▼ Armenia killed: 15 → 12, revised down by 3 · Nikol Pashinyan",
    ),
    (
        {
            "way": "disputed",
            "category": "military",
            "before": stood(105),
            "after": stood(105, high=450, grade="disputed"),
            "size": "4.3 times",
        },
        "≠ Armenia killed mil.: 105 → 105 (≤450), disputed 4.3 times · Nikol Pashinyan",
    ),
    (
        {"way": "refined", "category": "military", "before": stood(49), "after": stood(49),
         "was": "unknown"},
        "» Armenia killed mil.: 49 → 49, was category not said · Nikol Pashinyan",
    ),
    (
        {"way": "closed", "before": stood(49), "after": None, "by_edit": True},
        "× Armenia killed: 49 → no figure, the entry was edited or withdrawn · Nikol Pashinyan",
    ),
    (
        {"way": "other", "before": stood(49), "after": stood(49, grade="corroborated")},
        "● Armenia killed: 49 → 49, corroborated · Nikol Pashinyan",
    ),
    (
        {"kind": "wounded", "after": stood(None, low=43, grade="partial"), "places": ("syunik",)},
        "+ Armenia wounded: no figure → 43+, Syunik only · Nikol Pashinyan",
    ),
    ({"after": stood(None, grade="unconfirmed")},
     "+ Armenia killed: no figure → unconfirmed · Nikol Pashinyan"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "words"), CASES, ids=lambda c: c if isinstance(c, str) else "")
def test_a_change_is_one_line_with_before_after_and_cause(
    fields: dict[str, Any], words: str
) -> None:
    text = drawn(replace(FIRST, **fields))
    assert text.strip() == f"11:33   {words} · derived"


def test_where_room_is_short_the_figure_is_the_last_to_go() -> None:
    assert drawn(FIRST, 60).rstrip() == (
        " 11:33   + ARM killed: no figure → 49+ · Nikol Pa… · derived"
    )
    assert drawn(FIRST, 47).rstrip() == " 11:33   + ARM killed: 49+ · Nikol Pashinyan*"
    assert drawn(FIRST, 40).rstrip() == " 11:33   + ARM killed: 49+ · Nikol Pas…*"
    assert drawn(FIRST, 30).rstrip() == " 11:33   + ARM killed: 49+*"


@pytest.mark.parametrize("width", [40, 49])
def test_where_room_is_short_the_side_that_claims_it_stands_for_its_name(width: int) -> None:
    change = replace(
        FIRST,
        way="up",
        category="military",
        before=stood(49, high=None),
        after=stood(105),
        by="azerbaijan",
    )
    said = drawn(change, width)
    assert "· AZE" in said
    assert "105" in said


def test_a_day_that_is_told_in_the_row_is_cut_before_whose_claim_it_is() -> None:
    moved: dict[str, Any] = {
        "before": stood(49),
        "after": stood(105, high=None),
        "by": "azerbaijan",
    }
    change = replace(FIRST, way="up", category="military", **moved)
    assert drawn(change, 49, with_day=True) == (
        f"{' 11:33   13 Sep ▲ ARM killed mil.: 105+ · AZE*':<49}"
    )
    assert "Tue 13 Sep" in drawn(change, 60, with_day=True)


def test_the_sign_of_a_new_figure_is_not_read_as_its_zone() -> None:
    segments = draw_change(
        FIRST, replace(look(60), zone=YEREVAN), zone=UTC, with_day=False, ground=None
    )
    assert "".join(s.text for s in segments).startswith(" 07:33UTC + ARM killed: ")


def test_every_line_is_as_wide_as_asked_for_and_safe() -> None:
    hostile = replace(FIRST, by=HOSTILE, victim=HOSTILE)
    for width in (20, 47, 60, 110):
        for change in (FIRST, hostile):
            text = drawn(change, width)
            assert cell_len(text) == width
            assert is_safe([text])


def test_plain_signs_are_ascii() -> None:
    text = drawn(FIRST, ascii_only=True)
    assert text.isascii()
    assert "+ Armenia killed: no figure -> 49+ - Nikol Pashinyan - derived" in text


def test_a_change_that_no_entry_tells_the_day_of_names_it() -> None:
    assert "11:33   Tue 13 Sep + Armenia killed" in drawn(FIRST, with_day=True)


def test_in_words_there_are_no_signs() -> None:
    up = replace(FIRST, way="up", before=stood(49, high=None), after=stood(105), size="up 56")
    assert in_words(up, beat()) == (
        "Armenia killed, category not said: 49+ to 105, up 56, by Nikol Pashinyan (derived)"
    )
