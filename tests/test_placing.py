"""Drafts gain time, zone and id: what is assumed is said, and ids stay."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from feeds.entry import Draft, Entry, Stamp
from feeds.placing import Placement, place
from tests.build import YEREVAN, at


def stamp(wall: str, **fields: Any) -> Stamp:
    given: dict[str, Any] = {"wall": datetime.fromisoformat(wall), "zone": None, "text": wall}
    return Stamp(**(given | fields))


def draft(headline: str | None = "Headline", body: str = "Body.", **fields: Any) -> Draft:
    return Draft(**({"headline": headline, "body": body, "stamp": None} | fields))


def placed(*drafts: Draft, day: date | None = None) -> tuple[Entry, ...]:
    return place(drafts, Placement(source="doc", label="doc.txt", zone=YEREVAN, day=day))[0]


def test_a_stamp_without_a_zone_takes_the_assumed_one_and_says_so() -> None:
    (found,) = placed(draft(stamp=stamp("2022-09-13 21:09")))
    assert (found.time, found.basis) == (at("2022-09-13 21:09"), "zone-assumed")


def test_a_stamp_with_a_zone_keeps_it() -> None:
    (found,) = placed(draft(stamp=stamp("2022-09-13 17:09", zone=UTC)))
    assert (found.time, found.basis, found.zone) == (at("2022-09-13 21:09"), "stamped", UTC)


def test_an_undated_document_stays_undated_without_a_day() -> None:
    (found,) = placed(draft())
    assert (found.time, found.known, found.basis, found.zone) == (None, None, "undated", None)


def test_with_a_day_it_stands_at_the_end_of_that_day() -> None:
    (found,) = placed(draft(), day=date(2022, 9, 13))
    assert (found.time, found.basis) == (at("2022-09-13 23:59:59"), "placed")


def test_a_date_without_a_clock_is_not_known_before_its_day_ends() -> None:
    (found,) = placed(draft(stamp=stamp("2022-09-13", day_only=True)))
    assert (found.time, found.basis) == (at("2022-09-13 23:59:59"), "day")


def test_equal_stamps_keep_their_order_in_pages_of_both_directions() -> None:
    walls = ("2022-09-13 12:00", "2022-09-13 11:00", "2022-09-13 11:00", "2022-09-13 10:00")
    drafts = [draft(f"h{i}", stamp=stamp(w)) for i, w in enumerate(walls)]
    newest_first = placed(*drafts)
    oldest_first = placed(*reversed(drafts))
    assert newest_first[1].sequence > newest_first[2].sequence
    assert oldest_first[1].sequence < oldest_first[2].sequence


def test_ids_come_from_the_words_whatever_the_zone() -> None:
    one = placed(draft("Same  words", stamp=stamp("2022-09-13 21:09")))
    two = place(
        [draft("same words", stamp=stamp("2022-09-13 21:09"))],
        Placement(source="page", label="page.txt", zone=UTC, day=None),
    )[0]
    assert one[0].id == two[0].id


def test_a_growing_page_does_not_rename_what_it_had() -> None:
    old = [draft("Update", f"b{i}", stamp=stamp(f"2022-09-13 1{i}:00")) for i in (1, 0)]
    before = {e.body: e.id for e in placed(*old)}
    after = {
        e.body: e.id for e in placed(draft("Update", "b2", stamp=stamp("2022-09-13 12:00")), *old)
    }
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_an_older_entry_of_the_same_headline_shifts_no_id_but_the_plain_one() -> None:
    later = [draft("Breaking", f"b{i}", stamp=stamp(f"2022-09-13 1{i}:00")) for i in (1, 2, 3)]
    older = draft("Breaking", "b0", stamp=stamp("2022-09-13 10:00"))
    before = {e.body: e.id for e in placed(*later)}
    after = {e.body: e.id for e in placed(older, *later)}
    assert len(set(after.values())) == 4
    assert {b: after[b] for b in ("b2", "b3")} == {b: before[b] for b in ("b2", "b3")}
    assert after["b0"] == before["b1"]
    assert after["b1"] not in before.values()


def test_the_same_words_again_are_told_apart_by_their_time() -> None:
    same = [draft("Breaking", "b", stamp=stamp(f"2022-09-13 1{i}:00")) for i in (0, 1, 3)]
    between = draft("Breaking", "b", stamp=stamp("2022-09-13 12:00"))
    before = {e.time: e.id for e in placed(*same)}
    after = {e.time: e.id for e in placed(same[0], same[1], between, same[2])}
    assert before.items() <= after.items()
    assert len(set(after.values())) == 4


def test_an_id_that_was_given_is_kept() -> None:
    (found,) = placed(draft(id="given-1"))
    assert found.id == "given-1"


def test_a_clock_that_never_was_is_told() -> None:
    kyiv = Placement(source="doc", label="doc.txt", zone=ZoneInfo("Europe/Kyiv"), day=None)
    entries, problems = place([draft(stamp=stamp("2022-03-27 03:30"), line=7)], kyiv)
    assert entries[0].time is not None
    assert [(p.line, p.lost) for p in problems] == [(7, False)]


def test_a_year_at_the_calendars_edge_is_no_time_of_news() -> None:
    by = Placement(source="doc", label="doc.txt", zone=YEREVAN, day=None)
    edges = [
        draft(f"h{year}", stamp=stamp(f"{year}-12-31 23:59"), line=3) for year in ("0001", "9999")
    ]
    entries, problems = place(edges, by)
    assert [e.time for e in entries] == [None, None]
    assert [str(p)[:15] for p in problems] == ["doc.txt, line 3"] * 2


def turns(*walls: str) -> list[str]:
    """What is said about the order of a document with these stamps, each on its own line."""
    drafts = [
        draft(f"h{n}", line=n, stamp=stamp(w, day_only=" " not in w))
        for n, w in enumerate(walls, 1)
    ]
    by = Placement(source="doc", label="doc.txt", zone=YEREVAN, day=None)
    told = place(drafts, by)[1]
    assert not any(problem.lost for problem in told)
    return [str(problem) for problem in told]


def test_time_that_turns_against_the_documents_order_is_said_once() -> None:
    (said,) = turns("2031-05-14 10:00", "2031-05-13 10:00", "2031-05-15 10:00")
    assert said.startswith("doc.txt, line 2: ")
    assert "oldest first" in said
    assert " once," in said
    down = ("2031-05-14 12:00", "2031-05-14 11:00", "2031-05-14 11:30", "2031-05-14 11:10")
    (said,) = turns(*down, "2031-05-13", "2031-05-13 08:00", "2031-05-14 09:00")
    assert said.startswith("doc.txt, line 3: ")
    assert "newest first) 2 times" in said


def test_one_way_round_or_at_a_standstill_time_turns_nowhere() -> None:
    up = ("2031-05-13 10:00", "2031-05-13 10:00", "2031-05-13 11:00", "2031-05-14")
    assert turns(*up) == []
    assert turns(*reversed(up)) == []
    assert turns("2031-05-13 10:00") == []
