"""Page facts: title, authors, times and address of an article, as its page states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING

from feeds.entry import Stamp
from feeds.errors import Problem
from feeds.readers.common.addresses import web_address
from feeds.readers.common.json_text import NotJsonError, forgiving, objects_in
from feeds.readers.common.stamps import instant
from feeds.readers.web.page import linked_data
from feeds.readers.web.schema_org import address, body_text, line, people, plain, stamp_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TITLES = ('meta[property="og:title"]', 'meta[name="twitter:title"]')
_AUTHORS = ('meta[name="author"]', 'meta[property="article:author"]')
_PUBLISHED = (
    'meta[property="article:published_time"]',
    '[itemprop~="datePublished"]',
    'meta[name="date"]',
    "time[datetime].entry-date, time[datetime].published, time[pubdate]",
    "article header time[datetime]",
)
_MODIFIED = ('meta[property="article:modified_time"]', '[itemprop~="dateModified"]')
_ADDRESSES = ('link[rel~="canonical"]', 'meta[property="og:url"]')
_VALUES = ("content", "datetime", "href")
_ARTICLES = ("Article", "Posting")
_BETWEEN_TITLE_AND_SITE = (" | ", " – ", " — ", " - ")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a page states of its article; None where it states nothing."""

    title: str | None
    standfirst: str | None
    byline: str | None
    published: Stamp | None
    modified: Stamp | None
    url: str | None

    body: str | None
    """The text that it gives to search engines: paragraphs with blank lines."""

    clock: tzinfo | None = None
    """The zone that the page's `time` elements are in where they call it UTC by mistake (it shows
    11:48Z for what search engines are told is 11:48+01:00); None where they are not caught."""

    def told(self, stamp: Stamp) -> Stamp:
        """The time of a `time` element, in the zone that it is really in."""
        is_utc = stamp.zone is not None and not _is_away(stamp)
        return replace(stamp, zone=self.clock) if self.clock and is_utc else stamp

    def notices(self, source: str) -> list[Problem]:
        """What was not taken as the page states it."""
        if self.clock is None:
            return []
        what = f"the page's time elements call its own clock UTC; read as {self.clock}"
        return [Problem(source=source, line=None, what=what, lost=False)]


def page_facts(tree: LexborHTMLParser, page: str) -> PageFacts:
    """The facts of a page: what it tells search engines first, then its metadata and headings."""
    told = next(_articles(page), {})
    addresses = (web_address(url) for url in _stated(tree, _ADDRESSES))
    stated = stamp_of(told.get("datePublished")), stamp_of(told.get("dateModified"))
    return PageFacts(
        title=line(told.get("headline")) or _title(tree),
        standfirst=plain(told.get("description")) or None,
        byline=people(told.get("author")) or _byline(tree),
        published=stated[0] or _time(tree, _PUBLISHED),
        modified=stated[1] or _time(tree, _MODIFIED),
        url=address(told) or next(filter(None, addresses), None),
        body=plain(told.get("articleBody") and body_text(told)) or None,
        clock=_mistaken_clock(tree, [stamp for stamp in stated if stamp]),
    )


def _mistaken_clock(tree: LexborHTMLParser, stated: list[Stamp]) -> tzinfo | None:
    """The zone of the times stated, where a `time` shows one of their clocks and calls it UTC, and
    none shows one of them right."""
    away = [stamp for stamp in stated if _is_away(stamp)]
    shown = [stamp_of(node.attributes.get("datetime")) for node in tree.css("time[datetime]")]
    known = (
        [stamp for stamp in shown if stamp and stamp.zone and not stamp.day_only] if away else []
    )
    instants = {instant(stamp) for stamp in known}
    if any(instant(stamp) in instants for stamp in away):
        return None
    walls = {stamp.wall for stamp in known if not _is_away(stamp)}
    return next((stamp.zone for stamp in away if stamp.wall in walls), None)


def _is_away(stamp: Stamp) -> bool:
    return stamp.zone is not None and bool(stamp.zone.utcoffset(stamp.wall))


def _articles(page: str) -> Iterator[Mapping[str, object]]:
    """The articles in a page's JSON-LD: NewsArticle, BlogPosting and their kin."""
    for script in linked_data(page):
        try:
            value = forgiving(script.text)
        except NotJsonError:
            continue
        for one in objects_in(value, but_under=("liveBlogUpdate", "itemListElement", "hasPart")):
            kinds = one.get("@type")
            said = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in said):
                yield one


def _stated(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> Iterator[str]:
    """What the elements carry, or say, in the order of the selectors."""
    for selector in selectors:
        for node in tree.css(selector):
            carried = (node.attributes.get(name) for name in _VALUES)
            value = next(filter(None, carried), None) or node.text()
            if value and value.strip():
                yield value.strip()


def _title(tree: LexborHTMLParser) -> str | None:
    """The only heading of the first rank, else the title given to others, without the site."""
    headings = [" ".join(node.text().split()) for node in tree.css("h1")]
    if len(headings) == 1 and headings[0]:
        return headings[0]
    title = next(_stated(tree, _TITLES), None) or next(_stated(tree, ("title",)), None)
    if title is None:
        return None
    short = max((one for one in headings if one in title), key=len, default=None)
    if short:
        return short
    for between in _BETWEEN_TITLE_AND_SITE:
        before, found, site = title.rpartition(between)
        if found and "live" not in site.lower():
            return before.strip()
    return title


def _byline(tree: LexborHTMLParser) -> str | None:
    named = next(_stated(tree, _AUTHORS), None)
    return named if named and not named.startswith("http") else None


def _time(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> Stamp | None:
    return next(filter(None, map(stamp_of, _stated(tree, selectors))), None)
