"""Feed parse: the XML of some items becomes feedparser's mappings, each item on its own if need be.

Only text is given to the library: a name or an address it would open.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from feeds.readers.common.oddities import Oddities
from feeds.readers.syndication.feed_bounds import bounded, without_pictures
from feeds.readers.syndication.feed_items import Item, Parts

MOST_AT_ONCE = 100_000
"""Characters of the items that are parsed at once."""

MOST_TOGETHER = 25
"""Items that are parsed at once: a broken one among them has them all parsed once more."""

MOST_BROKEN = 250
"""Broken items that are read: they take ten times as long as sound ones."""

_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CONTROL_BY_NUMBER = re.compile(
    r"&#(?:0*([0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*([0-8bceBCEfF]|1[0-9a-fA-F]));"
)
_PICTURES = 0x2400
"""Where Unicode shows control characters: U+241B stands for ESC."""

Fields = Mapping[str, Any]
"""Of a feed or an item, by the library's names: texts, mappings and lists of mappings."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """One item as the library has it."""

    line: int
    fields: Fields


def parse_head(parts: Parts, odd: Oddities) -> Fields:
    """What the feed says of itself; nothing where that cannot be read."""
    head, wrong = bounded(without_pictures(parts.head))
    if head is None:
        odd.say("the feed's head is not read", 1, of=f": it {wrong}")
        return {}
    found, _ = _feedparser(head + parts.ends)
    return _fields(found["feed"])


def parse_items(parts: Parts, odd: Oddities) -> Iterator[Parsed]:
    """The items that can be read, in their order."""
    ready = [(item, text) for item in parts.items if (text := _made_ready(item, odd)) is not None]
    broken_ones = 0
    for group in _groups(ready):
        if len(group) > 1 and (together := _together([text for _, text in group], parts)):
            yield from (
                Parsed(item.line, one) for (item, _), one in zip(group, together, strict=True)
            )
            continue
        for item, text in group:
            if broken_ones >= MOST_BROKEN:
                what = f"the item is left out: {MOST_BROKEN:,} before it were no sound XML"
                odd.say(what, item.line)
            else:
                entry, is_sound = _alone(item, text, parts, odd)
                broken_ones += not is_sound
                if entry is not None:
                    yield Parsed(item.line, entry)


def _together(texts: Sequence[str], parts: Parts) -> list[Fields]:
    """The items, parsed at once; none where one of them is broken."""
    found, broken = _feedparser(parts.root + "".join(texts) + parts.ends)
    is_sound = broken is None and len(found["entries"]) == len(texts)
    return [_fields(entry) for entry in found["entries"]] if is_sound else []


def _made_ready(item: Item, odd: Oddities) -> str | None:
    bare = without_pictures(item.text)
    if len(bare) < len(item.text):
        what = "the item holds a word too long for one (a picture written as text); left out"
        odd.say(what, item.line, lost=False)
    text, wrong = bounded(bare)
    if wrong:
        what = "the item is left out" if text is None else "the item is read in part"
        odd.say(what, item.line, of=f": it {wrong}")
    if text is None:
        return None
    shown = _CONTROL.sub(_picture, text)
    if "&#" in shown:
        shown = _CONTROL_BY_NUMBER.sub(_picture_of_number, shown)
    if shown != text:
        what = "the item holds control characters; shown as their signs"
        odd.say(what, item.line, lost=False)
    return shown


def _picture(found: re.Match[str]) -> str:
    number = ord(found.group())
    return chr(_PICTURES + number) if number < ord(" ") else "\ufffd"


def _picture_of_number(found: re.Match[str]) -> str:
    return chr(_PICTURES + (int(found[1]) if found[1] else int(found[2], 16)))


def _groups(ready: Sequence[tuple[Item, str]]) -> Iterator[list[tuple[Item, str]]]:
    """Whole items together; one that is cut off stands alone."""
    group: list[tuple[Item, str]] = []
    size = 0
    for item, text in ready:
        is_full = len(group) == MOST_TOGETHER or size + len(text) > MOST_AT_ONCE
        if group and (is_full or not item.is_whole):
            yield group
            group, size = [], 0
        group.append((item, text))
        size += len(text)
        if not item.is_whole:
            yield group
            group, size = [], 0
    if group:
        yield group


def _alone(item: Item, text: str, parts: Parts, odd: Oddities) -> tuple[Fields | None, bool]:
    """One item: as it stands, else with stray ampersands made whole, else as far as it goes.

    False where it was no sound XML.
    """
    found, broken = _feedparser(parts.root + text + parts.ends)
    why = None
    if broken is not None:
        healed, still = _healed(text, parts) or (found, broken)
        if still is None:
            what = "the item writes & as XML does not allow; read as text"
            odd.say(what, item.line, lost=False)
            found = healed
        else:
            why = f": it is no sound XML ({still})" if item.is_whole else ": it is cut off"
    if not found["entries"]:
        odd.say("the item cannot be read; left out", item.line, of=why or "")
        return None, broken is None
    if why:
        odd.say("the rest of the item cannot be read", item.line, of=why)
    return _fields(found["entries"][0]), broken is None


def _healed(text: str, parts: Parts) -> tuple[dict[str, Any], str | None] | None:
    """The item with stray ampersands made whole; None where there are none."""
    whole = _with_ampersands(text)
    return None if whole == text else _feedparser(parts.root + whole + parts.ends)


def _fields(found: dict[str, Any]) -> Fields:
    """Plain: the library's own mapping answers for a missing key with another one's value."""
    return dict(dict.items(found))


def _with_ampersands(text: str) -> str:
    """With every & that begins no entity of XML as text; CDATA stays as it is."""
    pieces = text.split("<![CDATA[")
    healed = [_AMPERSAND.sub("&amp;", pieces[0])]
    for piece in pieces[1:]:
        inside, end, after = piece.partition("]]>")
        healed.append(f"<![CDATA[{inside}{end}{_AMPERSAND.sub('&amp;', after)}")
    return "".join(healed)


def _feedparser(xml: str) -> tuple[dict[str, Any], str | None]:
    """What the library makes of it, and why that is no sound XML; None where it is."""
    import feedparser  # noqa: PLC0415 - costs 40 ms: only where a feed comes

    try:
        found = feedparser.parse(
            BytesIO(xml.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # its own slips on odd markup: KeyError for a <textinput> in an item
        return {"entries": [], "feed": {}}, f"feedparser fails on it: {type(error).__name__}"
    if not found.get("bozo"):
        return found, None
    wrong = found.get("bozo_exception")
    get_message = getattr(wrong, "getMessage", None)
    return found, str(get_message() if get_message else wrong)[:100]
