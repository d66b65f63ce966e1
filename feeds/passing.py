"""Passing: whether one version of an entry passes a query; rows in memory are asked this way."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.entry import Entry, Mention
from feeds.folding import spaced
from feeds.marking import UNMARKED, Marking
from feeds.query import All, Any, Facets, Is, Not, Query, Words
from feeds.snapshot import EntryKey

ANY_CLAIM = "any"
"""A claim of whatever kind."""


class Version(Protocol):
    """One version of an entry, as a store holds it."""

    @property
    def entry(self) -> Entry:
        """Its text, time and names."""
        ...

    @property
    def claims(self) -> tuple[Claim, ...]:
        """As the machine read them."""
        ...

    @property
    def spaced(self) -> tuple[str, str]:
        """The words of headline and body, as `feeds.folding.spaced` gives them."""
        ...


Test = Callable[[Version], bool]
"""True for a version that passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What a query may ask for that the entries themselves do not hold."""

    markings: Mapping[EntryKey, Marking] = field(default_factory=dict)
    """What a person left on entries, by key."""

    claims_of: Mapping[EntryKey, tuple[Claim, ...]] | None = None
    """Claims as people judged them; None: as the machine read them."""

    touched: Callable[[Entry], Collection[str]] = lambda _entry: ()
    """What the edit touched that made this version (`Edit.names`); nothing for a first one."""


def matches(version: Version, query: Query, beat: Beat, beside: Beside | None = None) -> bool:
    """True where the version passes."""
    return test_of(query, beat, beside or Beside())(version)


def test_of(query: Query, beat: Beat, beside: Beside) -> Test:
    """The query as a function, made once for many versions."""
    if isinstance(query, Words):
        return _words(query, beside)
    if isinstance(query, Facets):
        return _facets(query, beat, beside)
    if isinstance(query, Is):
        return _states(beside)[query.state]
    if isinstance(query, Not):
        test = test_of(query.part, beat, beside)
        return lambda version: not test(version)
    if isinstance(query, All):
        tests = [test_of(part, beat, beside) for part in query.parts]
        return lambda version: all(test(version) for test in tests)
    if isinstance(query, Any):
        tests = [test_of(part, beat, beside) for part in query.parts]
        return lambda version: any(test(version) for test in tests)
    since, until = query.since, query.until

    def is_within(version: Version) -> bool:
        when = version.entry.time
        if when is None:
            return False
        return (since is None or since <= when) and (until is None or when <= until)

    return is_within


def _words(query: Words, beside: Beside) -> Test:
    wanted = f" {' '.join(query.words)}{' ' if query.is_phrase else ''}"
    if query.field == "note":
        return lambda version: wanted in spaced(_marking(version, beside).note)
    if query.field is None:
        return lambda version: any(wanted in text for text in version.spaced)
    place = 0 if query.field == "headline" else 1
    return lambda version: wanted in version.spaced[place]


def _facets(query: Facets, beat: Beat, beside: Beside) -> Test:
    ids = query.ids
    if query.kind == "actor":
        return lambda version: any(m.what == "actor" and m.id in ids for m in _named(version))
    if query.kind == "region":
        return lambda version: any(m.what == "region" and m.id in ids for m in _named(version))
    if query.kind == "side":
        actors = {actor.id for actor in beat.actors if actor.side in ids}
        return lambda version: any(m.what == "actor" and m.id in actors for m in _named(version))
    if query.kind == "source":
        return lambda version: version.entry.source in ids
    if query.kind == "tag":
        return lambda version: not ids.isdisjoint(_marking(version, beside).tags)
    if query.kind == "edit":
        return lambda version: not ids.isdisjoint(beside.touched(version.entry))
    if ANY_CLAIM in ids:
        return lambda version: bool(_claims(version, beside))
    return lambda version: any(claim.kind in ids for claim in _claims(version, beside))


def _states(beside: Beside) -> Mapping[str, Test]:
    def is_read(version: Version) -> bool:
        return _marking(version, beside).read >= version.entry.revision

    return {
        "marked": lambda version: _marking(version, beside).marked,
        "read": is_read,
        "unread": lambda version: not is_read(version),
        "tagged": lambda version: bool(_marking(version, beside).tags),
        "noted": lambda version: bool(_marking(version, beside).note),
        "edited": lambda version: version.entry.revision > 1,
        "withdrawn": lambda version: version.entry.withdrawn is not None,
        "undated": lambda version: version.entry.time is None,
    }


def _named(version: Version) -> Sequence[Mention]:
    return version.entry.mentions


def _marking(version: Version, beside: Beside) -> Marking:
    return beside.markings.get(version.entry.key, UNMARKED)


def _claims(version: Version, beside: Beside) -> list[Claim]:
    """Those that nobody rejected; an echo is a claim, too."""
    claims = version.claims
    if beside.claims_of is not None:
        claims = beside.claims_of.get(version.entry.key, ())
    return [claim for claim in claims if claim.judged is None or claim.judged.ruling != "rejected"]
