"""The query language: what a text means, how it is written again, and what it says of a slip."""

from datetime import UTC, date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.beat import NO_BEAT, Actor, Spelling
from feeds.entry import Entry, Mention
from feeds.errors import QueryError
from feeds.folding import words_of
from feeds.marking import Marking
from feeds.passing import Beside
from feeds.queries import Vocabulary, parse, write
from feeds.query import (
    EVERYTHING,
    All,
    Facets,
    Is,
    Not,
    Query,
    State,
    Within,
    Words,
    every,
    none_of,
    simplified,
    some,
)
from feeds.query import Any as Some
from feeds.snapshot import Filter
from feeds.store import Row, Store, select
from tests.build import YEREVAN, at, beat, claim, entry

BEAT = beat(
    actors=(
        *beat().actors,
        Actor(
            id="cavusoglu",
            name="Mevlüt Çavuşoğlu",
            side=None,
            aliases=("Foreign Minister",),
            spellings=(Spelling(language="ru", name="Чавушоглу"),),
        ),
        Actor(id="mirzoyan", name="Ararat Mirzoyan", side=None, aliases=("Foreign Minister",)),
    )
)
HERE = Vocabulary(
    beat=BEAT,
    zone=YEREVAN,
    last_day=date(2022, 9, 14),
    sources=("oc-media", "my page.txt", 'a "quoted" one'),
)


def read(text: str, vocabulary: Vocabulary = HERE) -> Query:
    return parse(text, vocabulary)


def actors(*ids: str) -> Facets:
    return Facets("actor", frozenset(ids))


def word(*words: str, **fields: Any) -> Words:
    return Words(words, **fields)


LEAST = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", EVERYTHING),
        ("  ", EVERYTHING),
        ("road", word("road")),
        ("Road ÇAY", All((word("road"), word("cay")))),
        ("border-guard", word("border", "guard")),
        ('"border Service"', word("border", "service", is_phrase=True)),
        ("“border service”", word("border", "service", is_phrase=True)),
        ("«border service»", word("border", "service", is_phrase=True)),
        ("18:00", word("18", "00")),
        ("a b OR c", Some((All((word("a"), word("b"))), word("c")))),
        ("a (b | c)", All((word("a"), Some((word("b"), word("c")))))),
        ("a AND b", All((word("a"), word("b")))),
        ("a or b", All((word("a"), word("or"), word("b")))),
        ("-a NOT b", All((Not(word("a")), Not(word("b"))))),
        ("-(a b)", Not(All((word("a"), word("b"))))),
        ("NOT -a", word("a")),
        ('-"a b"', Not(word("a", "b", is_phrase=True))),
        ("actor:armenia", actors("armenia")),
        ("actor:armenia,russia", actors("armenia", "russia")),
        ("actor:armenia, russia", actors("armenia", "russia")),
        ("ACTOR:Armenia", actors("armenia")),
        ("actor: armenia", actors("armenia")),
        ('actor:"armenian mod"', actors("am-mod")),
        ("actor:Moscow", actors("russia")),
        ('actor:"mevlut cavusoglu",un', actors("cavusoglu", "un")),
        ("actor:чавушоглу", actors("cavusoglu")),
        ("side:azerbaijan", Facets("side", frozenset({"azerbaijan"}))),
        ("side:Baku", Facets("side", frozenset({"azerbaijan"}))),
        ("region:Syunik", Facets("region", frozenset({"syunik"}))),
        ("source:oc-media", Facets("source", frozenset({"oc-media"}))),
        ('source:"my page"', Facets("source", frozenset({"my page.txt"}))),
        ("claims:killed,any", Facets("claims", frozenset({"killed", "any"}))),
        ('claims:"killed or missing"', Facets("claims", frozenset({"killed_or_missing"}))),
        ('tag:"Follow up"', Facets("tag", frozenset({"follow-up"}))),
        ("is:marked", Is("marked")),
        ("is:read,undated", Some((Is("read"), Is("undated")))),
        ("headline:road", word("road", field="headline")),
        (
            'body:"a b",c',
            Some((word("a", "b", is_phrase=True, field="body"), word("c", field="body"))),
        ),
        ("note:ask", word("ask", field="note")),
    ],
)
def test_a_text_means(text: str, meant: Query) -> None:
    assert read(text) == meant
    assert read(write(meant)) == meant


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("after:18:00", "2022-09-14 18:00", None),
        ("since:18:00", "2022-09-14 18:00", None),
        ("until:18:00", None, "2022-09-14 18:00"),
        ("after:2022-09-13", "2022-09-13 00:00", None),
        ('after:"13 Sep 2022 21:10"', "2022-09-13 21:10", None),
        ("after:2022-09-13T17:00Z", "2022-09-13 21:00", None),
        ("after:18:00 until:21:30", "2022-09-14 18:00", "2022-09-14 21:30"),
        ("after:18:00 since:19:00", "2022-09-14 19:00", None),
    ],
)
def test_a_time_is_on_the_desks_clock_and_a_clock_alone_on_the_last_day(
    text: str, since: str | None, until: str | None
) -> None:
    assert read(text) == Within(at(since) if since else None, at(until) if until else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [("after:18:00", "2022-09-13"), ("after:00:30", "2022-09-14"), ("after:02:00", "2022-09-14")],
)
def test_a_clock_that_the_last_day_has_not_reached_is_the_day_befores(text: str, day: str) -> None:
    night = Vocabulary(
        zone=YEREVAN,
        last_day=date(2022, 9, 14),
        span=(at("2022-09-13 10:40"), at("2022-09-14 01:25")),
    )
    assert parse(text, night) == Within(at(f"{day} {text[6:]}"), None)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("before:21:30", None, "2022-09-14 21:30"),
        ("before:2022-09-14", None, "2022-09-14 00:00"),
        ("until:2022-09-13", None, "2022-09-14 00:00"),
        ("on:2022-09-13", "2022-09-13 00:00", "2022-09-14 00:00"),
        ('on:"13 Sep 2022" after:18:00', "2022-09-14 18:00", "2022-09-15 00:00"),
    ],
)
def test_before_leaves_its_moment_out_and_a_day_is_whole(
    text: str, since: str | None, until: str
) -> None:
    text = text.replace("13 Sep", "14 Sep")
    assert read(text) == Within(at(since) if since else None, at(until) - LEAST)


