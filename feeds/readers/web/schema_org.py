"""Schema.org: the fields of its objects as news sites really write them, each read for itself."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from feeds.entry import Stamp
from feeds.readers.common.addresses import web_address
from feeds.readers.common.markup import OverloadedError
from feeds.readers.common.rich_text import line_of, paragraphs_of
from feeds.readers.common.stamps import instant, read_stamp
from feeds.readers.common.unix_time import unix_stamp
from feeds.readers.records.record import KNOWN

FEWEST_SHARING = 3
"""Updates that share one time to the second, all of them, from which it is the page's time."""

_MILLISECONDS = 10**11
"""A Unix time over this is in milliseconds: in seconds it were the year 5138."""

_USED = frozenset(
    (
        *("@context", "@id", "headline", "name", "author", "url", "articleBody"),
        *("datePublished", "dateModified", "liveBlogUpdate"),
    )
)


def is_sample(raw: Mapping[str, object]) -> bool:
    """True for what a site's template ships as an example: a body that says it is a text and holds
    none."""
    body = raw.get("articleBody")
    return isinstance(body, dict) and not body_text(raw)


def body_text(raw: Mapping[str, object]) -> str:
    """The first field that holds a text, where some sites put it inside an object or a list."""
    for key in ("articleBody", "text", "description"):
        value = raw.get(key)
        if isinstance(value, dict):
            value = value.get("@value") or value.get("text") or value.get("value")
        if isinstance(value, list):
            value = "\n\n".join(part for part in value if isinstance(part, str))
        if isinstance(value, str) and value.strip():
            return value
    return ""


def address(posting: Mapping[str, object]) -> str:
    """Where the blog stands: its `url`, else the page that it is the main part of, else its id."""
    whole = posting.get("mainEntityOfPage")
    page = whole.get("@id") if isinstance(whole, dict) else whole
    said = (posting.get("url"), page, posting.get("@id"))
    found = (web_address(value) for value in said if isinstance(value, str))
    return next(filter(None, found), "")


def stamp_of(value: object) -> Stamp | None:
    """The time of a field: ISO 8601 or another form that is known, or a Unix time."""
    if isinstance(value, str):
        return read_stamp(value)[0]
    return unix_stamp(
        value, per_second=1000 if isinstance(value, int) and value > _MILLISECONDS else 1
    )


def shared_time(stamps: Sequence[Stamp | None], fewest: int = FEWEST_SHARING) -> Stamp | None:
    """The time that all updates share, `fewest` or more; None where there is none."""
    first = stamps[0] if stamps else None
    if first is None or len(stamps) < fewest or first.day_only:
        return None
    return first if all(is_same(first, other) for other in stamps[1:]) else None


def is_same(one: Stamp | None, other: Stamp | None) -> bool:
    """True where both are one instant, whatever zones they are written in."""
    return lag(one, other) == timedelta()


def is_later(one: Stamp | None, other: Stamp | None) -> bool:
    """True where the first is known to be later."""
    behind = lag(one, other)
    return behind is not None and behind > timedelta()


def lag(one: Stamp | None, other: Stamp | None) -> timedelta | None:
    """How much later the first is; None where that cannot be told (no clock, one zone alone)."""
    if not one or not other or one.day_only or other.day_only:
        return None
    if (one.zone is None) != (other.zone is None):
        return None
    return instant(one) - instant(other)


def people(author: object) -> str | None:
    """Authors, as sites write them: a name, an object with one, or a list of either."""
    several = author if isinstance(author, list) else [author]
    called = [one.get("name") if isinstance(one, dict) else one for one in several]
    told = [line(name) for name in called if isinstance(name, str)]
    return ", ".join(dict.fromkeys(filter(None, told))) or None


def unread(raw: Mapping[str, object], repeated: Mapping[str, object]) -> dict[str, object]:
    """The fields that are not read, without those that say the same as `repeated`."""
    rest = {}
    for key, value in raw.items():
        if key in _USED or repeated.get(key) == value:
            continue
        if key == "mainEntityOfPage" and value == repeated.get("url"):
            continue
        if key != "@type" or value not in ("BlogPosting", "LiveBlogPosting"):
            rest[f"schema:{key}" if key in KNOWN else key] = value
    return rest


def line(value: object) -> str:
    """A field that is one line; empty for what is no text. As it stands where its markup is nested
    too deep to be one."""
    if not isinstance(value, str):
        return ""
    try:
        return line_of(value)
    except OverloadedError:
        return " ".join(value.split())


def plain(value: object) -> str:
    """A field that is a text; empty for what is none, as it stands where it is nested too deep."""
    if not isinstance(value, str):
        return ""
    try:
        return paragraphs_of(value)
    except OverloadedError:
        return value
