"""Lines that are kept look as Textual would frame them, and are the same objects next time."""

import pytest
from textual._styles_cache import StylesCache
from textual.strip import Strip
from textual.widget import Widget

from tests.screen import seated
from tui.drawing.kept_lines import KeptLines
from tui.drawing.palette import Drawn
from tui.drawing.scroll_bar import LineBar

KEYS = ("j", "tab", "tab", "1", "z", "z", "pagedown")


def _by_textual(widget: Widget) -> list[Strip]:
    """Without anything that was kept."""
    return StylesCache().render_widget(widget, widget.outer_size.region)


def _cells(strip: Strip) -> list[tuple[str, object]]:
    """Segments with their styles, however they are cut."""
    return [(text, style) for text, style, _ in strip.simplify() if text]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("ascii_only", [False, True])
async def test_a_kept_line_looks_as_textual_frames_it(
    size: tuple[int, int], ascii_only: bool
) -> None:
    async with seated(size=size, settings={"ascii": ascii_only}) as seat:
        for key in KEYS:
            await seat.press(key)
            for widget in seat.desk._compositor.visible_widgets:
                if isinstance(widget, Drawn):
                    kept = widget.render_lines(widget.outer_size.region)
                    assert list(map(_cells, kept)) == list(map(_cells, _by_textual(widget)))


async def test_rows_that_scroll_are_the_same_strips_in_other_lines() -> None:
    async with seated(size=(80, 24)) as seat:
        feed = seat.desk.feed
        region = feed.outer_size.region
        for key in "jjjj":
            await seat.press(key)
        before = {id(strip) for strip in feed.render_lines(region)}
        feed.scroll_to_line(feed.scroll_offset.y + 2)
        after = [id(strip) for strip in feed.render_lines(region)]
        assert len(before & set(after)) >= len(after) // 2


async def test_nothing_is_asked_of_a_pane_that_has_not_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    renders = KeptLines.render_line

    def render_line(self: KeptLines, *arguments: object) -> Strip:
        drawn.append("line")
        return renders(self, *arguments)  # type: ignore[arg-type]

    async with seated() as seat:
        monkeypatch.setattr(KeptLines, "render_line", render_line)
        seat.desk._compositor.render_strips()
        assert drawn == []


async def test_the_scroll_bar_looks_like_textuals() -> None:
    async with seated(size=(80, 24)) as seat:
        await seat.press("G")
        for bar in seat.desk.query(LineBar):
            if bar.outer_size:
                text = ["".join(s.text for s in strip) for strip in _by_textual(bar)]
                drawn = bar.render()
                lines = seat.app.console.render_lines(
                    drawn, seat.app.console.options.update(width=1, height=bar.size.height)
                )
                assert text == ["".join(s.text for s in line) for line in lines]


async def test_a_scroll_bar_that_looks_the_same_is_not_painted_again() -> None:
    async with seated(size=(80, 24)) as seat:
        feed = seat.desk.feed
        bar = feed.vertical_scrollbar
        feed.set_lines(100_000)
        bar.render_lines(bar.outer_size.region)
        bar._exchange_repaint_regions()
        feed.scroll_to_line(3)
        bar.refresh()
        assert bar.position == 3
        assert not bar._exchange_repaint_regions()
        feed.scroll_to_line(50_000)
        assert bar._exchange_repaint_regions()
