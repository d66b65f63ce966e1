"""Clipboard: clean text to a local clipboard tool, and honest words on what was done."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

from feeds.sanitise import clean

WAIT_S = 2.0
"""A tool that takes longer has no clipboard to talk to."""

OSC52_MOST = 75_000
"""Characters: many terminals silently drop a longer OSC 52."""

_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")

Run = Callable[[Sequence[str], bytes], bool]
"""Runs a tool with the text on its standard input; True where it ended well."""


def copy(
    text: str,
    *,
    terminal: Callable[[str], None],
    environ: Mapping[str, str],
    run: Run | None = None,
) -> str:
    """Put `text`, cleaned, on the clipboard in every way there is; returns what was done.

    `terminal` writes OSC 52 (`App.copy_to_clipboard`): it reaches the reader's own machine over
    SSH, but no terminal confirms it. A local tool confirms, and is not used over SSH: its clipboard
    would be the other machine's.
    """
    text = clean(text)
    terminal(text)
    sent = "sent to the terminal (OSC 52; it cannot confirm)"
    if len(text) > OSC52_MOST:
        sent = "sent to the terminal (OSC 52; perhaps too long for it)"
    run = run or run_tool
    for command in tools(environ):
        if run(command, text.encode("utf-8", "replace")):
            return f"copied with {command[0]}; {sent}"
    return sent


def tools(
    environ: Mapping[str, str],
    platform: str = sys.platform,
    which: Callable[[str], str | None] = shutil.which,
) -> list[tuple[str, ...]]:
    """The clipboard tools to try here, as argument lists, best first; none over SSH."""
    if any(environ.get(name) for name in _REMOTE):
        return []
    wanted: list[tuple[str, ...]] = []
    if platform == "darwin":
        wanted.append(("pbcopy",))
    if environ.get("WAYLAND_DISPLAY"):
        wanted.append(("wl-copy",))
    if environ.get("DISPLAY"):
        wanted += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    if platform == "win32" or environ.get("WSL_DISTRO_NAME"):
        wanted.append(("clip.exe",))
    return [command for command in wanted if which(command[0])]


def run_tool(command: Sequence[str], text: bytes) -> bool:
    """Run a tool, no shell between, its output thrown away; False where it fails or hangs."""
    try:
        # xclip stays behind to serve the clipboard: it must not hold our pipes open.
        done = subprocess.run(
            command,
            input=text,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WAIT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
