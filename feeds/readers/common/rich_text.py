"""Rich text: a field that holds plain text, HTML, or HTML written as text, becomes paragraphs."""

import html
import re

from feeds.readers.common.addresses import web_address
from feeds.readers.common.markup import OverloadedError, parsed, text_of

_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|figure|h[1-6]|i|img|li|ol|p|span|strong|u|ul)\b[^<>]*>", re.I
)
_BLOCK = re.compile(r"</?(?:blockquote|br|div|figure|h[1-6]|li|ol|p|table|td|tr|ul)\b", re.I)
_LEFT_OVER = re.compile(r"&(?:quot|apos|amp|nbsp|[lr][sd]quo|#\d{2,5}|#x[0-9a-fA-F]{2,5});")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")


def paragraphs_of(value: str) -> str:
    """The text of a field: paragraphs separated by one blank line, entities as their characters.

    Fields that were escaped once too often are read once more. Where a text without block tags has
    no blank lines, each of its lines is a paragraph.

    Raises:
        OverloadedError: its tags are nested deeper than any page's.
    """
    if not _TAG.search(value) and _TAG.search(html.unescape(value)):
        value = html.unescape(value)
    if _BLOCK.search(value):
        text = text_of(value)
    else:
        plain = value.replace("\r\n", "\n").replace("\r", "\n")
        pieces = _BLANK_LINE.split(plain) if _BLANK_LINE.search(plain) else plain.split("\n")
        plainly = text_of if _TAG.search(plain) else _unescaped
        text = "\n\n".join(filter(None, map(plainly, pieces)))
    return html.unescape(text) if _LEFT_OVER.search(text) else text


def _unescaped(value: str) -> str:
    return "\n".join(filter(None, map(str.strip, html.unescape(value).split("\n"))))


def line_of(value: str) -> str:
    """The text of a field that is one line, a headline: tags and entities resolved, one space
    between words.

    Raises:
        OverloadedError: its tags are nested deeper than any page's.
    """
    return paragraphs_of(value).replace("\n\n", " ").replace("\n", " ")


def links_in(value: str) -> list[str]:
    """Addresses that a piece of HTML links to, each once, in their order: its text names none."""
    if "<a" not in value:
        return []
    try:
        tree = parsed(value)
    except OverloadedError:
        return []
    links = (web_address(node.attributes.get("href") or "") for node in tree.css("a[href]"))
    return list(dict.fromkeys(filter(None, links)))
