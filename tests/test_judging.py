"""Judging by keys: every verdict in a ledger, its effect at once, undo, redo, and what is said."""

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Static

from feeds.decision import Motion
from feeds.desk import Desk, open_desk
from feeds.errors import DecisionError
from feeds.options import Options
from feeds.snapshot import Snapshot
from feeds.tally import Cell
from tests.screen import Seat, later_desk, seated
from tui.claims.decider import NO_NAME
from tui.claims.ledger_screen import LedgerScreen
from tui.claims.pick_screen import PickScreen
from tui.screens.form_screen import FormScreen

NAME = {"name": "A. Reporter"}


@asynccontextmanager
async def ledger(
    desk: Desk, *keys: str, size: tuple[int, int] = (120, 40), **settings: object
) -> AsyncIterator[Seat]:
    """The ledger of Armenia's killed, the cursor on what stands: 105 by Nikol Pashinyan."""
    async with seated(desk, size=size, settings=NAME | settings) as seat:
        await seat.press("c", "enter")
        assert isinstance(seat.app.screen, LedgerScreen)
        await seat.press(*keys)
        yield seat


def screen(seat: Seat) -> LedgerScreen:
    assert isinstance(seat.app.screen, LedgerScreen)
    return seat.app.screen


def said(seat: Seat) -> str:
    return str(seat.app.screen.query_one("#said", Static).visual)


def killed(desk: Desk, victim: str = "armenia") -> Cell:
    cells = desk.snapshot().tally.cells
    return next(c for c in cells if (c.victim, c.kind) == (victim, "killed"))


def rulings(snapshot: Snapshot) -> Sequence[str]:
    return [c.judged.ruling for c in snapshot.claims.values() if c.judged]


async def fill(seat: Seat, **lines: str) -> None:
    """Type into the form that is open, and keep it."""
    form = seat.app.screen
    assert isinstance(form, FormScreen)
    labels = [str(label.visual).strip() for label in form.query("#lines Static").results(Static)]
    for label, words in lines.items():
        form.lines[labels.index(label.replace("_", " "))].value = words
    await seat.press("enter")


async def test_confirm_says_who_and_when_and_leaves_the_cursor_where_it_is() -> None:
    desk = later_desk()
    async with ledger(desk) as seat:
        claim = screen(seat).in_hand
        await seat.press("a")
        assert screen(seat).in_hand == claim
        assert said(seat) == "confirmed by A. Reporter 06:51 +04; U undoes"
        assert "✓ confirmed by A. Reporter, 3 Oct 2022 06:51 +04" in seat.text()
    assert rulings(desk.snapshot()) == ["confirmed"]


async def test_no_verdict_moves_a_column() -> None:
    def place(seat: Seat) -> int:
        return next(ln for ln in seat.text().splitlines() if "said at" in ln).index("relation")

    async with ledger(later_desk()) as seat:
        before = place(seat)
        await seat.press("x", "j", "a")
        assert place(seat) == before


async def test_reject_unfolds_the_claim_and_the_figure_before_stands_again() -> None:
    desk = later_desk()
    async with ledger(desk) as seat:
        claim = screen(seat).in_hand
        await seat.press("x")
        assert screen(seat).in_hand == claim
        text = seat.text()
        assert "Armenia: killed, military  49+" in text
        assert "▾ Rejected by a person (1)" in text
        assert "rejected by A. Reporter, 3 Oct 2022 06:51 +04" in text
    assert killed(desk).best == 49


async def test_undo_and_redo_say_what_they_did() -> None:
    desk = later_desk()
    async with ledger(desk, "x", "U") as seat:
        assert said(seat).startswith('undone: rejected "105 Armenian servicemen')
        assert killed(desk).best == 105
        await seat.press("R")
        assert said(seat).startswith('made again: rejected "105 Armenian')
        assert killed(desk).best == 49
        await seat.press("ctrl+z", "U")
        assert said(seat) == "There is nothing of yours that could be undone."


async def test_another_persons_verdict_is_named_where_one_goes_over_it_or_undoes_it() -> None:
    desk = later_desk()
    async with ledger(desk) as seat:
        claim = screen(seat).in_hand or ""
        desk.decide(Motion(verdict="confirm", claim=claim, by="B. Editor"))
        await seat.press("x")
        words = "rejected by A. Reporter 06:51 +04, over what was confirmed by B. Editor 06:51 +04"
        assert said(seat) == f"{words}; U undoes"
        await seat.press("U")
        assert said(seat).startswith('undone: rejected "105')
        await seat.press("U")
        assert said(seat).startswith('undone: confirmed by B. Editor "105')


