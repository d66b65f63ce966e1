"""What a source says beside an entry's words, as lines over its text: pure, no widget."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from feeds.entry import Entry
from feeds.notices import (
    EXTENT,
    FORWARDED_FROM,
    NOTE,
    REPLY_TO,
    VIEWS,
    embargo_of,
    links_of,
    urgency_of,
    words_of,
)
from feeds.sanitise import clean_line

_SHORT_OF_ALL = {
    "summary": "a summary: the feed gives no more of the article",
    "title": "a title alone: the feed gives no more of the article",
}

MOST_LINKS = 5
"""Addresses behind its words that are listed."""

Clock = Callable[[datetime], str]
"""A time in words, with its zone."""


def warnings(entry: Entry, clock: Clock) -> Iterator[str]:
    """What must be known before a word of it is used."""
    if entry.withdrawn is not None:
        since = f" ({clock(entry.known)})" if entry.known and entry.revised else ""
        yield clean_line(f"withdrawn: {entry.withdrawn}{since}")
    if until := embargo_of(entry):
        yield clean_line(f"embargoed until {until if isinstance(until, str) else clock(until)}")
    if note := words_of(entry, NOTE):
        yield clean_line(f"editors' note: {note}")


def restrictions(entry: Entry) -> str:
    """Why it may not be used, on one line: withdrawn, embargoed; empty where it may."""
    told = [f"withdrawn: {entry.withdrawn}"] if entry.withdrawn is not None else []
    until = embargo_of(entry)
    if isinstance(until, datetime):
        local = until.astimezone(entry.zone or UTC)
        until = f"{local:%Y-%m-%d %H:%M} {local:%z}"
    return clean_line("; ".join([*told, *([f"embargoed until {until}"] if until else [])]))


def remarks(entry: Entry) -> Iterator[str]:
    """What else it says: whose words they are, how urgent, what they answer."""
    if short_of_all := _SHORT_OF_ALL.get(words_of(entry, EXTENT) or ""):
        yield short_of_all
    origin = words_of(entry, FORWARDED_FROM)
    if origin and origin not in (entry.byline or ""):
        yield clean_line(f"forwarded from {origin}")
    if (urgency := urgency_of(entry)) is not None:
        yield f"urgency {urgency}"
    if answered := words_of(entry, REPLY_TO):
        yield clean_line(f"answers {answered}")
    if views := words_of(entry, VIEWS):
        yield clean_line(f"{views} views")
    if links := links_of(entry):
        more = f" and {len(links) - MOST_LINKS} more" if len(links) > MOST_LINKS else ""
        yield clean_line(f"links to {' '.join(links[:MOST_LINKS])}{more}")


def short(entry: Entry) -> str:
    """The gravest of it in one word, for a row; empty where there is nothing grave."""
    if entry.withdrawn is not None:
        return "withdrawn"
    return "embargo" if embargo_of(entry) else ""
