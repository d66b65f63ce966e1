"""Links: only real web addresses, nothing that passes for another, no browser where none is."""

import webbrowser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import build
from tests.fake_desk import FakeDesk
from tests.screen import seated
from tui.screens.link_screen import host_words
from tui.words import links
from tui.words.links import open_link, safe_address, shown_address, why_not_here


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        (" HTTP://Example.ORG ", "http://example.org"),
        ("https://example.org:8443/x", "https://example.org:8443/x"),
        (
            "https://example.org/Սյունիք",
            "https://example.org/%D5%8D%D5%B5%D5%B8%D6%82%D5%B6%D5%AB%D6%84",
        ),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://аpple.com/", "https://xn--pple-43d.com/"),
        ("http://[::1]/", "http://[::1]/"),
        ('https://example.org/a b"c<d>', "https://example.org/a%20b%22c%3Cd%3E"),
    ],
)
def test_a_web_address_is_put_together_anew(url: str, address: str) -> None:
    assert safe_address(url) == address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (
            "https://аpple.com/Սյունիք",
            "https://xn--pple-43d.com/%D5%8D%D5%B5%D5%B8%D6%82%D5%B6%D5%AB%D6%84",
        ),
        ("https://example.org/Սյունիք", "https://example.org/Սյունիք"),
        ("ftp://example.org/\x1b", "ftp://example.org/␛"),
        ("http://[::1/", "http://[::1/"),
    ],
)
def test_an_address_is_read_as_it_is_opened(url: str, shown: str) -> None:
    assert shown_address(url) == shown


@pytest.mark.parametrize(
    "url",
    [
        None, "", "example.org", "//example.org", "file:///etc/passwd", "javascript:alert(1)",
        "--new-window https://x.org", "-x", "https://", "https:///path", "http://-x.org/",
        "https://user:secret@example.org/", "https://bank.org@evil.org/", "http://[::1/",
        "http://x:port/", "https://exa mple.org/", "https://" + "a" * 3000, "data:text/html,x",
        "ftp://example.org/", "https://exam\x1bple.org/", "https://a..b/",
    ],
)  # fmt: skip
def test_what_is_no_safe_web_address_is_refused(url: str | None) -> None:
    assert safe_address(url) is None


@given(st.text(max_size=60))
def test_an_address_is_plain_ascii_and_is_its_own_address(rest: str) -> None:
    address = safe_address("https://example.org/" + rest)
    if address is not None:
        assert address.isascii()
        assert address.isprintable()
        assert " " not in address
        assert safe_address(address) == address


def test_a_browser_opens_only_where_a_desktop_is() -> None:
    assert why_not_here({"DISPLAY": ":0"}, "linux") is None
    assert why_not_here({}, "darwin") is None
    assert why_not_here({}, "linux") == "no desktop is running here"
    assert why_not_here({"DISPLAY": ":0", "SSH_CONNECTION": "x"}, "linux") == (
        "this is a remote session"
    )


class Browser(webbrowser.BaseBrowser):
    """Writes down what it was asked to open, and does it once."""

    def __init__(self) -> None:
        super().__init__("test")
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        assert (new, autoraise) == (0, True)
        self.opened.append(url)
        return len(self.opened) < 2


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    one = Browser()
    monkeypatch.setattr(webbrowser, "get", lambda: one)
    return one


def test_opening_says_what_was_done(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "why_not_here", lambda _environ: None)
    assert open_link("https://example.org/", {}) == "handed to the browser"
    assert open_link("https://example.org/", {}) == "not opened: no browser was found"
    assert browser.opened == ["https://example.org/"] * 2


def test_nothing_is_opened_over_ssh(browser: Browser) -> None:
    assert open_link("https://example.org/", {"SSH_TTY": "/dev/pts/1"}) == (
        "not opened: this is a remote session"
    )
    assert browser.opened == []


def test_a_browser_that_would_draw_on_our_screen_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(links, "why_not_here", lambda _environ: None)
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("false"))
    assert open_link("https://example.org/", {}) == "not opened: no browser was found"


def test_a_host_of_another_script_stands_in_plain_letters() -> None:
    address = safe_address("https://р\u0430ypal.com/login")
    assert address is not None
    assert host_words(address).startswith("xn--")
    assert "letters of another script" in host_words(address)
    assert host_words("https://example.org/x") == "example.org"


@pytest.mark.parametrize(("key", "is_opened"), [("enter", True), ("escape", False)])
async def test_a_link_is_opened_once_its_host_was_shown(
    key: str, is_opened: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")

    def remember(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr("tui.words.links._open_window", remember)
    entry = build.entry("Text.", headline="H", url="https://example.org/a")
    async with seated(FakeDesk([entry]), size=(100, 30)) as seat:
        await seat.press("o")
        assert "Open a page of" in seat.text()
        assert opened == []
        await seat.press(key)
        assert opened == (["https://example.org/a"] if is_opened else [])
