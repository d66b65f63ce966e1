"""Changes between the entries of the feed: shown, hidden, opened, stopped at; nothing moves."""

import re
from dataclasses import replace
from datetime import datetime

import pytest

from feeds.change import Change
from feeds.options import SAMPLE
from feeds.reconcile import Version, changes
from feeds.snapshot import Filter, Snapshot
from feeds.typed_time import read_time
from tests import build
from tests.fake_desk import FakeDesk
from tests.screen import Seat, seated
from tui.app import load_desk
from tui.claims.ledger_screen import LedgerScreen
from tui.start.opening import Opening


class MovingDesk(FakeDesk):
    """A fake desk whose snapshots carry the changes of its claims, once they are followed."""

    followed = True

    def follow_changes(self) -> tuple[Change, ...]:
        """From now on."""
        self.followed = True
        return ()

    def snapshot(
        self, *, at: datetime | None = None, asked: Filter | None = None, fold: bool = False
    ) -> Snapshot:
        """As ever, with the changes known by then whose entry is shown."""
        found = super().snapshot(at=at, asked=asked, fold=fold)
        if not self.followed:
            return found
        told = changes(
            [
                Version(claims=row.claims, known=row.entry.known, replaced=row.replaced)
                for row in self._store.with_claims()
                if row.entry.known is not None
            ],
            self.beat,
        )
        shown = {entry.key for entry in found.entries}
        passing = [c for c in told if (at is None or c.time <= at) and shown & set(c.entries)]
        return replace(found, changes=passing)


def feed_lines(seat: Seat) -> list[str]:
    region = seat.desk.feed.content_region
    return [
        line[region.x : region.right - 1].rstrip()
        for line in seat.lines()[region.y : region.bottom]
    ]


def chosen(seat: Seat) -> Change | None:
    """The change that the cursor is on."""
    thing = seat.desk.feed._at(seat.desk.feed.row)
    return thing if isinstance(thing, Change) else None


SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES)
async def test_a_change_stands_under_its_entry_and_is_none(size: tuple[int, int]) -> None:
    async with seated(MovingDesk(), size=size) as seat:
        lines = feed_lines(seat)
        row = next(n for n, line in enumerate(lines) if "Azerbaijan names its losses" in line)
        assert "21:09" in lines[row + 2]
        assert re.search(r"killed mil\.: (no figure → )?50 · Az", lines[row + 2])
        assert "9 of 9" in seat.lines()[0]


async def test_enter_on_a_change_opens_the_ledger_of_its_cell() -> None:
    async with seated(MovingDesk()) as seat:
        await seat.press("j", "j")
        assert chosen(seat) is not None
        assert seat.desk.feed.cursor == ("Night desk", "n7")
        entry = seat.desk.detail.entry
        assert entry is not None
        assert entry.id == "n7"
        await seat.press("enter")
        assert isinstance(seat.app.screen, LedgerScreen)
        assert "Azerbaijan: killed, military" in seat.text()
        await seat.press("escape")
        assert chosen(seat) is not None


@pytest.mark.parametrize("size", SIZES)
async def test_one_key_hides_them_and_the_chosen_row_keeps_its_line(
    size: tuple[int, int],
) -> None:
    async with seated(MovingDesk(), size=size) as seat:
        await seat.press(*"jjjjjj")
        feed = seat.desk.feed
        cursor, place = feed.cursor, feed.top_of(feed.row) - feed.scroll_offset.y
        await seat.press("C")
        assert " 21:09   +" not in seat.text()
        highest = feed.top_of(feed.row)  # what is above is all there is
        assert feed.cursor == cursor
        assert feed.top_of(feed.row) - feed.scroll_offset.y == min(place, highest)
        await seat.press("C")
        if place > highest:
            return
        assert (feed.cursor, feed.top_of(feed.row) - feed.scroll_offset.y) == (cursor, place)
        assert " 21:09   +" in "\n".join(feed_lines(seat))


async def test_hiding_them_from_a_change_goes_to_its_entry() -> None:
    async with seated(MovingDesk()) as seat:
        await seat.press("j", "j", "C")
        assert chosen(seat) is None
        assert seat.desk.feed.cursor == ("Night desk", "n7")


async def test_the_setting_hides_them_from_the_start() -> None:
    desk = MovingDesk()
    desk.followed = False
    async with seated(desk, settings={"changes": False}) as seat:
        assert " 21:09   +" not in "\n".join(feed_lines(seat))
        assert not desk.followed
        await seat.press("C")
        assert desk.followed
        assert " 21:09   +" in "\n".join(feed_lines(seat))


@pytest.mark.parametrize("wanted", [True, False])
def test_they_are_worked_out_only_where_they_are_shown(wanted: bool) -> None:
    opening = Opening(sources=(SAMPLE,))
    desk = load_desk(opening, lambda _stage, _done: None, with_changes=wanted)
    assert bool(desk.snapshot(at=None, asked=Filter()).changes) is wanted


