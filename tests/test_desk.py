"""The conductor end to end: sources in, snapshots out, and no hindsight in any of them."""

import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.desk import Desk, open_desk
from feeds.entry import Entry
from feeds.errors import SourceError, UsageError
from feeds.options import SAMPLE, Options
from feeds.packs import load_beat
from feeds.snapshot import EntryKey, Filter, Snapshot
from tests.build import at, entry


@pytest.fixture(scope="module")
def desk() -> Desk:
    return open_desk([SAMPLE])


def cells(found: Snapshot) -> set[tuple[Any, ...]]:
    return {
        (c.victim, c.kind, c.category, c.low, c.best, c.high, c.grade) for c in found.tally.cells
    }


def test_the_day_that_ships_opens_with_no_question_asked(desk: Desk) -> None:
    assert desk.beat.id == "south-caucasus"
    assert len([e for e in desk.all_entries() if e.role == "entry"]) == 46
    assert not desk.opened.problems


def test_the_tally_of_the_day_at_its_four_moments(desk: Desk) -> None:
    armenia = ("armenia", "killed", "unknown", 49, 49, None, "self_only")
    evening = {
        armenia,
        ("armenia", "wounded", "military", 43, None, None, "partial"),
        ("armenia", "wounded", "civilian", 3, 3, 3, "self_only"),
        ("azerbaijan", "killed", "military", 50, 50, 50, "self_only"),
    }
    captive = ("armenia", "captured", "unknown", 1, 1, 1, "self_only")
    assert cells(desk.snapshot(at=at("2022-09-13 11:00"))) == set()
    assert cells(desk.snapshot(at=at("2022-09-13 12:00"))) == {armenia}
    assert cells(desk.snapshot(at=at("2022-09-13 21:10"))) == evening
    assert cells(desk.snapshot(at=at("2022-09-14 01:25"))) == evening | {captive}


def test_silence_is_a_value_and_never_zero(desk: Desk) -> None:
    silent = desk.snapshot(at=at("2022-09-13 12:00")).tally.silent
    assert ("azerbaijan", "killed") in {(s.victim, s.kind) for s in silent}
    assert all(c.low != 0 for c in desk.snapshot().tally.cells)


def test_the_filter_changes_the_feed_and_not_the_tally(desk: Desk) -> None:
    whole = desk.snapshot()
    some = desk.snapshot(asked=Filter(regions=frozenset({"gegharkunik"})))
    assert 0 < len(some.entries) < len(whole.entries)
    assert cells(some) == cells(whole)
    assert some.known == whole.known


def test_finding_stops_at_the_playhead_and_respects_the_filter(desk: Desk) -> None:
    late, early = desk.snapshot(), desk.snapshot(at=at("2022-09-13 12:00"))
    assert found(desk, "armenia", early) < found(desk, "armenia", late)
    narrow = desk.snapshot(asked=Filter(text="nonesuch"))
    assert not found(desk, "armenia", narrow)
    assert not found(desk, "", late)


def found(desk: Desk, words: str, snapshot: Snapshot) -> set[EntryKey]:
    """Keys of what has the words."""
    return {snapshot.entries[place].key for place in desk.find(words, snapshot).positions}


def facts(found: Snapshot) -> tuple[Any, ...]:
    """All of a snapshot that could betray what came later."""
    return (
        list(found.entries),
        found.known,
        found.sides,
        found.actors,
        found.regions,
        found.tally,
        dict(found.claims),
        dict(found.claims_of),
    )


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_playhead_sees_what_a_desk_sees_that_never_had_the_rest(
    desk: Desk, data: st.DataObject
) -> None:
    first, last = desk.span or pytest.fail("the sample has times")
    minutes = int((last - first).total_seconds() // 60)
    moment = first + timedelta(minutes=data.draw(st.integers(-10, minutes + 10)))
    asked = data.draw(
        st.sampled_from(
            [
                Filter(),
                Filter(actors=frozenset({"armenia"})),
                Filter(text="border"),
                Filter(since=first),
            ]
        )
    )
    young = Desk(desk.beat)
    known = [e for e in desk.all_entries() if e.known and e.known <= moment]
    random.Random(data.draw(st.integers(0, 99))).shuffle(known)
    young.add(known)
    seen, truth = desk.snapshot(at=moment, asked=asked), young.snapshot(at=moment, asked=asked)
    assert facts(seen) == facts(truth)
    assert desk.find("border", seen) == young.find("border", truth)
    if seen.activity:
        width = (seen.activity.end - seen.activity.start) / len(seen.activity.entries)
        for position, count in enumerate(seen.activity.entries):
            if seen.activity.start + position * width > moment:
                assert count == 0


def test_entries_added_late_are_in_the_next_snapshot(desk: Desk) -> None:
    young = Desk(desk.beat)
    entries = desk.all_entries()
    young.add(entries[10:])
    before = young.snapshot()
    young.add(entries[:10])
    after = young.snapshot()
    assert (len(before.entries), len(after.entries)) == (len(entries) - 10, len(entries))
    assert [e.key for e in after.entries] == [e.key for e in entries]


def test_the_same_ids_from_two_sources_keep_their_claims_apart(desk: Desk) -> None:
    both = Desk(desk.beat)
    entries = desk.all_entries()
    both.add(entries)
    both.add([replace(e, source="copy") for e in entries])
    assert len(both.snapshot().claims) == 2 * len(desk.snapshot().claims)
    assert cells(both.snapshot()) == cells(desk.snapshot())


def test_a_source_that_fails_does_not_cost_the_others(tmp_path: Path) -> None:
    found = open_desk([SAMPLE, str(tmp_path / "nowhere.txt")])
    assert len(found.opened.failed) == 1
    assert found.all_entries()
    with pytest.raises(SourceError, match=r"nowhere\.txt"):
        open_desk([str(tmp_path / "nowhere.txt")])


def test_without_enough_actors_there_is_no_beat(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Some title\n\nNobody that any pack names says anything here.\n", "utf-8")
    found = open_desk([str(path)])
    assert found.beat.id == ""
    assert found.opened.beat_chosen is None
    assert len(found.snapshot().entries) == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "+99", "../etc"])
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(UsageError, match="zone"):
        open_desk([SAMPLE], Options(zone=zone))


