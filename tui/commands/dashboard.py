"""`nightdesk`, `nightdesk open` and `nightdesk replay`: the dashboard."""

import argparse
import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from feeds.errors import UsageError
from feeds.front import front_of
from feeds.marking import OF_ARCHIVE
from feeds.options import SAMPLE, STDIN
from tui.commands.given import archive_of, options_of, typed
from tui.commands.standard_input import take_keyboard, take_standard_input
from tui.start.prepaint import painted

if TYPE_CHECKING:
    from tui.start.collecting import Collecting

DEMO_QUIET = timedelta(minutes=5)
"""The sample day jumps quiet stretches: at 60 times the speed its longest gap lasts 108 s."""


def show_live(asked: argparse.Namespace, collecting: "Collecting") -> int:
    """Open the screen over an archive that is collected into."""
    take_keyboard()
    front = front_of(collecting.archive, OF_ARCHIVE)
    with painted(front, f"opening {collecting.archive.name}") as is_painted:
        from tui.app import NightdeskApp, Opening  # noqa: PLC0415 - others start without it
        from tui.settings import load_settings  # noqa: PLC0415 - what was left is shown before

        app = NightdeskApp(
            Opening(
                archive=collecting.archive,
                options=options_of(asked),
                front=front if is_painted else None,
                collecting=collecting,
            ),
            settings=load_settings(os.environ),
        )
        app.run()
    return app.return_code or 0


def run(asked: argparse.Namespace) -> int:
    """Open the screen; its own exit status. Textual is imported here and nowhere before."""
    if not sys.stdout.isatty():
        raise UsageError(
            "the dashboard needs a terminal; for a pipe use entries, claims, tally or tail"
        )
    options = options_of(asked)
    archived = archive_of(asked)
    at, start = typed(getattr(asked, "at", None)), typed(getattr(asked, "start", None))
    piped = take_standard_input() if STDIN in asked.sources else None
    take_keyboard()
    is_demo = not asked.sources and archived is None
    replaying = asked.replay or is_demo
    quiet = timedelta(seconds=asked.skip_gaps) if asked.replay and asked.skip_gaps else None
    if is_demo and not asked.replay:
        quiet = DEMO_QUIET
    goes_back = archived is not None and not (archived.day or at or asked.replay)
    front = front_of(archived.path, OF_ARCHIVE) if archived and goes_back else None
    with painted(front, f"opening {archived.path.name if archived else ''}") as is_painted:
        from tui.app import NightdeskApp, Opening  # noqa: PLC0415 - others start without it
        from tui.settings import load_settings  # noqa: PLC0415 - what was left is shown before

        app = NightdeskApp(
            Opening(
                sources=tuple(asked.sources or [SAMPLE]),
                archive=archived.path if archived else None,
                day=archived.day if archived else None,
                options=options,
                piped=piped,
                replaying=replaying and not at,
                at=at,
                start=start,
                front=front if is_painted else None,
                speed=getattr(asked, "speed", 60.0),
                quiet=quiet,
            ),
            settings=load_settings(os.environ),
        )
        app.run()
    return app.return_code or 0
