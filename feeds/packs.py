"""Read a beat pack: YAML to Beat, or a refusal that names file, line and reason."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import get_args

from feeds.beat import Actor, ActorKind, Beat, Episode, Place, Region, Spelling
from feeds.errors import BeatError, UsageError
from feeds.lined import Listed, Mapped
from feeds.pack_fields import PackFields, slug
from feeds.pack_sources import read_sources
from feeds.safe_yaml import YamlError, load

SHIPPED = Path(__file__).parent / "beats"
"""Where the packs that ship lie."""

_KINDS: Mapping[str, ActorKind] = {kind: kind for kind in get_args(ActorKind)}
_YEARS = range(1900, 2200)
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def shipped_beats() -> tuple[str, ...]:
    """Names of the packs that ship, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


def load_beat(name_or_path: str) -> Beat:
    """The shipped pack of that name, else the pack in that file.

    Raises UsageError where there is neither, BeatError for a pack that is refused.
    """
    path, text = _text_of(name_or_path)
    return read_beat(text, file=str(path), id=path.stem)


def id_lines(name_or_path: str) -> dict[tuple[str, str], int]:
    """The line at which each item of the pack's lists begins, from 1, by list and id.

    Raises as `load_beat`; the pack is one that it takes.
    """
    path, text = _text_of(name_or_path)
    pack = load(text, source=str(path))
    assert isinstance(pack, Mapped)
    return {
        (key, str(item["id"])): item.line
        for key, items in pack.items()
        if isinstance(items, Listed)
        for item in items
        if isinstance(item, Mapped) and "id" in item
    }


