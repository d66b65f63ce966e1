"""HelpScreen: the keys of the pane first, filtered as one types, Enter runs."""

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from tests.build_tally import OneWidget, drawn
from tui.keys.actions import ACTIONS, Action
from tui.keys.key_words import key_words
from tui.screens.help_screen import HelpScreen, KeyList, matching


def test_the_panes_own_actions_come_first_and_none_is_missing() -> None:
    sections = matching("", "feed")
    assert sections[0][0] == "In the feed"
    assert {a.id for _, actions in sections for a in actions} == {a.id for a in ACTIONS}


def test_all_words_must_match_in_any_place() -> None:
    ids = [a.id for _, actions in matching("time ZONE", "feed") for a in actions]
    assert ids == ["zone"]
    assert [a.id for _, actions in matching("ctrl+p", "feed") for a in actions] == [
        "command_palette"
    ]
    assert matching("no such words", "feed") == []


@pytest.mark.parametrize(
    ("key", "words", "plain"),
    [
        ("j", "j", "j"),
        ("J", "J", "J"),
        ("shift+down", "Shift+↓", "Shift+Down"),
        ("ctrl+p", "Ctrl+P", "Ctrl+P"),
        ("f11", "F11", "F11"),
        ("f", "f", "f"),
        ("pagedown", "PgDn", "PgDn"),
        ("plus", "+", "+"),
        ("escape", "Esc", "Esc"),
    ],
)
def test_keys_are_written_as_on_a_keyboard(key: str, words: str, plain: str) -> None:
    assert key_words(key) == words
    assert key_words(key, ascii_only=True) == plain


async def answers(*keys: str) -> list[str | None]:
    app, found = OneWidget(Static("behind")), list[Action | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(HelpScreen("feed"), found.append)
        await pilot.press(*keys)
        await pilot.pause()
    return [a.id if a else None for a in found]


async def test_enter_runs_what_was_found() -> None:
    assert await answers("z", "o", "n", "e", "enter") == ["zone"]


async def test_the_list_moves_while_the_field_has_the_keys() -> None:
    assert await answers("down", "down", "up", "enter") == ["detail_up"]


async def test_escape_runs_nothing_and_no_match_neither() -> None:
    assert await answers("escape") == [None]
    assert await answers("x", "q", "x", "enter") == []


async def test_a_users_own_keys_are_shown() -> None:
    app = OneWidget(Static("behind"))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = HelpScreen("tally", keymap={"find": ("s",)}, ascii_only=True)
        await app.push_screen(screen)
        await pilot.press(*"find")
        await pilot.pause()
        lines = drawn(screen.query_one(KeyList))
    assert any(" s  " in line and "Find words" in line for line in lines)
    assert "".join(lines).isascii()


async def test_what_a_key_does_is_told_to_its_end_on_the_smallest_screen() -> None:
    app, screen = OneWidget(Static("behind")), HelpScreen("feed")
    async with app.run_test(size=(60, 15)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        rows = {row.key: row.lines for row in screen.keys._rows}
        for action in ACTIONS:
            lines = ["".join(text for text, _ in line) for line in rows[action.id]]
            assert all(cell_len(line) < screen.keys.room.width for line in lines)
            assert " ".join(" ".join(lines).split()).endswith(action.words)
