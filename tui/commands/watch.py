"""`nightdesk watch`: live sources in the dashboard; a collector of its own asks them."""

import argparse
import sys
import time
from collections.abc import Iterator

from feeds.errors import UsageError
from feeds.options import STDIN
from tui.collecting import CollectError, Collecting
from tui.commands import dashboard
from tui.commands.asking import tell
from tui.commands.given import archive_path_of


def run(asked: argparse.Namespace) -> int:
    """Open the screen over the archive that is collected into."""
    if not sys.stdout.isatty():
        raise UsageError("watch needs a terminal; without one use `nightdesk collect`")
    if STDIN in asked.sources:
        raise UsageError("- is not watched; collect it: `... | nightdesk collect -`, and watch")
    path = archive_path_of(asked)
    collecting = Collecting(["--archive", str(path), *_arguments(asked)], path, time.monotonic)
    try:
        collecting.start()
    except CollectError as error:
        tell(str(error))
        return error.status
    try:
        read = {**vars(asked), "sources": [], "archive": str(path), "day": None}
        return dashboard.show_live(argparse.Namespace(**read), collecting)
    finally:
        collecting.stop()


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
