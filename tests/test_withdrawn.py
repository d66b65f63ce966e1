"""What a publisher took back: struck wherever it shows, counted no more, and standing before."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.archive import MEMORY, Archive
from feeds.archive.exchange import export, take
from feeds.desk import Desk
from feeds.entry import Entry
from feeds.packs import load_beat
from feeds.query import Is
from feeds.snapshot import Filter
from feeds.store import Store
from tests.build import at, beat, entry
from tests.fake_desk import FakeDesk
from tests.screen import seated
from tests.test_command_line import nightdesk, records
from tests.test_detail_pane import _laid, _text

WHY = "killed by the agency"
SAID = "Armenia's Defence Ministry said that 12 of its soldiers had been killed."


def standing(**fields: Any) -> Entry:
    return entry(SAID, source="wire", id="a", headline="Twelve dead", **fields)


def killed(body: str = SAID, **fields: Any) -> Entry:
    then = at("2022-09-13 13:00")
    more: dict[str, Any] = {"withdrawn": WHY, "revision": 2, "revised": then, "known": then}
    return entry(body, source="wire", id="a", headline="Twelve dead", **(more | fields))


@pytest.fixture
def desk() -> Desk:
    made = Desk(load_beat("south-caucasus"))
    made.add([standing()])
    made.add([killed()])
    return made


def test_it_counts_until_it_is_withdrawn_and_is_struck_from_then_on(desk: Desk) -> None:
    before, after = (
        desk.snapshot(at=at("2022-09-13 12:59")),
        desk.snapshot(at=at("2022-09-13 13:00")),
    )
    [cell] = before.tally.cells
    assert cell.best == 12
    assert before.entries[0].withdrawn is None
    assert after.entries[0].withdrawn == WHY
    assert after.entries[0].body == SAID
    assert [c.best for c in after.tally.cells] == []
    assert after.tally.struck == cell.claims
    assert after.claims[cell.claims[0]].best == 12


def test_a_figure_that_is_withdrawn_closes_its_cell(desk: Desk) -> None:
    assert [(c.way, c.by_edit) for c in desk.follow_changes()] == [("new", False), ("closed", True)]


def test_it_is_one_more_version_though_no_word_is_changed() -> None:
    store = Store(beat())
    assert store.add([(standing(), ()), (killed(), ())]) == 2
    assert store.add([(standing(), ()), (killed(), ())]) == 0
    with Archive.open(MEMORY) as archive:
        assert archive.add([(standing(), ()), (killed(), ())]).changed == 2
        assert archive.add([(standing(), ()), (killed(), ())]).same == 2
        assert archive.add([(killed(withdrawn="never happened"), ())]).revised == 1
        assert [row.withdrawn for row in archive.rows()] == [False, True, True]


def test_what_is_published_again_stands_again() -> None:
    again = standing(revision=3, known=at("2022-09-13 14:00"), revised=at("2022-09-13 14:00"))
    store = Store(beat())
    store.add([(standing(), ()), (killed(), ()), (again, ())])
    told = [store.known(at(f"2022-09-13 {hour}:00"))[0].entry.withdrawn for hour in (12, 13, 14)]
    assert told == [None, WHY, None]


def test_it_is_found_by_its_state() -> None:
    desk = FakeDesk(entries=[standing(), killed()])
    asked = Filter(query=Is("withdrawn"))
    for moment, count in (("12:30", 0), ("13:00", 1)):
        assert len(desk.snapshot(at=at(f"2022-09-13 {moment}"), asked=asked).entries) == count


def test_an_export_tells_it_and_an_older_one_need_not() -> None:
    with Archive.open(MEMORY) as archive, Archive.open(MEMORY) as other:
        archive.set_meta("beat", "test")
        archive.add([(standing(), ()), (killed(), ())])
        lines = [json.dumps(record) for record in export(archive)]
        assert take(other, lines, "x").problems == []
        assert other.entries([1, 2]) == archive.entries([1, 2]) == [standing(), killed()]
    older = [record for record in map(json.loads, lines) if record.pop("withdrawn", 0) in (None, 0)]
    with Archive.open(MEMORY) as archive:
        assert take(archive, map(json.dumps, older), "x").problems == []


def written(path: Path) -> str:
    first = {"id": "a", "time": "2022-09-13T12:00:00+04:00", "body": SAID}
    other = {"id": "b", "time": "2022-09-13T12:30:00+04:00", "body": "Nothing else."}
    taken = {"revision": 2, "revised": "2022-09-13T13:00:00+04:00", "withdrawn": f"{WHY}\x1b[2J"}
    lines = "".join(json.dumps(one) + "\n" for one in (first, other, first | taken))
    path.write_text(lines, encoding="utf-8")
    return str(path)


def test_the_commands_say_it(tmp_path: Path) -> None:
    source = written(tmp_path / "wire.jsonl")
    shown = nightdesk("entries", source).stdout
    assert f"[withdrawn: {WHY}␛] Armenia's Defence" in " ".join(shown.split())
    lines = nightdesk("tail", source).stdout.splitlines()
    assert lines[-1].startswith(f"2022-09-13 13:00 +0400 wire (withdrawn: {WHY}␛): Armenia's")
    assert "claims" not in lines[-1]
    found = records(nightdesk("entries", source, "--format", "jsonl"))
    assert [one["withdrawn"] for one in found] == [f"{WHY}\x1b[2J", None]
    asked = records(nightdesk("entries", source, "--query", "is:withdrawn", "--format", "jsonl"))
    assert [one["id"] for one in asked] == ["a"]
    assert nightdesk("entries", source, "--format", "csv").stdout.startswith("id,source,time,")


def test_an_archive_says_it_too(tmp_path: Path) -> None:
    source, kept = written(tmp_path / "wire.jsonl"), str(tmp_path / "kept.db")
    nightdesk("import", source, "--archive", kept, "--beat", "south-caucasus")
    asked = ("--archive", kept, "--query", "is:withdrawn", "--format", "jsonl")
    assert [one["id"] for one in records(nightdesk("entries", *asked))] == ["a"]
    tally = json.loads(nightdesk("tally", "--archive", kept, "--format", "json").stdout)
    assert (tally["cells"], len(tally["struck"])) == ([], 1)
    then = ("--at", "2022-09-13 12:30", "--tz", "Asia/Yerevan", "--format", "json")
    [cell] = json.loads(nightdesk("tally", "--archive", kept, *then).stdout)["cells"]
    assert cell["best"] == 12


def test_the_detail_strikes_its_text_and_says_since_when() -> None:
    laid = _laid(killed(), width=90)
    assert f"! withdrawn: {WHY} (13 Sep 2022 13:00 +04)" in _text(laid)
    struck = {text for line in laid.lines for text, style in line if style.strike}
    assert "Twelve dead" in struck
    assert "".join(t for t in struck if t != "Twelve dead")
    assert not any(style.strike for line in _laid(standing()).lines for _, style in line)


async def test_the_feed_strikes_it_and_says_the_word() -> None:
    async with seated(FakeDesk(entries=[killed()])) as seat:
        assert "withdrawn Twelve dead" in seat.text()
        styles = {
            segment.text.strip(): segment.style
            for strip in seat.app.screen._compositor.render_strips()
            for segment in strip
        }
    style = styles["Twelve dead"]
    assert style is not None
    assert style.strike
