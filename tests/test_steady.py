"""Facets keep their places: a digit means the same actor from one moment to the next."""

from collections.abc import Iterable

from feeds.desk import Desk
from feeds.snapshot import Facet, Filter, Snapshot
from tests.build import at, beat, entry
from tests.screen import seated
from tests.test_store import named
from tui.tally.steady import steady


def snapshot(*ids: str, moment: str | None = None, asked: Filter | None = None) -> Snapshot:
    desk = Desk(beat())
    desk.add([entry(id=f"e{n}", body=f"{name} spoke.") for n, name in enumerate(ids)])
    return desk.snapshot(at=at(moment) if moment else None, asked=asked)


def names(facets: Iterable[Facet]) -> list[tuple[str, int]]:
    return [(f.id, f.count) for f in facets]


def test_an_actor_that_gains_does_not_overtake() -> None:
    before = snapshot("Russia", "Russia", "Armenia", moment="2022-09-13 12:00")
    now = snapshot("Russia", "Russia", *["Armenia"] * 5, "TASS", moment="2022-09-13 12:01")
    found = steady(before, now)
    assert names(found.actors) == [("russia", 2), ("armenia", 5), ("tass", 1)]


def test_a_filter_leaves_every_line_where_it_was() -> None:
    before = snapshot("Russia", "Armenia")
    now = snapshot("Russia", "Armenia", asked=Filter(text="armenia"))
    assert names(steady(before, now).actors) == [("armenia", 1), ("russia", 0)]


def test_a_playhead_that_went_back_keeps_no_line_from_later() -> None:
    before = snapshot("Russia", "Armenia")
    now = snapshot("Armenia", moment="2022-09-13 12:00")
    assert names(steady(before, now).actors) == [("armenia", 1)]


async def test_a_digit_means_the_same_actor_after_it_was_pressed() -> None:
    desk = Desk(beat())
    desk.add([named("armenia", id="a"), entry("Russia and Armenia", id="b")])
    async with seated(desk) as seat:
        before = seat.desk.snapshot
        await seat.press("2")
        await seat.press("2")
        after = seat.desk.snapshot
        assert before is not None
        assert after is not None
        assert names(after.actors) == names(before.actors)