async def test_where_decisions_are_left_out_the_screen_says_so() -> None:
    later = later_desk()
    desk = Desk(later.beat, with_review=False)
    desk.add(later.all_entries())
    async with seated(desk, settings=NAME) as seat:
        assert "decisions left out" in seat.text()
        await seat.press("c", "enter", "x")
        assert "Kept, but not shown: decisions are left out (--no-review)" in said(seat)
    assert [d.verdict for d in desk.decisions] == ["reject"]


async def test_correct_changes_the_figure_and_shows_what_the_machine_read() -> None:
    desk = later_desk()
    async with ledger(desk, "e") as seat:
        await fill(seat, number="at least 106", category="mixed")
        assert "machine read: 105, military" in seat.text()
        assert "▾ Moved elsewhere by a correction (1)" in seat.text()
    cell = next(c for c in desk.snapshot().tally.cells if c.category == "mixed")
    assert (cell.low, cell.high) == (106, None)


async def test_a_correction_that_moves_a_claim_keeps_it_in_sight() -> None:
    desk = later_desk()
    async with ledger(desk, "e") as seat:
        claim = screen(seat).in_hand if isinstance(seat.app.screen, LedgerScreen) else None
        await fill(seat, kind="wounded")
        assert claim in (None, screen(seat).in_hand)
        assert "▾ Moved elsewhere by a correction (1)" in seat.text()
    wounded = [c for c in desk.snapshot().tally.cells if c.kind == "wounded"]
    assert ("armenia", 105) in [(c.victim, c.best) for c in wounded]


async def test_a_form_that_is_left_changes_nothing_says_so_and_keeps_what_was_typed() -> None:
    desk = later_desk()
    async with ledger(desk, "e") as seat:
        await seat.press("7", "escape")
        assert said(seat) == "Nothing was changed; what you typed stands there again under e."
        await seat.press("e")
        form = seat.app.screen
        assert isinstance(form, FormScreen)
        assert form.typed[0] == "7"
        await fill(seat, number="105", kind="killed")
        assert isinstance(seat.app.screen, FormScreen)  # nothing differs: it says so
        await seat.press("escape", "escape")
    assert desk.decisions == ()


async def test_same_as_lets_the_reader_choose_the_other_claim() -> None:
    desk = later_desk()
    async with ledger(desk, "w") as seat:
        assert isinstance(seat.app.screen, PickScreen)
        assert "Same as which claim?  105" in seat.text()
        await seat.press("escape")
        assert said(seat) == "Nothing was changed."
        await seat.press("w", "enter")
        assert isinstance(seat.app.screen, PickScreen)
        assert "105 is not 49+: as its repetition 105 will count nowhere." in seat.text()
        assert not desk.decisions
        await seat.press("enter")
        assert said(seat).startswith("marked as a repetition by A. Reporter")
    assert killed(desk).best == 49
    assert rulings(desk.snapshot()) == ["merged"]


async def test_split_puts_two_claims_in_its_place() -> None:
    desk = later_desk()
    async with ledger(desk, "p") as seat:
        form = seat.app.screen
        assert isinstance(form, FormScreen)
        for place, words in ((0, "100"), (3, "5"), (5, "civilian")):
            form.lines[place].value = words
        await seat.press("enter")
        assert said(seat).startswith("split by A. Reporter")
        assert (screen(seat).in_hand or "").endswith("/1")
        assert "machine read: 105" in seat.text()
        await seat.press("U")
        assert not (screen(seat).in_hand or "").endswith("/1")
    assert killed(desk).best == 105


async def test_the_parts_of_a_written_sum_stand_there_and_enter_splits_them() -> None:
    desk = later_desk()
    async with seated(desk, settings=NAME) as seat:
        await seat.press("k", "G", "k", "p", "enter")  # "42 soldiers and eight members of ..."
        assert said(seat).startswith("split by A. Reporter")
    parts = [c for c in desk.snapshot().claims.values() if "/" in c.id]
    assert [c.best for c in parts] == [42, 8]


async def test_a_note_stands_with_the_claim_and_changes_nothing() -> None:
    desk = later_desk()
    async with ledger(desk, "#") as seat:
        await fill(seat, note="asked the ministry [b]again[/b]")
        assert "note by A. Reporter, 3 Oct 2022" in seat.text()
        assert "asked the ministry [b]again[/b]" in seat.text()
    assert killed(desk).best == 105