@pytest.mark.parametrize(
    ("text", "marked", "says"),
    [
        ("actor:armeina", "armeina", "did you mean armenia"),
        ("actor:armenia,armeina x", "armeina", "did you mean armenia"),
        ("actor:syunik", "syunik", "region:syunik"),
        ("region:goris", "goris", "region:syunik"),
        ('actor:"foreign minister"', '"foreign minister"', "cavusoglu or mirzoyan"),
        ("source:oc", "oc", "did you mean oc-media"),
        ("claims:dead", "dead", "killed, wounded"),
        ("is:makred", "makred", "did you mean marked"),
        ("is:", "", "marked, read"),
        ("actor:", "", "a name is missing"),
        ("actor:armenia,", "", "a name is missing"),
        ("autor:x", "autor", "did you mean actor:"),
        ("https://x", "https", 'write "https"'),
        ("after:", "", "takes a time"),
        ("after:13 Sep", "13", "takes a time"),
        ("after:soon", "soon", "is no time"),
        ("after:1:00,2:00", "2:00", "one time"),
        ("on:18:00", "18:00", "a day"),
        ("after:22:00 before:21:00", "before:21:00", "nothing can lie between"),
        ("(x after:22:00) before:21:00", "before:21:00", "nothing can lie between"),
        ("(a", "(", "not closed"),
        ("a)", ")", "no bracket"),
        ('a "b', '"', "not closed"),
        ("OR a", "OR", "missing before OR"),
        ("a |", "", "after | something is missing"),
        ("a NOT", "", "after NOT something is missing"),
        ("()", ")", "missing before )"),
        ("a -", "-", "no word"),
        ("a ...", "...", "no word"),
    ],
)
def test_a_slip_is_pointed_at_and_says_what_to_do(text: str, marked: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        read(text)
    error = caught.value
    assert text[error.start : error.end] == marked
    assert says in error.problem
    assert str(error) == f"query, character {error.start + 1}: {error.problem}"


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    for text in ("a" * 5000, "(" * 1000, "NOT " * 900 + "a", "-" * 1000 + "a"):
        with pytest.raises(QueryError):
            read(text)


def test_a_story_without_a_day_asks_for_one() -> None:
    with pytest.raises(QueryError, match="names no day"):
        parse("after:18:00", Vocabulary())
    assert parse("after:2022-09-13T18:00Z", Vocabulary()) == Within(at("2022-09-13 22:00"), None)


def test_without_a_beat_it_is_said_how_to_choose_one() -> None:
    with pytest.raises(QueryError, match="--beat"):
        parse("actor:armenia", Vocabulary(beat=NO_BEAT))


def refused(text: str) -> QueryError | None:
    """Why a text cannot be read; None where it can."""
    try:
        read(text)
    except QueryError as error:
        return error
    return None


_FIELDS = ("actor:", "is:marked", "after:", "on:", "tag:", "before:", "headline:")
_PIECES = st.sampled_from(
    (*'()"-| ,:\\«é', "OR", "NOT ", "armenia", "18:00", "2022-09-13", "13 Sep", *_FIELDS)
)


@given(st.text(max_size=60) | st.lists(_PIECES, max_size=14).map("".join))
def test_any_text_is_understood_or_refused_with_its_place(text: str) -> None:
    if error := refused(text):
        assert error.text == text
        assert 0 <= error.start <= error.end <= len(text)
    else:
        assert read(write(read(text), YEREVAN)) == read(text)


_WORDS = st.text(min_size=1, max_size=6).map(words_of).filter(bool)
_MOMENTS = st.integers(0, 200_000_000_000).map(
    lambda n: at("2022-09-13 00:00") + timedelta(microseconds=n)
)
_STATES: tuple[State, ...] = get_args(State)


def _within(since: Any, until: Any) -> Query:
    if since is not None and until is not None and since > until:
        since, until = until, since
    return Within(since, until)


def _facets(kind: Any, ids: list[str]) -> st.SearchStrategy[Query]:
    sets = st.frozensets(st.sampled_from(ids), min_size=1, max_size=3)
    return sets.map(lambda found: Facets(kind, found))


LEAVES = st.one_of(
    st.builds(Words, _WORDS, st.booleans(), st.sampled_from([None, "headline", "body", "note"])),
    _facets("actor", ["armenia", "am-mod", "russia", "un"]),
    _facets("side", ["armenia", "azerbaijan"]),
    _facets("region", ["syunik", "gegharkunik"]),
    _facets("source", list(HERE.sources)),
    _facets("claims", ["killed", "wounded", "any"]),
    _facets("tag", ["a", "b-c"]),
    st.sampled_from(_STATES).map(Is),
    st.builds(_within, st.none() | _MOMENTS, _MOMENTS),
    st.builds(_within, _MOMENTS, st.none()),
)
TREES: st.SearchStrategy[Query] = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        parts.map(Not),
        st.lists(parts, max_size=3).map(lambda found: All(tuple(found))),
        st.lists(parts, max_size=3).map(lambda found: Some(tuple(found))),
    ),
    max_leaves=8,
)


