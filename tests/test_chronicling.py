"""Tallies stored beside an archive are those that would be worked out, at any moment."""

import asyncio
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.archive import Archive
from feeds.archived import chronicling
from feeds.archived.chronicling import Chronicling, Report
from feeds.archived.desk import ArchiveDesk
from feeds.archived.kept_beat import digest_of
from feeds.archived.lazy_claims import LazyClaims
from feeds.beat import Episode
from feeds.decision import Motion, Verdict
from feeds.decision_book import SessionBook
from feeds.reconcile import chronicle, compact, ledger_log
from feeds.reconcile.firsts import PARTS
from feeds.reconcile.ledger_log import LedgerLog
from feeds.snapshot import Filter, Snapshot
from feeds.tally import PlaceFigure, Tally
from tests.build import at, beat, claim, entry
from tests.ledgers import few as ledger_few
from tests.screen import seated, until
from tests.test_archive_desk import (
    BEAT,
    START,
    Read,
    desks,
    minutes,
    moments,
    read,
    verdicts,
    wait,
)
from tui.claims import ledger_screen
from tui.claims.ledger_screen import LedgerScreen
from tui.claims.ledger_sorting import AT_WORK, ledger_of
from tui.tally.tally_changes import key_of

MINUTE = timedelta(minutes=1)

few = settings(
    ledger_few,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def stored() -> Iterator[None]:
    """Every window is long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicling, "LEAST", 0)
        yield


def write(desk: ArchiveDesk) -> None:
    """Bring the chronicles of a desk's archive up to date, and look at them."""
    bring_up_to_date(desk)
    desk._sight.look()


def bring_up_to_date(desk: ArchiveDesk, report: Report | None = None) -> None:
    """Write what is missing of the chronicles of a desk's archive."""
    writer = Chronicling(desk.archive, desk._review, desk.beat, digest_of(desk.beat))
    writer.write(desk._state.index, report)


def plain(desk: ArchiveDesk) -> ArchiveDesk:
    """Another desk of the same archive, which works out everything."""
    made = ArchiveDesk(desk.archive, desk.beat, book=desk._review._book)
    made._sight._stored.at = lambda *_: None  # type: ignore[method-assign]
    return made


def check(desk: ArchiveDesk, playheads: Sequence[datetime | None]) -> int:
    """Hold what is stored against what is worked out; returns how often something was.

    Lists are looked into: what stands at the last moment is then known, and asked of no store.
    """
    whole, times = plain(desk), 0
    for when in (*playheads, None):
        found, wanted = desk.snapshot(at=when), whole.snapshot(at=when)
        times += found.tally.checked is not None
        assert sizes(found.tally) == sizes(wanted.tally)
        assert cut(found.tally) == cut(wanted.tally)
        assert dict(found.claims) == dict(wanted.claims)
        assert dict(found.reviews) == dict(wanted.reviews)
        assert {k: found.claims_of[k] for k in wanted.claims_of} == dict(wanted.claims_of)
    return times


def sizes(tally: Tally) -> list[int]:
    """How long its lists are, as is told before one is looked into."""
    return [*map(len, (tally.background, tally.review, tally.rejected, tally.struck))]


def cut(tally: Tally) -> Tally:
    """Without the parts that are too many to be stored, and disputes of what is no whole."""
    cells = tuple(
        replace(cell, places=tuple(map(_first, cell.places[:PARTS]))) for cell in tally.cells
    )
    return replace(tally, cells=cells, disputes=(), checked=tally.results)


def _first(part: PlaceFigure) -> PlaceFigure:
    return replace(part, claims=part.claims[:1])


@pytest.mark.usefixtures("stored")
@given(
    st.lists(read(), max_size=12),
    st.integers(0, 12),
    st.lists(moments, max_size=4),
    st.lists(st.tuples(verdicts, st.integers(0, 99), st.integers(0, 99)), max_size=2),
    st.booleans(),
)
@few
def test_any_moment_is_as_worked_out_whatever_came_or_was_decided_since(
    reads: list[Read],
    cut_at: int,
    playheads: list[datetime | None],
    wanted: list[tuple[Verdict, int, int]],
    again: bool,
) -> None:
    _, desk = desks(reads[:cut_at])
    write(desk)
    check(desk, playheads)
    for one in reads[cut_at:]:
        desk.archive.add([one])
        desk.refresh()
    check(desk, playheads)
    if again:
        write(desk)
        check(desk, playheads)
    for verdict, nth, _ in wanted:
        ids = list(desk.snapshot().claims)
        if ids and verdict in ("confirm", "reject"):
            desk.decide(Motion(verdict=verdict, claim=ids[nth % len(ids)]))
    check(desk, playheads)
    write(desk)
    check(desk, playheads)


@st.composite
def varied(draw: st.DrawFn) -> Read:
    """As `read`, with claims of the background, sums over both sides, and numbers of parts."""
    made, claims = draw(read())
    changes: list[dict[str, Any]] = [
        {}, {"period": "historical"}, {"victim": "both"}, {"components": (1, 2)}
    ]  # fmt: skip
    told = ((c, draw(st.sampled_from(changes))) for c in claims)
    return made, tuple(replace(c, **change) for c, change in told)


def beside(desk: ArchiveDesk, times: Sequence[datetime]) -> list[tuple[Any, ...]]:
    """Moment, background and checks, of every moment of which a tally is stored."""
    found = [(when, desk.snapshot(at=when).tally) for when in times]
    told = [(when, tally) for when, tally in found if tally.checked is not None]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk._sight, "_open", lambda _: pytest.fail("all was worked out"))
        return [(when, tuple(tally.background), tuple(tally.checks)) for when, tally in told]


