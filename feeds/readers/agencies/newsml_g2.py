"""The NewsML-G2 reader: news items and packages of agencies, alone or in a news message.

By the specification at iptc.org/std/NewsML-G2: the same `guid` with a higher `version` replaces
what was sent before; `pubStatus` kills; `edNote` tells what was corrected.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from feeds.readers.agencies.agency import (
    Item,
    draft_of,
    first_of,
    one_line,
    paragraphs,
    stamp_of,
    without_repeat,
)
from feeds.readers.common.line_finder import LineFinder
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.skipping import past
from feeds.readers.reading import Reader, Reading, reading

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ITEMS = frozenset(("newsItem", "packageItem"))
_OTHERS = frozenset(("conceptItem", "knowledgeItem", "planningItem", "catalogItem"))
"""Items that tell no news: vocabularies, plans."""

_BEFORE = re.compile(
    r"\s+|\ufeff|<\?[^>]{0,2000}\?>|<!--(?:[^-]|-(?!->)){0,5000}-->"
    r"|<!DOCTYPE[^\[<>]{0,1000}(?:\[[^\]]{0,5000}\]\s*)?>"
)
"""What may stand before the root."""

_ROOT = re.compile(rf"<(?:[\w.-]{{1,40}}:)?(?:newsMessage|{'|'.join(sorted(_ITEMS | _OTHERS))})\b")
_NAMESPACE = "iptc.org/std/nar/"
_HEAD = 20_000
"""Characters in which the namespace is declared."""


def _fits(text: str) -> bool:
    return _NAMESPACE in text[:_HEAD] and _ROOT.match(text, past(_BEFORE, text)) is not None


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - has its days
    from feeds.readers.agencies.xml_items import items_of, local  # noqa: PLC0415 - only where XML comes

    odd = Oddities(source)
    found = items_of(text, _ITEMS | _OTHERS)
    lines = LineFinder(text)
    drafts = []
    for element in found.items:
        if local(element.tag) in _OTHERS:
            odd.say("items of vocabularies and plans are left out", lost=False)
        elif draft := draft_of(_item(element, lines, odd), odd):
            drafts.append(draft)
    if found.error:
        odd.say(f"the XML is not read to its end: {found.error}", found.line)
    return reading(drafts, odd.problems(), source)


def _item(element: "Element", lines: LineFinder, odd: Oddities) -> Item:
    from feeds.readers.agencies.xml_items import line_in  # noqa: PLC0415 - as above

    guid = element.get("guid") or ""
    line = lines.of(f'guid="{guid}"') or lines.of(f"guid='{guid}'")
    meta, content = element.find("{*}itemMeta"), element.find("{*}contentMeta")
    body, summary = _body(element, odd, line), line_in(content, "{*}description")
    headline = line_in(content, "{*}headline") or line_in(element, ".//{*}hl1")
    created = (line_in(meta, "{*}firstCreated"), line_in(content, "{*}contentCreated"))
    extra = dict(_extra(element, meta, content))
    if not body and summary:
        body, extra["extent"] = summary, "summary"
    return Item(
        id=one_line(guid) or line_in(meta, "{*}title") or headline,
        line=line,
        version=element.get("version"),
        status=_code(meta, "{*}pubStatus"),
        created=stamp_of(first_of(created), odd, line),
        versioned=stamp_of(line_in(meta, "{*}versionCreated"), odd, line),
        headline=headline,
        body=without_repeat(body, headline),
        byline=line_in(content, "{*}by") or line_in(element, ".//{*}body.head/{*}byline") or None,
        source=_named(meta, "{*}provider") or _named(content, "{*}infoSource"),
        note=" ".join(_all(meta, "{*}edNote")) or None,
        embargoed=line_in(meta, "{*}embargoed") or None,
        urgency=line_in(content, "{*}urgency"),
        extra=extra,
    )


def _body(element: "Element", odd: Oddities, line: int | None) -> str:
    """The text: as XML inside, as characters, or what a package lists."""
    from feeds.readers.agencies.xml_items import text_of_element  # noqa: PLC0415 - as above

    for inline in element.iterfind("{*}contentSet/{*}inlineXML"):
        part = inline.find(".//{*}body.content")
        part = part if part is not None else inline.find(".//{*}body")
        if text := text_of_element(inline if part is None else part):
            return text
    for inline in element.iterfind("{*}contentSet/{*}inlineData"):
        if text := paragraphs("".join(inline.itertext()), odd, line):
            return text
    return "\n\n".join(_listed(element))


def _listed(element: "Element") -> Iterator[str]:
    """The headlines of what a package refers to."""
    from feeds.readers.agencies.xml_items import line_in  # noqa: PLC0415 - as above

    for reference in element.iterfind("{*}groupSet/{*}group/{*}itemRef"):
        if told := line_in(reference, "{*}headline") or line_in(reference, "{*}title"):
            yield told


def _extra(
    element: "Element", meta: "Element | None", content: "Element | None"
) -> Iterator[tuple[str, Any]]:
    """What else is said that a desk may ask for."""
    from feeds.readers.agencies.xml_items import line_in  # noqa: PLC0415 - as above

    told = {
        "item_class": _code(meta, "{*}itemClass"),
        "signal": [s for s in (_code_of(one) for one in _every(meta, "{*}signal")) if s],
        "slugline": line_in(content, "{*}slugline"),
        "located": _named(content, "{*}located"),
        "creditline": line_in(content, "{*}creditline"),
        "language": element.get("{http://www.w3.org/XML/1998/namespace}lang"),
        "subjects": [s for s in (_name_of(one) for one in _every(content, "{*}subject")) if s],
        "usage": " ".join(_all(element.find("{*}rightsInfo"), "{*}usageTerms")),
    }
    yield from ((key, value) for key, value in told.items() if value)


def _every(element: "Element | None", path: str) -> list["Element"]:
    return element.findall(path) if element is not None else []


def _all(element: "Element | None", path: str) -> Iterator[str]:
    return (text for one in _every(element, path) if (text := one_line("".join(one.itertext()))))


def _code(element: "Element | None", path: str) -> str | None:
    """The code of the first element on a path: `stat:usable`."""
    return next(filter(None, map(_code_of, _every(element, path))), None)


def _code_of(element: "Element") -> str | None:
    return element.get("qcode") or element.get("uri")


def _named(element: "Element | None", path: str) -> str | None:
    """What the first element on a path is called."""
    return next(filter(None, map(_name_of, _every(element, path))), None)


def _name_of(element: "Element") -> str | None:
    """Its name, else the words of its code."""
    name = next(_all(element, "{*}name"), None)
    code = (element.get("qcode") or "").rpartition(":")[2]
    return name or one_line(element.get("literal")) or one_line(code) or None


READER = Reader(
    name="newsml-g2",
    description="NewsML-G2: items, packages and messages of news agencies in XML",
    fits=_fits,
    read=_read,
)