async def test_the_footer_says_what_enter_does_on_a_change() -> None:
    async with seated(MovingDesk()) as seat:
        assert "Enter read" in seat.lines()[-1]
        await seat.press("[")
        assert chosen(seat) is not None
        assert "Enter ledger" in seat.lines()[-1]


async def test_on_a_change_the_entry_pane_says_all_of_it() -> None:
    async with seated(MovingDesk()) as seat:
        await seat.press("[")
        change = chosen(seat)
        assert change is not None
        assert seat.desk.detail.change == change
        told = ["".join(t for t, _ in pieces) for pieces in seat.desk.detail._detail.lines]
        assert "(derived). Derived (* for short): nightdesk" in " ".join(told)
        await seat.press("j")
        assert seat.desk.detail.change is None


async def test_key_events_stop_at_changes() -> None:
    async with seated(MovingDesk()) as seat:
        seen = []
        for _ in range(3):
            await seat.press("[")
            change = chosen(seat)
            assert change is not None
            seen.append((change.victim, change.kind))
        assert seen == [("azerbaijan", "killed"), ("armenia", "wounded"), ("armenia", "killed")]
        await seat.press("]")
        change = chosen(seat)
        assert change is not None
        assert change.kind == "wounded"


async def test_a_replay_knows_no_later_change() -> None:
    async with seated(MovingDesk(), at=read_time("2022-09-13 11:33")) as seat:
        text = "\n".join(feed_lines(seat))
        assert "killed mil.: 49+ · Armenia" in text
        assert "50" not in text
        await seat.press("]")
        assert "wounded mil.: 43" in "\n".join(feed_lines(seat))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("down", [1, 2, 3, 5])
async def test_nothing_moves_while_a_change_comes_in_above(
    size: tuple[int, int], down: int
) -> None:
    desk = MovingDesk()
    async with seated(desk, size=size) as seat:
        await seat.press(*"j" * down)
        feed = seat.desk.feed
        before, cursor, change = feed_lines(seat), feed.cursor, chosen(seat)
        place = feed.top_of(feed.row) - feed.scroll_offset.y
        desk.add(
            [
                build.entry(
                    "At least 49 servicemen had been killed. 43 wounded soldiers.",
                    id=f"late{n}",
                    headline="Late",
                    time=f"2022-09-14 02:{n:02}",
                )
                for n in range(3)
            ]
        )
        seat.desk.refresh_snapshot()
        await seat.pilot.pause()
        after = feed_lines(seat)
        assert (feed.cursor, chosen(seat)) == (cursor, change)
        assert feed.top_of(feed.row) - feed.scroll_offset.y == place
        told = [b for b in before[1:] if b.strip()]
        assert told == [a for a, b in zip(after[1:], before[1:], strict=True) if b.strip()]
        assert feed.unseen == 3


async def test_an_entry_that_is_filtered_out_takes_its_change_with_it() -> None:
    async with seated(MovingDesk()) as seat:
        seat.desk.ask(Filter(actors=frozenset({"azerbaijan"})))
        await seat.pilot.pause()
        text = "\n".join(feed_lines(seat))
        assert "killed mil.: 50 · Az" in text
        assert "wounded" not in text


async def test_every_row_can_be_reached_and_the_last_begins_at_its_top() -> None:
    for size in ((80, 24), (100, 30), (120, 40)):
        async with seated(MovingDesk(), size=size) as seat:
            feed = seat.desk.feed
            await seat.press("G")
            assert feed.row == feed.row_count - 1
            assert feed.top_of(feed.row_at(feed.scroll_offset.y)) == feed.scroll_offset.y
            await seat.press("g")
            for row in range(1, feed.row_count):
                await seat.press("j")
                assert feed.row == row
                top = feed.top_of(row) - feed.scroll_offset.y
                assert 0 <= top < feed.scrollable_content_region.height


async def test_a_click_on_a_change_chooses_it() -> None:
    async with seated(MovingDesk()) as seat:
        await seat.pilot.click(type(seat.desk.feed), offset=(20, 7))
        await seat.pilot.pause()
        assert chosen(seat) is not None


@pytest.mark.parametrize("has_moved", [False, True])
async def test_a_change_that_was_left_is_chosen_once_it_is_there_unless_the_reader_moved(
    has_moved: bool,
) -> None:
    desk = MovingDesk()
    async with seated(desk, size=(80, 24)) as seat:
        await seat.press("[", "[", "[")  # the last line of the pane
        left, cause, line = chosen(seat), seat.desk.feed.cursor, seat.desk.feed.line
        assert left is not None
        assert cause is not None
        assert line == seat.desk.feed.room.height - 1
        desk.followed = False
        seat.desk.refresh_snapshot()
        seat.desk.feed.come_back(cause, left.id, line)
        assert (chosen(seat), seat.desk.feed.cursor) == (None, cause)
        if has_moved:
            await seat.press("j", "k")
        desk.followed = True
        seat.desk.refresh_snapshot()
        assert chosen(seat) == (None if has_moved else left)
        assert seat.desk.feed.cursor == cause
        assert has_moved or seat.desk.feed.line == line