@pytest.mark.usefixtures("stored")
@given(
    st.lists(varied(), max_size=12),
    st.integers(0, 12),
    st.lists(st.tuples(verdicts, st.integers(0, 99)), max_size=2),
)
@few
def test_background_and_checks_are_stored_as_they_are_worked_out(
    reads: list[Read], cut_at: int, wanted: list[tuple[Verdict, int]]
) -> None:
    _, desk = desks(reads[:cut_at])
    write(desk)
    for one in reads[cut_at:]:
        desk.archive.add([one])
        desk.refresh()
    write(desk)
    for verdict, nth in wanted:
        ids = list(desk.snapshot().claims)
        if ids and verdict in ("confirm", "reject"):
            desk.decide(Motion(verdict=verdict, claim=ids[nth % len(ids)]))
    write(desk)
    whole = plain(desk)
    for when, background, checks in beside(desk, desk.times):
        worked_out = whole.snapshot(at=when).tally
        assert background == tuple(worked_out.background)
        assert checks == tuple(worked_out.checks)


@pytest.mark.usefixtures("stored")
def test_of_very_many_checks_none_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is held against the cells again as these move."""
    monkeypatch.setattr(compact, "CHECKS", 2)
    monkeypatch.setattr(chronicle, "CHECKS", 2)
    reads = [
        (entry(f"{n}", id=f"e{n}", time=f"2022-09-13 {hour:02}:00"),
         (claim(40, id=f"c{n}", entry=f"e{n}", victim="both", source="test",
                time=f"2022-09-13 {hour:02}:00"),))
        for n, hour in enumerate((8, 9, 10, 11))
    ]  # fmt: skip
    _, desk = desks(reads)
    write(desk)
    assert [len(told[2]) for told in beside(desk, desk.times[:2])] == [1, 2]
    whole = plain(desk)
    for when in desk.times:
        found, worked_out = desk.snapshot(at=when), whole.snapshot(at=when)
        assert tuple(found.tally.checks) == tuple(worked_out.tally.checks)


def said(source: str, time: str | None, *figures: int, body: str = "Said.", **more: Any) -> Read:
    """An entry "a" of a source, with a claim of each figure."""
    told = replace(entry(body, id="a", source=source, time=time), **more)
    claims = (claim(n, id=f"{source}-{n}", entry="a", source=source, time=time) for n in figures)
    return told, tuple(claims)


@pytest.mark.usefixtures("stored")
def test_the_end_has_nothing_of_what_was_withdrawn_in_a_later_episode() -> None:
    wire, blog = said("wire", "2022-09-12 04:00", 4), said("blog", "2022-09-12 04:00", 4)
    killed = said("wire", "2022-09-12 06:00", withdrawn="killed by the agency")
    assert BEAT.window_at(at("2022-09-12 06:00")) is not BEAT.window_at(at("2022-09-12 04:00"))
    _, desk = desks([wire, blog, killed])
    write(desk)
    (then,) = desk.snapshot(at=at("2022-09-12 04:00")).tally.cells
    (now,) = desk.snapshot().tally.cells
    assert (then.copies, now.copies) == (2, 1)
    check(desk, desk.times)


@pytest.mark.usefixtures("stored")
def test_a_claim_that_an_edit_says_again_stands_in_the_ledger_where_it_was_said_last() -> None:
    first = said("wire", "2022-09-13 12:00", 9, 1)
    again = said("wire", "2022-09-13 13:00", 1, body="One.")
    then = said("wire", "2022-09-13 15:00", body="None.")
    other = entry("5", id="b", source="blog", time="2022-09-13 14:00")
    five = claim(5, id="blog-5", entry="b", source="blog", time="2022-09-13 14:00")
    _, desk = desks([first, again, (other, (five,)), then])
    write(desk)
    check(desk, desk.times)


@pytest.mark.usefixtures("stored")
def test_the_end_has_what_was_struck_in_a_later_episode() -> None:
    wire, blog = said("wire", "2022-09-12 04:00", 4), said("blog", "2022-09-12 06:00", 5)
    killed = said("blog", "2022-09-12 07:00", withdrawn="killed by the agency")
    _, desk = desks([wire, blog, killed])
    write(desk)
    assert len(desk.snapshot().tally.struck) == 1
    check(desk, desk.times)


@pytest.mark.usefixtures("stored")
def test_what_was_replaced_at_its_very_own_moment_is_struck() -> None:
    first, then = said("wire", "2022-09-13 12:00", 4), said("wire", "2022-09-13 12:00", body="No.")
    _, desk = desks([first, then, said("blog", "2022-09-13 13:00", 5)])
    write(desk)
    assert check(desk, desk.times) == 1  # before, nothing stands


@pytest.mark.usefixtures("stored")
def test_the_end_alone_has_what_was_struck_without_a_moment() -> None:
    first, then = said("wire", None, 4), said("wire", "2022-09-13 12:00", body="No.")
    _, desk = desks([first, then, said("blog", "2022-09-13 13:00", 5)])
    write(desk)
    assert check(desk, desk.times) == 2


@pytest.mark.usefixtures("stored")
def test_a_cell_is_opened_by_what_is_stored_of_its_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [f"2022-09-13 {hour:02}:00" for hour in range(20)]
    reads = [
        (entry(f"{n} were killed.", id=f"e{n}", time=day),
         (claim(40 + n // 2, id=f"c{n}", entry=f"e{n}", source="test", time=day,
                category=("unknown", "military", "civilian")[n % 3],
                place="far" if n % 4 == 0 else None, denied=n % 7 == 6),
          claim(7, id=f"o{n}", entry=f"e{n}", source="test", time=day, start=5,
                **({"period": "historical"} if n % 2 else {"victim": "both"}))))
        for n, day in enumerate(days)
    ]  # fmt: skip
    _, desk = desks(reads)
    write(desk)
    whole = plain(desk)
    monkeypatch.setattr(desk._sight, "_look", lambda _: pytest.fail("all was worked out"))
    monkeypatch.setattr(LazyClaims, "__iter__", lambda _: pytest.fail("all were read"))
    for when in (*desk.times, None):
        found, wanted = desk.snapshot(at=when), whole.snapshot(at=when)
        keys = [key_of(cell) for cell in wanted.tally.cells]
        assert keys
        assert wanted.tally.checks
        assert [ledger_of(found, key) for key in keys] == [ledger_of(wanted, key) for key in keys]
        assert found.last_said == (when or desk.times[-1])
        assert not any(ledger_of(found, key).waits for key in keys)


@pytest.mark.usefixtures("stored")
def test_only_what_follows_a_late_claim_or_a_decision_is_written_anew() -> None:
    days = [f"2022-09-13 {hour:02}:00" for hour in range(8)]
    reads = [
        (entry(f"{n} were killed.", id=f"e{n}", time=day),
         (claim(40 + n, id=f"c{n}", entry=f"e{n}", source="test", time=day),))
        for n, day in enumerate(days)
    ]  # fmt: skip
    _, desk = desks([one for n, one in enumerate(reads) if n != 4], book=SessionBook())
    write(desk)
    assert check(desk, desk.times) == 7
    desk.archive.add([reads[4]])
    desk.refresh()
    assert check(desk, desk.times) == 4
    write(desk)
    assert check(desk, desk.times) == 8
    desk.decide(Motion(verdict="reject", claim="c6"))
    assert check(desk, desk.times) == 6
    write(desk)
    assert check(desk, desk.times) == 8


@pytest.mark.usefixtures("stored")
def test_what_was_written_before_a_writer_was_ended_holds_and_is_gone_on_with() -> None:
    days = [f"2022-09-13 {hour:02}:00" for hour in range(8)]
    reads = [
        (entry(f"{n} were killed.", id=f"e{n}", time=day),
         (claim(40 + n, id=f"c{n}", entry=f"e{n}", source="test", time=day),))
        for n, day in enumerate(days)
    ]  # fmt: skip
    _, desk = desks(reads, book=SessionBook())

    def end(done: int, _all: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicling, "_SAY_EACH", 1)
        patch.setattr(chronicle, "RECORDS", 2)
        writer = Chronicling(desk.archive, desk._review, BEAT, digest_of(BEAT))
        with pytest.raises(KeyboardInterrupt):
            writer.write(desk._state.index, end)
        desk._sight.look()
        assert check(desk, desk.times) == 5
        stored = desk.archive.stored()
        write(desk)
        assert check(desk, desk.times) == 8
        kept = desk.archive.stored()
        chapters = {key: data for key, data in stored.items() if "/ledgers" not in key}
        assert all(kept[key] == data for key, data in chapters.items() if key.endswith("/0"))


def writer_of(archive: Archive) -> ArchiveDesk:
    """As a process that writes the tallies of an archive."""
    return ArchiveDesk(archive, BEAT, book=SessionBook())


@pytest.mark.usefixtures("stored")
@given(
    st.lists(read(), min_size=2, max_size=12),
    st.integers(1, 12),
    st.integers(0, 12),
    st.integers(0, 12),
)
@few
def test_of_two_writers_the_one_that_began_first_puts_nothing_over_what_the_second_has_put(
    reads: list[Read], cut_at: int, at_step: int, ends_at: int
) -> None:
    """The second knows more, over a connection of its own, and may be ended half-way."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(chronicling, "_SAY_EACH", 1)
        patch.setattr(chronicle, "RECORDS", 2)
        patch.setattr(ledger_log, "EVENTS", 2)
        path = Path(folder) / "archive.db"
        with Archive.open(path) as one, Archive.open(path) as other:
            one.add(reads[:cut_at])
            first = writer_of(one)

            def end(done: int, _all: int) -> None:
                if done == ends_at:
                    raise KeyboardInterrupt

            def meanwhile(done: int, _all: int) -> None:
                if done == at_step and other.last_doc < len(reads):
                    other.add(reads[cut_at:])
                    second = writer_of(other)
                    with suppress(KeyboardInterrupt):
                        bring_up_to_date(second, end)
                        kept.append(other.stored())

            kept: list[Mapping[str, bytes]] = []
            bring_up_to_date(first, meanwhile)
            if kept:
                assert other.stored() == kept[0]
            now = writer_of(other)
            check(now, now.times)
            write(now)
            check(now, now.times)


