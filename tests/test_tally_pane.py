"""TallyPane: every side's word, silence as a value, changes that stay, a cursor that holds."""

from dataclasses import replace

import pytest

from feeds.claim import Judged, Kind
from feeds.decision import Review
from feeds.snapshot import Filter
from feeds.tally import Check, PlaceFigure, Tally
from tests.build import at, beat, claim, entry
from tests.build_tally import (
    HOSTILE,
    NINE,
    Ears,
    OneWidget,
    cell,
    drawn,
    figure,
    is_safe,
    silence,
    snapshot,
    tally,
)
from tui.tally.tally_changes import CellKey
from tui.tally.tally_pane import TallyPane

PART = PlaceFigure(
    place="gegharkunik",
    incident=None,
    low=43,
    high=None,
    as_of=at("2022-09-13 16:00"),
    claims=(),
)
EVENING = tally(
    cell(49, category="unknown", high=None, own=figure(49, high=None)),
    cell(
        None,
        kind="wounded",
        low=43,
        own=None,
        places=(PART,),
        grade="partial",
        as_of=at("2022-09-13 16:00"),
    ),
    cell(
        80,
        victim="azerbaijan",
        own=figure(80, "azerbaijan", derived=True),
        claimed=(figure(431, "armenia"),),
        high=431,
        grade="disputed",
        as_of=at("2022-09-11 21:09"),
    ),
    silent=(
        silence(),
        silence(kind="captured"),
        silence(kind="missing"),
        silence("armenia", "captured", stated=True),
    ),
    checks=(Check(claim="x", rule="R15", result="disagrees", detail=""),),
    background=("a", "b"),
    review=("c",),
)


async def lines(
    told: Tally, width: int, height: int = 24, *, ascii_only: bool = False
) -> list[str]:
    pane = TallyPane()
    pane.ascii_only = ascii_only
    async with OneWidget(pane).run_test(size=(width, height)) as pilot:
        pane.snapshot = snapshot(told)
        await pilot.pause()
        return drawn(pane)


async def test_a_wide_pane_says_everything_of_a_cell() -> None:
    text = await lines(EVENING, 80)
    assert text[0].split() == ["ARM", "Armenia", "own", "claimed", "low/best/high", "grade"]
    assert text[1].split("  ")[-1] == "self only"
    assert "49+" in text[1]
    assert "49/49/open" in text[1]
    assert text[2].strip("▌ ") == "as of 11:33 +04 (9 h 37 min old) · Armenia"
    assert "Gegharkunik only · as of 16:00 +04 (5 h 10 min old)" in text[4]
    disputed = next(i for i, line in enumerate(text) if "disputed, 5.4 times" in line)
    assert "80*" in text[disputed]
    assert "ARM 431" in text[disputed]
    assert "80/80/431" in text[disputed]
    assert "as of 11 Sep 21:09 +04 (2 d old)" in text[disputed + 1]


async def test_a_narrow_pane_shortens_and_shows_what_it_left_out() -> None:
    text = await lines(EVENING, 35)
    assert text[0] == " ARM Armenia          own  claimed"
    assert text[2] == "▌  self only · 11:33 +04 · 9h37m"
    assert text[4] == "   Gegharkunik only · 16:00 +04 …"
    assert "   disputed 5.4x · 11 Sep · 2d …" in text
    assert all(len(line) <= 34 for line in text)


async def test_silence_is_a_value_never_a_nought() -> None:
    text = await lines(EVENING, 80)
    wounded = [line for line in text if line.startswith("  wounded  ")]
    assert wounded[0].split("  ")[-1] == "silent since 13 Sep 00:00 +04"
    assert "no figure" in wounded[0]
    captured = next(line for line in text if line.startswith("  captured"))
    assert captured.endswith("said so 13 Sep 00:00 +04")
    assert "   no figure: captured, missing" in text
    assert "says no figure" in "".join(await lines(EVENING, 35))


async def test_checks_background_and_review_stand_last() -> None:
    text = [line for line in await lines(EVENING, 80) if line]
    assert text[-3:] == [
        "  sums checked: 1 disagrees",
        "  background: 2 claims",
        "  to review: 1 claim",
    ]


@pytest.mark.parametrize("width", [20, 34, 71, 72, 100, 200])
async def test_every_width_is_filled_and_ascii_where_asked(width: int) -> None:
    assert "".join(await lines(EVENING, width, ascii_only=True)).isascii()


