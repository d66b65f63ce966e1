"""Vocabulary: the names that a query may use, and what is meant by one of them."""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import cached_property
from pathlib import PurePath
from typing import get_args

from feeds.beat import NO_BEAT, Beat, Spelling
from feeds.claim import Kind
from feeds.edit import ANY_EDIT, EDIT_KINDS
from feeds.errors import UsageError
from feeds.folding import spaced, words_of
from feeds.marking import tag_of
from feeds.passing import ANY_CLAIM
from feeds.query import Named

KINDS: tuple[str, ...] = (*get_args(Kind), ANY_CLAIM)
"""What `claims:` takes."""

EDITS: tuple[str, ...] = (*EDIT_KINDS, ANY_EDIT)
"""What `edit:` takes."""

_MOST_LISTED = 8
"""Names that a message lists where there are no more."""

_MUCH = 0.1
"""Of likeness between two spellings, from 0 to 1."""

_WHAT: Mapping[Named, str] = {
    "actor": "actor",
    "side": "side",
    "region": "region",
    "source": "source",
    "claims": "kind of claim",
    "tag": "tag",
    "edit": "kind of edit",
}

_Names = Mapping[str, tuple[str, ...]]
"""Names and spellings by id, the first one to be shown."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Vocabulary:
    """What names mean here and now, and whose clock is meant."""

    beat: Beat = NO_BEAT

    zone: tzinfo = UTC
    """Of times that name none."""

    last_day: date | None = None
    """The story's last day, in `zone`: a clock alone is on it. None where nothing has a time."""

    span: tuple[datetime, datetime] | None = None
    """First and last moment of the story, aware: a clock that its last day had not reached yet is
    the day before's, where the story had begun by then."""

    sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """Those that were given so far; any other may be asked for."""

    def id_of(self, kind: Named, name: str) -> str:
        """The id that is meant by an id or a name in any spelling.

        Raises:
            UsageError: there is none, or there are several; says which are near.
        """
        if kind == "tag":
            if tag := tag_of(name):
                return tag
            raise UsageError(f"{name!r} is no tag; write letters or digits")
        if name in self._names[kind]:
            return name
        meant = self._meant[kind].get(" ".join(words_of(name)), ())
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise UsageError(f"{name!r} could be {' or '.join(meant)}; write one of these")
        raise UsageError(f"no {_WHAT[kind]} {name!r}: {self._hint(kind, name)}")

    def begun(self, kind: Named, typed: str) -> Iterator[tuple[str, str]]:
        """Ids and names of which a word, in any spelling, begins as `typed` does."""
        wanted = f" {' '.join(words_of(typed))}"
        for id, name, spelled in self._by_spelling[kind]:
            if wanted in spelled:
                yield id, name

    @cached_property
    def _by_spelling(self) -> Mapping[Named, tuple[tuple[str, str, str], ...]]:
        """By kind: id, name as shown, and all spellings as `spaced` gives them."""
        return {
            kind: tuple(
                (id, spelled[0], "\n".join(map(spaced, (id, *spelled))))
                for id, spelled in names.items()
            )
            for kind, names in self._names.items()
        }

    @cached_property
    def _names(self) -> Mapping[Named, _Names]:
        beat = self.beat
        actors = {a.id: (a.name, *a.aliases, *a.cased, *_spelled(a.spellings)) for a in beat.actors}
        return {
            "actor": actors,
            "side": {side: actors.get(side, (beat.name_of(side),)) for side in beat.sides},
            "region": {r.id: (r.name, *r.aliases, *_spelled(r.spellings)) for r in beat.regions},
            "source": {source: (source, PurePath(source).stem) for source in self.sources},
            "claims": {kind: (kind,) for kind in KINDS},
            "edit": {kind: (kind,) for kind in EDITS},
            "tag": {tag: (tag,) for tag in self.tags},
        }

    @cached_property
    def _meant(self) -> Mapping[Named, Mapping[str, tuple[str, ...]]]:
        """Ids by folded name; one whose id or first name it is goes before all others."""
        return {kind: _by_name(names) for kind, names in self._names.items()}

    @cached_property
    def _places(self) -> Mapping[str, str]:
        """Region id by the folded name of a place inside."""
        return {
            " ".join(words_of(name)): region.id
            for region in self.beat.regions
            for place in region.places
            for name in (place.id, place.name, *place.aliases, *_spelled(place.spellings))
        }

    def _hint(self, kind: Named, name: str) -> str:
        wanted = " ".join(words_of(name))
        if kind in ("actor", "side", "region") and not self.beat.actors:
            return "there is no beat; choose one with --beat"
        for other, meant in self._meant.items():
            if other != kind and (found := meant.get(wanted)):
                return f"this is a {_WHAT[other]}; write {other}:{found[0]}"
        if kind == "region" and wanted in self._places:
            return f"this is a place; write region:{self._places[wanted]}, or the name as a word"
        near = list(dict.fromkeys(self._near(kind, wanted)))[:3]
        if near:
            return f"did you mean {' or '.join(near)}?"
        listed = list(self._names[kind])
        if 0 < len(listed) <= _MOST_LISTED:
            return f"there {'are' if len(listed) > 1 else 'is'} {', '.join(listed)}"
        return "none is named like it"

    def _near(self, kind: Named, wanted: str) -> Iterator[str]:
        """Ids with a name that is nearly `wanted`, none much further than the nearest; or that
        begins so."""
        meant = self._meant[kind]
        near = difflib.get_close_matches(wanted, meant, n=3, cutoff=0.7)
        ratios = [difflib.SequenceMatcher(None, name, wanted).ratio() for name in near]
        for name, ratio in zip(near, ratios, strict=True):
            if ratio > ratios[0] - _MUCH:
                yield from meant[name]
        for name, ids in meant.items():
            if wanted and f" {wanted}" in f" {name}":
                yield from ids


def _by_name(names: _Names) -> Mapping[str, tuple[str, ...]]:
    first: dict[str, dict[str, None]] = {}
    others: dict[str, dict[str, None]] = {}
    for id, spelled in names.items():
        for rank, name in enumerate((id, *spelled)):
            if folded := " ".join(words_of(name)):
                (first if rank < 2 else others).setdefault(folded, {})[id] = None  # noqa: PLR2004 - id and name
    return {name: tuple(ids) for name, ids in (others | first).items()}


def _spelled(spellings: Iterable[Spelling]) -> Iterator[str]:
    return (spelling.name for spelling in spellings)