@pytest.mark.usefixtures("stored")
@given(
    st.lists(read(), max_size=10),
    st.lists(moments, max_size=6),
    st.lists(
        st.tuples(minutes, st.none() | st.integers(1, 200)), max_size=3, unique_by=lambda e: e[0]
    ),
)
@few
def test_a_window_goes_on_after_any_other(
    reads: list[Read],
    playheads: list[datetime | None],
    spans: list[tuple[int, int | None]],
) -> None:
    _, made = desks(reads)
    episodes = tuple(
        Episode(id=f"from {start}", name="", start=(from_ := START + start * MINUTE),
                end=None if lasts is None else from_ + lasts * MINUTE)
        for start, lasts in spans
    )  # fmt: skip
    desk = ArchiveDesk(made.archive, beat(episodes=episodes), book=SessionBook())
    write(desk)
    ends = [moment for one in episodes for moment in (one.start, one.end)]
    check(desk, [*playheads, *ends, *desk.times])


@pytest.mark.usefixtures("stored")
def test_a_window_goes_on_after_a_longer_one_that_it_lay_in() -> None:
    """Between two episodes it is that of the last one begun (R2), which may have ended first."""
    long = Episode(id="long", name="", start=START, end=START + 90 * MINUTE)
    short = replace(long, id="short", start=START + 30 * MINUTE, end=START + 60 * MINUTE)
    told = said("wire", "2022-09-12 05:10", 4)
    desk = ArchiveDesk(desks([told])[1].archive, beat(episodes=(long, short)), book=SessionBook())
    write(desk)
    after = START + 100 * MINUTE
    assert (desk.beat.window_at(START + 70 * MINUTE), desk.beat.window_at(after)) == (long, short)
    assert check(desk, [after]) == 2


