"""Clipboard: every way there is, and never more claimed than is known."""

from collections.abc import Sequence

import pytest

from tui.desk.clipboard import OSC52_MOST, copy, run_tool, tools


def test_the_words_say_what_a_terminal_cannot_confirm() -> None:
    sent: list[str] = []
    assert copy("a\x1b[1mb", terminal=sent.append, environ={"SSH_TTY": "x", "DISPLAY": ":0"}) == (
        "sent to the terminal (OSC 52; it cannot confirm)"
    )
    assert sent == ["a␛b"]


def test_a_tool_that_ends_well_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.desk.clipboard.tools", lambda _environ: [("xclip", "-i"), ("xsel",)])
    seen: list[tuple[Sequence[str], bytes]] = []

    def run(command: Sequence[str], text: bytes) -> bool:
        seen.append((command, text))
        return command[0] == "xsel"

    words = copy("Սյունիք", terminal=lambda _text: None, environ={}, run=run)
    assert words == "copied with xsel; sent to the terminal (OSC 52; it cannot confirm)"
    assert [c[0] for c, _ in seen] == ["xclip", "xsel"]
    assert seen[0][1].decode() == "Սյունիք"


def test_a_text_that_terminals_drop_is_announced() -> None:
    words = copy("x" * (OSC52_MOST + 1), terminal=lambda _text: None, environ={})
    assert "perhaps too long" in words


@pytest.mark.parametrize(
    ("environ", "platform", "names"),
    [
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
        ({}, "win32", ["clip.exe"]),
        ({"WSL_DISTRO_NAME": "x"}, "linux", ["clip.exe"]),
        ({"SSH_CONNECTION": "x", "DISPLAY": ":0"}, "linux", []),
    ],
)
def test_the_tools_follow_from_where_we_are(
    environ: dict[str, str], platform: str, names: list[str]
) -> None:
    assert [c[0] for c in tools(environ, platform, lambda name: name)] == names
    assert tools(environ, platform, lambda _name: None) == []


def test_a_tool_that_fails_or_is_missing_is_no_success() -> None:
    assert run_tool(("true",), b"x")
    assert not run_tool(("false",), b"x")
    assert not run_tool(("no-such-tool-here",), b"x")
