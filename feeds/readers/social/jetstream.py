"""The Jetstream reader: events of Bluesky's network, one a line (Jetstream version 1).

`time_us` is when the network saw it. `createdAt` is what the author's program says, and may say
anything: it is kept aside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from feeds.entry import Draft, Stamp
from feeds.notices import REPLY_TO
from feeds.readers.common.json_values import first_object, objects_in
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.unix_time import unix_stamp
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.syndication.posts import Post, Posts

SAMPLE = 20_000
"""Characters in which the format is looked for."""

A_SECOND = 1_000_000
"""Units of `time_us`."""

_POST = "app.bsky.feed.post"
_KINDS = ("commit", "identity", "account")

_Object = Mapping[str, Any]


def _fits(text: str) -> bool:
    if '"time_us"' not in text[:SAMPLE]:
        return False
    first = first_object(text)
    return first is not None and _is_event(first)


def _is_event(value: _Object) -> bool:
    return {"did", "time_us"} <= value.keys() and value.get("kind") in _KINDS


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - no clocks alone
    posts = Posts(odd=Oddities(source), item="post")
    events = sorted(_events(text, posts), key=lambda event: _time(event[1]))
    held: dict[str, Draft] = {}
    drafts = [draft for line, event in events if (draft := _draft(event, line, held, posts))]
    return reading(drafts, posts.odd.problems(), source)


def _events(text: str, posts: Posts) -> Iterator[tuple[int, _Object]]:
    """The events about posts; others (likes, follows, accounts) say nothing to read."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        value = first_object(line)
        if value is None or not _is_event(value):
            posts.odd.say("the line is no event; left out", number)
            continue
        commit = value.get("commit")
        if isinstance(commit, dict) and commit.get("collection") == _POST:
            yield number, value


def _time(event: _Object) -> int:
    value = event.get("time_us")
    return value if isinstance(value, int) else 0


def _draft(event: _Object, line: int, held: dict[str, Draft], posts: Posts) -> Draft | None:
    commit: _Object = event["commit"]
    account, key = posts.text(event.get("did")), posts.text(commit.get("rkey"))
    name = f"at://{account}/{_POST}/{key}"
    stamp = unix_stamp(event.get("time_us"), per_second=A_SECOND)
    before = held.get(name)
    if commit.get("operation") == "delete":
        draft = _deleted(before, stamp, line, posts)
    else:
        record = commit.get("record")
        draft = posts.draft(
            Post(
                line=line,
                id=name,
                headline=None,
                body=posts.plain(record.get("text")) if isinstance(record, dict) else "",
                extent=None,
                published=before.stamp if before else stamp,
                updated=stamp,
                url=posts.address(f"https://bsky.app/profile/{account}/post/{key}"),
                byline=None,
                extra=_extra(record, posts) if isinstance(record, dict) else {},
                source=account,
                revision=before.revision + 1 if before else 1,
            )
        )
    if draft:
        held[name] = draft
    return draft


def _deleted(before: Draft | None, stamp: Stamp | None, line: int, posts: Posts) -> Draft | None:
    """What stood, taken back; nothing where the document does not hold it."""
    if before is None:
        what = "a post was deleted that stands in none of these lines"
        posts.odd.say(what, line, lost=False)
        return None
    return replace(
        before,
        line=line,
        revision=before.revision + 1,
        revised=stamp,
        withdrawn="deleted by its author",
    )


def _extra(record: _Object, posts: Posts) -> dict[str, Any]:
    reply, embed = record.get("reply"), record.get("embed")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    return {
        "createdAt": posts.text(record.get("createdAt")),
        "languages": record.get("langs"),
        REPLY_TO: posts.text(parent.get("uri")) if isinstance(parent, dict) else None,
        "links": [link for link in _links(record, embed, posts) if link],
    }


def _links(record: _Object, embed: object, posts: Posts) -> Iterator[str | None]:
    """Where its words link to, then the page that it shows."""
    for facet in objects_in(record.get("facets")):
        for feature in objects_in(facet.get("features")):
            yield posts.address(feature.get("uri"))
    external = embed.get("external") if isinstance(embed, dict) else None
    if isinstance(external, dict):
        yield posts.address(external.get("uri"))


READER = Reader(
    name="jetstream",
    description="posts of Bluesky as its network tells them (Jetstream, one event a line)",
    fits=_fits,
    read=_read,
)
