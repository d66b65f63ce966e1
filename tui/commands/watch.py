"""`nightdesk watch`: live sources in the dashboard; a collector of its own asks them."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from feeds.errors import UsageError
from feeds.front import holds_entries
from feeds.options import STDIN
from tui.commands import dashboard
from tui.commands.given import archive_path_of
from tui.start.collecting import Collecting


def run(asked: argparse.Namespace) -> int:
    """Open the screen over the archive that is collected into."""
    if not sys.stdout.isatty():
        raise UsageError("watch needs a terminal; without one use `nightdesk collect`")
    piped = _piped() if STDIN in asked.sources else subprocess.DEVNULL
    path = archive_path_of(asked)
    arguments = ["--archive", str(path), *_arguments(asked)]
    collecting = Collecting(arguments, path, time.monotonic, piped=piped)
    if not holds_entries(path):
        collecting.begin()  # else once what there is is shown
    try:
        read = {**vars(asked), "sources": [], "archive": str(path), "day": None}
        return dashboard.show_live(argparse.Namespace(**read), collecting)
    finally:
        collecting.stop()


def _piped() -> int:
    """What is piped in, for the collector: our own standard input becomes the keyboard.

    Raises:
        UsageError: nothing is piped in.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("- is standard input, and nothing is piped in: `... | nightdesk watch -`")
    return os.dup(sys.stdin.fileno())


def _arguments(asked: argparse.Namespace) -> Iterator[str]:
    """The same for `collect`."""
    yield "--quiet"
    for name in ("beat", "every", "tz", "reader"):
        if value := getattr(asked, name):
            yield from (f"--{name}", value)
    if asked.sources_file:
        yield from ("--sources", asked.sources_file)
    for host in asked.allow_private:
        yield from ("--allow-private", host)
    yield from ("--", *asked.sources)
