"""Main content: the part of a page that holds its text, by the marks that sites put on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.entry import Stamp
from feeds.readers.common.markup import text_of_node
from feeds.readers.common.stamps import read_line, read_stamp

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LEAST_TEXT = 200
"""Characters of text that a page's main part holds; less is a box."""

LEAST_SHARE = 0.2
"""Share of a page's paragraphs that its marked text has: the rest are teasers and comments."""

_MARKED = (
    '[itemprop~="articleBody"]',
    ".entry-content, .post-content, .td-post-content, .wp-block-post-content, .article-content, "
    ".article-body, .article__body, .article__content, .post__content, .single-content, "
    ".story-body, .story-content, .gh-content, .liveblog, .live-blog",
)
"""What says in so many words that it is the text: schema.org's own mark, then what WordPress and
others name it. The first that holds a text is taken."""

_LIKELY = ("article", 'main, [role="main"]')
"""What may hold more than the text."""

_SILENT = "nav, aside, form, footer, figure, button, noscript, iframe, template, dialog, select"
_FURNITURE = re.compile(
    r"(?:related|share|sharing|sharedaddy|social|newsletter|subscribe|ads?|advert\w*|promo\w*"
    r"|sponsor\w*|comments?|respond|sidebar|breadcrumbs?|tags?|tagcloud|author-?box|most-?read"
    r"|recommended|wp-caption|jp-relatedposts|screen-reader-text|sr-only|visually-hidden)"
    r"(?:[-_]\w[\w-]*)?$",
    re.IGNORECASE,
)
_INLINE = ("a", "span", "strong", "b", "em", "small")
_HALF = 0.5


def marked_content(tree: LexborHTMLParser) -> list[LexborNode]:
    """The parts that the page marks as its text, in their order; empty where it marks none, or what
    it marks is a box beside the text."""
    whole = len(_bare(tree.body)) if tree.body else 0
    for rank in _MARKED:
        parts = _outermost(tree.css(rank))
        size = sum(len(_bare(part)) for part in parts)
        if size >= max(LEAST_TEXT, LEAST_SHARE * whole):
            return parts
    return []


def likely_content(tree: LexborHTMLParser) -> list[LexborNode]:
    """The part that most probably holds the text, all of a short page; empty where none does."""
    if tree.body is not None and is_short(tree):
        return [tree.body]
    for rank in _LIKELY:
        held = [(len(_bare(node)), node) for node in tree.css(rank)]
        size, best = max(held, key=lambda pair: pair[0], default=(0, None))
        if best is not None and size >= LEAST_TEXT:
            return [best]
    return []


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """The nodes that stand in none of the others."""
    ids = {node.mem_id for node in nodes}
    return [node for node in nodes if not _stands_in(node, ids)]


def _stands_in(node: LexborNode, ids: set[int]) -> bool:
    above = node.parent
    while above is not None:
        if above.mem_id in ids:
            return True
        above = above.parent
    return False


def is_short(tree: LexborHTMLParser) -> bool:
    """True for a page with so little text that there is nothing to look for in it."""
    return tree.body is None or len(text_of_node(tree.body)) < LEAST_TEXT


def content_text(parts: list[LexborNode], told: Callable[[Stamp], Stamp]) -> str:
    """The text of parts of a page: paragraphs separated by one blank line, without furniture.

    A time that stands alone, and says less than it carries ("6 min ago"), becomes what it carries,
    put right by `told`. Changes the tree.
    """
    for part in parts:
        _take_out(part)
        _tell_times(part, told)
    return "\n\n".join(filter(None, map(text_of_node, parts)))


def _bare(node: LexborNode) -> str:
    """The text of its paragraphs: menus and boxes have few."""
    return " ".join(part.text(separator=" ") for part in node.css("p"))


def _take_out(node: LexborNode) -> None:
    """Remove what is no text: by tag, by class where it is the smaller part, by being hidden."""
    for silent in node.css(_SILENT):
        silent.decompose()
    whole = len(node.text())
    for part in node.css("[class], [hidden], [aria-hidden]"):
        if part.mem_id == node.mem_id or not is_furniture(part):
            continue
        if len(part.text()) < _HALF * whole:
            part.decompose()


def is_furniture(part: LexborNode) -> bool:
    """True for an element that is hidden, or whose class says that it is no part of the text."""
    attributes = part.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return any(_FURNITURE.match(name) for name in (attributes.get("class") or "").split())


def _tell_times(node: LexborNode, told_as: Callable[[Stamp], Stamp]) -> None:
    around: dict[int, str] = {}
    for time in node.css("time[datetime]"):
        told = time.text().strip()
        stamp, _ = read_stamp(time.attributes.get("datetime") or "")
        if stamp is None or stamp.day_only or _paragraph(time, around) != told:
            continue  # a time in a sentence is text
        shown = read_line(told)
        if shown is None or not (shown.has_day and shown.has_clock and shown.zone):
            stamp = told_as(stamp)
            wall = f"{stamp.wall:%Y-%m-%d %H:%M}"
            time.replace_with(f"{wall} {stamp.zone}" if stamp.zone else wall)


def _paragraph(time: LexborNode, known: dict[int, str]) -> str | None:
    """All the text of the paragraph that a time stands in; `known` are those read before."""
    above = time.parent
    while above is not None and above.tag in _INLINE:
        above = above.parent
    if above is None:
        return None
    if above.mem_id not in known:
        known[above.mem_id] = above.text().strip()
    return known[above.mem_id]
