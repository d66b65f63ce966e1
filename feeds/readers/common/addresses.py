"""Addresses: what of a text is an address on the web."""

import re
from urllib.parse import urljoin, urlsplit

LONGEST_ADDRESS = 4000
"""Characters of an address: servers take no longer ones."""

_WEB = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"]+$", re.IGNORECASE)


def web_address(text: str, base: str = "") -> str | None:
    """The whole address of a link in a page at `base`; None for what is no address on the web."""
    try:
        whole = urljoin(base, text.strip())
        is_web = len(whole) <= LONGEST_ADDRESS and bool(urlsplit(whole).hostname)
    except ValueError:
        return None
    return whole if is_web and _WEB.match(whole) else None