@given(TREES)
def test_what_is_written_is_read_as_the_same(tree: Query) -> None:
    text = write(tree, YEREVAN)
    if error := refused(text):
        assert "nothing can lie between" in error.problem  # a tree may ask for that
    else:
        assert read(text) == simplified(tree) or simplified(tree) == Some(())
        assert write(read(text), YEREVAN) == text


def _named(ids: list[str], region: str | None) -> tuple[Mention, ...]:
    found = [Mention(what="actor", id=i, place=None, field="body", start=0, end=1) for i in ids]
    if region:
        found.append(Mention(what="region", id=region, place=None, field="body", start=0, end=1))
    return tuple(found)


_TEXTS = st.lists(
    st.sampled_from(["road", "roads", "Border", "service", "a", "b", "—"]), max_size=5
)
ENTRIES = st.builds(
    lambda headline, body, ids, region, source, revision, time: entry(
        " ".join(body),
        headline=" ".join(headline) or None,
        mentions=_named(ids, region),
        source=source,
        revision=revision,
        time=time,
    ),
    _TEXTS,
    _TEXTS,
    st.lists(st.sampled_from(["armenia", "am-mod", "russia", "un"]), max_size=2),
    st.none() | st.sampled_from(["syunik", "gegharkunik"]),
    st.sampled_from(HERE.sources),
    st.integers(1, 2),
    st.none() | st.sampled_from(["2022-09-13 12:00", "2022-09-14 18:00", "2022-09-15 01:00"]),
)
MARKINGS = st.builds(
    lambda marked, tags, note, read: Marking(
        marked=marked, tags=frozenset(tags), note=note, read=read
    ),
    st.booleans(),
    st.lists(st.sampled_from(["a", "b-c"]), max_size=2),
    st.sampled_from(["", "ask b", "road"]),
    st.integers(0, 2),
)


