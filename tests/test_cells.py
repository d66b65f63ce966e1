"""Lines fill their width exactly, are cut with a sign, and break where words do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.style import Style

from feeds.beat import Actor
from feeds.sanitise import clean
from tests import build
from tui.drawing import cells
from tui.drawing.cells import (
    cut,
    cut_figures,
    fit,
    line,
    offsets_of,
    pieces_of,
    side_tags,
    slice_pieces,
    steady,
    wrap,
    wrap_pieces,
)

PLAIN = Style.null()
RED = Style(color="red")
BOLD = Style(bold=True)

TEXTS = st.text(st.sampled_from("ab c\u00a0é中가\u0301👍\n-"), max_size=60)
TANGLED = st.text(st.sampled_from("a \u200d👍\ufe0f❤\u0301中"), max_size=40)


@given(TEXTS.map(lambda t: t.replace("\n", " ")) | TANGLED, st.integers(0, 30))
def test_a_line_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    segments = line([(text, PLAIN)], width, "…")
    assert sum(s.cell_length for s in segments) == width


@given(TEXTS.map(lambda t: t.replace("\n", " ")) | TANGLED, st.integers(1, 30))
def test_what_is_cut_ends_with_the_sign(text: str, width: int) -> None:
    shown = fit(text, width, "…")
    assert cell_len(shown) == width
    if cell_len(steady(text)) > width:
        assert shown.rstrip().endswith("…")


def test_a_line_of_several_pieces_is_cut_where_the_next_one_begins() -> None:
    text = "".join(s.text for s in line([("1234", PLAIN), ("5", RED)], 4, "…"))
    assert text == "123…"


def test_empty_pieces_after_a_full_line_need_no_sign() -> None:
    assert "".join(s.text for s in line([("1234", PLAIN), ("", RED)], 4, "…")) == "1234"


def test_a_wide_character_at_the_edge_is_cut_whole() -> None:
    assert fit("中中中", 4, "…") == "中 …"
    assert cut("中中", 4, "…") == "中中"


@given(TEXTS, st.integers(1, 12))
def test_wrapping_loses_no_word_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    shown = "".join(text[start:end] for start, end in lines)
    assert shown.replace(" ", "") == text.replace(" ", "").replace("\n", "")
    widest = max((cell_len(c) for c in text if c != "\n"), default=0)
    for start, end in lines:
        piece = text[start:end]
        assert cell_len(piece) <= max(width, widest)


def test_a_line_breaks_at_spaces_and_never_at_a_no_break_space() -> None:
    text = "about 6\u00a0500 dead"
    assert [text[s:e] for s, e in wrap(text, 10)] == ["about", "6\u00a0500 dead"]


def test_a_word_longer_than_the_line_is_split_between_characters() -> None:
    text = "a https://example.org/long b"
    assert [text[s:e] for s, e in wrap(text, 10)] == ["a", "https://ex", "ample.org/", "long b"]


def test_paragraphs_keep_their_blank_line() -> None:
    assert [("x\n\ny")[s:e] for s, e in wrap("x\n\ny", 10)] == ["x", "", "y"]


def test_a_hundred_thousand_characters_wrap_in_one_go() -> None:
    assert len(wrap("x" * 100_000, 80)) == 1250


@given(TEXTS, st.integers(1, 12), st.integers(0, 20), st.integers(0, 20))
def test_wrapped_pieces_are_the_wrapped_text(text: str, width: int, a: int, b: int) -> None:
    first, second = sorted((min(a, len(text)), min(b, len(text))))
    parts = [text[:first], text[first:second], text[second:]]
    pieces = [(p, s) for p, s in zip(parts, (PLAIN, RED, BOLD), strict=True)]
    shown = ["".join(t for t, _ in part) for part in wrap_pieces(pieces, width)]
    assert shown == [text[s:e] for s, e in wrap(text, width)]


def test_pieces_between_two_characters_keep_their_styles() -> None:
    assert slice_pieces([("abc", PLAIN), ("def", RED)], 2, 5) == [("c", PLAIN), ("de", RED)]


def test_spans_are_counted_on_the_unmodified_text() -> None:
    raw = "\x1b[31mnine\x1b[0m killed"
    assert pieces_of(raw, [(5, 9, RED)], PLAIN) == [
        ("␛", PLAIN), ("nine", PLAIN + RED), ("␛ killed", PLAIN)
    ]  # fmt: skip


def test_a_later_span_lies_over_an_earlier_one() -> None:
    styles = [style for _, style in pieces_of("abcd", [(0, 3, RED), (1, 2, BOLD)], PLAIN)]
    assert styles == [RED, RED + BOLD, RED, PLAIN]


@given(st.text(st.sampled_from("ab \x1b[]m\u202e\n"), max_size=30), st.integers(0, 30))
def test_offsets_say_where_a_span_begins_in_the_clean_text(raw: str, start: int) -> None:
    start = min(start, len(raw))
    spans = [(start, len(raw), RED)]
    clean_text = "".join(t for t, _ in pieces_of(raw, spans, PLAIN, washed=clean))
    place = offsets_of(raw, spans, PLAIN, washed=clean).get(start, 0)
    if start < len(raw):
        assert clean_text[place:] == clean(raw[start:])


@pytest.mark.parametrize(
    "hostile", ["\x1b[2J", "\x1b]52;c;eA==\x07", "\x9b31m", "\u202eabc", "\x07"]
)
def test_no_control_character_survives_in_a_piece(hostile: str) -> None:
    text = "".join(t for t, _ in pieces_of(f"a{hostile}b", [(2, 3, RED)], PLAIN))
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for c in text)


def test_every_side_has_a_tag_of_its_own() -> None:
    actors = tuple(
        Actor(id=side, name=name, side=side, aliases=())
        for side, name in (("a", "Armenia"), ("b", "Armavir"), ("c", "Nagorno-Karabakh"))
    )
    beat = build.beat(actors=(*actors, Actor(id="d", name="X", side="d", aliases=(), tag="ZZZ")))
    assert side_tags(beat) == {"a": "ARM", "b": "AR2", "c": "NK", "d": "ZZZ"}


def test_plain_characters_take_a_cell_each_and_join_nothing() -> None:
    assert {get_character_cell_size(sign) for sign in cells._PLAIN} == {1}
    assert all(not unicodedata.combining(sign) for sign in cells._PLAIN)
    assert all(steady(sign) == sign == clean(sign) for sign in cells._PLAIN)


@given(
    st.text(st.sampled_from("ab é“”…Жაш一👍\u0301\u200d\ufe0f\u200c"), max_size=40),
    st.integers(1, 30),
)
def test_a_text_is_cut_where_all_of_it_would_be(text: str, width: int) -> None:
    told = steady(text)
    is_longer = cell_len(told) > width
    whole = set_cell_size(told, width - 1) + "…" if is_longer else set_cell_size(told, width)
    assert fit(text, width, "…") == whole
    assert cut(text, width, "…") == (whole if is_longer else told)
    assert "".join(s.text for s in line([(text, PLAIN)], width, "…")) == whole


@pytest.mark.parametrize(
    ("words", "width", "shown"),
    [
        ("AZE 68, US 70", 13, "AZE 68, US 70"),
        ("AZE 68, US 70", 12, "AZE 68, US …"),
        ("AZE 68, US 70", 9, "AZE 68, …"),
        ("ARM 243+*", 8, "ARM …"),
        ("105 (≤450)", 8, "105 …"),
        ("12,345", 5, "…"),
        ("12", 0, ""),
    ],
)
def test_a_figure_is_whole_or_is_not_there(words: str, width: int, shown: str) -> None:
    assert cut_figures(words, width, "…") == shown


@given(st.integers(0, 10**9), st.integers(1, 14))
def test_no_number_loses_a_digit(number: int, width: int) -> None:
    shown = cut_figures(f"ARM {number:,}", width, "…")
    assert cell_len(shown) <= width
    assert shown.endswith("…") == (f"{number:,}" not in shown)
    assert not any(c.isdigit() for c in shown.removesuffix(f"{number:,}"))
