"""Keys: from the press to the last byte of the repaint, in a terminal of 120 by 40; ours, a bare
Textual app's, the least that any program on Textual takes, and the peers' in turn; and how much
memory is resident after all of it."""

import time
from collections import defaultdict
from collections.abc import Sequence

from benchmarks import peers, tapes
from benchmarks.figures import say, say_spread
from benchmarks.sizes import short_of
from benchmarks.starting import BARE, COMPLETE, LIMIT_S, leave_a_place, nightdesk
from benchmarks.terminal import Terminal

KEYS = 100
PEER_KEYS = 40
CALM_S = 3.0
"""Nothing is drawn for so long: what was in work at the start is done."""

TICK_S = 0.5
"""A peer's clock may tick into a measure: what takes so long is not the key."""


def main(count: int) -> None:
    """Ours, then each peer."""
    size = short_of(count)
    leave_a_place(count)
    with nightdesk(count) as terminal:
        terminal.until(COMPLETE, LIMIT_S)
        terminal.settle(CALM_S)
        say_spread(f"line_key_{size}", _taken(terminal, [b"j"] * KEYS))
        say_spread(f"page_key_{size}", _taken(terminal, [b"\x06"] * KEYS))
        say_spread(f"end_key_{size}", _taken(terminal, [b"G", b"g"] * (KEYS // 4)))
        _filter(terminal, count)
        terminal.press(b"0")
        _search(terminal, count)
        say(f"resident_after_keys_{size}", terminal.resident_mib(), "MiB")
    with Terminal(BARE) as terminal:
        terminal.until("bare app drawn", LIMIT_S)
        terminal.settle(CALM_S)
        say_spread("line_key_bare", _taken(terminal, [b"j"] * KEYS))
    for peer in peers.present(count):
        _peer(peer, count)


def _filter(terminal: Terminal, count: int) -> None:
    """A region and a window by the line of queries, then an actor by its digit, on and off."""
    day = next(tapes.records(count, first=count // 2))["time"][:10]
    query = f"after:{day}T00:00Z before:{day}T18:00Z region:syunik"
    terminal.press(b"f")
    for letter in query:
        terminal.press(letter.encode())
    terminal.press(b"\r")
    terminal.settle()
    say_spread(f"facet_facet_window_key_{short_of(count)}", _taken(terminal, [b"1"] * KEYS))


def _search(terminal: Terminal, count: int) -> None:
    """Words typed into the line of queries: the longest that one letter took."""
    headline = tapes.newest(count)["headline"].lower().rstrip(".").split()
    terminal.press(b"f")
    words = " ".join(headline[:3])
    say_spread(f"typed_letter_{short_of(count)}", _taken(terminal, [w.encode() for w in words]))
    terminal.press(b"\x1b")
    time.sleep(TICK_S)


def _taken(terminal: Terminal, keys: Sequence[bytes]) -> list[float]:
    return [terminal.press(key).last_s for key in keys]


def _peer(peer: peers.Peer, count: int) -> None:
    found = defaultdict[str, list[float]](list)
    with Terminal(peer.command(count)) as terminal:
        terminal.until(peer.shows, LIMIT_S)
        terminal.settle(0.5)
        if peer.name == "newsboat":
            terminal.press(b"\r", quiet_s=1.0)
        for name, key in (("line", peer.line), ("page", peer.page)):
            for _ in range(PEER_KEYS):
                taken_s = terminal.press(key).last_s
                if taken_s < TICK_S:
                    found[name].append(taken_s)
        for name, values in found.items():
            say_spread(f"{name}_key_{peer.name}", values)
        say(f"resident_after_keys_{peer.name}", terminal.resident_mib(), "MiB")