def _stored(made: list[tuple[Entry, Marking, bool]]) -> tuple[list[Row], Beside]:
    store, markings = Store(BEAT), {}
    for number, (one, marking, has_claim) in enumerate(made):
        named = Entry(**{f: getattr(one, f) for f in one.__slots__} | {"id": f"e{number}"})
        store.add([(named, (claim(3),) if has_claim else ())])
        markings[named.key] = marking
    return store.known(None), Beside(markings=markings)


ROWS = st.lists(st.tuples(ENTRIES, MARKINGS, st.booleans()), max_size=6).map(_stored)


def _passing(query: Query, rows: list[Row], beside: Beside) -> set[str]:
    found = select(rows, Filter(query=query), BEAT, beside)
    return {row.entry.id for row in found}


@given(TREES, TREES, ROWS)
def test_and_or_and_not_keep_their_laws(
    one: Query, other: Query, stored: tuple[list[Row], Beside]
) -> None:
    rows, beside = stored
    everything = {row.entry.id for row in rows}
    first, second = _passing(one, rows, beside), _passing(other, rows, beside)
    for both in (All((one, other)), every((one, other))):
        assert _passing(both, rows, beside) == first & second
    for either in (Some((one, other)), some((one, other))):
        assert _passing(either, rows, beside) == first | second
    for neither in (Not(one), none_of(one)):
        assert _passing(neither, rows, beside) == everything - first
    assert _passing(simplified(one), rows, beside) == first
    if not refused(write(one)):
        assert _passing(read(write(one)), rows, beside) == first


@given(st.lists(_WORDS, max_size=3), ROWS)
def test_words_of_a_filter_are_bare_words_of_a_query(
    words: list[tuple[str, ...]], stored: tuple[list[Row], Beside]
) -> None:
    rows, beside = stored
    text = " ".join("-".join(word) for word in words)
    asked = select(rows, Filter(text=text), BEAT, beside)
    assert {row.entry.id for row in asked} == _passing(read(text), rows, beside)


def test_times_are_written_on_the_clock_that_is_asked_for() -> None:
    assert write(read("after:18:00"), YEREVAN) == "after:2022-09-14T18:00+04:00"
    assert write(read("before:18:00"), UTC) == "before:2022-09-14T14:00+00:00"


FILTERS = st.builds(
    Filter,
    actors=st.frozensets(st.sampled_from("ab"), max_size=2),
    sides=st.frozensets(st.sampled_from("ab"), max_size=2),
    regions=st.frozensets(st.sampled_from("ab"), max_size=2),
    text=st.sampled_from(("", "border", "border guard")),
    query=TREES,
)


@given(FILTERS)
def test_a_filter_is_found_in_its_query_again(asked: Filter) -> None:
    """Simplified: what stands in the query may be what the facets choose."""
    query = simplified(asked.as_query)
    assert parts(Filter.of(query).as_query) == parts(query)


def parts(query: Query) -> set[Query]:
    return set(query.parts) if isinstance(query, All) else {query}


def test_what_was_chosen_is_chosen_again() -> None:
    asked = Filter(actors=frozenset("a"), sides=frozenset("b"), regions=frozenset("c"))
    assert Filter.of(asked.as_query) == asked
