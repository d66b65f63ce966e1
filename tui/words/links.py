"""Links: what of a feed's address may be opened or shown, and whether a browser can do it here."""

import sys
import webbrowser
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from feeds.sanitise import clean_line

LONGEST = 2048
"""Characters: longer addresses are not followed by browsers either."""

_SAFE = "!#$%&'()*+,/:;=?@[]~-._"
_REMOTE = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def safe_address(url: str | None) -> str | None:
    """`url` put together anew from its parts, ASCII only; None where it may not be opened.

    Only http and https with a host are addresses: no `file:`, no `javascript:`, no leading dash
    that a browser would take for an option. A host in another script is shown as punycode, so that
    no letter can pass for another; a name and password in it are refused.
    """
    if not url or len(url) > LONGEST:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    if (plain := _plain_host(host)) is None:
        return None
    place = f"{plain}:{port}" if port else plain
    path, query, fragment = (
        quote(p, safe=_SAFE) for p in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, place, path, query, fragment))


def shown_address(url: str) -> str:
    """`url` for reading, one clean line; a host in another script as punycode, as it is opened."""
    try:
        is_plain = (urlsplit(url).hostname or "").isascii()
    except ValueError:
        is_plain = False
    return clean_line(url) if is_plain else safe_address(url) or clean_line(url)


def _plain_host(host: str) -> str | None:
    """The host in ASCII; None where it is no host."""
    if ":" in host:  # urlsplit has checked what stands in brackets
        return f"[{host}]"
    try:
        plain = host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return plain if all(c.isalnum() or c in "-._" for c in plain) and plain[0] not in "-." else None


def why_not_here(environ: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Why no browser can be opened, in words; None where one can."""
    if any(environ.get(name) for name in _REMOTE):
        return "this is a remote session"
    if platform in ("darwin", "win32", "cygwin"):
        return None
    if not any(environ.get(name) for name in _DISPLAYS):
        return "no desktop is running here"
    return None


def open_link(address: str, environ: Mapping[str, str]) -> str:
    """Open a `safe_address` where a browser can; returns what was done, in words."""
    if (reason := why_not_here(environ)) is not None:
        return f"not opened: {reason}"
    try:
        done = _open_window(address)
    except (webbrowser.Error, OSError):
        done = False
    return "handed to the browser" if done else "not opened: no browser was found"


def _open_window(address: str) -> bool:
    browser = webbrowser.get()
    in_terminal = isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    )
    # A text browser would draw over the screen that we draw on.
    return not in_terminal and browser.open(address)
