"""The JSON Feed reader: versions 1 and 1.1 (jsonfeed.org), one draft an item."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from feeds.entry import Draft
from feeds.readers.common.json_values import first_object, objects_under
from feeds.readers.common.oddities import Oddities
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.syndication.posts import Extent, Post, Posts

SAMPLE = 20_000
"""Characters at both ends in which the format is looked for: keys stand in any order."""

_VERSION = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org(?:\\?/)version')
_OF_AN_ITEM = frozenset(("id", "url", "title", "content_html", "content_text", "date_published"))
_TEXTS = ("external_url", "image", "banner_image", "language")

_Object = Mapping[str, Any]


def _fits(text: str) -> bool:
    if not text.lstrip("\ufeff \t\n").startswith("{"):
        return False
    return any(_VERSION.search(end) for end in (text[:SAMPLE], text[-SAMPLE:]))


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - no clocks alone
    posts = Posts(odd=Oddities(source))
    head = first_object(text) or {}
    posts.base = posts.address(head.get("home_page_url")) or posts.address(head.get("feed_url"))
    authors = _authors(head, posts)
    items = objects_under(text, "items", _OF_AN_ITEM)
    found = (_draft(item, line, authors, posts) for line, item in items)
    drafts = [draft for draft in found if draft]
    posts.say_broken(items.error, items.error_line)
    return reading(drafts, posts.odd.problems(), source)


def _draft(item: _Object, line: int, authors: str | None, posts: Posts) -> Draft | None:
    stamps = [posts.stamp(item.get(key), line) for key in ("date_published", "date_modified")]
    body, extent = _body(item, line, posts)
    url = posts.address(item.get("url")) or posts.address(item.get("external_url"))
    summary = posts.plain(item.get("summary"))
    post = Post(
        line=line,
        id=posts.text(item.get("id")) or url,
        headline=posts.text(item.get("title")),
        body=body,
        extent=extent if body else "title",
        published=stamps[0],
        updated=stamps[1],
        url=url,
        byline=_authors(item, posts) or authors,
        extra={
            "summary": summary if summary != body else None,
            "time": posts.text(item.get("date_published")) if stamps == [None, None] else None,
            **{key: posts.text(item.get(key)) for key in _TEXTS},
            "categories": [tag for each in _list(item.get("tags")) if (tag := posts.text(each))],
            "enclosures": _addresses(item.get("attachments"), posts),
            **{key: value for key, value in item.items() if key.startswith("_")},
        },
    )
    return posts.draft(post)


def _body(item: _Object, line: int, posts: Posts) -> tuple[str, Extent]:
    html = posts.html(item.get("content_html"), line)
    if full := html or posts.plain(item.get("content_text")):
        return full, "full"
    return posts.plain(item.get("summary")), "summary"


def _authors(of: _Object, posts: Posts) -> str | None:
    """The names of `authors` (1.1), else of `author` (1)."""
    people = [one for one in (*_list(of.get("authors")), of.get("author")) if isinstance(one, dict)]
    names = [name for one in people if (name := posts.text(one.get("name")))]
    return ", ".join(dict.fromkeys(names)) or None


def _addresses(values: object, posts: Posts) -> list[str]:
    found = (posts.address(one.get("url")) for one in _list(values) if isinstance(one, dict))
    return [address for address in found if address]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


READER = Reader(
    name="json-feed",
    description="JSON Feed, version 1 or 1.1",
    fits=_fits,
    read=_read,
)
