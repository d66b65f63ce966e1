"""`nightdesk beat new` and `nightdesk beat check`: a pack proposed from a feed, and looked over."""

import argparse
import sys
from pathlib import Path

from feeds.beat_desk import check, propose
from feeds.errors import UsageError
from feeds.sanitise import clean_line
from tui.commands.asking import tell
from tui.commands.given import options_of


def run(asked: argparse.Namespace) -> int:
    """Write a proposal, or print what is odd; 0, or 1 where something failed."""
    return _new(asked) if asked.what == "new" else _check(asked)


def _new(asked: argparse.Namespace) -> int:
    if not any(letter.isalnum() for letter in asked.name):
        raise UsageError("a beat needs a name, for example: nightdesk beat new 'Harbour war'")
    stdin = sys.stdin.buffer if sys.stdin else None
    made = propose(asked.name, asked.sources, options_of(asked), stdin=stdin)
    for problem in made.problems:
        tell(str(problem))
    for error in made.failed:
        tell(str(error))
    path = asked.output or f"{made.id}.yaml"
    if path == "-":
        sys.stdout.write(made.text)
    else:
        _write(Path(path), made.text)
        told = f"{made.actors} actors and {made.places} places from {made.entries} entries"
        sys.stdout.write(
            f"{clean_line(path)}: {told}; edit it, then: nightdesk beat check {path}\n"
        )
    return 1 if made.failed else 0


def _write(path: Path, text: str) -> None:
    """Write a new file; what is there already may be a person's work.

    Raises:
        UsageError: it is there, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise UsageError(f"{path} is there already; move it, or give another --output") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error


def _check(asked: argparse.Namespace) -> int:
    beat, found = check(asked.pack)
    for line, remark in found:
        about = f"line {line}, {remark.about}: " if line else ""
        sys.stdout.write(clean_line(f"{about}{remark.words}") + "\n")
    places = sum(len(region.places) for region in beat.regions)
    count = f"{len(beat.actors)} actors, {len(beat.regions)} regions with {places} places"
    odd = f"{len(found)} to look at" if found else "nothing odd"
    summary = f"{beat.name}: {count}, {len(beat.episodes)} episodes; {odd}"
    sys.stdout.write(f"{clean_line(summary)}\n")
    return 1 if found and asked.strict else 0
