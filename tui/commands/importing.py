"""`nightdesk import`: sources into the archive, with how far it is and how long it will take."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from feeds.beat import NO_BEAT, NOT_RECOGNISED, changed_words
from feeds.imports.imported import Imported, Step
from feeds.imports.keeping import import_into
from tui.commands.asking import tell, tell_problems
from tui.commands.given import archive_path_of, options_of
from tui.commands.progress import Bar


def run(asked: argparse.Namespace) -> int:
    """Import them; 1 where a source failed, or (with --strict) something was left out."""
    path = archive_path_of(asked)
    options = replace(options_of(asked), with_claims=not asked.no_claims)
    bar = Bar()
    try:
        imported = import_into(
            path,
            asked.sources,
            options,
            stdin=sys.stdin.buffer if sys.stdin else None,
            report=lambda step: _show(bar, step),
            processes=asked.processes,
        )
    except KeyboardInterrupt:
        bar.clear()
        tell("stopped: what was added stays, and the same command goes on from there")
        raise
    finally:
        bar.clear()
    _tell(imported, path)
    added = imported.added
    print(f"{path}: {_many(added.new, 'new entry', 'new entries')}, {added.revised:,} revised, "
          f"{added.same:,} there already")  # fmt: skip
    lost = imported.lost or imported.lost_before
    return 1 if imported.failed or (asked.strict and lost) else 0


def _show(bar: Bar, step: Step) -> None:
    bar.show(
        step.source,
        count=step.added.changed + step.added.same,
        unit="entries",
        done=step.done_bytes - step.begun_bytes,
        total=None if step.total_bytes is None else step.total_bytes - step.begun_bytes,
    )


def _tell(imported: Imported, path: Path) -> None:
    if imported.is_recognised:
        tell(f"beat: {imported.beat.id} (recognised from the text, and kept for this archive)")
    elif imported.beat == NO_BEAT:
        tell(NOT_RECOGNISED)
    if imported.pack_changed:
        tell(changed_words(str(path), imported.beat.id))
    if imported.zone_assumed:
        tell(f"zone: stamps without one are read as {imported.zone_assumed} (--tz chooses another)")
    tell_problems(imported.problems, imported.more_problems, imported.lost)
    for source, count in imported.lost_before.items():
        things = _many(count, "thing was", "things were")
        tell(f"{source}: {things} not read as written when it was imported before")
    for error in imported.failed:
        tell(str(error))


def _many(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}"
