"""Beat: what a reporter covers: actors and their sides, regions and their places, episodes."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Literal

from feeds.errors import care
from feeds.following.source import FollowedSource

ActorKind = Literal[
    "state", "organisation", "ministry", "office", "official", "force", "outlet", "group", "other"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """A name in another language."""

    language: str
    """ISO 639 code: ru, uk, ar."""

    name: str
    """Dictionary form; the tagger adds the cases of the languages that it can inflect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts or speaks: a state, a ministry, an official, an outlet."""

    id: str
    name: str
    """Name as shown."""

    side: str | None
    """Side id that it belongs to; None for one that belongs to none (an outlet)."""

    aliases: tuple[str, ...]
    """Other spellings, demonyms and offices; matching ignores case and diacritics."""

    cased: tuple[str, ...] = ()
    """Further aliases that match only when written exactly so: Price, TIME, Report."""

    spellings: tuple[Spelling, ...] = ()

    kind: ActorKind = "other"

    office: str | None = None
    """Post held, for an official."""

    independent: bool = False
    """True where its counts are independent of the sides (R12)."""

    tag: str | None = None
    """Short tag for narrow screens (ARM); None lets the screen make one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town, village or district inside a region."""

    id: str
    """Slug of the name."""

    name: str
    aliases: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the theatre."""

    id: str
    name: str
    side: str | None
    """Side whose people live there: whose losses a bare place means. None where not plain."""

    places: tuple[Place, ...]
    aliases: tuple[str, ...] = ()
    spellings: tuple[Spelling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One war, operation or clash: the tally's window (R2)."""

    id: str
    name: str
    start: datetime
    """Aware, UTC: midnight of the day in the beat's zone."""

    end: datetime | None
    """Aware, UTC, exclusive; None is open."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Beat:
    """A pack: everything nightdesk knows about a conflict before it reads the first entry."""

    id: str
    """Name by which it is asked for: the file's stem. Empty for no beat at all."""

    name: str
    zone: tzinfo | None
    """Zone of stamps that carry none; None without a beat."""

    zone_name: str | None
    """As written in the pack: Asia/Yerevan, +04:00."""

    actors: tuple[Actor, ...]
    regions: tuple[Region, ...]
    episodes: tuple[Episode, ...]
    """In order of their start."""

    parties: tuple[str, ...] = ()
    """Side ids that fight each other: the tally shows their silence too. Empty where not given."""

    sources: tuple[FollowedSource, ...] = ()
    """What is followed for it, in the pack's order."""

    @cached_property
    def actor_by_id(self) -> dict[str, Actor]:
        return {a.id: a for a in self.actors}

    @cached_property
    def region_by_id(self) -> dict[str, Region]:
        return {r.id: r for r in self.regions}

    @cached_property
    def region_of(self) -> dict[str, str]:
        """Region id by place id and by region id."""
        inside = {p.id: r.id for r in self.regions for p in r.places}
        return inside | {r.id: r.id for r in self.regions}

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Side ids, each once, in the pack's order."""
        return tuple(dict.fromkeys(a.side for a in self.actors if a.side is not None))

    def side_of(self, actor: str) -> str | None:
        """Side of an actor id; None where the actor is unknown or has none."""
        found = self.actor_by_id.get(actor)
        return found.side if found else None

    def name_of(self, key: str) -> str:
        """Name to show for an actor, side, region or place id; the id itself where unknown."""
        if key in self.actor_by_id:
            return self.actor_by_id[key].name
        if key in self.region_by_id:
            return self.region_by_id[key].name
        return self._place_names.get(key, key)

    @cached_property
    def _place_names(self) -> dict[str, str]:
        return {p.id: p.name for r in self.regions for p in r.places}

    def episode_at(self, time: datetime) -> Episode | None:
        """The episode that contains `time`; of two that overlap, the last one begun (rule R2)."""
        inside = [e for e in self.episodes if e.start <= time and (e.end is None or time < e.end)]
        return max(inside, key=lambda e: e.start, default=None)

    def window_at(self, time: datetime) -> Episode | None:
        """The tally's window at a playhead: `episode_at`, between two the last one begun (R2)."""
        begun = [e for e in self.episodes if e.start <= time]
        return self.episode_at(time) or max(begun, key=lambda e: e.start, default=None)


NOT_RECOGNISED = "no beat recognised: sides are unknown; --beat NAME chooses one"
"""What a reader is told once where the text fits no pack."""

NO_BEAT = Beat(id="", name="no beat", zone=None, zone_name=None, actors=(), regions=(), episodes=())
"""Reading without a pack: everything works, with sides unknown."""


def changed_words(file: str, pack: str = "") -> str:
    """What to say of an archive that another state of its pack tagged; `pack` is its id."""
    of = f"the pack {pack}" if pack else "the pack"
    since = "since this archive was begun" if pack else "since"
    return f"{of} has changed {since}; {care(file, 'retag')} finds names and claims anew"
