"""The ninjs reader: items of news agencies in JSON, versions 1 to 3, one, several, or in a list.

Version 1 writes its keys small and its texts flat (`body_text`); 2 and 3 have lists of them
(`bodies`). Whatever is not read is kept aside. By the schemas at iptc.org/std/ninjs.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from feeds.entry import Draft
from feeds.readers.agencies.agency import (
    Item,
    draft_of,
    first_of,
    one_line,
    paragraphs,
    stamp_of,
    without_repeat,
)
from feeds.readers.common.json_values import Objects, first_object, objects_in
from feeds.readers.common.oddities import Oddities
from feeds.readers.reading import Reader, Reading, reading

SAMPLE = 200_000
"""Characters in which a first look is taken."""

_LISTS = ("items", "_items")
"""Under which a list of items may stand: an answer of an agency's or of Superdesk's API."""

_SIGNS = frozenset(
    (
        *("versioncreated", "pubstatus", "headlines", "bodies", "representationtype"),
        *("body_text", "body_html", "body_xhtml"),
    )
)
_PLAIN, _MARKED, _OTHER = range(3)
_READ = frozenset(
    (
        *("uri", "guid", "version", "versioncreated", "firstcreated", "pubstatus", "ednote"),
        *("headline", "headlines", "byline", "by", "urgency", "embargoed", "bodies", "source"),
        *("descriptions", "description", "charcount", "wordcount"),
    )
)
"""Keys that the draft holds already."""


def _fits(text: str) -> bool:
    head = text[:SAMPLE].lower()
    if not any(f'"{key}"' in head for key in ("uri", "guid")):
        return False
    if not any(f'"{sign}"' in head for sign in _SIGNS):
        return False
    first = first_object(text)
    return first is not None and next(_items(first), None) is not None


def _items(value: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """The item that an object is, or those that it lists; their keys written small."""
    listed = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), [value])
    for one in objects_in(listed):
        small = {key.lower(): held for key, held in one.items()}
        if (small.get("uri") or small.get("guid")) and not _SIGNS.isdisjoint(small):
            yield small


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - has its days
    odd = Oddities(source)
    objects = Objects(text)
    drafts: list[Draft] = []
    for line, value in objects:
        count = len(drafts)
        items = list(_items(value))
        drafts += filter(None, (draft_of(_item(one, line, odd), odd) for one in items))
        if not items and len(drafts) == count:
            odd.say("an object is no item of an agency; left out", line)
    if objects.error:
        odd.say(f"the rest is no JSON ({objects.error}); left out", objects.error_line)
    return reading(drafts, odd.problems(), source)


def _item(value: Mapping[str, Any], line: int, odd: Oddities) -> Item:
    headline = one_line(_text(value, "headline", odd, line))
    body = _text(value, "body", odd, line)
    extra = {k: v for k, v in value.items() if k not in _READ and not k.startswith("body_")}
    if not body and (body := _text(value, "description", odd, line)):
        extra["extent"] = "summary"
        extra = {k: v for k, v in extra.items() if not k.startswith("description_")}
    name = one_line(value.get("uri")) or one_line(value.get("guid"))
    return Item(
        id=name,
        line=line,
        version=value.get("version"),
        status=value.get("pubstatus"),
        created=stamp_of(value.get("firstcreated"), odd, line),
        versioned=stamp_of(value.get("versioncreated"), odd, line),
        headline=headline,
        body=without_repeat(body, headline),
        byline=first_of((value.get("by"), value.get("byline"))),
        source=_source(value),
        note=one_line(value.get("ednote")) or None,
        embargoed=one_line(value.get("embargoed")) or None,
        urgency=value.get("urgency"),
        url=name if name.startswith(("http://", "https://")) else None,
        extra=extra,
    )


def _source(value: Mapping[str, Any]) -> str | None:
    """The agency: as the item names its source, or who holds the rights."""
    sources = [one.get("name") for one in objects_in(value.get("infosources"))]
    return first_of((value.get("source"), *sources, value.get("copyrightholder")))


def _text(value: Mapping[str, Any], kind: str, odd: Oddities, line: int) -> str:
    """The best of the texts of a kind: the main one before others, plain before marked up."""
    told = sorted(_texts(value, kind), key=lambda one: one[:2])
    best = next((text for _, _, text in told if text.strip()), "")
    return paragraphs(best, odd, line)


def _texts(value: Mapping[str, Any], kind: str) -> Iterator[tuple[int, bool, str]]:
    """By how well it can be read: whether it is another's than the main role; and the text."""
    plural = value.get("bodies" if kind == "body" else f"{kind}s")
    for one in objects_in(plural):
        if isinstance(one.get("value"), str):
            form = str(one.get("contentType") or one.get("contenttype") or "text/plain").lower()
            yield _rank(form), one.get("role") != "main", one["value"]
    for key, text in value.items():
        if isinstance(text, str) and (key == kind or key.startswith(f"{kind}_")):
            yield _rank(key.replace("_", "/")), key != kind, text


def _rank(form: str) -> int:
    if "html" in form:
        return _MARKED
    return _PLAIN if form.startswith(("text/", "body/text")) or form.endswith("/text") else _OTHER


READER = Reader(
    name="ninjs",
    description="ninjs: items of news agencies in JSON, versions 1 to 3",
    fits=_fits,
    read=_read,
)
