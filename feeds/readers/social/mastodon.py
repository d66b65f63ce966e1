"""The Mastodon reader: statuses as the API gives them, one or a list.

Who boosts is the source of what is boosted, and whose words it passes on is said beside it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from feeds.entry import Draft
from feeds.notices import FORWARDED_FROM, REPLY_TO
from feeds.readers.common.json_values import Objects, first_object, objects_in
from feeds.readers.common.oddities import Oddities
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.syndication.posts import Post, Posts

SAMPLE = 100_000
"""Characters in which the format is looked for."""

_SIGNS = ('"acct"', '"spoiler_text"', '"created_at"')
_KEPT = ("visibility", "sensitive", "language", "replies_count", "reblogs_count")

_Object = Mapping[str, Any]


def _fits(text: str) -> bool:
    head = text[:SAMPLE]
    if not all(sign in head for sign in _SIGNS):
        return False
    first = first_object(text)
    return first is not None and _is_status(first)


def _is_status(value: _Object) -> bool:
    has_words = isinstance(value.get("content"), str) or isinstance(value.get("reblog"), dict)
    return has_words and isinstance(value.get("account"), dict) and "created_at" in value


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - no clocks alone
    posts = Posts(odd=Oddities(source), item="status")
    objects = Objects(text)
    statuses = list(objects)
    names = {posts.text(value.get("id")): _id(value, posts) for _, value in statuses}
    found = (_draft(value, line, names, posts) for line, value in statuses)
    drafts = [draft for draft in found if draft]
    posts.say_broken(objects.error, objects.error_line)
    return reading(drafts, posts.odd.problems(), source)


def _draft(
    value: _Object, line: int, names: Mapping[str | None, str | None], posts: Posts
) -> Draft | None:
    if not _is_status(value):
        told = posts.text(value.get("error"))
        posts.odd.say(
            "an object is no status; left out", line, of=f" (it says: {told})" if told else ""
        )
        return None
    boosted = value.get("reblog")
    words: _Object = boosted if isinstance(boosted, dict) else value
    warning = posts.plain(words.get("spoiler_text"))
    body = posts.html(words.get("content"), line)
    answered = posts.text(value.get("in_reply_to_id"))
    extra: dict[str, Any] = {
        **{key: words.get(key) for key in _KEPT},
        REPLY_TO: names.get(answered) or answered,
        "categories": [posts.text(tag.get("name")) for tag in objects_in(words.get("tags"))],
        "media": [_media(one, posts) for one in objects_in(words.get("media_attachments"))],
        "card": _card(words, posts),
        "choices": _choices(words, posts),
    }
    if words is not value:
        extra |= {
            FORWARDED_FROM: _account(words, posts),
            "forwarded_id": _id(words, posts),
            "forwarded_time": words.get("created_at"),
        }
    post = Post(
        line=line,
        id=_id(value, posts),
        headline=None,
        body="\n\n".join(filter(None, (warning, body, *_described(words, posts, warning or body)))),
        extent=None,
        published=posts.stamp(value.get("created_at"), line),
        updated=posts.stamp(words.get("edited_at"), line),
        url=posts.address(words.get("url")) or posts.address(words.get("uri")),
        byline=_name(words, posts),
        extra=extra,
        source=_account(value, posts),
    )
    return posts.draft(post)


def _id(value: _Object, posts: Posts) -> str | None:
    """Its address among all servers: the number is one server's own."""
    return posts.text(value.get("uri")) or posts.text(value.get("id"))


def _account(value: _Object, posts: Posts) -> str | None:
    """`@name@server`, as the answering server writes it: without the server for its own."""
    account = value.get("account")
    acct = posts.text(account.get("acct")) if isinstance(account, dict) else None
    return f"@{acct}" if acct else None


def _name(value: _Object, posts: Posts) -> str | None:
    account = value.get("account")
    name = posts.text(account.get("display_name")) if isinstance(account, dict) else None
    return name or _account(value, posts)


def _described(words: _Object, posts: Posts, said: str) -> list[str]:
    """What pictures are described with, where there are no other words."""
    if said:
        return []
    texts = (
        posts.plain(one.get("description")) for one in objects_in(words.get("media_attachments"))
    )
    return [text for text in texts if text]


def _media(one: _Object, posts: Posts) -> dict[str, Any]:
    kept = {key: posts.text(one.get(key)) for key in ("type", "url", "description")}
    return {key: value for key, value in kept.items() if value}


def _card(words: _Object, posts: Posts) -> dict[str, Any] | None:
    """The page that it links to."""
    card = words.get("card")
    if not isinstance(card, dict):
        return None
    return {key: posts.text(card.get(key)) for key in ("url", "title", "description")}


def _choices(words: _Object, posts: Posts) -> list[Any]:
    """The choices of a poll, with the votes for each."""
    poll = words.get("poll")
    options = objects_in(poll.get("options")) if isinstance(poll, dict) else []
    return [[posts.text(one.get("title")), one.get("votes_count")] for one in options]


READER = Reader(
    name="mastodon",
    description="Mastodon statuses, as its API gives them",
    fits=_fits,
    read=_read,
)
