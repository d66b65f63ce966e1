"""Prepaint: the feed as it was left, in raw ANSI, before Textual is imported (ca. a third second).

The reading screen draws the same lines in the same places, then the desk does: nothing jumps.
"""

import os
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from feeds.marking import Front
from feeds.sanitise import clean_line

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[H\x1b[2J"
_LEAVE = "\x1b[?25h\x1b[?1049l"


def fits(front: Front | None, out: TextIO) -> bool:
    """True where the terminal is as large as it was: else the lines would jump."""
    if front is None or not out.isatty():
        return False
    return tuple(os.get_terminal_size(out.fileno())) == front.size


def picture(front: Front, stage: str) -> str:
    """The bytes: what is going on in the first line, the feed where it stood."""
    column, line = front.at
    width, height = front.size
    parts = [_ENTER, f"\x1b[1;1H {clean_line(stage)[: width - 1]}"]
    for number, text in enumerate(front.lines[: height - line]):
        parts.append(f"\x1b[{line + number + 1};{column + 1}H{clean_line(text)}")
    return "".join(parts)


@contextmanager
def painted(front: Front | None, stage: str) -> Iterator[bool]:
    """Show it; what is typed is not echoed meanwhile. The terminal is as before in the end.

    Gives whether there was anything to show.
    """
    if front is None or not fits(front, sys.stdout):
        yield False
        return
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    quiet = termios.tcgetattr(keyboard)
    quiet[0] &= ~termios.IXON  # Ctrl-Q is a key
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    termios.tcsetattr(keyboard, termios.TCSANOW, quiet)
    sys.stdout.write(picture(front, stage))
    sys.stdout.flush()
    try:
        yield True
    except BaseException:
        sys.stdout.write(_LEAVE)
        sys.stdout.flush()
        raise
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)
