"""Entries, claims and markings of any kind, for what an archive must give back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from feeds.claim import Category, Claim, Confidence, Kind, Modality, Period, Qualifier, Relation
from feeds.entry import Entry, Mention, Role, TextField, TimeBasis
from feeds.marking import Marking, Place, View

PATIENT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Entries have many fields, and a busy machine takes its time to draw them."""

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IDS = st.sampled_from(("a", "b", "c"))
TIMES = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
ZONES = st.sampled_from(
    (UTC, ZoneInfo("Asia/Yerevan"), ZoneInfo("UTC"), timezone(timedelta(hours=-3, minutes=-30)))
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(WORDS, inner, max_size=2),
    max_leaves=4,
)  # fmt: skip
NUMBERS = st.none() | st.integers(min_value=0, max_value=10**12)
MENTIONS = st.builds(
    Mention,
    what=st.sampled_from(("actor", "region")),
    id=WORDS,
    place=st.none() | WORDS,
    field=st.sampled_from(get_args(TextField)),
    start=st.integers(min_value=0, max_value=200_000),
    end=st.just(0),
).flatmap(lambda m: st.integers(1, 60).map(lambda length: replace(m, end=m.start + length)))


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    """One of the words of a `Literal`."""
    return st.sampled_from(get_args(literal))


ENTRIES = st.builds(
    Entry,
    id=IDS,
    source=IDS,
    time=st.none() | TIMES,
    zone=st.none() | ZONES,
    basis=one_of(TimeBasis),
    headline=st.none() | WORDS,
    body=WORDS | WORDS.map(lambda words: words * 40),
    url=st.none() | WORDS,
    role=one_of(Role),
    byline=st.none() | WORDS,
    revision=st.integers(min_value=1, max_value=4),
    revised=st.none() | TIMES,
    known=st.none() | TIMES,
    sequence=st.integers(min_value=0, max_value=9),
    line=st.none() | st.integers(min_value=1, max_value=10**9),
    mentions=st.lists(MENTIONS, max_size=3).map(tuple),
    withdrawn=st.none() | WORDS,
    extra=st.dictionaries(WORDS, JSON, max_size=2),
)

CLAIMS = st.builds(
    Claim,
    id=WORDS,
    entry=st.just(""),
    source=st.just(""),
    time=st.none(),
    known=st.none(),
    field=one_of(TextField),
    start=st.integers(min_value=0),
    end=st.integers(min_value=0),
    quote=WORDS,
    kind=one_of(Kind),
    low=NUMBERS,
    best=NUMBERS,
    high=NUMBERS,
    qualifier=one_of(Qualifier),
    victim=WORDS,
    category=one_of(Category),
    group=st.none() | WORDS,
    claimant=WORDS,
    claimant_side=st.none() | WORDS,
    claimant_text=st.none() | WORDS,
    relay=st.lists(WORDS, max_size=2).map(tuple),
    place=st.none() | WORDS,
    incident=st.none() | WORDS,
    as_of=st.none() | TIMES,
    period=one_of(Period),
    relation=one_of(Relation),
    components=st.lists(st.integers(min_value=0, max_value=99), max_size=2).map(tuple),
    denied=st.booleans(),
    modality=one_of(Modality),
    confidence=one_of(Confidence),
    rules=st.lists(WORDS, max_size=2).map(tuple),
    within=st.none() | WORDS,
    component_categories=st.lists(one_of(Category), max_size=2).map(tuple),
    not_final=st.booleans(),
    refers_back=st.booleans(),
    day_only=st.booleans(),
)


def of_entry(entry: Entry, claims: list[Claim]) -> tuple[Entry, tuple[Claim, ...]]:
    """The claims as those of the entry: what the grammar gives."""
    said = {"entry": entry.id, "source": entry.source, "time": entry.time, "known": entry.known}
    return entry, tuple(replace(claim, **said) for claim in claims)  # type: ignore[arg-type]


READ = st.builds(of_entry, ENTRIES, st.lists(CLAIMS, max_size=2))
"""An entry with its claims."""

MARKINGS = st.builds(
    Marking,
    marked=st.booleans(),
    tags=st.frozensets(WORDS, max_size=2),
    note=WORDS,
    read=st.integers(min_value=0, max_value=4),
)
VIEWS = st.builds(
    View, name=WORDS.filter(bool), query=WORDS, mutes=st.lists(WORDS, max_size=2).map(tuple)
)
PLACES = st.builds(
    Place,
    source=WORDS,
    id=WORDS,
    query=WORDS,
    view=WORDS,
    zoomed=WORDS,
    zone=WORDS,
    speed=st.floats(min_value=0, max_value=3600),
    at=st.none() | TIMES,
    looked=st.none() | TIMES,
)
