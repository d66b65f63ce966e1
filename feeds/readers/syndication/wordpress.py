"""The WordPress reader: posts as the REST API gives them (`/wp-json/wp/v2/posts`), one or a list.

`date_gmt` and `modified_gmt` are UTC, though nothing in them says so; `date` is the site's clock.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from html import unescape
from typing import Any

from feeds.entry import Draft, Stamp
from feeds.readers.common.json_values import Objects, first_object
from feeds.readers.common.oddities import Oddities
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.syndication.posts import Extent, Post, Posts

SAMPLE = 20_000
"""Characters in which the format is looked for."""

_RENDERED = re.compile(r'"rendered"\s*:')
_NO_TIME = "0000-"
"""What a post that was never published has for a time begins so."""

_KEPT = ("slug", "status", "type", "format", "sticky", "categories", "tags", "author")

_Object = Mapping[str, Any]


def _fits(text: str) -> bool:
    if not _RENDERED.search(text[:SAMPLE]):
        return False
    first = first_object(text)
    return first is not None and _is_post(first)


def _is_post(value: _Object) -> bool:
    parts = [value.get(key) for key in ("title", "content", "excerpt")]
    return sum(isinstance(part, dict) and "rendered" in part for part in parts) > 1 or (
        isinstance(parts[0], dict) and "rendered" in parts[0] and "date" in value
    )


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - no clocks alone
    posts = Posts(odd=Oddities(source), item="post")
    objects = Objects(text)
    drafts = [draft for line, value in objects if (draft := _draft(value, line, posts))]
    posts.say_broken(objects.error, objects.error_line)
    return reading(drafts, posts.odd.problems(), source)


def _draft(value: _Object, line: int, posts: Posts) -> Draft | None:
    if not _is_post(value):
        told = posts.text(value.get("message"))
        posts.odd.say(
            "an object is no post; left out", line, of=f" (it says: {told})" if told else ""
        )
        return None
    published, updated = _stamps(value, line, posts)
    body, extent = _body(value, line, posts)
    post = Post(
        line=line,
        id=posts.text(unescape(_rendered(value, "guid"))) or posts.text(value.get("id")),
        headline=posts.html(_rendered(value, "title"), line).replace("\n", " ") or None,
        body=body,
        extent=extent if body else "title",
        published=published,
        updated=updated,
        url=posts.address(value.get("link")),
        byline=_author(value, posts),
        extra={**{key: value.get(key) for key in _KEPT}, "categories": _terms(value, posts)},
    )
    return posts.draft(post)


def _stamps(value: _Object, line: int, posts: Posts) -> tuple[Stamp | None, Stamp | None]:
    """Published and changed: both by Greenwich, or both by the site's own clock."""
    published, updated = (
        _utc(value.get(f"{key}_gmt"), line, posts) for key in ("date", "modified")
    )
    if published:
        return published, updated
    return posts.stamp(value.get("date"), line), posts.stamp(value.get("modified"), line)


def _utc(value: object, line: int, posts: Posts) -> Stamp | None:
    if not isinstance(value, str) or value.startswith(_NO_TIME):
        return None
    stamp = posts.stamp(value, line)
    return replace(stamp, zone=UTC) if stamp and stamp.zone is None else stamp


def _body(value: _Object, line: int, posts: Posts) -> tuple[str, Extent]:
    content = value.get("content")
    if isinstance(content, dict) and content.get("protected") is True:
        posts.odd.say("the post is closed by a password; its text is not given", line)
    if full := posts.html(_rendered(value, "content"), line):
        return full, "full"
    return posts.html(_rendered(value, "excerpt"), line), "summary"


def _rendered(value: _Object, key: str) -> str:
    part = value.get(key)
    text = part.get("rendered") if isinstance(part, dict) else part
    return text if isinstance(text, str) else ""


def _author(value: _Object, posts: Posts) -> str | None:
    """Names of the authors, where the answer embeds them (`_embed`)."""
    names = [posts.text(one.get("name")) for one in _embedded(value, "author")]
    return ", ".join(filter(None, names)) or None


def _terms(value: _Object, posts: Posts) -> object:
    """Names of categories and tags, where the answer embeds them; else the numbers."""
    names = [posts.text(one.get("name")) for one in _embedded(value, "wp:term")]
    return list(filter(None, names)) or value.get("categories")


def _embedded(value: _Object, key: str) -> list[dict[str, Any]]:
    embedded = value.get("_embedded")
    found = embedded.get(key) if isinstance(embedded, dict) else None
    flat = [
        one
        for each in (found if isinstance(found, list) else [])
        for one in (each if isinstance(each, list) else [each])
    ]
    return [one for one in flat if isinstance(one, dict)]


READER = Reader(
    name="wordpress",
    description="WordPress posts, as its REST API gives them (wp/v2/posts)",
    fits=_fits,
    read=_read,
)