def test_an_offset_is_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(
        "Title of the page\n\n13 Sep 2022, 21:09\n\nOne line.\n\nAnother line.\n", "utf-8"
    )
    found = open_desk([str(path)], Options(zone="+02:00"))
    assert {e.time for e in found.all_entries()} == {at("2022-09-13 23:09")}


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_every_source_document_opens(shared: Path, seed: str) -> None:
    (path,) = (shared / "seeds").glob(f"{seed}_*.txt")
    found = open_desk([str(path)])
    assert found.beat.id == "south-caucasus"
    assert len(found.snapshot().entries) == {"004": 47}.get(seed, len(found.all_entries()))
    assert found.snapshot().claims


def told(body: str, time: str, **fields: Any) -> Entry:
    return entry(body, time=time, source="wire", **fields)


def edited() -> Desk:
    """A desk with an entry whose number was taken out an hour later, and one that repeats it."""
    fresh = Desk(load_beat("south-caucasus"))
    number = "Armenia's Defence Ministry said that 12 of its soldiers had been killed."
    fresh.add([told(number, "2022-09-13 12:00", id="a")])
    fresh.add([told("Armenia's Defence Ministry said that 9 of its soldiers had been wounded.",
                    "2022-09-13 12:30", id="b")])  # fmt: skip
    later = at("2022-09-13 13:00")
    fresh.add([told("Nothing is confirmed.", "2022-09-13 12:00", id="a", known=later)])
    return fresh


def test_what_an_edit_took_out_is_kept_and_struck() -> None:
    desk = edited()
    [old] = desk.snapshot(at=at("2022-09-13 12:45")).tally.cells[0].claims
    after = desk.snapshot(at=at("2022-09-13 13:00"))
    assert after.tally.struck == (old,)
    assert after.claims[old].best == 12
    assert {c.kind for c in after.tally.cells} == {"wounded"}
    assert desk.snapshot(at=at("2022-09-13 12:45")).tally.struck == ()


def test_what_was_struck_is_forgotten_when_the_playhead_goes_back() -> None:
    desk = Desk(load_beat("south-caucasus"))
    dated = told("Armenia said that 12 of its soldiers had been killed.", "2022-09-13 12:00")
    desk.add([dated])
    desk.add([replace(dated, body="Nothing is confirmed.", time=None, known=None)])
    assert desk.snapshot(at=at("2022-09-13 12:30")).claims
    assert not desk.snapshot(at=at("2022-09-13 11:30")).claims


def test_snapshots_carry_changes_once_they_are_followed() -> None:
    desk = edited()
    assert desk.snapshot().changes == ()
    assert [c.way for c in desk.follow_changes()] == ["new", "new", "closed"]
    for minute, count in (("11:59", 0), ("12:00", 1), ("12:59", 2), ("13:00", 3)):
        assert len(desk.snapshot(at=at(f"2022-09-13 {minute}")).changes) == count
    wounded = desk.snapshot(asked=Filter(text="wounded"))
    assert [c.kind for c in wounded.changes] == ["wounded"]


def test_changes_follow_what_comes_in() -> None:
    desk = edited()
    desk.follow_changes()
    more = "Armenia's Defence Ministry said that 15 of its soldiers had been wounded."
    desk.add([told(more, "2022-09-13 14:00", id="c")])
    assert [(c.way, c.size) for c in desk.snapshot().changes][-1] == ("up", "up 6")
