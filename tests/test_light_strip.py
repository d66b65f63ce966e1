"""A light strip, and a framed one, do all that a strip of Textual's does."""

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui.drawing.light_strip import FramedStrip, LightStrip, Sides

CONSOLE = Console(color_system="truecolor", force_terminal=True)
styles = st.sampled_from([Style(bold=True), Style(color="red"), Style(bgcolor="#102030")])
pieces_of_text = st.tuples(st.text("ab 中", min_size=1, max_size=5), styles)
segments = st.lists(pieces_of_text.map(lambda p: Segment(*p)), min_size=1, max_size=5)


def _cells(of: list[Segment]) -> int:
    return sum(segment.cell_length for segment in of)


def _cuts(draw: st.DrawFn, width: int) -> list[int]:
    return sorted(draw(st.sets(st.integers(1, width), min_size=1, max_size=4)))


@st.composite
def strips(draw: st.DrawFn) -> tuple[Strip, Strip, list[int]]:
    """One of Textual's, ours of the same segments, and where to cut."""
    if draw(st.booleans()):
        made = draw(segments)
        width = _cells(made)
        return Strip(made, width), LightStrip(list(made), width), _cuts(draw, width)
    left, content, right = draw(segments), draw(segments), draw(segments)
    made = [*left, *content, *right]
    width, end = _cells(made), _cells(left) + _cells(content)
    cuts = sorted({*_cuts(draw, width - end), width - end}) if draw(st.booleans()) else []
    wanted = [cut + end for cut in cuts] or _cuts(draw, width)
    return Strip(made, width), FramedStrip(Sides(left, right, end, width), content), wanted


@given(strips())
def test_they_are_cut_and_drawn_as_textuals(given: tuple[Strip, Strip, list[int]]) -> None:
    theirs, ours, cuts = given
    assert ours == theirs
    assert ours.cell_length == theirs.cell_length
    for _ in range(2):  # the second time from what was kept
        mine, wanted = ours.divide(cuts), theirs.divide(cuts)
        assert [p.text for p in mine] == [p.text for p in wanted]
        assert [p.cell_length for p in mine] == [p.cell_length for p in wanted]
        assert [p.render(CONSOLE) for p in mine] == [p.render(CONSOLE) for p in wanted]
        assert ours.crop(0, cuts[0]) == theirs.crop(0, cuts[0])
        assert ours.render(CONSOLE) == theirs.render(CONSOLE)
    bold = Style(italic=True)
    assert ours.apply_style(bold) == theirs.apply_style(bold)
    assert ours.adjust_cell_length(40) == theirs.adjust_cell_length(40)


@given(segments, st.lists(segments, min_size=2, max_size=4))
def test_what_stands_right_of_all_lines_is_the_same_object(
    right: list[Segment], contents: list[list[Segment]]
) -> None:
    """So a line whose frame has not changed is not painted anew."""
    width = max(map(_cells, contents))
    padded = [[*c, Segment(" " * (width - _cells(c)))] for c in contents]
    end, whole = width, width + _cells(right)
    sides = Sides([], right, end, whole)
    pieces = [FramedStrip(sides, content).divide([end, whole])[1] for content in padded]
    assert all(piece is pieces[0] for piece in pieces)
