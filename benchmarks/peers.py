"""Peers: other programs for reading feeds and logs, on the same entries, where they are on PATH."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import tapes
from benchmarks.sizes import short_of

Command = Callable[[int], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One of them, and how it is asked."""

    name: str
    program: str
    """As it is called."""

    command: Command
    """The command line for a number of entries."""

    shows: str
    """A pattern in its screen once entries stand in it."""

    line: bytes = b"j"
    """Key for the next line."""

    page: bytes = b"\x06"
    """Key for the next page."""

    most: int | None = None
    """Entries from which on it is left out: it would take many minutes; None: none."""

    why: str = ""
    """Why it is left out there."""


def present(count: int) -> list[Peer]:
    """Those that are installed and fit for so many entries; the others are named."""
    found = []
    for peer in PEERS:
        if shutil.which(peer.program) is None:
            print(f"{peer.name} absent: not on PATH", flush=True)
        elif peer.most is not None and count > peer.most:
            print(f"{peer.name} left out at {short_of(count)}: {peer.why}", flush=True)
        else:
            found.append(peer)
    return found


def _newsboat(count: int) -> list[str]:
    """Its own folder, in which the feed has been read once: what is timed is to open it."""
    home = tapes.folder() / f"newsboat-{short_of(count)}"
    home.mkdir(exist_ok=True)
    urls, cache = home / "urls", home / "cache.db"
    urls.write_text(f"file://{tapes.rss(count)}\n", encoding="utf-8")
    command = ["newsboat", "-u", str(urls), "-c", str(cache), "-C", str(_configuration(home))]
    if not cache.exists():
        os.spawnvp(os.P_WAIT, "newsboat", [*command, "-x", "reload"])
    return command


def _configuration(home: Path) -> Path:
    path = home / "config"
    path.write_text("auto-reload no\nrefresh-on-startup no\n", encoding="utf-8")
    return path


def _on_log(*command: str) -> Command:
    return lambda count: [*command, str(tapes.log(count))]


_AN_ENTRY = r"(oc-wire|border-desk|northern-post|agency-two)"

PEERS = (
    Peer(name="less", program="less", command=_on_log("less", "-S"), shows=_AN_ENTRY),
    Peer(
        name="lnav",
        program="lnav",
        command=_on_log("lnav"),
        shows=_AN_ENTRY,
        page=b" ",
    ),
    Peer(
        name="toolong",
        program="tl",
        command=_on_log("tl"),
        shows=_AN_ENTRY,
        line=b"\x1b[B",
        page=b"\x1b[6~",
    ),
    Peer(
        name="visidata",
        program="vd",
        command=lambda count: ["vd", "-f", "txt", str(tapes.log(count))],
        shows=_AN_ENTRY,
    ),
    Peer(
        name="newsboat",
        program="newsboat",
        command=_newsboat,
        shows="tape",
        most=100_000,
        why="it reads so large a feed for ten minutes and more",
    ),
)
