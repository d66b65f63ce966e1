"""The detail: the source's text, unmodified, with names and claims brought out."""

from dataclasses import fields

from rich.cells import cell_len
from rich.style import Style

from feeds.entry import Entry
from tests import build
from tests.fake_desk import FakeDesk, claims_in, tagged
from tests.screen import seated
from tui.detail.detail_text import MOST_SHOWN, Detail, Focus, Reading, lay_out
from tui.drawing.cells import ASCII_MARKS, MARKS, Palette

PALETTE = Palette(**{f.name: Style(color=f"color({n})") for n, f in enumerate(fields(Palette), 1)})


def _laid(
    entry: Entry, *, width: int = 60, focus: Focus | None = None, ascii_only: bool = False
) -> Detail:
    entry = tagged(entry)
    how = Reading(
        beat=build.beat(),
        width=width,
        focus=focus,
        words="",
        palette=PALETTE,
        marks=ASCII_MARKS if ascii_only else MARKS,
        ascii_only=ascii_only,
        zone_mode="source",
        local=None,
    )
    return lay_out(entry, claims_in(entry), how)


def _text(detail: Detail) -> str:
    return "\n".join("".join(t for t, _ in line) for line in detail.lines)


def test_the_text_is_as_the_source_wrote_it() -> None:
    body = "First  words,\u00a0with [brackets] and ‘quotes’.\n\nA second — paragraph."
    assert body in _text(_laid(build.entry(body, headline="H"), width=80))


def test_source_time_zone_and_link_stand_under_the_headline() -> None:
    entry = build.entry(
        "b", headline="H", source="Night desk", url="https://example.org/1", byline="A. Writer"
    )
    text = _text(_laid(entry, width=90))
    assert "Night desk · 13 Sep 2022 12:00 +04? (zone assumed: the stamp names none)" in text
    assert "by A. Writer" in text
    assert "https://example.org/1" in text


def test_no_host_of_a_link_passes_for_another() -> None:
    text = _text(_laid(build.entry("b", url="https://аpple.com/news"), width=90))
    assert "https://xn--pple-43d.com/news" in text
    assert "аpple" not in text


def test_names_have_the_colour_of_their_side_and_claims_a_ground() -> None:
    body = "Armenia and Azerbaijan: 42 soldiers and eight border guards were killed."
    line = _laid(build.entry(body), width=100).lines[2]
    styles = dict(line)
    assert styles["Armenia"].color == PALETTE.first.color
    assert styles["Azerbaijan"].color == PALETTE.second.color
    claim = styles["42 soldiers and eight border guards were killed"]
    assert claim.color == (PALETTE.text + PALETTE.span).color


def test_a_claim_says_number_kind_victim_claimant_and_rules() -> None:
    text = _text(_laid(build.entry("So 42 soldiers and eight border guards were killed.")))
    assert "◆ 50 = 42 + 8 killed Azerbaijan, military" in text
    assert "says Azerbaijan, as of 13 Sep 12:00 +04?" in text
    assert "“42 soldiers and eight border guards were killed”" in text
    assert "total · high confidence · R3 R7" in text


def test_the_line_of_a_focused_span_is_found_after_wrapping() -> None:
    body = "word " * 100 + "\x1b[31mTARGET and more"
    start = body.index("TARGET")
    detail = _laid(build.entry(body, headline="H"), width=40, focus=("body", start, start + 6))
    assert detail.span_line is not None
    line = detail.lines[detail.span_line]
    assert any(t == "TARGET" and s.color == PALETTE.hit.color for t, s in line)


def test_no_line_is_wider_than_asked() -> None:
    body = "中文" * 50 + " https://example.org/" + "x" * 300
    for width in (10, 33, 60):
        for line in _laid(build.entry(body, headline=body), width=width).lines:
            assert sum(cell_len(text) for text, _ in line) <= width


def test_a_huge_text_is_cut_with_words_that_say_so() -> None:
    detail = _laid(build.entry("x" * (MOST_SHOWN + 5_000)), width=100)
    assert "… 5,000 more characters in the source" in _text(detail)


def test_control_codes_are_told() -> None:
    text = _text(_laid(build.entry("a\x1b[2Jb")))
    assert "a␛b" in text
    assert "control codes" in text


def test_ascii_uses_no_other_sign_of_its_own() -> None:
    entry = build.entry("So 42 soldiers and eight border guards were killed.", headline="H")
    assert _text(_laid(entry, ascii_only=True)).isascii()


async def test_the_detail_follows_the_cursor_and_begins_at_its_top() -> None:
    long = [
        build.entry(
            "Many words. " * 300, id=f"l{n}", headline=f"Long {n}", time=f"2022-09-14 0{n}:00"
        )
        for n in range(3)
    ]
    async with seated(FakeDesk(long)) as seat:
        await seat.press("J", "J")
        assert "more lines" in seat.text()
        await seat.press("j")
        assert seat.desk.detail.scroll_offset.y == 0
        assert "Long 1" in "\n".join(line[76:] for line in seat.lines())


async def test_keys_scroll_the_detail_when_it_has_the_focus() -> None:
    long = build.entry("Many words. " * 400, headline="Long", time="2022-09-14 03:00")
    async with seated(FakeDesk([long])) as seat:
        await seat.press("enter", "j", "down")
        assert seat.desk.detail.scroll_offset.y == 2
        await seat.press("G")
        assert seat.desk.detail.scroll_offset.y == seat.desk.detail.max_scroll_y
        await seat.press("k", "ctrl+u", "pageup", "g")
        assert seat.desk.detail.scroll_offset.y == 0


async def test_an_entry_hidden_by_everything_leaves_the_detail_empty() -> None:
    async with seated(FakeDesk([])) as seat:
        assert seat.desk.detail.entry is None
        await seat.press("enter", "J", "c", "enter")
        assert seat.app.is_running