def of_a_day(hours: int) -> list[Read]:
    """A claim an hour."""
    told = []
    for hour in range(hours):
        when = f"2022-09-13 {hour:02}:00"
        said = entry(f"{hour + 40} were killed.", id=f"e{hour}", time=when)
        told.append((said, (claim(40 + hour, id=f"c{hour}", entry=said.id, time=when),)))
    return [(said, tuple(replace(c, source=said.source) for c in found)) for said, found in told]


@pytest.fixture
def long_day(tmp_path: Path) -> Iterator[ArchiveDesk]:
    """A desk with a screen, over an archive whose tallies are stored."""
    path = tmp_path / "archive.db"
    with Archive.open(path) as archive:
        archive.add(of_a_day(20))
        made = ArchiveDesk(archive, BEAT)
        write(made)
    desk = ArchiveDesk(Archive.open(path), BEAT, waits=False)
    yield desk
    desk.close()


@pytest.mark.usefixtures("stored")
def test_what_is_not_stored_is_worked_out_behind_the_screen(
    long_day: ArchiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LedgerLog, "page", lambda *_: None)
    changed, held = threading.Event(), threading.Event()
    long_day.watch(changed.set)
    long_day._sight._worker.run("held", lambda: wait(held))
    found = long_day.snapshot()
    assert not found.pending
    assert ledger_of(found, key_of(found.tally.cells[0])).waits
    assert "tally" in long_day.snapshot().pending
    held.set()
    assert changed.wait(60)
    opened = long_day.snapshot()
    assert not opened.pending
    assert [row.claim for row in opened.tally.cells[0].ledger] == [f"c{n}" for n in range(20)]


