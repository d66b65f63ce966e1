"""Step chart: steps, marks, labels and clocks, in eight lines and in ASCII."""

from collections.abc import Sequence
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.build import YEREVAN, at
from tui.charts.step_chart import Frame, Point, Series, step_chart
from tui.drawing.cells import Piece
from tui.drawing.palette import palette_of
from tui.drawing.themes import DEFAULTS

PALETTE = palette_of(DEFAULTS)


def point(time: str | datetime, value: int, words: str = "") -> Point:
    when = at(time) if isinstance(time, str) else time
    return Point(at=when, value=value, words=words or str(value), claim=f"c{value}")


def series(*points: Point, name: str = "ARM Armenia", is_own: bool = True) -> Series:
    return Series(name=name, is_own=is_own, style=PALETTE.first, points=points)


def frame(
    width: int = 60, height: int = 8, until: str = "2022-09-14 12:00", **how: object
) -> Frame:
    given: dict[str, object] = {
        "width": width,
        "height": height,
        "until": at(until),
        "wall": lambda time: time.astimezone(YEREVAN),
        "palette": PALETTE,
        "more": "…",
    }
    return Frame(**(given | how))  # type: ignore[arg-type]


def text(lines: Sequence[Sequence[Piece]]) -> list[str]:
    return ["".join(words for words, _ in line).rstrip() for line in lines]


OWN = series(
    point("2022-09-13 09:10", 20),
    point("2022-09-13 15:33", 49, "49+"),
    point("2022-09-14 06:00", 105),
)
CLAIMED = series(
    point("2022-09-13 20:10", 60), point("2022-09-14 09:00", 150), name="AZE", is_own=False
)


def test_a_figure_stands_until_the_next_and_the_last_until_now() -> None:
    assert text(step_chart([OWN], frame())) == [
        "  ● ARM Armenia",
        " 105                                     ●105───────",
        "                                         │",
        "                                         │",
        "                ●49+─────────────────────┘",
        "     ●20────────┘",
        "   0 ─────┴───────────────────┴────────────────────┴────────",
        "          13 Sep 12:00        14 Sep 00:00         12:00 +04",
    ]


def test_claims_of_others_have_a_line_and_a_mark_of_their_own() -> None:
    lines = text(step_chart([OWN, CLAIMED], frame()))
    assert lines[0] == "  ● ARM Armenia  ◆ AZE"
    assert any("◆150┄┄" in line for line in lines)
    assert any("●105──" in line for line in lines)


def test_plain_ascii() -> None:
    lines = text(step_chart([OWN, CLAIMED], frame(ascii_only=True, more="~")))
    assert "".join(lines).isascii()
    assert lines[0] == "  o ARM Armenia  x AZE"
    assert any("x150.." in line for line in lines)
    assert any("o49+--" in line for line in lines)


def test_a_figure_of_nought_lies_on_the_axis_and_no_other() -> None:
    nought = series(point("2022-09-13 09:00", 0), point("2022-09-14 09:00", 1000))
    lines = text(step_chart([nought], frame()))
    assert lines[-2].startswith("    0 ●")
    low = series(point("2022-09-13 09:00", 1), point("2022-09-14 09:00", 1000))
    assert "●" not in text(step_chart([low], frame()))[-2]


def test_where_there_is_no_room_for_a_label_the_legend_says_so() -> None:
    crowd = [
        series(
            *(point(f"2022-09-13 09:{n + m:02}", 40 + n) for n in range(0, 50, 5)), is_own=m == 0
        )
        for m in range(4)
    ]
    lines = text(step_chart(crowd, frame(until="2022-09-23 12:00", width=90)))
    assert "too close to label" in lines[0]


def test_the_claim_in_hand_is_brought_out() -> None:
    lines = step_chart([OWN], frame(lit="c49"))
    lit = [words for line in lines for words, style in line if style.bgcolor]
    assert "".join(lit) == "49+"


@pytest.mark.parametrize(("width", "height"), [(12, 8), (60, 4)])
def test_too_little_room_gives_no_chart(width: int, height: int) -> None:
    assert step_chart([OWN], frame(width=width, height=height)) == []


def _naive(year: int) -> datetime:
    return at(f"{year}-06-01 00:00").replace(tzinfo=None)


times = st.datetimes(_naive(2022), _naive(2023), timezones=st.just(YEREVAN))


@given(
    st.lists(
        st.lists(st.tuples(times, st.integers(0, 10**6)), min_size=1, max_size=6),
        min_size=1,
        max_size=5,
    ),
    st.integers(40, 200),
    st.integers(6, 14),
    st.booleans(),
)
def test_every_line_fits_whatever_is_claimed(
    told: list[list[tuple[datetime, int]]], width: int, height: int, ascii_only: bool
) -> None:
    drawn = [
        series(*(point(when, value) for when, value in sorted(one)), is_own=n == 0)
        for n, one in enumerate(told)
    ]
    lines = step_chart(drawn, frame(width=width, height=height, ascii_only=ascii_only, more="~"))
    assert len(lines) in (0, height)
    assert all(cell_len("".join(words for words, _ in line)) <= width for line in lines)
