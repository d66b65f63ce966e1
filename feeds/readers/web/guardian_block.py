"""Guardian blocks: one block, of a page's model or of the Content API, becomes a record."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, tzinfo

from feeds.entry import Stamp
from feeds.readers.common.json_text import objects_in
from feeds.readers.common.rich_text import links_in
from feeds.readers.common.stamps import read_stamp
from feeds.readers.common.unix_time import unix_stamp
from feeds.readers.common.zones import zone_named
from feeds.readers.web.schema_org import is_later, line, people, plain

_PUBLISHED = ("blockFirstPublished", "firstPublishedDate", "publishedDate")
_BEGUN = ("blockCreatedOn", "createdDate")
_MODIFIED = ("blockLastUpdated", "lastModifiedDate")
_READ = frozenset(
    (
        *_PUBLISHED,
        *_MODIFIED,
        *("id", "title", "contributors", "elements", "bodyHtml", "bodyTextSummary"),
        *("primaryDateLine", "secondaryDateLine"),  # the page's times, repeated in every block
    )
)
_DISPLAY = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})\s+(?P<zone>\S+)$")
_CAPTIONS = ("caption", "mediaTitle", "title", "alt")


def block_record(block: Mapping[str, object], address: str) -> dict[str, object]:
    """The block in nightdesk's own keys; what is not read stands beside them.

    The time is when it was first published, else, as no earlier, when its writing began.
    """
    html = "".join(_markup(block))
    name = _raw(block, ("id",))
    published, modified = _time(block, _PUBLISHED), _time(block, _MODIFIED)
    if published is None and (begun := _time(block, _BEGUN)):
        published = replace(begun, no_earlier=True)
    record: dict[str, object] = {key: value for key, value in block.items() if key not in _READ}
    record |= {
        "id": name,
        "headline": line(block.get("title")) or None,
        "body": plain(html) or plain(block.get("bodyTextSummary")) or _caption(block),
        "time": published or _raw(block, _PUBLISHED),
        "url": f"{address}?page=with:block-{name}#block-{name}" if address and name else None,
        "byline": people(block.get("contributors")),
    }
    if is_later(modified, published) and published and not published.no_earlier:
        record |= {"revised": modified, "revision": 2}
    if links := links_in(html):
        record["links"] = links
    return record


def _markup(block: Mapping[str, object]) -> Iterator[str]:
    """The HTML of a block: its own, else that of its elements, in their order."""
    whole = block.get("bodyHtml")
    if isinstance(whole, str) and whole.strip():
        yield whole
        return
    for element in objects_in(block.get("elements")):
        html = element.get("html")
        if isinstance(html, str):
            yield f"<div>{html}</div>"


def _caption(block: Mapping[str, object]) -> str:
    """What a block without text says under its first picture or film."""
    for element in objects_in(block.get("elements")):
        for key in _CAPTIONS:
            if told := plain(element.get(key)):
                return told
    return ""


def _time(block: Mapping[str, object], keys: tuple[str, ...]) -> Stamp | None:
    """The first of the times that can be read, on the clock that the page shows."""
    for key in keys:
        value = block.get(key)
        if isinstance(value, str):
            stamp, _ = read_stamp(value)
        elif isinstance(
            value, dict
        ):  # the API's own clients write {"dateTime": ..., "iso8601": ...}
            stamp = unix_stamp(value.get("dateTime"), per_second=1000)
        else:
            stamp = _shown(unix_stamp(value, per_second=1000), block.get(f"{key}Display"))
        if stamp:
            return stamp
    return None


def _raw(block: Mapping[str, object], keys: tuple[str, ...]) -> object:
    return next((block[key] for key in keys if block.get(key) is not None), None)


def _shown(stamp: Stamp | None, display: object) -> Stamp | None:
    """The stamp on the clock of "19.30 GMT", where the two agree; else by Greenwich."""
    found = _DISPLAY.match(display) if isinstance(display, str) else None
    zone: tzinfo | None = zone_named(found["zone"]) if found else None
    if stamp is None or found is None or zone is None:
        return stamp
    wall = stamp.wall.replace(tzinfo=UTC).astimezone(zone)
    if (wall.hour, wall.minute) != (int(found["hour"]), int(found["minute"])):
        return stamp
    return replace(stamp, wall=wall.replace(tzinfo=None), zone=zone)
