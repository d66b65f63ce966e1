"""The command line: what may be typed, and which command does it (CONTRACT.md, Commands)."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NoReturn, TypeAlias, cast

from feeds.errors import FeedError, QueryError, UsageError

DASHBOARD = ("open", "replay", "watch")
HEADLESS = (
    "entries",
    "claims",
    "tally",
    "tail",
    "export",
    "import",
    "collect",
    "archive",
    "beat",
    "readers",
    "settings",
)
BUILT = (*DASHBOARD, *HEADLESS)

Command = Callable[[argparse.Namespace], int]


class _Parser(argparse.ArgumentParser):
    """Bad usage is one line that says what to do, and exit status 2."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see `{self.prog} --help`)")


class _Version(argparse.Action):
    """Looks the version up only when asked: every start would pay for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415 - only --version needs it

        sys.stdout.write(f"nightdesk {version('nightdesk')}\n")
        parser.exit()


def run(arguments: Sequence[str]) -> int:
    """Do what was typed; returns the exit status: 0 done, 1 unreadable source, 2 bad usage."""
    try:
        asked = parse(arguments)
        module = import_module(f"tui.commands.{asked.module}")
        return cast(Command, module.run)(asked)
    except UsageError as error:
        return _complain(error, 2)
    except FeedError as error:
        return _complain(error, 1)


def _complain(error: FeedError, status: int) -> int:
    from feeds.sanitise import clean_line  # noqa: PLC0415 - only when something went wrong

    sys.stdout.flush()
    lines = [f"nightdesk: {clean_line(str(error))}"]
    if isinstance(error, QueryError):
        from tui.pointing import point  # noqa: PLC0415 - only for a query

        lines += [f"  {line}" for line in point(error)]
    print("\n".join(lines), file=sys.stderr)  # noqa: T201
    return status


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, with `module` naming the command's module.

    Raises:
        UsageError: it cannot be understood.
    """
    words = list(arguments)
    if words and _is_stray_word(words[0]):
        raise UsageError(
            f"{words[0]!r} is no command and no file; the commands are {', '.join(BUILT)}"
        )
    if not words or words[0] not in (*BUILT, "-h", "--help", "--version"):
        words.insert(0, "open")
    return _parser().parse_args(words)


def _is_stray_word(word: str) -> bool:
    """True for what is neither a command, an option nor anything that could be a source."""
    return word.isalpha() and word not in BUILT and not Path(word).exists()


