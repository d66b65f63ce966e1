"""The Telegram page reader: saved pages of a public channel (`t.me/s/...`) or of one post.

Their markup is documented nowhere: a page on which nothing is found is refused, not read as empty.
That a post was edited is told, and not when.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from feeds.entry import Draft, Stamp
from feeds.notices import FORWARDED_FROM, LINKS, REPLY_TO, VIEWS
from feeds.readers.common.line_finder import LineFinder
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.stamps import read_stamp
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.web.page import is_page

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SAMPLE = 400_000
"""Characters in which the format is looked for."""

_OF_CHANNEL = re.compile(
    r'\bclass="[^"<>]{0,200}\btgme_(?:channel_history|channel_info|widget_message)\b'
)
_POSTS = ".tgme_widget_message[data-post]"
_TEXT = ".js-message_text"
"""Not `.tgme_widget_message_text` alone: the quoted beginning of what is answered has that too."""

_ADDRESS = re.compile(r"https?://t\.me/(?:s/)?(\w+/\d+)")
_POST = re.compile(r"\w{1,64}/\d{1,19}")
_EDITED = re.compile(r"\bedited\b")
_LINK = re.compile(r"https?://")


def _fits(text: str) -> bool:
    return is_page(text) and _OF_CHANNEL.search(text[:SAMPLE]) is not None


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - has its days
    from feeds.readers.common import markup  # noqa: PLC0415 - its parser: only where pages come

    odd = Oddities(source)
    try:
        tree = markup.parsed(text)
    except markup.OverloadedError as error:
        odd.say(f"the page is no page of Telegram ({error}); left out")
        return reading([], odd.problems(), source)
    channel = _channel(tree)
    lines = LineFinder(text)
    posts = tree.css(_POSTS)
    drafts = [draft for post in posts if (draft := _draft(post, channel, lines, odd))]
    return reading(drafts, odd.problems(), source)


def _draft(
    post: "LexborNode", channel: str | None, lines: LineFinder, odd: Oddities
) -> Draft | None:
    name = post.attributes.get("data-post") or ""
    if not _POST.fullmatch(name):
        odd.say("a post has no number of its own; left out")
        return None
    line = lines.of(f'data-post="{name}"')
    if "service_message" in (post.attributes.get("class") or "").split():
        odd.say("service messages (what was pinned or renamed) are left out", lost=False)
        return None
    body, links = _words(post)
    if not body:
        odd.say("a post has no words (a picture, a poll, a file); left out", line)
        return None
    is_edited = _EDITED.search(_text(post, ".tgme_widget_message_meta") or "") is not None
    if is_edited:
        odd.say("an edited post: the page does not say since when its words are these", line,
                lost=False)  # fmt: skip
    return Draft(
        headline=None,
        body=body,
        stamp=_stamp(post, odd, line),
        id=name,
        source=_text(post, ".tgme_widget_message_owner_name") or channel or name.split("/")[0],
        url=f"https://t.me/{name}",
        line=line,
        revision=2 if is_edited else 1,
        byline=_byline(post, channel),
        extra=dict(_extra(post, links)),
    )


def _byline(post: "LexborNode", channel: str | None) -> str | None:
    """Who signed it, and whose words they passed on."""
    writer = _text(post, ".tgme_widget_message_from_author")
    origin = _text(post, ".tgme_widget_message_forwarded_from_name")
    if origin is None:
        return writer
    told = writer or _text(post, ".tgme_widget_message_owner_name") or channel
    return f"{told}, forwarded from {origin}" if told else f"forwarded from {origin}"


def _extra(post: "LexborNode", links: list[str]) -> Iterator[tuple[str, Any]]:
    origin = post.css_first(".tgme_widget_message_forwarded_from_name")
    if origin is not None:
        yield FORWARDED_FROM, _one_line(origin.text())
        if address := _address(origin):
            yield "forwarded_from_url", address
    answered = post.css_first(".tgme_widget_message_reply")
    if answered is not None and (found := _ADDRESS.match(answered.attributes.get("href") or "")):
        yield REPLY_TO, found[1]
    if views := _text(post, ".tgme_widget_message_views"):
        yield VIEWS, views
    preview = post.css_first(".tgme_widget_message_link_preview")
    if preview is not None and (address := _address(preview)):
        yield "preview", {"url": address, "title": _text(preview, ".link_preview_title")}
    if links:
        yield LINKS, links


def _words(post: "LexborNode") -> tuple[str, list[str]]:
    """The text, and addresses that stand behind its words."""
    from feeds.readers.common.markup import text_of_node  # noqa: PLC0415 - as above

    node = post.css_first(_TEXT)
    if node is None:
        return "", []
    text = text_of_node(node)
    behind = (_address(link) for link in node.css("a[href]"))
    return text, list(dict.fromkeys(link for link in behind if link and link not in text))


def _stamp(post: "LexborNode", odd: Oddities, line: int | None) -> Stamp | None:
    node = post.css_first(".tgme_widget_message_date time[datetime]")
    told = node.attributes.get("datetime") if node is not None else None
    stamp, wrong = read_stamp(told) if told else (None, "there is none")
    if stamp is None:
        odd.say("a post has no time that can be read; kept without it", line, of=f" ({wrong})")
    return stamp


def _channel(tree: "LexborHTMLParser") -> str | None:
    """The channel's name, as the page's head has it."""
    head = tree.css_first('meta[property="og:title"]')
    told = head.attributes.get("content") if head is not None else None
    return _one_line(told or "") or None


def _text(node: "LexborNode", selector: str) -> str | None:
    found = node.css_first(selector)
    return _one_line(found.text()) or None if found is not None else None


def _address(node: "LexborNode") -> str | None:
    told = (node.attributes.get("href") or "").strip()
    return told if _LINK.match(told) else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


READER = Reader(
    name="telegram-page",
    description="a saved page of a public Telegram channel: t.me/s/NAME",
    fits=_fits,
    read=_read,
    is_whole=True,
)