async def test_changes_are_marked_until_the_tally_changes_again() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 24)) as pilot:
        pane.snapshot = snapshot(tally(cell(49)))
        await pilot.pause()
        assert not any("+" in line[:2] or "▲" in line for line in drawn(pane))
        pane.snapshot = snapshot(tally(cell(105)))
        await pilot.pause()
        assert drawn(pane)[1].startswith("▌▲killed, military")
        assert "was 49 ·" in drawn(pane)[2]
        later = at("2022-09-13 22:10")
        pane.snapshot = snapshot(tally(cell(105)), playhead=later)
        await pilot.pause()
        assert drawn(pane)[1].startswith("▌▲")
        assert "10 h 37 min old" in drawn(pane)[2]
        pane.snapshot = snapshot(tally(cell(105), cell(3, kind="wounded")), playhead=later)
        await pilot.pause()
        assert drawn(pane)[1].startswith("▌ killed")
        assert drawn(pane)[3].startswith(" +wounded")


async def test_going_back_in_time_marks_no_figure_as_revised() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 24)) as pilot:
        pane.snapshot = snapshot(tally(cell(105)), playhead=None)
        await pilot.pause()
        for pending in (frozenset({"tally"}), frozenset()):
            pane.snapshot = snapshot(tally(cell(49)), pending=pending)
            await pilot.pause()
            assert drawn(pane)[1].startswith("▌ killed, military")
            assert "was 105" not in "".join(drawn(pane))


async def test_a_tally_that_was_worked_out_is_not_marked_as_new() -> None:
    """An archive's comes after its screen: else every opening would call every figure new."""
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 24)) as pilot:
        pane.snapshot = snapshot(tally(), pending=frozenset({"tally"}))
        await pilot.pause()
        pane.snapshot = snapshot(tally(cell(49)))
        await pilot.pause()
        assert drawn(pane)[1].startswith("▌ killed, military")
        pane.snapshot = snapshot(tally(cell(49)), pending=frozenset({"tally"}))
        await pilot.pause()
        pane.snapshot = snapshot(tally(cell(50)))
        await pilot.pause()
        assert drawn(pane)[1].startswith("▌▲killed, military")


async def test_the_cursor_stays_on_its_cell_and_opens_it() -> None:
    pane, ears = TallyPane(), Ears()
    async with OneWidget(pane).run_test(size=(60, 24), message_hook=ears) as pilot:
        pane.snapshot = snapshot(EVENING)
        await pilot.pause()
        await pilot.press("j", "j", "j")
        assert pane.cell == CellKey("azerbaijan", "killed", "military")
        pane.snapshot = snapshot(
            tally(cell(3, kind="captured"), *EVENING.cells, silent=EVENING.silent)
        )
        await pilot.pause()
        assert pane.cell == CellKey("azerbaijan", "killed", "military")
        await pilot.press("enter", "j", "enter")
    opened = ears.of(TallyPane.CellOpened)
    wounded: Kind = "wounded"
    assert [(m.victim, m.kind, m.category) for m in opened] == [
        ("azerbaijan", "killed", "military"),
        ("azerbaijan", wounded, None),
    ]


async def test_the_cursor_follows_a_cell_whose_category_became_known() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(60, 24)) as pilot:
        pane.snapshot = snapshot(
            tally(cell(1, kind="wounded"), cell(9, kind="captured", category="unknown"))
        )
        await pilot.pause()
        await pilot.press("j")
        pane.snapshot = snapshot(tally(cell(1), cell(1, kind="wounded"), cell(9, kind="captured")))
        await pilot.pause()
        assert pane.cell == CellKey("armenia", "captured", "military")


async def test_the_shelves_open_too() -> None:
    pane, ears = TallyPane(), Ears()
    async with OneWidget(pane).run_test(size=(60, 30), message_hook=ears) as pilot:
        pane.snapshot = snapshot(EVENING)
        await pilot.pause()
        await pilot.press("G", "enter", "k", "enter", "k", "enter")
        assert pane.cell is None
    assert [m.shelf for m in ears.of(TallyPane.ShelfOpened)] == ["review", "background", "checks"]


async def test_the_zone_key_changes_the_clock() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 10)) as pilot:
        pane.snapshot = snapshot(tally(cell(49)))
        pane.zone_mode = "utc"
        await pilot.pause()
        assert "as of 07:33 UTC" in drawn(pane)[2]


