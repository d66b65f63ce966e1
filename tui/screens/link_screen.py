"""LinkScreen: one question before a link is opened: its host stands apart, in plain letters."""

from urllib.parse import urlsplit

from rich.cells import cell_len
from textual.binding import Binding

from feeds.sanitise import clean_line
from tui.keys.actions import expand
from tui.screens.question_screen import QuestionScreen

_PUNYCODE = "xn--"


def host_words(address: str) -> str:
    """The host of a `safe_address`; what it is in another script stands beside it."""
    host = urlsplit(address).hostname or ""
    if _PUNYCODE not in host:
        return host
    try:
        written = host.encode("ascii").decode("idna")
    except UnicodeError:
        return f"{host} (letters of another script)"
    return clean_line(f"{host} (it is written {written}, in letters of another script)")


class LinkScreen(QuestionScreen):
    """Answers True to open it."""

    BINDINGS = [
        Binding(",".join(expand(("y", "o"))) + ",enter", "answer(True)", "open", id="link_yes"),
        Binding(
            ",".join(expand(("n", "q"))) + ",escape,f10", "answer(False)", "leave", id="link_no"
        ),
    ]

    def __init__(self, address: str, *, ascii_only: bool = False) -> None:
        """`address` is safe: see `tui.words.links.safe_address`."""
        host = host_words(address)
        rule = "-" * min(cell_len(host), 60)
        lines = ("Open a page of", "", host, rule, address, "", "Enter opens, Esc does not")
        super().__init__(lines, ascii_only=ascii_only)
