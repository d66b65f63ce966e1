"""Edits and copies on the screen: `d` shows what changed, copies are folded under their first."""

from dataclasses import replace

import pytest

from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.desk import Desk
from feeds.entry import Entry
from feeds.sighting import Fetched, Sighting
from feeds.snapshot import Filter
from tests import build
from tests.fake_desk import FakeDesk
from tests.screen import Seat, seated
from tests.test_archive_desk import desks
from tui.desk.desk_compared import seen_by

SOURCE = "Night desk"


def versions() -> list[Entry]:
    """Twice edited: a comma, then a number."""
    bodies = (
        "As of 16:00 there were 43 wounded soldiers in Goris.",
        "As of 16:00, there were 43 wounded soldiers in Goris.",
        "As of 16:00, there were 61 wounded soldiers in Goris.",
    )
    made = [
        build.entry(body, id="e1", source=SOURCE, headline="The governor counts", revision=n)
        for n, body in enumerate(bodies, 1)
    ]
    times = (None, "2022-09-13 12:10", "2022-09-13 13:00")
    return [
        one if when is None else replace(one, revised=build.at(when), known=build.at(when))
        for one, when in zip(made, times, strict=True)
    ]


def other() -> Entry:
    return build.entry("Nothing new.", id="e2", source=SOURCE, time="2022-09-13 11:00")


def row(seat: Seat, words: str) -> str:
    return next(line for line in seat.lines() if words in line)


async def test_a_grave_edit_stands_out_in_the_feed() -> None:
    async with seated(FakeDesk([*versions(), other()]), size=(120, 40)) as seat:
        assert "edited: number The governor" in row(seat, "The governor")


async def test_a_comma_is_folded() -> None:
    async with seated(FakeDesk([*versions()[:2], other()]), size=(120, 40)) as seat:
        assert "edited" not in row(seat, "The governor")
        await seat.press("d")
        assert "touches: typography" in seat.text()


async def test_d_goes_back_through_the_edits_to_the_text() -> None:
    async with seated(FakeDesk([*versions(), other()]), size=(200, 40)) as seat:
        assert "version 3, known since 13 Sep 13:00" in seat.text()
        await seat.press("d")
        assert "there were [-43-]{+61+} wounded" in seat.text()
        assert "touches: number" in seat.text()
        await seat.press("d")
        assert "16:00{+,+} there were 43 wounded" in seat.text()
        await seat.press("d")
        assert "touches" not in seat.text()
        assert "there were 61 wounded" in seat.text()


async def test_an_edit_that_comes_while_one_is_read_leaves_it_there_and_is_next() -> None:
    first, comma, number = versions()
    desk = ArchiveDesk(Archive.open(":memory:"), build.beat())
    desk.archive.add([(one, ()) for one in (first, comma, other())])
    desk.refresh()
    async with seated(desk, size=(200, 40)) as seat:
        seat.desk.feed.choose((SOURCE, "e1"))
        await seat.press("d")
        assert "16:00{+,+} there were 43 wounded" in seat.text()
        assert "edited again" not in seat.text()
        desk.archive.add([(number, ())])
        desk.refresh()
        await seat.pilot.pause()
        await seat.pilot.pause()
        assert "16:00{+,+} there were 43 wounded" in seat.text()
        assert "edited again, d shows it" in seat.text()
        await seat.press("d")
        assert "there were [-43-]{+61+} wounded" in seat.text()
        assert "edited again" not in seat.text()
        await seat.press("d")
        assert "16:00{+,+} there were 43 wounded" in seat.text()
        await seat.press("d")
        assert "touches" not in seat.text()


async def test_another_entry_shows_its_text() -> None:
    async with seated(FakeDesk([*versions(), other()]), size=(120, 40)) as seat:
        await seat.press("d", "j")
        assert "touches" not in seat.text()
        await seat.press("d")
        assert "This entry was not edited so far." in seat.text()


def test_a_replay_knows_no_later_edit() -> None:
    memory, archive = desks([(one, ()) for one in versions()])
    key = (SOURCE, "e1")
    for desk in (memory, archive):
        told = [
            (edit.before.revision, edit.after.revision, edit.kinds) if edit else None
            for when in ("12:05", "12:10", "12:59", "13:00")
            for edit in [desk.edit_of(key, build.at(f"2022-09-13 {when}"))]
        ]
        light, grave = (1, 2, ("typography",)), (2, 3, ("number",))
        assert told == [None, light, light, grave]


def test_a_query_finds_what_an_edit_touched() -> None:
    first, comma, number = versions()
    for desk in desks([(one, ()) for one in (first, comma, number, other())]):

        def found(query: str, when: str | None = None, desk: Desk | ArchiveDesk = desk) -> int:
            asked = Filter(query=desk.read_query(query))
            at = build.at(f"2022-09-13 {when}") if when else None
            return len(desk.snapshot(at=at, asked=asked).entries)

        assert [found("edit:number"), found("edit:any"), found("edit:name")] == [1, 1, 0]
        assert [found("edit:typography", "12:30"), found("edit:any", "12:30")] == [1, 0]
        assert found("-edit:number", "12:30") == 2
        assert found("edit:number", "12:05") == 0