async def test_at_the_end_ages_are_counted_to_the_newest_entry() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 10)) as pilot:
        last = entry(time="2022-09-13 12:33")
        pane.snapshot = snapshot(tally(cell(49)), entries=[last], playhead=None)
        await pilot.pause()
        assert "as of 11:33 +04 (1 h old)" in drawn(pane)[2]
        hidden = snapshot(tally(cell(49)), entries=[last], playhead=None, filter=Filter(text="x"))
        pane.snapshot = hidden
        await pilot.pause()
        assert drawn(pane)[2].strip("▌ ").startswith("as of 13 Sep 11:33 +04 · Armenia")
        pane.now = NINE
        await pilot.pause()
        assert "9 h 37 min old" in drawn(pane)[2]


async def test_known_parts_that_are_more_than_the_own_figure_are_told_in_a_narrow_pane() -> None:
    """Else 50+ stands under a sign of rising, and 105 nowhere."""
    own = figure(50, high=None)
    told = tally(cell(None, own=own, low=105, high=None, as_of=at("2022-09-13 11:33")))
    assert any("105/" in line for line in await lines(told, 34))


async def test_hostile_words_do_nothing() -> None:
    part = replace(PART, place=HOSTILE)
    told = tally(
        cell(1, victim=HOSTILE, flags=(HOSTILE,), own=figure(1, HOSTILE)),
        cell(None, own=None, low=1, places=(part,), grade="partial"),
        silent=(silence(HOSTILE),),
    )
    for width in (34, 80):
        text = await lines(told, width)
        assert is_safe(text)
        assert all(len(line) <= width for line in text)
    assert "[red]" in "".join(await lines(told, 80))


async def test_sides_stand_in_the_order_of_the_beats_parties() -> None:
    told = tally(
        cell(1, victim="russia"), cell(1, victim="azerbaijan"), cell(1), cell(2, victim="unknown")
    )
    heads = [line for line in await lines(told, 80) if "low/best/high" in line]
    assert [h.split()[0] for h in heads] == ["ARM", "AZE", "RUS", "?"]
    assert beat().parties == ("armenia", "azerbaijan")


async def test_a_cell_that_only_outlets_speak_of_shows_what_they_say_and_when() -> None:
    told = cell(
        None,
        low=None,
        own=None,
        grade="unconfirmed",
        as_of=None,
        others=(figure(50, "unattributed", high=None),),
        places=(replace(PART, place="", incident="2022-09-13", by="un"),),
    )
    for width, said in (
        (80, "the outlet itself 50+, United Nations 43+ (2022-09-13)"),
        (40, "the outlet"),
    ):
        text = "\n".join(await lines(tally(told), width))
        assert said in text
        assert "undated" not in text
        assert "no figure" not in text
    assert "as of 16:00 +04" in "\n".join(await lines(tally(told), 110))


@pytest.mark.parametrize(("width", "words"), [(100, "as of 13 Sep, no hour given"), (40, "13 Sep")])
async def test_a_day_without_an_hour_has_no_clock_and_no_age(width: int, words: str) -> None:
    end = at("2022-09-13 23:59:59")
    one = cell(80, as_of=end, days=(end,))
    text = "\n".join(await lines(tally(one, at=at("2022-09-14 06:00")), width))
    assert words in text
    assert "23:59" not in text
    assert "old" not in text
    assert "6h" not in text


async def test_what_a_person_confirmed_is_marked_and_counted() -> None:
    mark = Judged(ruling="confirmed", decision="d", by="", at=at("2022-09-14 01:00"))
    told = tally(
        cell(49, own=figure(49, claims=("a",))),
        cell(80, victim="azerbaijan", own=figure(80, "azerbaijan", claims=("b",))),
        standing=2,
        confirmed=1,
    )
    claims = [claim(49, id="a", judged=mark), claim(80, id="b", victim="azerbaijan")]
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 24)) as pilot:
        review = Review(claim="a", machine=claims[0], judgements=(), in_force=None)
        pane.snapshot = replace(snapshot(told, claims), reviews={"a": review})
        await pilot.pause()
        lines = drawn(pane)
        assert [("✓" in line) for line in lines if "killed" in line] == [True, False]
        assert any("✓ 1 of 2 confirmed by a person" in line for line in lines)
        assert pane.border_title == "Tally  ✓ 1 of 2"


async def test_an_unjudged_tally_says_so_without_a_mark() -> None:
    pane = TallyPane()
    async with OneWidget(pane).run_test(size=(80, 24)) as pilot:
        pane.snapshot = snapshot(tally(cell(49), standing=1))
        await pilot.pause()
        lines = drawn(pane)
        assert any(line.strip() == "0 of 1 confirmed by a person" for line in lines)
        assert not any("✓" in line for line in lines)
        assert pane.border_title == "Tally"
