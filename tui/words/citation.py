"""Citation: an entry as text to paste, with who said it, when (with zone) and where."""

import re
from datetime import tzinfo

from feeds.entry import Entry
from feeds.sanitise import clean, clean_line
from feeds.sighting import Fetched
from tui.words.links import safe_address
from tui.words.story_time import ZoneMode, basis_words, in_zone, long_day, show

_BY = re.compile(r"^by\s+(?=\S)", re.IGNORECASE)


def cite(
    entry: Entry,
    *,
    mode: ZoneMode,
    source_zone: tzinfo | None,
    local: tzinfo | None = None,
    origin: Fetched | None = None,
    source: str | None = None,
) -> str:
    """Headline, body, then `(source, 13 Sep 2022, 21:09 +04), address`; clean text only.

    `source` is its source's name as shown; None: as the entry names it. `source_zone` is used where
    the entry has no zone of its own. What is assumed about the time is said in words; an address
    that may not be opened is left out. Of what was fetched (`origin`) a line says when, and the
    digest of the bytes.
    """
    texts = [clean_line(entry.headline or "").strip(), clean(entry.body).strip()]
    when = _when(entry, mode, entry.zone or source_zone, local)
    said_by = ", ".join(filter(None, (author(entry), clean_line(source or entry.source), when)))
    address = safe_address(entry.url)
    last = f"({said_by})" + (f", {address}" if address else "")
    proof = _proof(origin, mode, entry.zone or source_zone, local) if origin else ""
    return "\n\n".join(filter(None, [*texts, last, proof]))


def _proof(
    origin: Fetched, mode: ZoneMode, source_zone: tzinfo | None, local: tzinfo | None
) -> str:
    wall = in_zone(origin.at, mode=mode, source_zone=source_zone, local=local)
    clock = show(origin.at, mode=mode, source_zone=source_zone, local=local, with_date=False)
    place = clean_line(origin.place)
    return f"Fetched {long_day(wall)}, {clock}, from {place}; SHA-256 {origin.sha256}"


def author(entry: Entry) -> str:
    """Who wrote it, clean, for after a `by`: many a page writes that word itself."""
    return _BY.sub("", clean_line(entry.byline or "").strip(), count=1)


def _when(entry: Entry, mode: ZoneMode, source_zone: tzinfo | None, local: tzinfo | None) -> str:
    if entry.time is None or entry.basis == "undated":
        return show(None, mode=mode, source_zone=source_zone)
    wall = in_zone(entry.time, mode=mode, source_zone=source_zone, local=local)
    if entry.day_only:
        return f"{long_day(wall)}, {basis_words(entry.basis)}"
    clock = show(entry.time, mode=mode, source_zone=source_zone, local=local, with_date=False)
    note = "" if entry.basis == "stamped" else f", {basis_words(entry.basis)}"
    return f"{long_day(wall)}, {clock}{note}"
