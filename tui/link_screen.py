"""LinkScreen: one question before a link is opened: its host stands apart, in plain letters."""

from urllib.parse import urlsplit

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from feeds.sanitise import clean_line
from tui.actions import expand

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


class LinkScreen(ModalScreen[bool]):
    """Answers True to open it."""

    BINDINGS = [
        Binding(",".join(expand(("y", "o"))) + ",enter", "answer(True)", "open", id="link_yes"),
        Binding(
            ",".join(expand(("n", "q"))) + ",escape,f10", "answer(False)", "leave", id="link_no"
        ),
    ]

    DEFAULT_CSS = """
    LinkScreen {
        align: center middle;
        background: $nd-ground 50%;
        & > Static {
            width: auto;
            max-width: 90%;
            height: auto;
            padding: 1 3;
            border: round $nd-focus;
            background: $nd-bar;
            color: $nd-text;
        }
    }
    LinkScreen.-ascii > Static { border: ascii $nd-focus; }
    """

    def __init__(self, address: str, *, ascii_only: bool = False) -> None:
        """`address` is safe: see `tui.links.safe_address`."""
        super().__init__(classes="-ascii" if ascii_only else "")
        self._address = address

    def compose(self) -> ComposeResult:
        """The host, the address, the keys."""
        host = host_words(self._address)
        rule = "-" * min(cell_len(host), 60)
        yield Static(
            Content(
                f"Open a page of\n\n{host}\n{rule}\n{self._address}\n\nEnter opens, Esc does not"
            )
        )

    def action_answer(self, opens: bool) -> None:
        """Answer it."""
        self.dismiss(opens)
