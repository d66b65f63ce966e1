"""The feed reader: RSS 2.0, RSS 1.0 (RDF) and Atom, one draft an item.

An item is an article: its text may be all of it or a summary, which `extra["extent"]` says.
"""

from datetime import date
from typing import Any

from feeds.entry import Draft
from feeds.readers.common.oddities import Oddities
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.syndication.feed_items import root_of, split
from feeds.readers.syndication.feed_parse import Fields, Parsed, parse_head, parse_items
from feeds.readers.syndication.posts import Extent, Post, Posts

MOST_ITEMS = 10_000
"""Items that are read of one feed; those beyond are said."""

_LISTS = {
    "tags": ("categories", "term"),
    "media_content": ("media", "url"),
    "media_thumbnail": ("thumbnails", "url"),
}
"""The library's lists, what they are kept as, and by which key of theirs."""

_TEXTS = ("comments", "rights", "publisher", "language")


def _fits(text: str) -> bool:
    return root_of(text) is not None


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - no clocks alone
    posts = Posts(odd=Oddities(source))
    root = root_of(text)
    if root is None:
        posts.odd.say("this is no feed: no rss, feed or RDF begins it", 1)
        return reading([], posts.odd.problems(), source)
    parts = split(text, root, MOST_ITEMS)
    if parts.defines_entities:
        what = "the feed defines entities of its own; they are not looked up"
        posts.odd.say(what, 1, lost=False)
    if parts.left:
        what = f"only the first {MOST_ITEMS:,} items are read; {parts.left:,} are left out"
        posts.odd.say(what)
    head = parse_head(parts, posts.odd)
    posts.base = posts.address(head.get("link"))
    authors = _authors(head, posts) if parts.is_atom else None  # RFC 4287, 4.2.1
    found = (_draft(item, authors, posts) for item in parse_items(parts, posts.odd))
    drafts = [draft for draft in found if draft]
    return reading(drafts, posts.odd.problems(), source)


def _draft(item: Parsed, authors: str | None, posts: Posts) -> Draft | None:
    get, line = item.fields.get, item.line
    published, updated = get("published"), get("updated") or get("created")
    stamps = posts.stamp(published, line), posts.stamp(updated, line)
    body, extent, summary = _body(item.fields, line, posts)
    link = posts.text(get("link"))
    url = posts.address(get("feedburner_origlink")) or posts.address(link)
    extra = {
        "summary": summary,
        "time": posts.text(published or updated) if stamps == (None, None) else None,
        "link": link if link != url else None,
        "via": posts.text(_of(get("source"), "title")),
        **{key: posts.text(get(key)) for key in _TEXTS},
        **{name: _all(get(key), part, posts) for key, (name, part) in _LISTS.items()},
        "enclosures": _all(_enclosures(get("links")), "href", posts),
    }
    post = Post(
        line=line,
        id=posts.text(get("id")) or link,
        headline=_headline(get("title"), get("title_detail"), line, posts),
        body=body,
        extent=extent if body else "title",
        published=stamps[0],
        updated=stamps[1],
        url=url,
        byline=_authors(item.fields, posts) or authors,
        extra=extra,
    )
    return posts.draft(post)


def _body(fields: Fields, line: int, posts: Posts) -> tuple[str, Extent, str | None]:
    """The text, whether it is all of it, and the summary beside a whole text."""
    summary = _text(fields.get("summary"), fields.get("summary_detail"), line, posts)
    full = _content(fields.get("content"), line, posts)
    if not full:
        return summary, "summary", None
    return full, "full", summary if summary != full else None


def _content(values: object, line: int, posts: Posts) -> str:
    """The first of an item's contents that is text; of plain text and HTML, the HTML."""
    contents = sorted(_mappings(values), key=lambda content: content.get("type") == "text/plain")
    texts = (
        _text(content.get("value"), content, line, posts)
        for content in contents
        if str(content.get("type") or "text/").startswith(("text/", "application/xhtml"))
    )
    return next(filter(None, texts), "")


def _text(value: object, detail: object, line: int, posts: Posts) -> str:
    is_plain = _of(detail, "type") == "text/plain"
    return posts.plain(value) if is_plain else posts.html(value, line)


def _headline(value: object, detail: object, line: int, posts: Posts) -> str | None:
    return _text(value, detail, line, posts).replace("\n\n", " ").replace("\n", " ") or None


def _authors(fields: Fields, posts: Posts) -> str | None:
    """The names of the authors, else their addresses; None where nobody is named."""
    people = _mappings(fields.get("authors"))
    names = [posts.text(one.get("name")) or posts.text(one.get("email")) for one in people]
    found = ", ".join(dict.fromkeys(filter(None, names)))
    return found or posts.text(fields.get("author"))


def _all(values: object, part: str, posts: Posts) -> list[str]:
    return [text for value in _mappings(values) if (text := posts.text(value.get(part)))]


def _enclosures(links: object) -> list[dict[str, Any]]:
    return [link for link in _mappings(links) if link.get("rel") == "enclosure"]


def _mappings(values: object) -> list[dict[str, Any]]:
    return [v for v in values if isinstance(v, dict)] if isinstance(values, list) else []


def _of(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


READER = Reader(
    name="feed",
    description="a feed: RSS 2.0, RSS 1.0 (RDF) or Atom",
    fits=_fits,
    read=_read,
)