def _text_of(name_or_path: str) -> tuple[Path, str]:
    shipped = shipped_beats()
    path = SHIPPED / f"{name_or_path}.yaml" if name_or_path in shipped else Path(name_or_path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BeatError(str(path), None, "is not UTF-8 text; save it as UTF-8") from error
    except (OSError, ValueError) as error:
        raise UsageError(
            f"no beat pack {name_or_path!r}: neither a readable file nor one of those that ship "
            f"({', '.join(shipped)})"
        ) from error
    return path, text


def read_beat(text: str, *, file: str, id: str) -> Beat:
    """The pack that `text` holds; `file` is the name that errors give. Raises BeatError."""
    try:
        value = load(text, source=file)
    except YamlError as error:
        raise BeatError(file, error.line, error.problem) from error
    return _Pack(file).beat(value, id)


class _Pack(PackFields):
    """One pack being read."""

    def beat(self, value: object, id: str) -> Beat:
        pack = self.mapping(value, 1, "a pack")
        self.spelled(
            pack, "name", "timezone", "actors", "regions", "episodes", "parties", "sources"
        )
        name = self.required(pack, "name", "the pack")
        zone_name = self.text(pack, "timezone")
        zone = self.zone(pack, "timezone", zone_name) if zone_name else None
        actors = self._actors(pack)
        sides = {actor.side for actor in actors}
        parties = tuple(slug(party) for party in self.texts(pack, "parties"))
        for party in parties:
            if party not in sides:
                raise self.refuse(pack, "parties", f"party {party!r} is no actor's side")
        return Beat(
            id=id,
            name=name,
            zone=zone,
            zone_name=zone_name,
            actors=actors,
            regions=self._regions(pack),
            episodes=self._episodes(pack, zone or UTC),
            parties=parties,
            sources=read_sources(pack, self),
        )

    def _actors(self, pack: Mapped) -> tuple[Actor, ...]:
        items = tuple(self.items(pack, "actors", "an actor"))
        if not items:
            raise self.refuse(pack, "actors", "a pack needs actors; 'actors' is missing or empty")
        actors = tuple(self._actor(item) for item in items)
        self.unique((a.id for a in actors), items, "actor")
        return actors

    def _actor(self, item: Mapped) -> Actor:
        self.spelled(item, "id", "name", "side", "aliases", "spellings")
        kind = self.text(item, "kind") or "other"
        if kind not in _KINDS:
            known = ", ".join(_KINDS)
            raise self.refuse(item, "kind", f"unknown kind {kind!r}; known are {known}")
        side = self.text(item, "side")
        return Actor(
            id=self.required(item, "id", "an actor"),
            name=self.required(item, "name", "an actor"),
            side=slug(side) if side else None,
            aliases=self.texts(item, "aliases"),
            cased=self.texts(item, "cased"),
            spellings=self._spellings(item),
            kind=_KINDS[kind],
            office=self.text(item, "office"),
            independent=self.truth(item, "independent"),
            tag=self.text(item, "tag"),
        )

    def _regions(self, pack: Mapped) -> tuple[Region, ...]:
        items = tuple(self.items(pack, "regions", "a region"))
        ids = [self.required(item, "id", "a region") for item in items]
        self.unique(ids, items, "region")
        taken = dict(zip(ids, ids, strict=True))
        return tuple(self._region(item, taken) for item in items)

    def _region(self, item: Mapped, taken: dict[str, str]) -> Region:
        self.spelled(item, "id", "name", "side", "places", "aliases", "spellings")
        id = self.required(item, "id", "a region")
        side = self.text(item, "side")
        return Region(
            id=id,
            name=self.required(item, "name", "a region"),
            side=slug(side) if side else None,
            places=tuple(self._places(item, id, taken)),
            aliases=self.texts(item, "aliases"),
            spellings=self._spellings(item),
        )

    def _places(self, region: Mapped, region_id: str, taken: dict[str, str]) -> Iterator[Place]:
        """The places, each with an id of its own: `taken` is the region of each id so far.

        A name that gives the id of a place before it ("El-Fasher" after "El Fasher") is another
        spelling of that place.
        """
        made: dict[str, Place] = {}
        listed = self.listed(region, "places")
        for item, line in zip(listed, listed.lines, strict=True):
            place, is_own_id = self._place(item, line)
            if not is_own_id and taken.get(place.id, region_id) != region_id:
                place = replace(place, id=f"{region_id}-{place.id}")  # each may have its Martuni
            before = made.get(place.id)
            if before is not None and not is_own_id:
                made[place.id] = replace(
                    before,
                    aliases=(*before.aliases, place.name, *place.aliases),
                    spellings=before.spellings + place.spellings,
                )
                continue
            if before is not None or taken.get(place.id, region_id) != region_id:
                raise BeatError(self.file, line, f"the place {place.id!r} stands twice")
            taken[place.id] = region_id
            made[place.id] = place
        return iter(made.values())

    def _place(self, item: object, line: int) -> tuple[Place, bool]:
        """One place, and whether the pack gave its id."""
        if isinstance(item, str) and item.strip():
            return Place(id=slug(item), name=item.strip()), False
        if not isinstance(item, Mapped):
            raise BeatError(self.file, line, "a place is a name, or a mapping with a name")
        self.spelled(item, "id", "name", "aliases", "spellings")
        name = self.required(item, "name", "a place")
        id = self.text(item, "id")
        made = Place(
            id=id or slug(name),
            name=name,
            aliases=self.texts(item, "aliases"),
            spellings=self._spellings(item),
        )
        return made, bool(id)

    def _episodes(self, pack: Mapped, zone: tzinfo) -> tuple[Episode, ...]:
        items = tuple(self.items(pack, "episodes", "an episode"))
        episodes = tuple(self._episode(item, zone) for item in items)
        self.unique((e.id for e in episodes), items, "episode")
        return tuple(sorted(episodes, key=lambda e: e.start))

    def _episode(self, item: Mapped, zone: tzinfo) -> Episode:
        self.spelled(item, "id", "name", "from", "to")
        name = self.required(item, "name", "an episode")
        first, last = self._date(item, "from"), self._date(item, "to")
        if first is None:
            raise self.refuse(item, "from", "an episode needs 'from', the day it began")
        if last is not None and last < first:
            raise self.refuse(item, "to", f"ends ({last}) before it begins ({first})")
        return Episode(
            id=self.text(item, "id") or slug(name),
            name=name,
            start=_midnight(first, zone),
            end=_midnight(last + timedelta(days=1), zone) if last else None,
        )

    def _date(self, item: Mapped, key: str) -> date | None:
        text = self.text(item, key)
        if text is None:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.year not in _YEARS:
            raise self.refuse(item, key, f"{text!r} is no day; write it as 2022-09-13")
        return found

    def _spellings(self, item: Mapped) -> tuple[Spelling, ...]:
        """`spellings: {ru: [...], ar: [...]}`: names by the code of their language."""
        listed = item.get("spellings")
        if listed is None:
            return ()
        if not isinstance(listed, Mapped):
            raise self.refuse(item, "spellings", "'spellings' maps a language to a list of names")
        for language in listed:
            if not _LANGUAGE.fullmatch(language):
                raise self.refuse(listed, language, f"{language!r} is no code such as ru or ar")
        return tuple(
            Spelling(language=language, name=name)
            for language in listed
            for name in self.texts(listed, language)
        )


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
