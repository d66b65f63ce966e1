"""Standard input, before the dashboard: what is piped in is read, and fd 0 becomes the keyboard."""

import os
import sys
from io import BytesIO, TextIOWrapper

from feeds.errors import SourceError, UsageError
from feeds.options import MOST_BYTES
from tui.commands.progress import Progress

KEYBOARD = "/dev/tty"
"""The terminal that started us, whatever our streams were turned to."""

_CHUNK_BYTES = 1 << 20


def take_standard_input() -> BytesIO:
    """All that is piped in, as far as a document may go.

    Raises:
        UsageError: nothing is piped in: it is the keyboard, or closed.
        SourceError: it cannot be read.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("- is standard input, and nothing is piped in: `... | nightdesk -`")
    try:
        return _read(sys.stdin.fileno())
    except OSError as error:
        words = (error.strerror or type(error).__name__).lower()
        what = f"cannot be read ({words})"
        raise SourceError("standard input", what, "pipe a document into it") from error


def _read(source: int) -> BytesIO:
    taken = BytesIO()
    progress = Progress()
    while taken.tell() <= MOST_BYTES and (chunk := os.read(source, _CHUNK_BYTES)):
        taken.write(chunk)
        progress.report("standard input, bytes", taken.tell())
    progress.clear()
    taken.seek(0)
    return taken


def take_keyboard() -> None:
    """Make fd 0 the keyboard where it is not: a screen that takes no keys ends at once.

    Raises:
        UsageError: no terminal belongs to this process.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        keyboard = os.open(KEYBOARD, os.O_RDWR)
    except OSError:
        raise UsageError(
            "the dashboard takes its keys from a terminal, and there is none; "
            "use entries, claims, tally or tail"
        ) from None
    if keyboard:
        os.dup2(keyboard, 0)
        os.close(keyboard)
    if sys.__stdin__ is None:  # it was closed when Python started
        sys.stdin = sys.__stdin__ = TextIOWrapper(os.fdopen(0, "rb"))  # type: ignore[misc]
