"""Start: from the command to the first content, to a complete screen, and to the answer to a key
that is typed at once; and how much memory that takes. In turn with a bare Textual app, the smallest
size and the peers."""

import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from benchmarks import peers, tapes
from benchmarks.figures import say, say_ratio
from benchmarks.sizes import short_of
from benchmarks.terminal import Terminal

ROUNDS = 5
SMALL = 1_000
"""Against which a large archive is held."""

LIMIT_S = 120
BARE = (sys.executable, "-m", "benchmarks.bare_app")
ALL, END, QUIT = b"0", b"F", b"\x11"
CURSOR = "▌"
COMPLETE = r"Enter.{0,3} ?read"
"""Stands in the line of keys, which is drawn with all panes."""

_Taken = defaultdict[str, list[float]]


def main(count: int) -> None:
    """Rounds of everybody in turn; the middle of each."""
    others = peers.present(count)
    for size in (SMALL, count):
        leave_a_place(size)
    taken: _Taken = defaultdict(list)
    for _ in range(ROUNDS):
        _bare(taken)
        for size in (SMALL, count):
            _ours(taken, size)
        for peer in others:
            with suppress(TimeoutError):
                _peer(taken, peer, count)
    _tell(taken, short_of(count), [peer.name for peer in others])


def leave_a_place(count: int) -> None:
    """Open the archive and leave it: at the next start the feed is there at once."""
    with nightdesk(count) as terminal:
        terminal.until(COMPLETE, LIMIT_S)
        terminal.settle()
        for key in (ALL, END, QUIT):
            terminal.press(key)
        terminal.settle()


def nightdesk(count: int, *options: str) -> Terminal:
    """The archive of so many entries in a terminal."""
    command = [sys.executable, "-m", "tui", "open", "--archive", str(tapes.archive(count))]
    return Terminal([*command, *options], environment=tapes.environment())


def first_words(count: int, older: int = 0) -> str:
    """How the newest headline begins, or one so many entries older."""
    headline: str = tapes.newest(count, older)["headline"]
    return " ".join(headline.split()[:2])


def _bare(taken: _Taken) -> None:
    with Terminal(BARE) as terminal:
        taken["bare_first"].append(terminal.until("bare app drawn"))
        taken["bare_settled"].append(terminal.settle())


def _ours(taken: _Taken, count: int) -> None:
    size = short_of(count)
    with nightdesk(count) as terminal:
        taken[f"first_{size}"].append(terminal.until(first_words(count), LIMIT_S))
        taken[f"complete_{size}"].append(terminal.until(COMPLETE, LIMIT_S))
        taken[f"settled_{size}"].append(terminal.settle())
        taken[f"memory_{size}"].append(terminal.resident_mib())
    with nightdesk(count) as terminal:
        terminal.type(b"j")
        answer = f"{CURSOR}.{{1,40}}{re.escape(first_words(count, older=1))}"
        taken[f"interactive_{size}"].append(terminal.until(answer, LIMIT_S))


def _peer(taken: _Taken, peer: peers.Peer, count: int) -> None:
    with Terminal(peer.command(count)) as terminal:
        taken[f"first_{peer.name}"].append(terminal.until(peer.shows, LIMIT_S))
        terminal.settle()
        taken[f"memory_{peer.name}"].append(terminal.resident_mib())


def _tell(taken: _Taken, size: str, names: Sequence[str]) -> None:
    small = short_of(SMALL)
    for name, values in sorted(taken.items()):
        is_memory = name.startswith("memory")
        middle = sorted(values)[len(values) // 2]
        say(name, middle if is_memory else 1000 * middle, "MiB" if is_memory else "ms")
    first = taken[f"first_{size}"]
    say_ratio(f"interactive_{size}_to_bare", taken[f"interactive_{size}"], taken["bare_first"])
    say_ratio(f"complete_{size}_to_bare", taken[f"complete_{size}"], taken["bare_first"])
    say_ratio(f"settled_{size}_to_bare", taken[f"settled_{size}"], taken["bare_settled"])
    say_ratio(f"first_{size}_to_{small}", first, taken[f"first_{small}"])
    for what in ("complete", "interactive"):
        ours, least = taken[f"{what}_{size}"], taken[f"{what}_{small}"]
        say_ratio(f"{what}_{size}_to_{small}", ours, least)
    for name in names:
        theirs = taken[f"first_{name}"]
        if len(theirs) == len(first):
            say_ratio(f"first_{size}_to_{name}", first, theirs)
        else:
            print(f"{name} showed no entry within {LIMIT_S} s", flush=True)
