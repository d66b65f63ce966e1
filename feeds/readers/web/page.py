"""Page: what any web page says about itself, found without laying out its tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from feeds.readers.common.skipping import past

_BEFORE = re.compile(r"\ufeff|\s+|<!--.*?-->|<\?xml[^<>]{0,200}\?>", re.IGNORECASE | re.DOTALL)
"""What may stand before the first element."""

_OPENS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|main|article|section|div|p|h1|script)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b([^<>]{0,600})>", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script", re.IGNORECASE)
_LINKED_DATA = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Script:
    """The content of one `script` element."""

    text: str

    line: int
    """Line of the page where it begins, from 1."""

    is_whole: bool
    """False where the page ends before the script does."""


def page_id(address: str | None) -> str | None:
    """The address, where it names one page; None for a whole site, which some pages give."""
    if not address:
        return None
    parts = urlsplit(address)
    return address if parts.path.strip("/") or parts.query else None


def is_page(text: str) -> bool:
    """True for a text that begins as web pages, or pieces of them, do."""
    return _OPENS.match(text, past(_BEFORE, text)) is not None


def linked_data(text: str) -> Iterator[Script]:
    """The JSON-LD blocks of a page, in their order. One pass, linear in the length."""
    at, line, counted = 0, 1, 0
    while opened := _SCRIPT.search(text, at):
        closed = _SCRIPT_END.search(text, opened.end())
        at = closed.start() if closed else len(text)
        if _LINKED_DATA.search(opened[1]):
            line += text.count("\n", counted, opened.start())
            counted = opened.start()
            yield Script(text[opened.end() : at], line, closed is not None)
