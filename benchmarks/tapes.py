"""Tapes: the made-up feed of a size in every form that a benchmark opens, made once and kept.

They lie in one folder: `NIGHTDESK_BENCH`, else one in the folder for temporary files.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime
from itertools import islice
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from benchmarks import generator
from benchmarks.sizes import short_of


def folder() -> Path:
    """Where the tapes lie."""
    found = Path(os.environ.get("NIGHTDESK_BENCH", Path(tempfile.gettempdir()) / "nightdesk-bench"))
    found.mkdir(parents=True, exist_ok=True)
    return found


def environment() -> dict[str, str]:
    """A home of its own for what is measured: no settings, no archive of the reader's.

    What is installed has its bytecode: it may be written where this shell forbids it.
    """
    home = folder() / "home"
    return {
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def json_lines(count: int) -> Path:
    """What is imported."""
    return _made(f"{short_of(count)}.jsonl", lambda path: generator.write(count, path))


def archive(count: int) -> Path:
    """The same, imported with its claims."""
    source = json_lines(count)
    return _made(f"{short_of(count)}.db", lambda path: import_into(path, source))


def log(count: int) -> Path:
    """The same as a log for peers: a line an entry, time first, oldest first."""
    return _made(f"{short_of(count)}.log", lambda path: _write_log(json_lines(count), path))


def rss(count: int) -> Path:
    """The same as one RSS file for peers."""
    return _made(f"{short_of(count)}.xml", lambda path: _write_rss(json_lines(count), path))


def records(count: int, first: int = 0) -> Iterator[dict[str, Any]]:
    """The entries of the tape from one on."""
    with json_lines(count).open(encoding="utf-8") as file:
        yield from map(json.loads, islice(file, first, None))


def newest(count: int, older: int = 0) -> dict[str, Any]:
    """The last entry of the tape, which stands on top of the feed, or one so many above it."""
    with json_lines(count).open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - 8192, 0))
        found: dict[str, Any] = json.loads(file.read().splitlines()[-1 - older])
    return found


def import_into(path: Path, source: Path, *options: str) -> None:
    """As a person does it, from the command line; what it says is kept back."""
    command = [sys.executable, "-m", "tui", "import", "--archive", str(path), *options]
    subprocess.run(
        [*command, "--beat", generator.BEAT, str(source)],
        check=True,
        capture_output=True,
        env={**os.environ, **environment()},
    )


def _made(name: str, make: Callable[[Path], object]) -> Path:
    """Under another name until it is complete."""
    path = folder() / name
    if not path.exists():
        unfinished = path.with_name(f"unfinished-{name}")
        unfinished.unlink(missing_ok=True)
        make(unfinished)
        unfinished.rename(path)
    return path


def _write_log(source: Path, path: Path) -> None:
    with source.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        for entry in map(json.loads, lines):
            file.write(f"{entry['time']} {entry['source']}: {entry['headline']}. {entry['body']}\n")


def _write_rss(source: Path, path: Path) -> None:
    with source.open(encoding="utf-8") as lines, path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?><rss version="2.0"><channel><title>tape</title>\n')
        for entry in map(json.loads, lines):
            headline, body = escape(entry["headline"]), escape(entry["body"])
            when = f"<pubDate>{format_datetime(datetime.fromisoformat(entry['time']))}</pubDate>"
            file.write(
                f"<item><guid>{entry['id']}</guid><title>{headline}</title>{when}"
                f"<description>{body}</description></item>\n"
            )
        file.write("</channel></rss>\n")
