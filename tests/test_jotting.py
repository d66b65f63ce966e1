"""What a reader leaves on entries: marks, tags, notes, what was read."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.desk import Desk, open_desk
from feeds.errors import ArchiveError
from feeds.front import holds_entries
from feeds.marking import UNMARKED, Marking, View
from feeds.notebook import SessionNotebook
from feeds.options import Options
from feeds.query import Is
from feeds.snapshot import EntryKey, Filter
from tests import build
from tests.fake_desk import FakeDesk
from tests.screen import Seat, seated
from tui.desk.jotter import READ_S, noted
from tui.screens.form import FieldError

NEWEST: EntryKey = ("Night desk", "n8")
BEFORE: EntryKey = ("Night desk", "n7")


class FullNotebook(SessionNotebook):
    """One whose disk is full."""

    def keep(self, markings: object) -> None:  # noqa: ARG002 - the notebook's
        raise ArchiveError("marks.nightdesk", "the disk is full", "make room")


def marking(seat: Seat, key: EntryKey = NEWEST) -> Marking:
    return seat.desk.jotter.marking(key)


async def test_m_marks_the_entry_and_again_no_longer() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("m")
        assert marking(seat) == Marking(marked=True)
        assert any("★" in line and "A quiet hour" in line for line in seat.lines())
        assert "★ marked" in seat.text()
        await seat.press("m")
        assert marking(seat) == UNMARKED
        assert "★" not in seat.text()


async def test_tags_and_a_note_are_asked_for_kept_and_shown() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("#", *"Border front, B2", "down", *"call back", "enter")
        assert marking(seat) == Marking(tags=frozenset({"border", "front", "b2"}), note="call back")
        assert "#b2  #border  #front" in seat.text()
        assert "≡ call back" in seat.text()


async def test_what_was_typed_and_left_stands_there_again() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("#", *"half", "escape")
        assert marking(seat) == UNMARKED
        await seat.press("#", "enter")
        assert marking(seat) == Marking(tags=frozenset({"half"}))


async def test_a_tag_without_a_letter_is_refused_at_its_line() -> None:
    async with seated(size=(120, 40)) as seat:
        await seat.press("#", *"!!", "enter")
        assert "neither letter nor digit" in seat.text()
        assert marking(seat) == UNMARKED


async def test_what_stood_before_the_reader_long_enough_is_read() -> None:
    async with seated(size=(120, 40)) as seat:
        seat.clock.move(READ_S)
        await seat.press("j")
        await seat.press("j")  # the second one was passed over
        assert marking(seat).read == 1
        assert marking(seat, BEFORE).read == 0


async def test_an_entry_that_was_opened_is_read() -> None:
    async with seated(size=(80, 24)) as seat:
        await seat.press("enter")
        assert marking(seat).read == 1


async def test_u_goes_to_the_next_unread_down_and_round_the_end() -> None:
    async with seated(size=(120, 40)) as seat:
        seat.desk.desk.jot({BEFORE: Marking(read=1)})
        seat.desk.jotter.forget()  # as when another program says so
        await seat.press("u")
        assert seat.desk.feed.cursor == ("Night desk", "n6")
        await seat.press("G", "u")
        assert seat.desk.feed.cursor == NEWEST
        seat.desk.desk.jot({("Night desk", f"n{n}"): Marking(read=1) for n in range(9)})
        seat.desk.jotter.forget()
        await seat.press("u")
        assert "has been read" in seat.text()


async def test_what_was_read_is_no_longer_bold_and_an_edit_makes_it_unread() -> None:
    desk = FakeDesk()
    desk.jot({NEWEST: Marking(read=1)})
    async with seated(desk, size=(120, 40)) as seat:
        assert not is_bold(seat, "A quiet hour")
        assert is_bold(seat, "Azerbaijan names")
        desk.add([replace(desk.snapshot().entries[8], body="Another text.", revision=2)])
        seat.desk.refresh_snapshot()
        await seat.pilot.pause()
        assert is_bold(seat, "A quiet hour")


def is_bold(seat: Seat, words: str) -> bool:
    """Whether the feed draws the headline so."""
    strips = (seat.desk.feed.render_line(y) for y in range(seat.desk.feed.size.height))
    found = [s for strip in strips for s in strip if words in s.text]
    return all(segment.style is not None and segment.style.bold for segment in found[:1])


async def test_what_cannot_be_kept_is_said_and_nothing_pretends() -> None:
    desk = FakeDesk()
    desk.notebook = FullNotebook()
    async with seated(desk, size=(120, 40)) as seat:
        await seat.press("m")
        assert "the disk is full" in seat.text()
        assert "★" not in seat.text()
        await seat.press("#", *"tag", "enter")
        assert marking(seat) == UNMARKED
        await seat.press("#")
        assert "tag" in seat.text()  # what was typed stands there again


async def test_no_mark_of_the_feed_reaches_the_screen_that_follows_by_itself() -> None:
    async with seated(size=(120, 40)) as seat:
        seat.clock.move(10 * READ_S)
        desk = seat.desk.desk
        assert isinstance(desk, FakeDesk)
        desk.add([build.entry("New.", id="new", time="2022-09-14 02:00", source="Night desk")])
        seat.desk.refresh_snapshot()
        await seat.pilot.pause()
        assert seat.desk.feed.cursor == ("Night desk", "new")
        assert marking(seat) == UNMARKED  # nobody was there: the feed moved on by itself


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("", ""), ((), "")),
        (("a, b  A", " x "), (("a", "b"), "x")),
        (("Следить", ""), (("следить",), "")),
    ],
)
def test_tags_are_folded_and_each_once(typed: tuple[str, str], expected: object) -> None:
    assert noted(typed) == expected


def test_a_tag_without_end_is_refused() -> None:
    with pytest.raises(FieldError):
        noted(("x" * 1000, ""))


def test_a_filter_finds_what_was_left_on_entries() -> None:
    desk = Desk(build.beat())
    desk.add([build.entry("One.", id="a"), build.entry("Two.", id="b", time="2022-09-13 12:00")])
    key = desk.all_entries()[0].key
    desk.jot({key: Marking(marked=True, tags=frozenset({"front"}), note="ring them")})
    for text in ("is:marked", "tag:front", "note:ring", "is:noted -is:read"):
        asked = Filter(query=desk.read_query(text), query_text=text)
        assert [e.key for e in desk.snapshot(asked=asked).entries] == [key], text


def test_marks_on_a_source_are_there_the_next_time(tmp_path: Path) -> None:
    options = Options(notebook=tmp_path / "data" / "archive.db")
    first = open_desk(["sample:"], options)
    assert not (tmp_path / "data").exists()  # nothing was put down yet
    key = first.all_entries()[3].key
    first.jot({key: Marking(marked=True, read=1)})
    first.notebook.keep_view(View(name="a", query="killed"))
    again = open_desk(["sample:"], options)
    assert again.notebook.marking(key) == Marking(marked=True, read=1)
    assert again.notebook.views() == [View(name="a", query="killed")]
    assert not holds_entries(tmp_path / "data" / "archive.db")  # no archive to open by itself


def test_a_notebook_that_cannot_be_opened_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_text("no archive", encoding="utf-8")
    desk = open_desk(["sample:"], Options(notebook=path))
    assert any("last this session only" in p.what for p in desk.opened.problems)
    desk.jot({desk.all_entries()[0].key: Marking(marked=True)})
    assert path.read_text(encoding="utf-8") == "no archive"


async def test_what_was_read_stays_in_a_list_of_the_unread_until_the_filter_changes() -> None:
    desk = open_desk(["sample:"], Options())
    every = desk.all_entries()
    newest, before = every[len(every) - 1], every[len(every) - 2].key
    async with seated(desk, size=(120, 40)) as seat:
        unread = Filter(query=Is("unread"), query_text="is:unread")
        seat.desk.ask(unread)
        await seat.press("j")
        assert seat.desk.feed.cursor == before
        seat.clock.move(READ_S)
        await seat.press("j")
        assert marking(seat, before).read == 1
        cursor, shown = seat.desk.feed.cursor, len(desk.snapshot(asked=seat.desk.asked).entries)
        assert newest.time is not None
        later = newest.time + timedelta(minutes=5)
        desk.add([replace(newest, id="later", time=later, known=later, body="New.")])
        await seat.pilot.pause()
        assert keys(seat)[-1] == (newest.source, "later")
        assert len(keys(seat)) == shown + 2  # what was read, and what came in
        assert before in keys(seat)
        assert (seat.desk.feed.cursor, seat.desk.feed.at_edge) == (cursor, False)
        seat.desk.ask(replace(unread, text="a"))
        seat.desk.ask(unread)
        assert before not in keys(seat)


def keys(seat: Seat) -> list[EntryKey]:
    """The entries that are shown, oldest first."""
    assert seat.desk.snapshot is not None
    return [entry.key for entry in seat.desk.snapshot.entries]
