"""Entry: one update as published; Stamp and Draft: what a reader has before the zone is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from hashlib import blake2s
from types import MappingProxyType
from typing import Any, Literal

TimeBasis = Literal[
    "stamped", "zone-assumed", "no-earlier", "day", "page", "placed", "received", "undated"
]
"""How an entry's time came about: its own stamp with a zone; its stamp in the assumed zone; a sign
that it was no earlier; a date without a clock (the end of that day); the newest stamp of the page
that it heads; `--date` (the end of that day); when it was first retrieved, for want of a stamp that
can be; not at all."""

Role = Literal["entry", "page", "article", "snippet"]
"""A stamped update; a page's head matter; a whole article; one piece of a digest."""

TextField = Literal["headline", "body"]
"""The two texts of an entry that mentions and claims point into."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A time as the source wrote it, before anybody decided on a zone."""

    wall: datetime
    """Naive date and clock, as written."""

    zone: tzinfo | None
    """Zone that the stamp itself names; None where it names none."""

    text: str
    """The stamp's own characters."""

    day_only: bool = False
    """True where the source gave a date without a clock: `wall` is then its midnight."""

    no_earlier: bool = False
    """True where it is only known that it was not before `wall` (when its writing began)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One update as a reader found it: no zone decided, no tags."""

    headline: str | None
    """Headline as written; None where the source has none."""

    body: str
    """Paragraphs as written, separated by one blank line."""

    stamp: Stamp | None
    """When it was published; None for an undated document."""

    role: Role = "entry"
    """What it is in its document."""

    id: str | None = None
    """Id that the source gave; None lets the desk make one."""

    source: str | None = None
    """Source that the document itself names for this entry; None is the document's own name."""

    url: str | None = None
    """Address of the entry; None where the source gives none."""

    line: int | None = None
    """Line in the document where it begins, from 1; None where there are no lines."""

    revision: int = 1
    """Number of this version, from 1."""

    revised: Stamp | None = None
    """When this revision was made; None for the first."""

    byline: str | None = None
    """Author line of an article; None where there is none."""

    withdrawn: str | None = None
    """Why it no longer stands, in words ("killed by the agency"); None for what stands."""

    extra: Mapping[str, Any] = field(default_factory=_nothing)
    """Keys of the input that nightdesk does not know, kept aside, not lost; see `feeds.notices`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An actor or a place named in an entry's text: `text[start:end]` are its words."""

    what: Literal["actor", "region"]
    """Which of the beat's two lists `id` belongs to."""

    id: str
    """Actor id or region id."""

    place: str | None
    """Id of the place inside the region; None for an actor, or where the region itself is named."""

    field: TextField
    """Which text of the entry."""

    start: int
    """First character, from 0, in the unmodified text."""

    end: int
    """One past the last character. A possessive ('s) is not part of the span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One update as published, placed in time and tagged. A revision is a new entry."""

    id: str
    """Stable: the same text read again has the same id. Unique together with `source`."""

    source: str
    """Name of the source: the document's, or the one the input gives for the entry."""

    time: datetime | None
    """When it was published, aware, UTC; None for an undated document."""

    zone: tzinfo | None
    """Zone of the source's own clock, for showing the time as printed; None when undated."""

    basis: TimeBasis
    """How `time` came about: shown with the time, so that an assumption is never silent."""

    headline: str | None
    """Headline, characters as in the source; None where there is none."""

    body: str
    """Paragraphs separated by one blank line, characters as in the source (spans hold)."""

    url: str | None = None
    """Address of the entry; None where the source gives none."""

    role: Role = "entry"
    """What it is in its document."""

    byline: str | None = None
    """Author line of an article; None where there is none."""

    revision: int = 1
    """Number of this version, from 1."""

    revised: datetime | None = None
    """When this revision was made, aware, UTC; None for the first."""

    known: datetime | None = None
    """When a reader could first know this version: `revised`, else `time` (rule R1)."""

    fetched: datetime | None = None
    """When this version was retrieved from its source, aware, UTC; None for what was imported."""

    sequence: int = 0
    """Order inside the source where times are equal: higher is later."""

    line: int | None = None
    """Line in the document where it begins, from 1; None where there are no lines."""

    mentions: tuple[Mention, ...] = ()
    """Actors and regions named, by field and start."""

    withdrawn: str | None = None
    """Why it no longer stands, in words ("killed by the agency"); None for what stands. Such a
    version has the words that stood, or those of the notice, and carries no claim (rule R1)."""

    extra: Mapping[str, Any] = field(default_factory=_nothing)
    """Keys of the input that nightdesk does not know; see `feeds.notices`."""

    @property
    def key(self) -> tuple[str, str]:
        """What names this entry among several sources."""
        return (self.source, self.id)

    @property
    def day_only(self) -> bool:
        """True where only the day is known: the clock of `time` is the end of that day (R1)."""
        return self.basis in ("day", "placed")

    @property
    def actors(self) -> tuple[str, ...]:
        """Ids of the actors named, each once, in order of first mention."""
        return tuple(dict.fromkeys(m.id for m in self.mentions if m.what == "actor"))

    @property
    def regions(self) -> tuple[str, ...]:
        """Ids of the regions named (a place names its region), each once, in order."""
        return tuple(dict.fromkeys(m.id for m in self.mentions if m.what == "region"))

    @property
    def wording(self) -> str:
        """Digest of its whole text, white space aside: two entries with one digest say the same."""
        words = "\n".join(" ".join(text.split()) for text in (self.headline or "", self.body))
        return blake2s(words.encode(errors="replace"), digest_size=8).hexdigest()

    def text(self, name: TextField) -> str:
        """The named text; the empty string for a missing headline."""
        return (self.headline or "") if name == "headline" else self.body
