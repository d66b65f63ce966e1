"""A compressed night in a real terminal: `nightdesk watch` over sources on loopback.

One source publishes an item at a time, one edits a figure, one dies, one attacks, one is quiet.
Printed: from the answer that brings an item to its words on the screen, and whether the screen says
what became of each source. The wait before the answer is the interval, and not ours to shorten.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import say, say_spread
from benchmarks.terminal import Terminal
from tests.loopback import LoopbackServer, Out, Request, in_a_thread
from tests.polite_server import PoliteServer

EVERY = "5s"
ITEMS = 8
LIMIT_S = 30.0
HOSTILE = "\x1b]0;owned\x07\x1b[2J[/bold] \u202egnihton si siht"
OWN_SIZE = ("env", "-u", "COLUMNS", "-u", "LINES")
"""Readline, which a test brings, sets both behind Python's back."""

_STAMP = "Tue, 13 Sep 2022 {hour:02}:{minute:02}:00 +0400"


class NightServer(PoliteServer):
    """Remembers when each state of a page went out."""

    def __init__(self) -> None:
        super().__init__()
        self.sent_s: dict[bytes, float] = {}
        """Seconds of the clock, by the page's bytes."""

    async def answer(self, request: Request, out: Out, /) -> None:
        """As ever."""
        page = self.pages.get(request.path)
        await super().answer(request, out)
        if page is not None:
            self.sent_s.setdefault(page.body, time.perf_counter())


def feed(title: str, *items: tuple[str, str, str]) -> bytes:
    """An RSS feed of ids, headlines and texts, an item a minute, the last one on top."""
    told = [
        f"<item><guid>{id}</guid><title><![CDATA[{headline}]]></title>"
        f"<pubDate>{_STAMP.format(hour=20 + n // 60, minute=n % 60)}</pubDate>"
        f"<description><![CDATA[{text}]]></description></item>"
        for n, (id, headline, text) in enumerate(items)
    ]
    listed = "".join(reversed(told))
    return f'<rss version="2.0"><channel><title>{title}</title>{listed}</channel></rss>'.encode()


def main() -> None:
    """Print the figures of one night."""
    server = NightServer()
    with contextmanager(in_a_thread)(server), tempfile.TemporaryDirectory() as folder:
        begin(server)
        with watching(server, Path(folder)) as terminal:
            delays_s = [publish(server, terminal, n) for n in range(ITEMS)]
            say_spread("live_answer_to_screen", delays_s)
            edit_and_die(server)
            said = {
                "edit": "edited: number",
                "death": "fails|fail",
                "attack": "Attack told plainly",
            }
            for name, words in said.items():
                say(f"live_screen_says_{name}", _is_said(terminal, words), "of 1")
            say("live_memory", terminal.resident_mib(), "MiB")


def begin(server: NightServer) -> None:
    server.put(
        "/agency.xml", feed("Agency", ("a0", "The agency begins its night", "All is quiet."))
    )
    server.put("/edits.xml", _edited("49"))
    server.put("/dies.xml", feed("Dies", ("d0", "A last sign of life", "Then nothing.")))
    server.put("/quiet.xml", feed("Quiet", ("q0", "Said once", "And no more.")))
    attack = ("x0", f"Attack told plainly {HOSTILE}", f"{HOSTILE} <script>x</script>")
    server.put("/attacks.xml", feed("Attacks", attack).replace(b"\x1b", b"&#27;"))


def _edited(figure: str) -> bytes:
    text = f"Armenia said at least {figure} of its soldiers were killed near Goris."
    return feed("Edits", ("e0", "The figure of the night", text))


def edit_and_die(server: NightServer) -> None:
    server.put("/edits.xml", _edited("105"))
    del server.pages["/dies.xml"]


@contextmanager
def watching(server: LoopbackServer, folder: Path) -> Iterator[Terminal]:
    """The program in a terminal, once it shows what each source began with."""
    names = ("agency", "edits", "dies", "quiet", "attacks")
    command = [*OWN_SIZE, sys.executable, "-m", "tui", "watch"]
    command += [server.address(f"/{name}.xml") for name in names]
    command += ["--allow-private", "127.0.0.1", "--every", EVERY, "--beat", "south-caucasus"]
    command += ["--archive", str(folder / "night.db")]
    own = {"NIGHTDESK_SETTINGS": str(folder / "settings.yaml")}
    with Terminal(command, columns=160, rows=50, environment=own) as terminal:
        terminal.until("begins its night", limit_s=60)
        terminal.until("The figure of the night", limit_s=60)
        yield terminal


def publish(server: NightServer, terminal: Terminal, n: int) -> float:
    """Seconds from the answer that brings a new item to its words on the screen."""
    items = [(f"a{k}", f"The agency tells item number {k}", "More.") for k in range(1, n + 2)]
    first = ("a0", "The agency begins its night", "All is quiet.")
    page = server.put("/agency.xml", feed("Agency", first, *items))
    terminal.until(f"item number {n + 1}", limit_s=LIMIT_S)
    return time.perf_counter() - server.sent_s[page.body]


def _is_said(terminal: Terminal, words: str) -> bool:
    try:
        terminal.until(words, limit_s=LIMIT_S)
    except TimeoutError:
        return False
    return True


if __name__ == "__main__":
    main()
