"""Markup: a piece of HTML becomes paragraphs of plain text. Only text: nothing is loaded or run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # imported when a page comes: most commands read none
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_DEPTH = 5000
"""Tags open at once, beyond which a text is not parsed: the parser is quadratic in the depth."""

MOST_TAGS = 400_000
"""A page of 1.3 MB has some 20,000; each takes a few hundred bytes of memory once it is parsed."""

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SILENT = frozenset(
    ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "head", "title")
)
_NEVER_NEST = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "dd", "dt", "li", "option", "p", "td", "th", "tr"),
    )
)
"""Tags that stand open without harm: they hold nothing, or the next of their kind closes them."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BLANK_LINES = re.compile(r"\n[ \t\r\f]*\n")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_EMPTY_LINES = re.compile(r"\v[ \t\n\r\f]*\v[ \t\n\r\f\v]*")


class OverloadedError(ValueError):
    """Markup nested so deep, or of so many tags, that no page was meant so."""


def parsed(markup: str, *, most_depth: int = MOST_DEPTH) -> LexborHTMLParser:
    """The tree of a page or of a piece of one.

    Raises:
        OverloadedError: its tags are nested deeper than `most_depth`, or more than `MOST_TAGS`.
    """
    depth = deepest = 0
    for count, tag in enumerate(_TAG.finditer(markup)):
        if count > MOST_TAGS:
            raise OverloadedError(f"there are more than {MOST_TAGS:,} tags")
        if tag[2].lower() in _NEVER_NEST:
            continue
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    if deepest > most_depth:
        raise OverloadedError(f"tags are nested {deepest:,} deep")
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - see above

    return LexborHTMLParser(markup)


def text_of(markup: str, *, most_depth: int = MOST_DEPTH) -> str:
    """The text of a piece of HTML: paragraphs separated by one blank line, as entries have them.

    Entities become characters; `br` becomes a line break, two end a paragraph; other white
    space is as a browser shows it (no-break spaces stay).

    Raises:
        OverloadedError: its tags are nested deeper than `most_depth`.
    """
    if "<" not in markup and "&" not in markup:
        return text_of_plain(markup)
    body = parsed(markup, most_depth=most_depth).body
    return text_of_node(body) if body is not None else ""


def text_of_plain(text: str) -> str:
    """The same of a text that is no HTML: paragraphs end at blank lines."""
    return "\n\n".join(filter(None, map(_plain, _BLANK_LINES.split(text))))


def text_of_node(node: LexborNode) -> str:
    """The same of a part of a tree."""
    paragraphs: list[list[str]] = [[]]
    for piece in _pieces(node):
        if piece is None:
            paragraphs.append([])
        else:
            paragraphs[-1].append(piece)
    told = (
        "\n".join(filter(None, map(_plain, paragraph.split("\v"))))
        for pieces in paragraphs
        for paragraph in _EMPTY_LINES.split("".join(pieces))
    )
    return "\n\n".join(filter(None, told))


def _pieces(top: LexborNode) -> Iterator[str | None]:
    """Texts in order; None where a paragraph ends, a vertical tab where a line does."""
    waiting: list[LexborNode | None] = [top]
    while waiting:
        node = waiting.pop()
        if node is None:
            yield None
            continue
        if node.tag == "-text":
            yield (node.text_content or "").replace("\v", " ")
            continue
        if node.tag == "br":
            yield "\v"
            continue
        if node.tag in _SILENT or (node.tag or "").startswith(("-", "_")):
            continue
        if node.tag in _BLOCKS:
            yield None
            waiting.append(None)
        children = [*node.iter(include_text=True)]
        waiting.extend(reversed(children))


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")
