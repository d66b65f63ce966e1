"""`nightdesk archive`: is it whole, how large is it, a copy, room given back, names found anew."""

import argparse
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.errors import UsageError, care
from feeds.imports import keeping
from tui.commands.asking import tell
from tui.commands.given import archive_path_of
from tui.commands.progress import Bar

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MIB = 1 << 20
_AGE = re.compile(r"(\d{1,4})\s*([hdw])")
_HOURS = {"h": 1, "d": 24, "w": 168}


def run(asked: argparse.Namespace) -> int:
    """Do it; 1 where something is wrong or lost."""
    path = archive_path_of(asked)
    return _DOING[asked.what](path, asked)


def _check(path: Path, _asked: argparse.Namespace) -> int:
    wrong = keeping.check(path)
    for what in wrong:
        print(what)
    if wrong:
        tell(f"{path} is damaged; {care(str(path), 'repair')} saves what can be read")
        return 1
    print(f"{path}: whole")
    return 0


def _repair(path: Path, asked: argparse.Namespace) -> int:
    to = Path(asked.output) if asked.output else path.with_name(f"{path.stem}-rescued{path.suffix}")
    saved = keeping.repair(path, to)
    for what in saved.lost:
        print(f"lost: {what}")
    print(f"{to}: {saved.versions:,} versions of entries and {saved.claims:,} claims saved")
    return 1 if saved.lost else 0


def _backup(path: Path, asked: argparse.Namespace) -> int:
    bar = Bar()
    try:
        keeping.backup(
            path, Path(asked.file), lambda done, total: _show(bar, "copied", done, total)
        )
    finally:
        bar.clear()
    print(f"{asked.file}: a copy of {path}")
    return 0


def _vacuum(path: Path, _asked: argparse.Namespace) -> int:
    before, after = keeping.vacuum(path)
    print(f"{path}: {_size(before)} before, {_size(after)} now")
    return 0


def _prune(path: Path, asked: argparse.Namespace) -> int:
    gone = keeping.prune(path, _age(asked.older_than), is_trial=asked.dry_run)
    did = "would go" if asked.dry_run else "are gone"
    print(
        f"{path}: {gone.payloads:,} raw payloads {did}, {_size(gone.packed_bytes)} of the file "
        f"({_size(gone.fetched_bytes)} as they came); their SHA-256 and times stay"
    )
    if gone.held:
        tell(
            f"{gone.held:,} as old are kept: last states, what was marked or judged, and what newer"
            " ones are told as the difference to"
        )
    return 0


def _age(typed: str) -> timedelta:
    found = _AGE.fullmatch(typed.strip())
    if not found:
        raise UsageError(f"--older-than: {typed!r} is no length of time; write 30d, 12h or 4w")
    return timedelta(hours=int(found[1]) * _HOURS[found[2]])


def _retag(path: Path, asked: argparse.Namespace) -> int:
    bar = Bar()
    try:
        count = keeping.retag(
            path, asked.beat, lambda done, total: _show(bar, "tagged", done, total)
        )
    finally:
        bar.clear()
    print(f"{path}: names and claims found anew in {count:,} versions of entries")
    return 0


def _stats(path: Path, _asked: argparse.Namespace) -> int:
    stats, pack, odd = keeping.stats(path)
    lines = {
        "file": f"{path} (version {stats.version})",
        "size": f"{_size(stats.size_bytes)}, {_size(stats.free_bytes)} of it free",
        "beat": pack or "none",
        "entries": f"{stats.entries:,} in {stats.versions:,} versions, {stats.undated:,} undated",
        "from": _time(stats.first),
        "to": _time(stats.last),
        "claims": f"{stats.claims:,}",
        "decisions": f"{stats.decisions:,}",
        "marked": f"{stats.marked:,}",
        "views": f"{stats.views:,}",
        "fetched": f"{stats.payloads:,} payloads, {_size(stats.payload_bytes)} of the file "
        f"({_size(stats.fetched_bytes)} as they came), {stats.pruned:,} pruned",
    }
    for name, value in lines.items():
        print(f"{name}: {value}")
    for name, count in stats.sources:
        print(f"source: {name} ({count:,})")
    if odd:
        tell(odd)
    return 0


def _show(bar: Bar, what: str, done: int, total: int) -> None:
    bar.show(what, count=done, unit=f"of {total:,}", done=done, total=total)


def _size(count: int) -> str:
    return f"{count / _MIB:,.1f} MiB"


def _time(microseconds: int | None) -> str:
    if microseconds is None:
        return "no time"
    return (_EPOCH + timedelta(microseconds=microseconds)).isoformat(timespec="minutes")


_DOING = {
    "check": _check,
    "repair": _repair,
    "backup": _backup,
    "vacuum": _vacuum,
    "prune": _prune,
    "retag": _retag,
    "stats": _stats,
}
