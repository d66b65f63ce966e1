"""CopyScreen: the text in hand, clean, and what was done with it."""

from textual.widgets import Static, TextArea

from tests.build_tally import HOSTILE, OneWidget, drawn, is_safe
from tui.screens.copy_screen import CopyScreen


async def test_the_whole_text_is_there_and_selected() -> None:
    app = OneWidget(Static("behind"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = CopyScreen("Copied", "One.\n\n(source)", "copied with xclip")
        await app.push_screen(screen)
        await pilot.pause()
        area = screen.query_one(TextArea)
        assert area.selected_text == "One.\n\n(source)"
        assert "copied with xclip" in drawn(screen.query_one("#done"))[0]
        await pilot.press("x", "q")
        await pilot.pause()
        assert app.screen is not screen


async def test_ctrl_c_sends_it_again() -> None:
    app = OneWidget(Static("behind"))
    async with app.run_test() as pilot:
        await app.push_screen(CopyScreen("Copied", "words", "done"))
        await pilot.press("ctrl+c")
        assert app.clipboard == "words"


async def test_hostile_words_do_nothing() -> None:
    app = OneWidget(Static("behind"))
    async with app.run_test(size=(80, 40)) as pilot:
        screen = CopyScreen(HOSTILE, HOSTILE, HOSTILE)
        await app.push_screen(screen)
        await pilot.pause()
        assert is_safe([strip.text for strip in screen._compositor.render_strips()])
