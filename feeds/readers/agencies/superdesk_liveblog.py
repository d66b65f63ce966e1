"""The Superdesk Live Blog reader: what its API answers, and what it sends to a webhook.

Posts that were deleted still carry their text and the flag: each is read as it stood until then,
and as withdrawn since. Accounts of the staff, with their addresses, are in every post: left alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from feeds.entry import Draft, Stamp
from feeds.readers.agencies.agency import first_of, one_line, paragraphs, stamp_of
from feeds.readers.common.json_text import NotJsonError, forgiving, salvaged
from feeds.readers.common.json_values import objects_in
from feeds.readers.common.line_finder import LineFinder
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.stamps import instant
from feeds.readers.reading import Reader, Reading, reading

DELETED = "deleted by the publisher"

SAMPLE = 200_000
"""Characters in which a first look is taken."""

_SIGNS = ('"post_status"', '"groups"', '"published_date"')
_ADVERTISEMENT = "advertisement"


def _fits(text: str) -> bool:
    head = text[:SAMPLE]
    if not head.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return False
    return all(sign in head for sign in _SIGNS) and ('"_items"' in head or "_post" in head)


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - has its days
    odd = Oddities(source)
    lines = LineFinder(text)
    drafts = [draft for post in _posts(text, odd) for draft in _drafts(post, lines, odd)]
    return reading(drafts, odd.problems(), source)


def _posts(text: str, odd: Oddities) -> Iterator[Mapping[str, Any]]:
    """The posts of an answer (`_items`, also under `posts`), or the one of a webhook."""
    try:
        value = forgiving(text)
    except NotJsonError as error:
        posts = salvaged(text, "_items", having=("groups",))
        what = f"the answer is no JSON ({error}); "
        odd.say(what + (f"{len(posts)} whole posts are read" if posts else "nothing is read"))
        yield from posts
        return
    if isinstance(value, dict) and isinstance(value.get("producer_post"), dict):
        refs = [{"item": item} for item in objects_in(value.get("items"))]
        yield {**value["producer_post"], "groups": [{"id": "main", "refs": refs}]}
        return
    if isinstance(value, dict) and isinstance(value.get("posts"), dict):
        value = value["posts"]
    listed = value.get("_items") if isinstance(value, dict) else value
    yield from objects_in(listed)


def _drafts(post: Mapping[str, Any], lines: LineFinder, odd: Oddities) -> Iterator[Draft]:
    """The post as it stood, and, where it was deleted, as withdrawn."""
    name = one_line(post.get("_id")) or one_line(post.get("guid"))
    line = lines.of(name)
    if post.get("post_status") == "comment":
        odd.say("comments of readers are left out", line, lost=False)
        return
    if post.get("post_status") not in ("open", None):
        odd.say("drafts that were not published are left out", line, lost=False)
        return
    body = "\n\n".join(_texts(post, odd, line))
    if not body:
        odd.say("a post has no words (a picture, an advertisement); left out", line)
        return
    published = stamp_of(post.get("published_date"), odd, line)
    edited = _later(stamp_of(post.get("content_updated_date"), odd, line), published)
    standing = Draft(
        headline=one_line(post.get("headline")) or None,
        body=body,
        stamp=published,
        id=name or None,
        line=line,
        revision=2 if edited else 1,
        revised=edited,
        byline=_byline(post),
        extra=dict(_extra(post)),
    )
    if published is None:
        odd.say("a post has no time; kept without it", line, lost=False)
    yield standing
    if post.get("deleted") is True:
        since = first_of((post.get("unpublished_date"), post.get("_updated")))
        yield replace(
            standing,
            withdrawn=DELETED,
            revision=standing.revision + 1,
            revised=_later(stamp_of(since, odd, line), edited or published) or edited,
        )


def _texts(post: Mapping[str, Any], odd: Oddities, line: int | None) -> Iterator[str]:
    """The paragraphs of its parts, advertisements left out."""
    mains = (group for group in objects_in(post.get("groups")) if group.get("id") == "main")
    for reference in (ref for group in mains for ref in objects_in(group.get("refs"))):
        item = reference.get("item")
        if not isinstance(item, dict):
            continue
        kind = one_line(item.get("item_type")).lower()
        if not kind.startswith(_ADVERTISEMENT) and (
            text := paragraphs(item.get("text"), odd, line)
        ):
            yield text


def _byline(post: Mapping[str, Any]) -> str | None:
    publisher = post.get("publisher")
    shown = publisher.get("display_name") if isinstance(publisher, dict) else None
    return first_of((post.get("byline"), shown))


def _extra(post: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What says how the newsroom holds it."""
    if post.get("sticky") is True:
        yield "pinned", True
    if post.get("lb_highlight") is True or post.get("highlight") is True:
        yield "highlight", True
    if tags := [tag for tag in _list(post.get("tags")) if isinstance(tag, str)]:
        yield "tags", tags


def _later(stamp: Stamp | None, than: Stamp | None) -> Stamp | None:
    return stamp if stamp and (than is None or instant(stamp) > instant(than)) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


READER = Reader(
    name="superdesk-liveblog",
    description="Superdesk Live Blog: what its API answers or sends to a webhook",
    fits=_fits,
    read=_read,
)