async def test_without_a_name_decisions_are_kept_and_it_is_said_once() -> None:
    desk = later_desk()
    async with ledger(desk, name="") as seat:
        await seat.press("a")
        assert said(seat) == f"confirmed 06:51 +04; U undoes. {NO_NAME}"
        await seat.press("x")
        assert said(seat) == "rejected 06:51 +04; U undoes"
        assert not seat.app._notifications
    assert [d.by for d in desk.decisions] == ["", ""]


async def test_what_could_not_be_kept_is_not_shown_as_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = later_desk()

    def fail(_motion: object) -> None:
        raise DecisionError("decisions.jsonl", "the disk is full", "make room")

    monkeypatch.setattr(desk, "decide", fail)
    async with ledger(desk, "a") as seat:
        assert "decisions.jsonl: the decision is not kept: the disk is full" in said(seat)
        assert "confirmed by" not in seat.text()
        await seat.press("#", *"ring", "enter", "#")
        form = seat.app.screen
        assert isinstance(form, FormScreen)
        assert form.typed == ("ring",)


async def test_keys_of_other_layouts_judge_too() -> None:
    desk = later_desk()
    async with ledger(desk, "ф", "insert") as seat:
        assert said(seat).startswith("confirmed by")
        await seat.press("delete")
        assert said(seat).startswith("rejected by")
    assert [d.verdict for d in desk.decisions] == ["confirm", "confirm", "reject"]


async def test_a_click_on_a_key_judges() -> None:
    desk = later_desk()
    async with ledger(desk) as seat:
        bar = seat.app.screen.query_one("HintBar")
        line = seat.lines()[bar.region.y]
        await seat.pilot.click(bar, offset=(line.index("confirm") - bar.region.x, 0))
        await seat.pilot.pause()
        assert said(seat).startswith("confirmed by")


async def test_the_keys_of_the_list_are_listed_and_run() -> None:
    desk = later_desk()
    async with ledger(desk, "?") as seat:
        assert "Keys: ledger" in seat.text()
        await seat.press(*"confirm", "enter")
        assert said(seat).startswith("confirmed by")


async def test_on_the_desk_a_claim_is_judged_in_the_list_of_its_entry() -> None:
    desk = later_desk()
    async with seated(desk, settings=NAME) as seat:
        await seat.press("a")  # the newest entry carries two claims
        assert "Claims of the entry" in seat.text()
        assert said(seat) == "Which one? Choose it, then a again."
        await seat.press("escape", "j", "x")
        await seat.pilot.pause()
        assert said(seat).startswith("rejected by A. Reporter")
        await seat.press("escape", "U")
        assert rulings(desk.snapshot()) == []


async def test_enter_in_the_text_lists_its_claims_and_shows_what_was_decided() -> None:
    desk = later_desk()
    async with seated(desk, settings=NAME, size=(120, 60)) as seat:
        await seat.press("j", "enter", "enter", "a", "escape")
        text = " ".join(seat.text().split())
        assert "✓ confirmed by A." in text
        assert re.search(r"Tally  ✓ 1 of \d", seat.text())
        assert re.search(r"✓ 1 of \d confirmed by a person", seat.text())


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_reaches_over_the_edge_in_ascii_either(
    size: tuple[int, int], theme: str
) -> None:
    async with ledger(later_desk(), "a", size=size, ascii=True, theme=theme) as seat:
        assert seat.text().isascii()
        assert all(len(line) == size[0] for line in seat.lines())
        assert "ok confirmed by A. Reporter" in seat.text()


async def test_a_review_session_survives_a_restart(tmp_path: Path) -> None:
    book = tmp_path / "decisions.jsonl"
    async with ledger(later_desk(book), "a", "escape", "v", "x", "x"):
        pass
    again = later_desk(book)
    async with ledger(again) as seat:
        assert "✓ confirmed by A. Reporter" in seat.text()
    assert [d.verdict for d in again.decisions] == ["confirm", "reject", "reject"]


async def test_a_claim_on_the_background_shelf_is_judged_there(tmp_path: Path) -> None:
    page = tmp_path / "s.jsonl"
    body = "Armenia said that 6,600 Armenian soldiers had been killed in the 2020 war."
    one = {"id": "a", "time": "2022-09-13T11:33:00+04:00", "body": body}
    page.write_text(json.dumps(one) + "\n", encoding="utf-8")
    desk = open_desk([str(page)], Options(beat="south-caucasus"))
    assert desk.snapshot().tally.background
    async with seated(desk, settings=NAME) as seat:
        seat.desk.open_ledger("background")
        await seat.pilot.pause()
        await seat.press("e")
        await fill(seat, about="now")
        assert said(seat).startswith("corrected by A. Reporter")
    assert killed(desk).best == 6600
    assert not desk.snapshot().tally.background
