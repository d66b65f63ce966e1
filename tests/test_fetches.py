"""What an archive keeps of what was fetched: the bytes, which entries were in it, until when."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.archive import MEMORY, Archive, prepare, rescue
from feeds.archive.exchange import export, take
from feeds.archived.opening import open_archive
from feeds.entry import Entry
from feeds.errors import ArchiveBrokenError
from tests.archives import PATIENT
from tests.build import at, entry

T1, T2, T3 = at("2022-09-13 21:00"), at("2022-09-13 21:05"), at("2022-09-13 21:10")


def brought(archive: Archive, data: bytes, when: datetime, *entries: Entry) -> int:
    """What a fetch that brings these entries leaves behind."""
    with archive.writing():
        n = archive.fetches.put("oc", "https://oc.example/", data, when, "text/html")
        made = (prepare(e, (), ())._replace(fetch=n) for e in entries)
        archive.add_prepared(made, received=when)
        archive.fetches.see(n, [e.key for e in entries])
    return n


@PATIENT
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=6))
def test_what_was_fetched_comes_back_byte_for_byte(pages: list[bytes]) -> None:
    with Archive.open(MEMORY) as archive:
        for n, data in enumerate(pages):
            archive.fetches.put("oc", "place", data, T1 + timedelta(minutes=n))
        found = [one for _, one in archive.fetches.each()]
        assert [archive.fetches.payload(one.sha256) for one in found] == pages
        assert archive.care.stats().payloads == len(set(pages))
        assert archive.care.check() == []


def test_a_page_that_changes_a_little_takes_little_more() -> None:
    chance = random.Random(1)
    words = [f"word{chance.randrange(10_000)}" for _ in range(40_000)]
    with Archive.open(MEMORY) as archive:
        for n in range(10):
            words[chance.randrange(len(words))] = "edited"
            archive.fetches.put("oc", "p", " ".join(words).encode(), T1 + timedelta(minutes=n))
        [(first,)] = archive.ask("SELECT length(data) FROM payload WHERE n = 1")
        stats = archive.care.stats()
        assert stats.payload_bytes < 1.2 * first < stats.fetched_bytes / 10
        bases = {base for (base,) in archive.ask("SELECT base FROM payload")}
        assert bases == {None, 1}
        for _, one in archive.fetches.each():
            assert archive.fetches.payload(one.sha256)


def test_an_entry_says_when_it_was_fetched_and_one_that_was_imported_does_not() -> None:
    with Archive.open(MEMORY) as archive:
        archive.add([(entry("Imported.", id="i"), ())])
        brought(archive, b"page", T1, entry("Fetched.", id="f"))
        imported, fetched = archive.entries([1, 2])
        assert (imported.fetched, fetched.fetched) == (None, T1)
        origin = archive.fetches.origin(2)
        assert origin
        assert (origin.place, origin.at, origin.size) == ("https://oc.example/", T1, 4)
        assert archive.fetches.origin(1) is None


def test_an_entry_is_present_until_the_fetch_that_no_longer_has_it() -> None:
    old, kept, new = (
        entry(f"Entry {n}.", id=f"e{n}", time=f"2022-09-13 20:0{n}") for n in range(3)
    )
    with Archive.open(MEMORY) as archive:
        first = brought(archive, b"one", T1, old, kept, new)
        archive.fetches.confirm(first, T2)
        second = brought(archive, b"two", T3, kept)
        assert kept.time
        assert archive.fetches.miss(second, first, kept.time) == [new.key]
        seen = archive.fetches.sightings([old.key, kept.key, new.key])
        assert seen[new.key].gone == T3
        assert (seen[new.key].first.at, seen[new.key].last.until) == (T1, T2)
        assert seen[old.key].gone is None  # older than all that is left: it left the page's end
        assert seen[kept.key].last.at == T3
        assert set(archive.fetches.absences()) == {new.key}
        brought(archive, b"three", T3 + timedelta(minutes=5), kept, new)
        assert archive.fetches.absences() == {}
        assert archive.care.check() == []


def test_what_was_fetched_is_in_an_export_and_comes_back() -> None:
    with Archive.open(MEMORY) as archive, Archive.open(MEMORY) as other:
        archive.set_meta("beat", "test")
        first = brought(archive, b"one", T1, entry("One.", id="e1"), entry("Two.", id="e2"))
        archive.fetches.confirm(first, T2)
        second = brought(archive, b"two", T3, entry("One.", id="e1"))
        archive.fetches.miss(second, first, T1 - timedelta(days=1))
        archive.fetches.put_state("oc", '{"failures": 2}')
        lines = [json.dumps(record) for record in export(archive)]
        for _ in range(2):
            taken = take(other, lines, "export")
            assert taken.problems == []
        assert [json.dumps(record) for record in export(other)] == lines
        assert other.fetches.payload(next(iter(other.fetches.each()))[1].sha256) == b"one"


def test_a_line_whose_bytes_are_not_its_digests_is_told_and_left_out() -> None:
    with Archive.open(MEMORY) as archive, Archive.open(MEMORY) as other:
        archive.set_meta("beat", "test")
        brought(archive, b"one", T1, entry("One."))
        records = list(export(archive))
        record = next(r for r in records if r["type"] == "fetched")
        record["sha256"] = "00" * 32
        taken = take(other, [json.dumps(r) for r in records], "export")
        assert "not those of the digest" in taken.problems[0].what
        assert list(other.fetches.each()) == []


def test_damaged_bytes_are_told_and_the_rest_is_rescued(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        brought(archive, b"one " * 50, T1, entry("One.", id="e1"))
        brought(archive, b"another", T2, entry("Two.", id="e2"))
        with archive.writing() as raw:
            raw.execute("UPDATE payload SET data = x'00' WHERE n = 1")
        [told] = archive.care.check()
        assert "payload 1 cannot be read" in told
        sha256 = next(iter(archive.fetches.each()))[1].sha256
        with pytest.raises(ArchiveBrokenError, match="archive check"):
            archive.fetches.payload(sha256)
    rescue(str(path), tmp_path / "b.db")
    with Archive.open(tmp_path / "b.db") as saved:
        assert [e.body for e in saved.entries([1, 2])] == ["One.", "Two."]
        assert saved.entries([2])[0].fetched == T2
        assert [one.at for _, one in saved.fetches.each()][-1] == T2


def test_a_desk_tells_where_an_entry_was_fetched(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        brought(archive, b"page", T1, entry("Fetched.", id="f"))
        brought(archive, b"page two", T2, entry("Edited.", id="f"))
        archive.add([(entry("Imported.", id="i"), ())])
    desk = open_archive(path)
    found = {e.body: e for e in desk.all_entries()}
    origin = desk.origin(found["Edited."])
    assert origin
    assert (origin.at, origin.size) == (T2, 8)
    seen = desk.sighting(found["Edited."].key)
    assert seen
    assert (seen.first.at, seen.last.at) == (T1, T2)
    assert desk.origin(found["Imported."]) is None
    assert desk.sighting(found["Imported."].key) is None
    desk.close()


def test_how_sources_fare_is_no_change_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive, Archive.open(path, write=False) as reader:
        with archive.writing(seen=False):
            archive.fetches.put_state("oc", "{}")
        assert not reader.changed()
        archive.add([(entry("One."), ())])
        assert reader.changed()
        assert not reader.changed()