@pytest.mark.parametrize("back", [0, 1, 2, -1])
def test_an_archive_tells_the_edits_that_the_desk_tells(back: int) -> None:
    memory, archive = desks([(one, ()) for one in versions()], cut=2)
    expected = memory.edit_of((SOURCE, "e1"), None, back)
    found = archive.edit_of((SOURCE, "e1"), None, back)
    assert (found is None) == (expected is None) == (back not in (0, 1))
    assert (
        found is None
        or expected is None
        or (found.kinds, found.body)
        == (
            expected.kinds,
            expected.body,
        )
    )


WIRE = (
    "Two bridges over the river were closed to lorries on Sunday night, the governor said, after "
    "shells had come down on the eastern bank. Buses go round by the northern road."
)


def wires(*sources: str) -> list[Entry]:
    """The same text from each, ten minutes apart."""
    return [
        build.entry(
            WIRE, id="1", source=name, headline=f"As {name} has it", time=f"2022-09-13 12:{n}0"
        )
        for n, name in enumerate(sources)
    ]


def real_desk(*entries: Entry) -> Desk:
    desk = Desk(build.beat())
    desk.add(entries)
    return desk


async def test_copies_are_folded_counted_and_named() -> None:
    desk = real_desk(*wires("Wire", "Paper", "Blog"), other())
    async with seated(desk, size=(140, 40)) as seat:
        assert "2 copies folded" in seat.lines()[0]
        assert "+2 copies As Wire has it" in seat.text()
        assert "As Paper has it" not in seat.text()
        assert "same text: Paper 13 Sep 12:10" in seat.text()
        await seat.press("D")
        assert "4 of 4 shown" in seat.lines()[0]
        assert "As Paper has it" in seat.text()
        await seat.press("D")
        assert "As Paper has it" not in seat.text()


async def test_a_filter_that_hides_the_first_shows_the_copy() -> None:
    desk = real_desk(*wires("Wire", "Paper"))
    paper = Filter(query=desk.read_query("source:Paper"))
    assert [e.source for e in desk.snapshot(asked=paper, fold=True).entries] == ["Paper"]


def test_what_is_not_known_yet_is_no_copy() -> None:
    desk = real_desk(*wires("Wire", "Paper", "Blog"))
    at = build.at("2022-09-13 12:15")
    assert [e.source for e in desk.copies_of(("Wire", "1"), at)] == ["Paper"]
    assert desk.snapshot(at=at, fold=True).folded == 1


def test_nobody_who_did_not_ask_has_copies_folded() -> None:
    desk = real_desk(*wires("Wire", "Paper"))
    assert len(desk.snapshot().entries) == 2


def fetched(at: str, until: str) -> Fetched:
    return Fetched(
        source="oc",
        place="https://example.org/live",
        at=build.at(f"2022-09-13 {at}"),
        until=build.at(f"2022-09-13 {until}"),
        sha256="0" * 64,
        size=1,
    )


@pytest.mark.parametrize(
    ("gone_at", "told"),
    [
        ("13:05:00", "! present at 13 Sep 2022 12:59 +04, absent at 13 Sep 2022 13:05"),
        ("12:59:30", "! present and then absent within the minute of 13 Sep 2022"),
    ],
)
async def test_an_entry_that_vanished_says_when_it_was_there_and_when_not(
    gone_at: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = build.at(f"2022-09-13 {gone_at}")
    seen = Sighting(first=fetched("12:01", "12:30"), last=fetched("12:31", "12:59"), gone=gone)
    desk = FakeDesk([replace(other(), headline="Quiet", fetched=seen.first.at)])
    monkeypatch.setattr(desk, "sighting", lambda _key: seen)
    async with seated(desk, size=(200, 40)) as seat:
        assert "fetched 13 Sep 2022 12:01 +04" in seat.text()
        assert told in seat.text()
        assert "gone Quiet" in row(seat, "Quiet")
        assert "Nothing new." in seat.text()


def test_a_replay_does_not_know_yet_that_it_will_vanish() -> None:
    gone = build.at("2022-09-13 13:05")
    seen = Sighting(first=fetched("12:01", "12:30"), last=fetched("12:31", "12:59"), gone=gone)
    then = seen_by(seen, build.at("2022-09-13 12:45"))
    assert then is not None
    assert (then.gone, then.last.until) == (None, build.at("2022-09-13 12:45"))
    assert seen_by(seen, build.at("2022-09-13 12:00")) is None
    assert seen_by(seen, None) is seen


async def test_to_show_copies_takes_nobody_from_what_they_read() -> None:
    desk = real_desk(*wires("Wire", "Paper", "Blog"))
    async with seated(desk, size=(140, 40)) as seat:
        before = seat.desk.feed.cursor
        await seat.press("D")
        assert seat.desk.feed.cursor == before
        assert "new above" not in seat.text()
        await seat.press("D")
        assert seat.desk.feed.cursor == before
