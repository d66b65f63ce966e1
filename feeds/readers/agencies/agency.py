"""Agency: what wire formats have in common: versions, kills, embargoes, and whose item it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from feeds.entry import Draft, Stamp
from feeds.notices import EMBARGOED, NOTE, URGENCY
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.stamps import instant, read_stamp

KILLED = "killed by the agency"
WITHHELD = "withheld by the agency until further notice"

_WITHDRAWN = {"canceled": KILLED, "cancelled": KILLED, "withheld": WITHHELD}
"""By publishing status, as IPTC's `pubstatus` names them: none of these may be used."""

_LONGEST_NUMBER = 9
_AUTHORITY = re.compile(r"urn:newsml:([^:/\s]{1,100}):|tag:([^,\s]{1,100}),")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(slots=True, kw_only=True)
class Item:
    """One item of an agency, its texts read already."""

    id: str
    line: int | None
    version: object = None
    """As written; versions that are no number count as the first."""

    status: object = None
    """Publishing status; None is usable."""

    created: Stamp | None = None
    """When the agency first sent it, or made its content."""

    versioned: Stamp | None = None
    """When it made this version."""

    headline: str = ""
    body: str = ""
    byline: str | None = None
    source: str | None = None
    note: str | None = None
    embargoed: str | None = None
    urgency: object = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def draft_of(item: Item, odd: Oddities) -> Draft | None:
    """The draft of an item; None where it says nothing at all.

    A notice without words (a kill often is one) has those of its editors' note, and its slug line
    for a headline: what stood before it is the version before.
    """
    withdrawn = _withdrawn(item, odd)
    has_words = bool(item.body or item.headline)
    body = item.body if has_words else item.note or ""
    headline = item.headline if has_words else one_line(item.extra.get("slugline"))
    if withdrawn is None and not has_words and not body:
        odd.say("an item has no words; left out", item.line)
        return None
    revision = _number(item.version) or 1
    published = item.created or item.versioned
    if published is None:
        odd.say("an item has no time that can be read; kept without it", item.line, lost=False)
    is_later = item.versioned and published and instant(item.versioned) > instant(published)
    return Draft(
        headline=headline or None,
        body=body,
        stamp=published,
        id=item.id,
        source=item.source or authority(item.id),
        url=item.url,
        line=item.line,
        revision=revision,
        revised=item.versioned if is_later or revision > 1 or withdrawn else None,
        byline=item.byline or None,
        withdrawn=withdrawn,
        extra={**item.extra, **_notices(item)},
    )


def _withdrawn(item: Item, odd: Oddities) -> str | None:
    """Why it may not be used. Codes stand alone, or after the name of their list: `stat:usable`."""
    if not isinstance(item.status, str):
        return None
    status = re.split(r"[:/]", item.status.strip().lower())[-1]
    if status not in (*_WITHDRAWN, "usable", ""):
        odd.say("a publishing status is unknown; the item is shown as usable", item.line,
                lost=False, of=f" ({status[:40]!r})")  # fmt: skip
    return _WITHDRAWN.get(status)


def _notices(item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if item.embargoed:
        told[EMBARGOED] = item.embargoed
    if (urgency := _number(item.urgency)) is not None:
        told[URGENCY] = urgency
    if item.note and item.note != item.body:
        told[NOTE] = item.note
    return told


def _number(value: object) -> int | None:
    """A whole number from 1; also from its digits."""
    if isinstance(value, str):
        digits = value.strip()
        is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER
        value = int(digits) if is_number else None
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value >= 1 else None  # type: ignore[operator, return-value]


def authority(id: str) -> str | None:
    """Who gave an item its id: `urn:newsml:afp.com:...`, `tag:...`, or the host of an address."""
    if found := _AUTHORITY.match(id):
        return found[1] or found[2]
    try:
        return urlsplit(id).hostname if id.startswith(("http://", "https://")) else None
    except ValueError:
        return None


def stamp_of(value: object, odd: Oddities, line: int | None) -> Stamp | None:
    """The time of a field; None where it holds none, which is said."""
    if not isinstance(value, str) or not value.strip():
        return None
    stamp, wrong = read_stamp(value)
    if stamp is None:
        odd.say("a time cannot be read; kept without it", line, of=f" ({wrong})")
    return stamp


def one_line(value: object) -> str:
    """A text on one line, without half characters; the empty string for what is none."""
    return " ".join(whole(value).split())


def whole(value: object) -> str:
    """A text without half characters; the empty string for what is none."""
    return _HALF_PAIR.sub("\ufffd", value) if isinstance(value, str) else ""


def paragraphs(value: object, odd: Oddities, line: int | None) -> str:
    """Paragraphs of a field that holds HTML or plain text."""
    from feeds.readers.common import markup, rich_text  # noqa: PLC0415 - its parser: only where it comes

    try:
        return rich_text.paragraphs_of(whole(value))
    except markup.OverloadedError as error:
        odd.say("a text is left out", line, of=f": its {error}")
        return ""


def without_repeat(body: str, headline: str) -> str:
    """The body without a first paragraph that is the headline once more."""
    first, _, rest = body.partition("\n\n")
    return rest if rest and one_line(first) == headline else body


def first_of(values: Iterable[object]) -> str | None:
    """The first that is a text with words."""
    return next((text for value in values if (text := one_line(value))), None)
