"""Alerts: each event rings once, and nothing that was asked for is lost on the way."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import safe_yaml
from feeds.alerts.matching import Arrived, hits_of
from feeds.alerts.ringing import MOST_TOLD, Hit, Ring, Ringer
from feeds.alerts.rules import QuietHours, Rule, quiet_hours_of, rules_of
from feeds.archive import Archive
from feeds.archived.desk import ArchiveDesk
from feeds.entry import Entry
from feeds.query import words_query
from feeds.snapshot import Filter
from tests import build
from tests.screen import Seat, seated
from tests.test_desk_compared import versions, wires
from tui.alerts.alerting import Alerting
from tui.alerts.alerts_screen import AlertsList
from tui.alerts.notifying import escape, run_command, run_desktop, sequence_of, words_of

START = datetime(2026, 1, 1, 20, tzinfo=UTC)
RULE = Rule(name="dead", query="claims:killed", cool_down=timedelta(minutes=5))
OTHER = Rule(name="edits", query="edit:number", cool_down=timedelta(0))


def hit(event: str) -> Hit:
    return Hit(event=event, source="wire", id=event, headline=f"Told of {event}")


def minute(count: float) -> datetime:
    return START + timedelta(minutes=count)


# What rings when.


def test_an_event_rings_once() -> None:
    ringer = Ringer([RULE])
    ringer.take(RULE, [hit("a"), hit("a")], minute(0))
    assert [ring.count for ring in ringer.due(minute(0))] == [1]
    ringer.take(RULE, [hit("a")], minute(30))
    assert ringer.due(minute(30)) == []


def test_what_comes_within_the_cool_down_rings_together_at_its_end() -> None:
    ringer = Ringer([RULE])
    ringer.take(RULE, [hit("a")], minute(0))
    ringer.due(minute(0))
    ringer.take(RULE, [hit("b")], minute(1))
    ringer.take(RULE, [hit("c")], minute(2))
    assert ringer.due(minute(4)) == []
    assert ringer.held == 2
    [ring] = ringer.due(minute(5))
    assert ([h.id for h in ring.hits], ring.count, ring.since) == (["b", "c"], 2, minute(1))


def test_quiet_hours_hold_and_do_not_drop() -> None:
    quiet = QuietHours(time(23, 30), time(7, 0))
    morning = datetime(2026, 1, 2, 7, tzinfo=UTC)
    assert quiet.until(morning - timedelta(minutes=450)) == morning
    assert quiet.until(morning - timedelta(minutes=1)) == morning
    assert quiet.until(morning) is None
    ringer = Ringer([RULE], quiet.hold)
    ringer.take(RULE, [hit("a")], minute(4 * 60))
    assert ringer.due(minute(4 * 60)) == []  # midnight
    [ring] = ringer.due(minute(11 * 60))
    assert ring.since == minute(4 * 60)


def test_of_very_many_the_last_are_told_and_all_are_counted() -> None:
    ringer = Ringer([RULE])
    ringer.take(RULE, [hit(str(n)) for n in range(1000)], minute(0))
    [ring] = ringer.due(minute(0))
    assert (len(ring.hits), ring.count, ring.hits[-1].id) == (MOST_TOLD, 1000, "999")


_steps = st.lists(
    st.tuples(st.sampled_from([RULE, OTHER]), st.sampled_from("abcdefgh"), st.integers(0, 7)),
    max_size=30,
)


@given(_steps, st.integers(0, 29), st.booleans())
def test_every_event_is_told_once_whatever_happens(
    steps: Sequence[tuple[Rule, str, int]], broken: int, is_restarted: bool
) -> None:
    """A restart in between goes on where the last record was made."""
    quiet = QuietHours(time(20, 10), time(20, 40))
    ringer = Ringer([RULE, OTHER], quiet.hold)
    rings: list[Ring] = []
    now = START
    for n, (rule, event, wait) in enumerate(steps):
        now += timedelta(minutes=wait)
        ringer.take(rule, [hit(event)], now)
        rings += ringer.due(now)
        if is_restarted and n == broken:
            record = json.loads(json.dumps(ringer.record()))
            ringer = Ringer([RULE, OTHER], quiet.hold)
            ringer.restore(record)
    rings += ringer.due(now + timedelta(hours=2))
    for rule in (RULE, OTHER):
        told = [h.event for ring in rings if ring.rule == rule for h in ring.hits]
        assert sorted(told) == sorted({event for asked, event, _ in steps if asked == rule})
    assert ringer.held == 0


def test_a_record_that_is_none_changes_nothing() -> None:
    ringer = Ringer([RULE])
    ringer.take(RULE, [hit("a")], minute(0))
    for record in ({}, {"rang": 1, "events": {}, "held": {}}, {"rang": {"dead": "x"}}):
        with pytest.raises(ValueError, match="is no record"):
            ringer.restore(record)
    assert ringer.held == 1


# The settings.


def rules(text: str) -> tuple[Rule, ...]:
    return rules_of(safe_yaml.load(text, source="settings"))


def test_rules_are_read_from_the_settings() -> None:
    found = rules(
        "- {name: our dead, query: 'claims:killed side:armenia', by: [bell, desktop]}\n"
        "- query: edit:number\n  cool_down: 5m\n"
        "- {query: 'actor:csto', command: [ring, --loud]}\n"
        "- is:edited\n"
    )
    assert [r.name for r in found] == ["our dead", "edit:number", "actor:csto", "is:edited"]
    assert found[0].by == ("bell", "desktop")
    assert found[1].cool_down == timedelta(minutes=5)
    assert (found[2].by, found[2].command) == (("command",), ("ring", "--loud"))


def test_a_command_that_a_rule_names_is_run_whatever_else_it_rings_by() -> None:
    (found,) = rules("- {query: 'actor:csto', by: bell, command: [ring]}")
    assert found.by == ("bell", "command")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("query: x", "is not a list"),
        ("- {name: x}", r"\(line 1\) needs a `query:`"),
        ("- query: x\n- {query: x}", "two rules named 'x'"),
        ("- {query: x, by: horn}", "rings by bell, terminal, desktop, command, not 'horn'"),
        ("- {query: x, by: command}", "has no `command:`"),
        ("- {query: x, cool_down: soon}", "cool_down: 'soon' is no time to wait"),
        ("- {query: x, colour: red}", "has no 'colour'"),
    ],
)
def test_a_rule_that_cannot_be_says_why(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rules(text)


def test_quiet_hours_may_go_over_midnight() -> None:
    found = quiet_hours_of("23:30-07:00")
    assert found is not None
    clocks = ("23:29", "23:30", "06:59", "07:00")
    walls = [datetime.fromisoformat(f"2026-01-01T{clock}+04:00") for clock in clocks]
    assert [found.hold(wall) for wall in walls] == [False, True, True, False]
    for text in ("23:30", "late-early", "07:00-07:00"):
        with pytest.raises(ValueError, match="no span such as"):
            quiet_hours_of(text)


# Over an archive.


def desk_of(*entries: Entry) -> ArchiveDesk:
    archive = Archive.open(":memory:")
    desk = ArchiveDesk(archive, build.beat())
    come(desk, *entries)
    return desk


def come(desk: ArchiveDesk, *entries: Entry) -> None:
    desk.archive.add([(e, ()) for e in entries])
    desk.refresh()


def rung(alerting: Alerting, when: datetime = START) -> list[tuple[str, int]]:
    return [(ring.rule.name, ring.count) for ring in alerting.look(when, when)]


def rule(query: str) -> Rule:
    return Rule(name=query, query=query)


def test_what_was_there_before_does_not_ring() -> None:
    desk = desk_of(*wires("Wire"))
    alerting = Alerting(desk, [rule("bridges")])
    assert rung(alerting) == []
    come(desk, build.entry("Bridges again.", id="new", source="Wire"))
    assert rung(alerting) == [("bridges", 1)]
    assert rung(alerting, minute(60)) == []


def test_copies_ring_once() -> None:
    desk = desk_of(build.entry("x", id="0", source="other"))
    alerting = Alerting(desk, [rule("bridges")])
    wire, paper, blog = wires("Wire", "Paper", "Blog")
    come(desk, wire)
    assert rung(alerting) == [("bridges", 1)]
    come(desk, paper, blog)
    assert rung(alerting, minute(60)) == []


def test_an_edited_number_rings_and_a_comma_does_not() -> None:
    first, comma, number = versions()
    desk = desk_of(first)
    alerting = Alerting(desk, [rule("edit:number")])
    come(desk, comma)
    assert rung(alerting) == []
    come(desk, number)
    assert rung(alerting) == [("edit:number", 1)]


def test_a_restart_rings_for_what_came_meanwhile() -> None:
    desk = desk_of(*wires("Wire"))
    Alerting(desk, [rule("guns")]).look(START, START)
    first = Alerting(desk, [rule("guns")], QuietHours(time(19), time(21)))
    come(desk, build.entry("Guns.", id="n1", source="Wire"))
    assert rung(first) == []
    assert first.held == 1
    come(desk, build.entry("Guns again.", id="n2", source="Wire"))
    again = Alerting(desk, [rule("guns")])
    assert rung(again, minute(180)) == [("guns", 2)]


def test_a_rule_that_means_nothing_here_is_said() -> None:
    alerting = Alerting(desk_of(), [rule("actor:nobody"), rule("guns")])
    assert alerting.is_on
    assert ["does not ring" in problem for problem in alerting.problems] == [True]


# Beyond the screen.


HOSTILE = "\x1b]0;x\x07 dead;\nrm -rf \u202e $(x)"


def ring(headline: str = "Told", command: Sequence[str] = ()) -> Ring:
    told = replace(hit("a"), headline=headline)
    return Ring(replace(RULE, command=tuple(command)), (told,), 1, START)


def test_no_feed_text_reaches_a_terminal_uncleaned() -> None:
    title, body = words_of(ring(HOSTILE))
    for which in ("9", "777"):
        for in_tmux in (False, True):
            told = escape(title, body, which, in_tmux=in_tmux)
            inside = told.replace("\x1bPtmux;", "").replace("\x1b\x1b", "\x1b")
            inside = inside.removeprefix("\x1b]").removesuffix("\x1b\\").removesuffix("\x1b\\")
            assert "\x1b" not in inside
            assert "\x07" not in inside
            assert "\n" not in inside
            assert "\u202e" not in inside


@pytest.mark.parametrize(
    ("environ", "which"),
    [
        ({"TERM_PROGRAM": "WezTerm"}, "9"),
        ({"TERM": "xterm-kitty"}, "9"),
        ({"VTE_VERSION": "7200", "TERM": "xterm-256color"}, "777"),
        ({"TERM": "foot"}, "777"),
        ({"TERM": "xterm-256color"}, None),
    ],
)
def test_a_terminal_is_told_in_its_own_way_or_not_at_all(
    environ: dict[str, str], which: str | None
) -> None:
    assert sequence_of(environ) == which


def test_a_command_takes_the_alert_as_json(tmp_path: Path) -> None:
    out = tmp_path / "out"
    copy = "import sys; open(sys.argv[1], 'w').write(sys.stdin.read())"
    assert run_command([sys.executable, "-c", copy, str(out)], ring(HOSTILE)) == ""
    told = json.loads(out.read_text())
    assert (told["rule"], told["count"]) == ("dead", 1)
    assert told["entries"][0]["headline"] == HOSTILE


def test_a_notifier_takes_feed_text_as_a_last_argument_that_is_no_option(tmp_path: Path) -> None:
    out = tmp_path / "out"
    copy = "import json, sys; json.dump(sys.argv[2:], open(sys.argv[1], 'w'))"
    assert run_desktop([sys.executable, "-c", copy, str(out)], ring("--exec=x")) == ""
    title, body = json.loads(out.read_text())
    assert title == "nightdesk: dead"
    assert not body.startswith("-")


def test_a_command_that_fails_is_said() -> None:
    assert "cannot be run" in run_command(["/no/such/program"], ring())
    fails = [sys.executable, "-c", "import sys; sys.exit('no horn')"]
    assert run_command(fails, ring()).endswith("failed (1) no horn")


# On the screen.


async def tick(seat: Seat) -> None:
    seat.desk.look_for_alerts()
    await seat.pilot.pause()


async def test_an_alert_stands_on_the_screen_and_leads_to_its_entry() -> None:
    desk = desk_of(*wires("Wire"))
    async with seated(desk, size=(140, 40), settings={"alerts": (rule("guns"),)}) as seat:
        come(desk, build.entry("Guns.", id="n1", source="Wire", headline="Heard at noon"))
        await tick(seat)
        assert "Alert: guns" in seat.text()
        assert "Heard at noon - Wire" in seat.text()
        await seat.press("A")
        assert "Nothing rang" not in seat.text()
        await seat.press("enter")
        assert seat.desk.detail.entry is not None
        assert seat.desk.detail.entry.id == "n1"


async def test_the_list_has_all_that_rang_together_and_each_leads_to_its_entry() -> None:
    desk = desk_of(*wires("Wire"))
    async with seated(desk, size=(140, 40), settings={"alerts": (rule("guns"),)}) as seat:
        for n in (1, 2, 3):
            come(desk, build.entry("Guns.", id=f"n{n}", source="Wire", headline=f"Heard {n} times"))
        await tick(seat)
        await seat.press("A")
        rows = seat.desk.app.screen.query_one(AlertsList).make_rows(100)
        told = ["".join(text for text, _ in row.lines[0]).split("  ")[-1] for row in rows]
        assert told == [f"Heard {n} times - Wire" for n in (3, 2, 1)]
        await seat.press("j", "j", "enter")
        assert seat.desk.detail.entry is not None
        assert seat.desk.detail.entry.id == "n1"


async def test_the_list_tells_until_when_quiet_hours_hold_and_then_what_they_held() -> None:
    """It may have been opened before they end."""
    desk = desk_of(*wires("Wire"))
    settings = {"alerts": (rule("guns"),), "quiet_hours": QuietHours(time(19, 0), time(20, 10))}
    async with seated(desk, size=(140, 40), settings=settings) as seat:
        await seat.press("A")
        assert "0 held: quiet hours until 31 Dec 20:10 UTC" in seat.text()
        come(desk, build.entry("Guns.", id="n1", source="Wire", headline="Heard at noon"))
        await tick(seat)
        seat.desk.app.screen.query_one(AlertsList).refill()
        await seat.pilot.pause()
        assert "1 held: quiet hours" in seat.text()
        assert "Nothing rang" in seat.text()
        seat.clock.move(601)
        await tick(seat)
        seat.desk.app.screen.query_one(AlertsList).refill()
        await seat.pilot.pause()
        assert "Nothing rang" not in seat.text()
        assert "held: " not in seat.text()
        await seat.press("enter")
        assert seat.desk.detail.entry is not None
        assert seat.desk.detail.entry.id == "n1"


async def test_an_alert_that_the_filter_hides_says_so_and_moves_nothing() -> None:
    desk = desk_of(*wires("Wire"), build.entry("Quiet.", id="q1", source="other"))
    async with seated(desk, size=(140, 40), settings={"alerts": (rule("guns"),)}) as seat:
        come(desk, build.entry("Guns.", id="n1", source="Wire", headline="Heard at noon"))
        await tick(seat)
        seat.desk.ask(Filter(text="quiet"))
        await seat.pilot.pause()
        before = seat.desk.feed.cursor
        await seat.press("A", "enter")
        assert "The filter hides that entry" in seat.text()
        assert seat.desk.feed.cursor == before


async def test_an_alert_that_cannot_be_run_is_said_before_and_stays_in_the_list() -> None:
    """A notice is gone after some seconds, and at night nobody looks."""
    deaf = replace(rule("guns"), by=("command",), command=("/no/such/horn",))
    desk = desk_of(*wires("Wire"))
    async with seated(desk, size=(140, 40), settings={"alerts": (deaf,)}) as seat:
        [told] = [notice.message for notice in seat.app._notifications]
        assert "cannot ring by command: no program /no/such/horn" in told
        come(desk, build.entry("Guns.", id="n1", source="Wire", headline="Heard at noon"))
        await tick(seat)
        await seat.app.workers.wait_for_complete()
        seat.app.clear_notifications()
        await seat.press("A")
        assert "Heard at noon - Wire ! /no/such/horn: cannot be run" in seat.text()


async def test_alerts_go_on_while_a_replay_runs() -> None:
    desk = desk_of(*wires("Wire", "Paper"), build.entry("x", id="0", source="other"))
    async with seated(desk, size=(140, 40), settings={"alerts": (rule("guns"),)}) as seat:
        await seat.press("space", "space", "left")
        come(desk, build.entry("Guns.", id="n1", source="Wire", time="2022-09-13 20:00"))
        await tick(seat)
        assert "Alert: guns" in seat.text()
        await seat.press("F")
        assert "n1" in {e.id for e in (seat.desk.snapshot.entries if seat.desk.snapshot else ())}


async def test_without_a_rule_it_is_said_how_to_set_one() -> None:
    async with seated(desk_of(*wires("Wire")), size=(140, 40)) as seat:
        await seat.press("A")
        assert "No alert is set" in seat.text()


def test_collect_rings_without_a_screen(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    out = tmp_path / "rang.json"
    copy = f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())"
    command = json.dumps([sys.executable, "-c", copy])
    settings.write_text(f"alerts:\n  - query: guns\n    command: {command}\n")
    wire = tmp_path / "wire.jsonl"
    words = [sys.executable, "-m", "tui", "collect", str(wire), "--once", "--alerts"]
    words += ["--archive", str(tmp_path / "a.db"), "--beat", "south-caucasus"]
    told = ""
    for body in ("Quiet.", "Guns again."):
        with wire.open("a") as file:
            file.write(json.dumps({"time": "2022-09-13T12:00Z", "headline": body, "body": body}))
            file.write("\n")
        done = subprocess.run(
            words,
            env=os.environ | {"NIGHTDESK_SETTINGS": str(settings)},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        told = done.stderr
    assert "ALERT guns: OLD, published " in told
    assert " before it came in: Guns again. - wire" in told
    assert json.loads(out.read_text())["count"] == 1


def test_old_news_rings_as_old_and_is_told_after_fresh() -> None:
    rule, old, fresh = (
        Rule(name="guns", query="guns"),
        replace(hit("old"), late_s=3 * 86_400),
        hit("fresh"),
    )
    only = words_of(Ring(rule, (old,), 1, START))
    assert only == ("guns", "OLD, published 3 d before it came in: Told of old - wire")
    assert words_of(Ring(rule, (fresh, old), 2, START)) == (
        "guns (2, 1 old)",
        "Told of fresh - wire",
    )
    assert words_of(Ring(rule, (old, old), 2, START))[0] == "guns (2, all old)"


def test_a_ring_is_told_by_the_gravest_that_rang() -> None:
    figure = replace(hit("figure"), edit="number")
    stamp = replace(hit("stamp"), edit="time")
    told = (hit("first"), figure, stamp)
    assert words_of(Ring(RULE, told, 3, START))[1] == "edited (number): Told of figure - wire"
    assert words_of(Ring(RULE, (stamp,), 1, START))[1] == "edited (time): Told of stamp - wire"


def test_what_was_published_long_before_it_was_fetched_is_old() -> None:
    entry = replace(build.entry("Guns."), fetched=build.at("2022-09-13 15:00"))
    query = words_query("guns")
    [told] = hits_of((Rule(name="g", query="guns"), query), [arrived(entry)], build.beat())
    assert told.late_s == 3 * 3600
    fresh = replace(entry, fetched=build.at("2022-09-13 12:59"))
    [told] = hits_of((Rule(name="g", query="guns"), query), [arrived(fresh)], build.beat())
    assert told.late_s == 0


def arrived(entry: Entry) -> Arrived:
    return Arrived(entry=entry, claims=(), doc=1, first=entry.key)
