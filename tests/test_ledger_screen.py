"""LedgerScreen: the words of each claim, folds, and the claim to open as its answer."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from feeds.later import Later
from feeds.snapshot import Snapshot
from feeds.tally import LedgerRow
from tests.build import claim, decision
from tests.build_tally import HOSTILE, OneWidget, drawn, is_safe, snapshot, tally
from tests.fake_desk import FakeDesk
from tests.test_ledger import CELL, CLAIMS, SNAPSHOT, TALLY, long_ledger
from tui.claims import ledger_screen
from tui.claims.claim_list import ClaimList
from tui.claims.decider import Decider
from tui.claims.ledger import Subject
from tui.claims.ledger_rows import Earlier
from tui.claims.ledger_screen import LedgerScreen
from tui.claims.ledger_sorting import AT_WORK, MOST
from tui.tally.tally_changes import CellKey, key_of


class Desk:
    """An app with a ledger open in it, and the answer that it gives."""

    def __init__(self, shown: Snapshot = SNAPSHOT, subject: Subject | None = None) -> None:
        self.app = OneWidget(Static("behind"))
        decider = Decider(FakeDesk(), changed=lambda: None)
        self.screen = LedgerScreen(shown, subject or key_of(CELL), decider=decider)
        self.answers: list[LedgerScreen.ClaimChosen | None] = []

    async def open(self, pilot: Pilot[None]) -> list[str]:
        await self.app.push_screen(self.screen, self.answers.append)
        await pilot.pause()
        return self.lines()

    def lines(self) -> list[str]:
        return drawn(self.screen.query_one(ClaimList))


async def test_a_claim_shows_when_number_who_what_words_and_why() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 24)) as pilot:
        lines = await desk.open(pilot)
    text = "\n".join(lines)
    own = next(i for i, line in enumerate(lines) if line.startswith("▌"))
    head = " ".join(lines[own].split())
    assert head == "▌ 13 Sep 11:33 +04 at least 49 ARM Armenia"
    assert "stands, disputed · Armenia killed, military · all places" in lines[own + 1]
    assert lines[own + 3].strip("▌ ") == "“x” current (R5)"
    assert "low/best/high 49/49/450" in text


async def test_the_reasons_stand_at_the_end() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 50)) as pilot:
        lines = [line for line in await desk.open(pilot) if line]
    assert lines[-1].strip() == "R5: the latest stands"


async def test_from_120_columns_the_claims_stand_in_a_table() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        lines = await desk.open(pilot)
    head = next(line for line in lines if "said at" in line)
    own = next(line for line in lines if line.startswith("▌"))
    for name, value in (("says", "ARM Armenia"), ("number", "at least 49"), ("does", "stands")):
        assert own[head.index(name) :].startswith(value)


async def test_the_claim_under_the_cursor_is_brought_out_in_the_chart() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(120, 40)) as pilot:
        await desk.open(pilot)
        assert _lit(desk) == "49+"
        await pilot.press("j", "j", "j", "j")
        await pilot.pause()
        assert _lit(desk) == "450"


def _lit(desk: Desk) -> str:
    listed = desk.screen.query_one(ClaimList)
    hit = listed.palette.hit.bgcolor
    strips = [listed.render_line(y) for y in range(1, 14)]
    lit = [s.text for strip in strips for s in strip if s.style and s.style.bgcolor == hit]
    return "".join(lit)


async def test_echoes_and_background_unfold_with_enter() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 60)) as pilot:
        lines = await desk.open(pilot)
        assert any("▸ Echoes: more copies, no more sources (1)" in line for line in lines)
        assert any("▸ Superseded (1)" in line for line in lines)
        assert not any("TASS" in line for line in lines)
        await pilot.press(*"jjjjjj", "enter")
        await pilot.pause()
        assert any("▾ Echoes" in line for line in desk.lines())
        assert any("TASS" in line for line in desk.lines())
        await pilot.press("enter")
        await pilot.pause()
        assert any("▸ Echoes" in line for line in desk.lines())
    assert desk.answers == []


async def test_enter_answers_with_the_claim() -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.open(pilot)
        await pilot.press("j", "j", "enter")
        await pilot.pause()
    assert desk.answers == [LedgerScreen.ClaimChosen("part")]


@pytest.mark.parametrize("key", ["escape", "q", "f10", "й"])
async def test_it_closes_without_an_answer(key: str) -> None:
    desk = Desk()
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.open(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert desk.answers == [None]


async def test_a_shelf_of_one_fold_is_open_and_begins_at_its_claim() -> None:
    desk = Desk(subject="background")
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.open(pilot)
        await pilot.press("enter")
        await pilot.pause()
    assert desk.answers == [LedgerScreen.ClaimChosen("war")]


async def test_silence_without_a_statement_is_told_in_words() -> None:
    desk = Desk(subject=CellKey("azerbaijan", "captured", None))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        text = " ".join(" ".join(await desk.open(pilot)).split())
        await pilot.press("enter")
    assert "Silence is never counted as 0 (R14)." in text


async def test_hostile_words_do_nothing() -> None:
    hostile = [
        claim(
            49,
            id=one.id,
            quote=HOSTILE,
            claimant=HOSTILE,
            claimant_side=None,
            relay=(HOSTILE,),
            group=HOSTILE,
            place=HOSTILE,
        )
        for one in CLAIMS
    ]
    evil = replace(CELL, why=(HOSTILE,), flags=(HOSTILE,))
    desk = Desk(snapshot(tally(evil, background=TALLY.background), hostile))
    async with desk.app.run_test(size=(60, 80)) as pilot:
        lines = await desk.open(pilot)
        title = desk.screen.query_one("Vertical").border_title
    assert is_safe(lines)
    assert "[red]" in "".join(lines)
    assert title is not None


async def test_earlier_claims_of_a_long_group_are_listed_with_enter() -> None:
    shown = long_ledger(MOST + 50)
    desk = Desk(shown, key_of(shown.tally.cells[0]))
    async with desk.app.run_test(size=(80, 24)) as pilot:
        await desk.open(pilot)
        listed = desk.screen.query_one(ClaimList)
        listed.cursor = Earlier("denied")
        await pilot.pause()
        text = "\n".join(desk.lines())
        assert f"Denied ({MOST + 50})" in text
        assert "50 earlier ones are not listed: Enter lists 50 more" in text
        await pilot.press("enter")
        await pilot.pause()
        assert "not listed" not in "\n".join(desk.lines())
        assert listed.claim == "d50"  # what was the first one


WAITING = snapshot(replace(TALLY, cells=(replace(CELL, claims=(), ledger=()),)), CLAIMS)
"""One whose ledger is still worked out."""


async def test_what_is_still_worked_out_is_said_and_comes_by_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_screen, "LOOK_EACH_S", 0.01)
    desk, there, told = Desk(WAITING), asyncio.Event(), asyncio.Event()

    def look(_: object) -> Snapshot:
        if there.is_set():
            told.set()
            return SNAPSHOT
        return WAITING

    monkeypatch.setattr(desk.screen.decider, "snapshot", look)
    async with desk.app.run_test(size=(80, 60)) as pilot:
        assert AT_WORK in "\n".join(await desk.open(pilot))
        there.set()
        await told.wait()
        await pilot.pause()
        text = "\n".join(desk.lines())
    assert AT_WORK not in text
    assert "at least 49" in text


async def test_what_is_worked_out_again_after_a_decision_comes_by_itself_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ledger_screen, "LOOK_EACH_S", 0.01)
    desk, is_there = Desk(), True
    looked: asyncio.Queue[bool] = asyncio.Queue()

    def look(_: object) -> Snapshot:
        looked.put_nowait(is_there)
        return SNAPSHOT if is_there else WAITING

    async def see(pilot: Pilot[None]) -> str:
        while await asyncio.wait_for(looked.get(), 60) is not is_there:
            pass
        await pilot.pause()
        return "\n".join(desk.lines())

    monkeypatch.setattr(desk.screen.decider, "snapshot", look)
    monkeypatch.setattr(desk.screen.decider, "decide", lambda _: decision("confirm", CLAIMS[0]))
    async with desk.app.run_test(size=(80, 60)) as pilot:
        assert AT_WORK not in "\n".join(await desk.open(pilot))
        await pilot.press("down", "down")
        held = desk.screen.in_hand
        assert held not in (None, "own")
        for _ in range(2):
            is_there = False
            await pilot.press("a")
            assert AT_WORK in await see(pilot)
            is_there = True
            assert AT_WORK not in await see(pilot)
            assert desk.screen.in_hand == held


async def test_a_long_ledger_is_read_behind_the_screen() -> None:
    begun, there = threading.Event(), threading.Event()

    def rows() -> Sequence[LedgerRow]:
        begun.set()
        assert threading.current_thread() is not threading.main_thread()
        assert there.wait(60)
        return CELL.ledger

    cell = replace(CELL, ledger=Later(rows, long=True))
    desk = Desk(snapshot(replace(TALLY, cells=(cell,)), CLAIMS))
    async with desk.app.run_test(size=(80, 60)) as pilot:
        text = "\n".join(await desk.open(pilot))
        assert "low/best/high 49/49/450" in text
        assert AT_WORK in text
        await asyncio.to_thread(begun.wait, 60)
        there.set()
        await desk.app.workers.wait_for_complete()
        await pilot.pause()
        text = "\n".join(desk.lines())
        assert AT_WORK not in text
        assert desk.screen.in_hand == "own"
    assert "at least 49" in text
