"""Notices: what a source says beside an entry's words, under these keys of its `extra`."""

from datetime import UTC, datetime

from feeds.entry import Entry

EMBARGOED = "embargoed"
"""Until when it may not be published: a text, ISO 8601 where the source writes that."""

URGENCY = "urgency"
"""How urgent the agency holds it: a whole number, 1 the most, 9 the least."""

NOTE = "note"
"""What the agency's editors say to those who take it: a correction, a kill. A text."""

FORWARDED_FROM = "forwarded_from"
"""Whose words a channel passed on: a name. The channel is the entry's source."""

REPLY_TO = "reply_to"
"""What it answers: the id of an entry of the same source, a text."""

EXTENT = "extent"
"""What a feed gave of an article: `full`, a `summary` or its `title`. A text."""

VIEWS = "views"
"""How often it was seen, as the source writes it: `1.8K`."""


LINKS = "links"
"""Addresses that stand behind its words: a list of texts."""


def embargo_of(entry: Entry) -> datetime | str | None:
    """Until when it may not be published, aware; the source's words where they name no zone."""
    told = entry.extra.get(EMBARGOED)
    if not isinstance(told, str) or not told.strip():
        return None
    try:
        until = datetime.fromisoformat(told.strip())
        return until.astimezone(UTC) if until.tzinfo else told
    except (ValueError, OverflowError):
        return told


def urgency_of(entry: Entry) -> int | None:
    """How urgent, from 1 to 9; None where the source does not say."""
    told = entry.extra.get(URGENCY)
    return told if isinstance(told, int) and not isinstance(told, bool) else None


def words_of(entry: Entry, key: str) -> str | None:
    """The text under one of the other keys; None without."""
    told = entry.extra.get(key)
    return told if isinstance(told, str) and told.strip() else None


def links_of(entry: Entry) -> tuple[str, ...]:
    """Addresses that stand behind its words."""
    told = entry.extra.get(LINKS)
    return tuple(link for link in told if isinstance(link, str)) if isinstance(told, list) else ()
