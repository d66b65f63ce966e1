"""Command palette: the desk's actions, found by their words, run on the desk's screen."""

from textual.screen import Screen

from tests.build_tally import OneWidget
from tests.screen import seated
from tui.screens.command_palette import DeskCommands


class Desk(Screen[None]):
    """Counts how often the zone was changed."""

    changed = 0

    def action_zone(self) -> None:
        """One more time."""
        self.changed += 1


async def found(desk: Desk, query: str) -> list[str]:
    provider = DeskCommands(desk)
    hits = [hit async for hit in provider.search(query)]
    for hit in hits[:1]:
        await hit.command()
    return [str(hit.text) for hit in hits]


async def test_an_action_is_found_and_run() -> None:
    desk = Desk()
    app = OneWidget()
    async with app.run_test() as pilot:
        await app.push_screen(desk)
        await pilot.pause()
        assert (await found(desk, "zone"))[0] == "Zone"
        assert desk.changed == 1
        offered = [hit async for hit in DeskCommands(desk).discover()]
    assert any("times in the source's zone" in str(hit.help) for hit in offered)
    assert not any(str(hit.text) == "Down" for hit in offered)


async def test_the_palette_offers_our_actions_alone() -> None:
    async with seated(size=(120, 60)) as seat:
        await seat.press("ctrl+p")
        for query, words in (("quit", "Quit without asking"), ("keys", "List the keys of this")):
            await seat.press(*query)
            assert words in seat.text()
            await seat.press(*("backspace",) * len(query))
        for query in ("Theme", "Screenshot", "Maximize"):
            await seat.press(*query.lower())
            assert query not in seat.text()
            await seat.press(*("backspace",) * len(query))
