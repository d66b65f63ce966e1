"""The store: time order, versions, filters and facets, and nothing from after the playhead."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feeds.claim import Judged, Ruling
from feeds.entry import Entry, Mention
from feeds.marking import Marking
from feeds.passing import Beside
from feeds.query import Facets, Is
from feeds.snapshot import Filter
from feeds.store import Store, facets, histogram, select
from tests.build import at, beat, claim, entry

BEAT = beat()


def named(*ids: str, region: str | None = None, **fields: Any) -> Entry:
    """An entry that names actors, and a region."""
    mentions = [Mention(what="actor", id=i, place=None, field="body", start=0, end=1) for i in ids]
    if region:
        mentions.append(Mention(what="region", id=region, place=None, field="body", start=0, end=1))
    return entry(mentions=tuple(mentions), **fields)


def store(*entries: Entry) -> Store:
    made = Store(BEAT)
    made.add((e, ()) for e in entries)
    return made


def ids(found: Store, moment: str | None = None, asked: Filter | None = None) -> list[str]:
    rows = found.known(at(moment) if moment else None)
    return [r.entry.id for r in select(rows, asked or Filter(), BEAT)]


def test_entries_stand_in_time_order_however_they_come() -> None:
    found = store(entry(id="b", time="2022-09-13 12:00"), entry(id="a", time="2022-09-13 11:00"))
    found.add([(entry(id="late", time="2022-09-13 11:30"), ())])
    assert ids(found) == ["a", "late", "b"]


def test_what_comes_after_the_playhead_is_not_known() -> None:
    found = store(entry(id="a", time="2022-09-13 11:00"), entry(id="b", time="2022-09-13 12:00"))
    assert ids(found, "2022-09-13 11:59") == ["a"]
    assert ids(found, "2022-09-13 12:00") == ["a", "b"]


def test_undated_entries_stand_first_and_only_at_the_end() -> None:
    found = store(entry(id="a"), entry(id="u", time=None))
    assert ids(found) == ["u", "a"]
    assert ids(found, "2022-09-13 23:00") == ["a"]
    assert found.undated() == 1


def test_a_page_stands_after_the_entry_of_the_same_minute() -> None:
    found = store(entry(id="page", role="page", sequence=9), entry(id="a", sequence=1))
    assert ids(found) == ["a", "page"]


def test_the_same_text_again_adds_nothing() -> None:
    found = store(entry("Words.", id="a"))
    assert found.add([(entry("Words.", id="a"), ())]) == 0
    assert len(found) == 1


def test_the_same_id_from_two_sources_is_two_entries() -> None:
    assert len(store(entry("x", id="a"), entry("y", id="a", source="other"))) == 2


def test_versions_read_again_add_nothing() -> None:
    first = entry(body="Now.", known=at("2022-09-13 12:00"))
    then = entry(body="Then.", known=at("2022-09-13 13:00"))
    found = store(first, then)
    assert found.add([(first, ()), (then, ())]) == 0


def test_a_text_that_is_taken_back_is_a_version_of_its_own() -> None:
    first = entry(body="Now.", known=at("2022-09-13 12:00"))
    then = entry(body="Then.", known=at("2022-09-13 13:00"))
    found = store(first, then)
    assert found.add([(replace(first, known=at("2022-09-13 14:00")), ())]) == 1
    assert [row.entry.body for row in found.known(None)] == ["Now."]


def test_a_revision_is_seen_from_its_own_time_on() -> None:
    found = store(entry("First.", id="a", time="2022-09-13 11:00"))
    found.add(
        [
            (
                replace(
                    entry("Then.", id="a", time="2022-09-13 11:00"), known=at("2022-09-13 13:00")
                ),
                (),
            )
        ]
    )
    before = found.known(at("2022-09-13 12:00"))
    after = found.known(at("2022-09-13 13:00"))
    assert [r.entry.body for r in before] == ["First."]
    assert [(r.entry.body, r.entry.revision) for r in after] == [("Then.", 2)]


def test_actors_are_joined_by_or_and_regions_by_and() -> None:
    found = store(
        named("armenia", id="a", region="syunik"),
        named("azerbaijan", id="b", region="syunik"),
        named("russia", id="c", region="gegharkunik"),
    )
    both = Filter(actors=frozenset({"armenia", "azerbaijan"}))
    assert ids(found, asked=both) == ["a", "b"]
    assert ids(found, asked=replace(both, regions=frozenset({"gegharkunik"}))) == []


def test_a_side_takes_all_its_actors() -> None:
    found = store(named("am-mod", id="a"), named("russia", id="b"))
    assert ids(found, asked=Filter(sides=frozenset({"armenia"}))) == ["a"]
    assert ids(found, asked=Filter(actors=frozenset({"armenia"}))) == []


def test_text_is_found_without_case_diacritics_or_curly_quotes() -> None:
    found = store(entry("Mevlüt ÇAVUŞOĞLU’s call", id="a"), entry("Nothing", id="b"))
    assert ids(found, asked=Filter(text="cavusoglu's CALL")) == ["a"]


def test_a_time_range_drops_undated_entries() -> None:
    found = store(entry(id="u", time=None), entry(id="a", time="2022-09-13 12:00"))
    assert ids(found, asked=Filter(since=at("2022-09-13 12:00"))) == ["a"]
    assert ids(found, asked=Filter(until=at("2022-09-13 11:59"))) == []


def test_a_kind_does_not_narrow_its_own_counts() -> None:
    rows = store(named("armenia", id="a"), named("russia", id="b")).known(None)
    _, actors, _ = facets(rows, Filter(actors=frozenset({"russia"})), BEAT)
    assert [(f.id, f.count, f.chosen) for f in actors] == [
        ("armenia", 1, False),
        ("russia", 1, True),
    ]


def test_a_chosen_facet_stays_listed_when_it_counts_nothing() -> None:
    rows = store(named("armenia", id="a")).known(None)
    _, actors, _ = facets(rows, Filter(actors=frozenset({"tass"})), BEAT)
    assert ("tass", 0, True) in [(f.id, f.count, f.chosen) for f in actors]


def test_the_histogram_counts_entries_and_current_claims() -> None:
    made = Store(BEAT)
    made.add(
        [
            (entry(id="a", time="2022-09-13 10:10"), (claim(3), claim(9, period="historical"))),
            (entry(id="b", time="2022-09-13 11:59"), ()),
        ]
    )
    bins = histogram(made.known(None), at("2022-09-13 10:00"), at("2022-09-13 12:00"), 2)
    assert bins == ((1, 1), (1, 0))


def test_watchers_hear_of_every_addition_until_they_stop() -> None:
    made, heard = Store(BEAT), []
    stop = made.watch(lambda: heard.append(len(made)))
    made.add([(entry(id="a"), ())])
    stop()
    made.add([(entry(id="b"), ())])
    assert heard == [1]


_MINUTES = st.integers(0, 300)


@given(st.lists(st.tuples(_MINUTES, st.sampled_from(["armenia", "russia"])), max_size=30), _MINUTES)
def test_a_store_that_never_saw_the_rest_says_the_same(
    made: list[tuple[int, str]], playhead: int
) -> None:
    start = at("2022-09-13 10:00")
    entries = []
    for number, (minute, actor) in enumerate(made):
        time = start + timedelta(minutes=minute)
        entries.append(replace(named(actor, id=f"e{number}"), time=time, known=time))
    moment = start + timedelta(minutes=playhead)
    whole = store(*entries).known(moment)
    young = store(*(e for e in entries if e.time and e.time <= moment)).known(None)
    assert [r.entry for r in whole] == [r.entry for r in young]
    assert facets(whole, Filter(), BEAT) == facets(young, Filter(), BEAT)


def test_claims_are_asked_for_as_people_judged_them() -> None:
    made = Store(BEAT)
    counted = claim(3, entry="a")
    made.add([(entry(id="a"), (counted,)), (entry(id="b"), ())])
    rows = made.known(None)
    asked = Filter(query=Facets("claims", frozenset({"any"})))
    assert [r.entry.id for r in select(rows, asked, BEAT)] == ["a"]
    wounded = replace(counted, kind="wounded")
    for judged, kind, found in (
        (wounded, "killed", []),
        (wounded, "wounded", ["a"]),
        (replace(counted, judged=ruled("rejected")), "killed", []),
        (replace(counted, judged=ruled("merged")), "killed", ["a"]),
    ):
        beside = Beside(claims_of={("test", "a"): (judged,)})
        asked = Filter(query=Facets("claims", frozenset({kind})))
        assert [r.entry.id for r in select(rows, asked, BEAT, beside)] == found


def ruled(ruling: Ruling) -> Judged:
    """What Ani made of it."""
    return Judged(ruling=ruling, decision="d", by="Ani", at=at("2022-09-14 09:00"))


def test_an_edited_entry_is_one_whose_first_words_are_gone_by_then() -> None:
    found = store(entry("First.", id="a", time="2022-09-13 11:00"))
    known = at("2022-09-13 13:00")
    found.add([(replace(entry("Then.", id="a", time="2022-09-13 11:00"), known=known), ())])
    edited = Filter(query=Is("edited"))
    assert ids(found, "2022-09-13 12:00", edited) == []
    assert ids(found, "2022-09-13 13:00", edited) == ["a"]


def test_what_was_read_is_unread_again_once_it_is_edited() -> None:
    found = store(entry("First.", id="a", time="2022-09-13 11:00"))
    known = at("2022-09-13 13:00")
    found.add([(replace(entry("Then.", id="a", time="2022-09-13 11:00"), known=known), ())])
    beside = Beside(markings={("test", "a"): Marking(read=1)})
    asked = Filter(query=Is("unread"))
    assert not select(found.known(at("2022-09-13 12:00")), asked, BEAT, beside)
    assert select(found.known(at("2022-09-13 13:00")), asked, BEAT, beside)


def test_words_are_beginnings_and_stand_one_after_the_other() -> None:
    found = store(
        entry("The border guards’ post", id="a"),
        entry("guard the border", id="b"),
        entry("of guards", id="c", headline="At the border"),
    )
    assert ids(found, asked=Filter(text="bord guar")) == ["a", "b", "c"]
    assert ids(found, asked=Filter(text="border-guard")) == ["a"]
    assert ids(found, asked=Filter(text="order")) == []


def test_an_entry_is_given_in_the_version_of_a_moment() -> None:
    first = entry("First.", id="a", time="2022-09-13 11:00")
    found = store(first)
    found.add([(replace(first, body="Then.", known=at("2022-09-13 13:00")), ())])
    for when, body in ((None, "Then."), ("12:00", "First."), ("13:00", "Then.")):
        given = found.entry(first.key, at(f"2022-09-13 {when}") if when else None)
        assert given is not None
        assert given.body == body
