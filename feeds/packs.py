"""Read a beat pack: YAML to Beat, or a refusal that names file, line and reason."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.beat import Actor, ActorKind, Beat, Episode, Place, Region, Spelling
from feeds.errors import BeatError, UsageError
from feeds.safe_yaml import Listed, Mapped, YamlError, load

SHIPPED = Path(__file__).parent / "beats"
"""Where the packs that ship lie."""

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})
_KINDS: Mapping[str, ActorKind] = {kind: kind for kind in get_args(ActorKind)}
_YEARS = range(1900, 2200)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MISSPELT = 0.7
"""Likeness from which an unknown key counts as a slip of the pen for a missing one."""


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


def slug(name: str) -> str:
    """The id that a name gives: "Nagorno-Karabakh" is nagorno-karabakh; never empty."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-") or "-"


class _Pack:
    """One pack being read: every refusal knows its file."""

    def __init__(self, file: str) -> None:
        self._file = file

    def beat(self, value: object, id: str) -> Beat:
        pack = self._mapping(value, 1, "a pack")
        self._spelled(pack, "name", "timezone", "actors", "regions", "episodes", "parties")
        name = self._required(pack, "name", "the pack")
        zone_name = self._text(pack, "timezone")
        zone = self._zone(pack, zone_name) if zone_name else None
        actors = self._actors(pack)
        sides = {actor.side for actor in actors}
        parties = tuple(slug(party) for party in self._texts(pack, "parties"))
        for party in parties:
            if party not in sides:
                raise self._refuse(pack, "parties", f"party {party!r} is no actor's side")
        return Beat(
            id=id,
            name=name,
            zone=zone,
            zone_name=zone_name,
            actors=actors,
            regions=self._regions(pack),
            episodes=self._episodes(pack, zone or UTC),
            parties=parties,
        )

    def _actors(self, pack: Mapped) -> tuple[Actor, ...]:
        items = tuple(self._items(pack, "actors", "an actor"))
        if not items:
            raise self._refuse(pack, "actors", "a pack needs actors; 'actors' is missing or empty")
        actors = tuple(self._actor(item) for item in items)
        self._unique((a.id for a in actors), items, "actor")
        return actors

    def _actor(self, item: Mapped) -> Actor:
        self._spelled(item, "id", "name", "side", "aliases", "spellings")
        kind = self._text(item, "kind") or "other"
        if kind not in _KINDS:
            known = ", ".join(_KINDS)
            raise self._refuse(item, "kind", f"unknown kind {kind!r}; known are {known}")
        side = self._text(item, "side")
        return Actor(
            id=self._required(item, "id", "an actor"),
            name=self._required(item, "name", "an actor"),
            side=slug(side) if side else None,
            aliases=self._texts(item, "aliases"),
            cased=self._texts(item, "cased"),
            spellings=self._spellings(item),
            kind=_KINDS[kind],
            office=self._text(item, "office"),
            independent=self._truth(item, "independent"),
            tag=self._text(item, "tag"),
        )

    def _regions(self, pack: Mapped) -> tuple[Region, ...]:
        items = tuple(self._items(pack, "regions", "a region"))
        ids = [self._required(item, "id", "a region") for item in items]
        self._unique(ids, items, "region")
        taken = dict(zip(ids, ids, strict=True))
        return tuple(self._region(item, taken) for item in items)

    def _region(self, item: Mapped, taken: dict[str, str]) -> Region:
        self._spelled(item, "id", "name", "side", "places", "aliases", "spellings")
        id = self._required(item, "id", "a region")
        side = self._text(item, "side")
        return Region(
            id=id,
            name=self._required(item, "name", "a region"),
            side=slug(side) if side else None,
            places=tuple(self._places(item, id, taken)),
            aliases=self._texts(item, "aliases"),
            spellings=self._spellings(item),
        )

    def _places(self, region: Mapped, region_id: str, taken: dict[str, str]) -> Iterator[Place]:
        """The places, each with an id of its own: `taken` is the region of each id so far.

        A name that gives the id of a place before it ("El-Fasher" after "El Fasher") is another
        spelling of that place.
        """
        made: dict[str, Place] = {}
        listed = self._listed(region, "places")
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
                raise BeatError(self._file, line, f"the place {place.id!r} stands twice")
            taken[place.id] = region_id
            made[place.id] = place
        return iter(made.values())

    def _place(self, item: object, line: int) -> tuple[Place, bool]:
        """One place, and whether the pack gave its id."""
        if isinstance(item, str) and item.strip():
            return Place(id=slug(item), name=item.strip()), False
        if not isinstance(item, Mapped):
            raise BeatError(self._file, line, "a place is a name, or a mapping with a name")
        self._spelled(item, "id", "name", "aliases", "spellings")
        name = self._required(item, "name", "a place")
        id = self._text(item, "id")
        made = Place(
            id=id or slug(name),
            name=name,
            aliases=self._texts(item, "aliases"),
            spellings=self._spellings(item),
        )
        return made, bool(id)

    def _episodes(self, pack: Mapped, zone: tzinfo) -> tuple[Episode, ...]:
        items = tuple(self._items(pack, "episodes", "an episode"))
        episodes = tuple(self._episode(item, zone) for item in items)
        self._unique((e.id for e in episodes), items, "episode")
        return tuple(sorted(episodes, key=lambda e: e.start))

    def _episode(self, item: Mapped, zone: tzinfo) -> Episode:
        self._spelled(item, "id", "name", "from", "to")
        name = self._required(item, "name", "an episode")
        first, last = self._date(item, "from"), self._date(item, "to")
        if first is None:
            raise self._refuse(item, "from", "an episode needs 'from', the day it began")
        if last is not None and last < first:
            raise self._refuse(item, "to", f"ends ({last}) before it begins ({first})")
        return Episode(
            id=self._text(item, "id") or slug(name),
            name=name,
            start=_midnight(first, zone),
            end=_midnight(last + timedelta(days=1), zone) if last else None,
        )

    def _date(self, item: Mapped, key: str) -> date | None:
        text = self._text(item, key)
        if text is None:
            return None
        try:
            found = date.fromisoformat(text)
        except ValueError:
            found = None
        if found is None or found.year not in _YEARS:
            raise self._refuse(item, key, f"{text!r} is no day; write it as 2022-09-13")
        return found

    def _zone(self, pack: Mapped, name: str) -> tzinfo:
        if name.upper() in {"UTC", "GMT", "Z"}:
            return UTC
        if match := _OFFSET.fullmatch(name):
            ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
            if ahead < timedelta(hours=24):
                return timezone(ahead if match[1] == "+" else -ahead)
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            problem = f"unknown time zone {name!r}; write Asia/Yerevan or +04:00"
            raise self._refuse(pack, "timezone", problem) from error

    def _mapping(self, value: object, line: int, what: str) -> Mapped:
        if not isinstance(value, Mapped):
            raise BeatError(self._file, line, f"{what} is a mapping of keys to values")
        return value

    def _listed(self, item: Mapped, key: str) -> Listed:
        value = item.get(key)
        if value is None:
            return Listed(item.line)
        if not isinstance(value, Listed):
            raise self._refuse(item, key, f"{key!r} is a list")
        return value

    def _items(self, pack: Mapped, key: str, what: str) -> Iterator[Mapped]:
        listed = self._listed(pack, key)
        for value, line in zip(listed, listed.lines, strict=True):
            yield self._mapping(value, line, what)

    def _text(self, item: Mapped, key: str) -> str | None:
        value = item.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self._refuse(item, key, f"{key!r} is a text")
        return value.strip()

    def _required(self, item: Mapped, key: str, what: str) -> str:
        value = self._text(item, key)
        if value is None:
            raise self._refuse(item, key, f"{what} needs {key!r}")
        return value

    def _texts(self, item: Mapped, key: str) -> tuple[str, ...]:
        listed = self._listed(item, key)
        for value, line in zip(listed, listed.lines, strict=True):
            if not isinstance(value, str) or not value.strip():
                raise BeatError(self._file, line, f"{key!r} is a list of texts")
        return tuple(str(value).strip() for value in listed)

    def _spellings(self, item: Mapped) -> tuple[Spelling, ...]:
        """`spellings: {ru: [...], ar: [...]}`: names by the code of their language."""
        listed = item.get("spellings")
        if listed is None:
            return ()
        if not isinstance(listed, Mapped):
            raise self._refuse(item, "spellings", "'spellings' maps a language to a list of names")
        for language in listed:
            if not _LANGUAGE.fullmatch(language):
                raise self._refuse(listed, language, f"{language!r} is no code such as ru or ar")
        return tuple(
            Spelling(language=language, name=name)
            for language in listed
            for name in self._texts(listed, language)
        )

    def _truth(self, item: Mapped, key: str) -> bool:
        text = (self._text(item, key) or "false").casefold()
        if text not in _TRUE | _FALSE:
            raise self._refuse(item, key, f"{key!r} is true or false, not {text!r}")
        return text in _TRUE

    def _spelled(self, item: Mapped, *keys: str) -> None:
        """Refuse an unknown key that looks like a missing one misspelt; other unknown keys pass."""
        missing = [key for key in keys if key not in item]
        for found in item:
            if found not in keys and missing:
                meant = difflib.get_close_matches(found.casefold(), missing, 1, _MISSPELT)
                if meant:
                    raise self._refuse(
                        item, found, f"unknown key {found!r}; is {meant[0]!r} meant?"
                    )

    def _unique(self, ids: Iterable[str], items: tuple[Mapped, ...], what: str) -> None:
        seen: Counter[str] = Counter()
        for id, item in zip(ids, items, strict=True):
            seen[id] += 1
            if seen[id] > 1:
                raise self._refuse(item, "id", f"the {what} {id!r} stands twice")

    def _refuse(self, item: Mapped, key: str, problem: str) -> BeatError:
        return BeatError(self._file, item.lines.get(key, item.line), problem)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)