@pytest.mark.usefixtures("stored")
async def test_a_ledger_says_no_silence_while_what_a_decision_moved_is_worked_out(
    long_day: ArchiveDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_screen, "LOOK_EACH_S", 0.01)
    async with seated(long_day) as seat:
        await seat.press("c", "enter")
        ledger = seat.app.screen
        assert isinstance(ledger, LedgerScreen)
        await until(seat.pilot, lambda: ledger.in_hand is not None)
        claim = ledger.in_hand
        held, done = threading.Event(), asyncio.Event()
        long_day._sight._worker.run("held", lambda: wait(held))
        take = LedgerScreen.take

        def taken(self: LedgerScreen, snapshot: Snapshot, claim: str) -> None:
            take(self, snapshot, claim)
            if "tally" not in snapshot.pending:  # changes may still be followed
                done.set()

        monkeypatch.setattr(LedgerScreen, "take", taken)
        await seat.press("x")
        assert "has given no figure" not in seat.text()
        assert AT_WORK in seat.text()
        held.set()
        await asyncio.wait_for(done.wait(), 60)
        await seat.pilot.pause()
        assert AT_WORK not in seat.text()
        assert "rejected by" in seat.text()
        assert ledger.in_hand == claim


@pytest.mark.usefixtures("stored")
def test_a_shelf_says_that_it_waits_while_it_is_worked_out(long_day: ArchiveDesk) -> None:
    long_day.decide(Motion(verdict="reject", claim="c15"))
    held = threading.Event()
    long_day._sight._worker.run("held", lambda: wait(held))
    found = ledger_of(long_day.snapshot(), "rejected")
    assert found.waits
    assert found.facts == (AT_WORK,)
    held.set()
    assert long_day._sight._worker.settle(60)
    assert [line.claim.id for g in ledger_of(long_day.snapshot(), "rejected").groups
            for line in g.lines] == ["c15"]  # fmt: skip


@pytest.mark.usefixtures("stored")
async def test_a_screen_looks_into_no_cell_that_nobody_opens(long_day: ArchiveDesk) -> None:
    async with seated(long_day) as seat:
        for key in ("j", "k", "pageup", "g", "G", "n"):
            await seat.press(key)
        assert long_day._sight._last is None
        assert long_day._sight._wanted is None


@pytest.mark.usefixtures("stored")
def test_another_filter_reads_no_tally_anew(long_day: ArchiveDesk) -> None:
    before, now = long_day.snapshot(), long_day.snapshot(asked=Filter(text="killed"))
    assert now.tally.cells is before.tally.cells
    assert now.reviews is before.reviews
    earlier = long_day.snapshot(at=long_day.times[3])
    assert earlier.tally.cells != before.tally.cells