def _parser() -> _Parser:
    parser = _Parser(
        prog="nightdesk",
        description="A terminal dashboard for breaking conflict news. "
        "Without a command the SOURCEs open in the dashboard; without those the archive, and while "
        "it is empty the day that ships.",
        epilog="A SOURCE is a file, a folder, an http or https address, - (standard input) or "
        "sample: (the day that ships).",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_dashboard(commands)
    _add_entries(commands)
    _add_claims(commands)
    _add_tally(commands)
    _add_tail(commands)
    _add_beat(commands)
    _add_export(commands)
    _add_import(commands)
    _add_watch(commands)
    _add_collect(commands)
    _add_archive(commands)
    _command(commands, "readers", "list the formats that can be read")
    _command(commands, "settings", "where the settings lie, their values, where each comes from")
    return parser


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"
_Group: TypeAlias = "argparse._ActionsContainer"


def _command(commands: _Commands, name: str, words: str, module: str | None = None) -> _Parser:
    parser = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    parser.set_defaults(module=module or name)
    return parser


def _add_dashboard(commands: _Commands) -> None:
    opened = _command(commands, "open", "open SOURCEs in the dashboard", "dashboard")
    _add_reading(opened)
    opened.add_argument("--at", metavar="TIME", help="put the playhead here (default: the end)")
    _add_review(opened)
    opened.set_defaults(replay=False)
    replay = _command(commands, "replay", "replay SOURCEs at speed in the dashboard", "dashboard")
    _add_reading(replay)
    replay.add_argument("--from", dest="start", metavar="TIME", help="begin here")
    _add_speed(replay, "60")
    replay.add_argument(
        "--skip-gaps",
        type=_seconds,
        metavar="SECONDS",
        help="jump where the story is quiet for longer than this (story time)",
    )
    _add_review(replay)
    replay.set_defaults(replay=True)


def _add_entries(commands: _Commands) -> None:
    parser = _command(commands, "entries", "print the entries, oldest first")
    _add_reading(parser)
    _add_filters(parser)
    _add_format(parser, "table", "jsonl", "csv", "md")


def _add_claims(commands: _Commands) -> None:
    parser = _command(commands, "claims", "print the casualty claims, oldest first")
    _add_reading(parser)
    _add_filters(parser)
    parser.add_argument("--at", metavar="TIME", help="only what was known then")
    _add_review(parser)
    _add_format(parser, "table", "jsonl", "csv")


def _add_tally(commands: _Commands) -> None:
    parser = _command(commands, "tally", "print the casualty tally")
    _add_reading(parser)
    _add_filters(parser)
    parser.add_argument("--at", metavar="TIME", help="the tally as it stood then")
    parser.add_argument("--explain", action="store_true", help="say how each number came about")
    _add_review(parser)
    _add_format(parser, "table", "json", "csv", "md")


def _add_tail(commands: _Commands) -> None:
    parser = _command(commands, "tail", "print one plain line an entry, for pipes and readers")
    _add_reading(parser)
    _add_filters(parser)
    _add_review(parser)
    _add_speed(parser, "max")
    parser.add_argument("--follow", action="store_true", help="wait for what is added to the files")
    parser.add_argument(
        "--changes", action="store_true", help="print also how the figures of the tally moved"
    )


def _add_beat(commands: _Commands) -> None:
    parser = _command(commands, "beat", "propose a beat pack from a feed, or check one")
    parts = parser.add_subparsers(title="what", metavar="new|check", required=True, dest="what")
    new = parts.add_parser("new", help="propose a pack from who speaks in the sources")
    new.add_argument("name", metavar="NAME", help="the beat's name")
    new.add_argument("--from", dest="sources", nargs="+", required=True, metavar="SOURCE")
    new.add_argument("--output", metavar="FILE", help="where to write it, - for standard output")
    _add_how(new)
    check = parts.add_parser("check", help="say what is wrong or ambiguous in a pack")
    check.add_argument("pack", metavar="FILE|NAME", help="a pack's file, or one that ships")
    check.add_argument("--strict", action="store_true", help="exit 1 if anything is odd")


def _add_export(commands: _Commands) -> None:
    parser = _command(commands, "export", "print entries, claims and decisions as JSON Lines")
    _add_reading(parser)
    _add_decisions(parser)


def _add_import(commands: _Commands) -> None:
    parser = _command(commands, "import", "put SOURCEs into the archive", "importing")
    parser.add_argument("sources", nargs="+", metavar="SOURCE", help="twice adds nothing")
    _add_archive_file(parser)
    parser.add_argument("--no-claims", action="store_true", help="quicker, and without a tally")
    parser.add_argument(
        "--processes", type=_count, metavar="N", help="at a time (default: as the machine has)"
    )
    _add_how(parser)


def _add_collect(commands: _Commands) -> None:
    parser = _command(commands, "collect", "follow live SOURCEs into the archive, without a screen")
    _add_following(parser)
    parser.add_argument("--tied", type=int, help=argparse.SUPPRESS)  # ends with who holds the pipe
    parser.add_argument("--once", action="store_true", help="ask each source once; 1 if one fails")
    parser.add_argument(
        "--alerts", action="store_true", help="ring by the rules of the settings, without a screen"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing where nothing is new")
    parser.add_argument("--strict", action="store_true", help="exit 1 if anything was left out")


def _add_watch(commands: _Commands) -> None:
    parser = _command(commands, "watch", "follow live SOURCEs in the dashboard")
    _add_following(parser)
    _add_review(parser)


def _add_following(parser: _Parser) -> None:
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help="address, file, folder, - (standard input), or a named one's id (default: all)",
    )
    _add_archive_file(parser)
    parser.add_argument("--beat", metavar="NAME|FILE", help="pack with the sources to follow")
    parser.add_argument(
        "--sources", dest="sources_file", metavar="FILE", help="more of them: a `sources:` list"
    )
    parser.add_argument(
        "--every", metavar="TIME", help="how often typed SOURCEs are asked: 60s, '30s to 5m'"
    )
    parser.add_argument("--tz", metavar="ZONE", help="zone of stamps that carry none (the beat's)")
    parser.add_argument("--reader", metavar="NAME", help="force a reader of typed SOURCEs")
    _add_allow_private(parser)
    parser.set_defaults(date=None)


def _add_archive(commands: _Commands) -> None:
    parser = _command(commands, "archive", "look after the archive")
    parts = parser.add_subparsers(title="what", metavar="WHAT", required=True, dest="what")
    for name, words in (
        ("stats", "say how much of what is in it"),
        ("check", "say what is wrong with it; exit 1 if anything is"),
        ("vacuum", "give back the room that it does not use"),
    ):
        _add_archive_file(parts.add_parser(name, help=words))
    backup = parts.add_parser("backup", help="copy it to a new file, while it is used")
    backup.add_argument("file", metavar="FILE")
    repair = parts.add_parser("repair", help="save what can be read of it into a new file")
    repair.add_argument("--output", metavar="FILE", help="default: beside it, -rescued")
    retag = parts.add_parser("retag", help="find names and claims anew in all that it keeps")
    retag.add_argument("--beat", metavar="NAME|FILE", help="by this pack (default: its own)")
    prune = parts.add_parser("prune", help="let go of the raw pages of long ago, not of citations")
    prune.add_argument("--older-than", metavar="TIME", required=True, help="30d, 12h, 4w")
    prune.add_argument("--dry-run", action="store_true", help="only say what would go")
    for part in (backup, repair, retag, prune):
        _add_archive_file(part)


def _add_archive_file(parser: _Group) -> None:
    parser.add_argument("--archive", metavar="FILE", help="default: the one in the data folder")


def _add_review(parser: _Parser) -> None:
    _add_decisions(parser).add_argument(
        "--no-review", action="store_true", help="the machine's tally, without a person's decisions"
    )


def _add_decisions(parser: _Parser) -> "argparse._ArgumentGroup":
    group = parser.add_argument_group("review")
    group.add_argument(
        "--decisions", metavar="FILE", help="where decisions are kept (see `nightdesk settings`)"
    )
    return group


def _add_reading(parser: _Parser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument(
        "sources", nargs="*", metavar="SOURCE", help="default: the archive, else sample:"
    )
    group.add_argument("--archive", metavar="FILE", help="read this archive, and no SOURCE")
    group.add_argument("--day", metavar="DAY", help="one day of the archive")
    _add_how(group)


def _add_how(group: _Group) -> None:
    group.add_argument("--beat", metavar="NAME|FILE", help="pack of actors, regions and episodes")
    group.add_argument("--tz", metavar="ZONE", help="zone of stamps that carry none (the beat's)")
    group.add_argument("--date", metavar="DAY", help="day of documents that carry no date")
    group.add_argument("--reader", metavar="NAME", help="force a reader (see `nightdesk readers`)")
    group.add_argument("--strict", action="store_true", help="exit 1 if anything was left out")
    _add_allow_private(group)


def _add_allow_private(group: _Group) -> None:
    group.add_argument(
        "--allow-private",
        action="append",
        default=[],
        metavar="HOST",
        help="fetch from this host although it is this machine or of a private network",
    )


def _add_filters(parser: _Parser) -> None:
    group = parser.add_argument_group("filters", "OR within one kind, AND between kinds")
    group.add_argument("--actor", action="append", default=[], metavar="A", help="id or name")
    group.add_argument("--side", action="append", default=[], metavar="S", help="all its actors")
    group.add_argument("--region", action="append", default=[], metavar="R", help="id or name")
    group.add_argument("--text", default="", metavar="WORDS", help="words, or their beginnings")
    group.add_argument(
        "--query", default="", help="in the query language: 'actor:armenia -\"border service\"'"
    )
    group.add_argument("--since", metavar="TIME", help="drops undated entries")
    group.add_argument("--until", metavar="TIME", help="drops undated entries")
    group.add_argument("--limit", type=_count, metavar="N", help="only the newest N")


def _add_format(parser: _Parser, *formats: str) -> None:
    parser.add_argument("--format", choices=formats, default=formats[0], help="default: table")


def _add_speed(parser: _Parser, default: str) -> None:
    parser.add_argument(
        "--speed",
        type=_speed,
        default=_speed(default),
        metavar="N|max",
        help=f"story seconds a second, 1 to 3600, or max (default {default})",
    )


def _speed(text: str) -> float:
    if text == "max":
        return float("inf")
    try:
        speed = float(text)
    except ValueError:
        speed = 0.0
    if not 1 <= speed <= 3600:  # noqa: PLR2004 - the contract's range
        raise argparse.ArgumentTypeError(f"{text!r} is not a speed; write 1 to 3600, or max")
    return speed


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 1 <= seconds < 1e9:  # noqa: PLR2004 - NaN and infinity fail this too
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from 1 up")
    return seconds


def _count(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)
