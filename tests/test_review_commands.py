"""Decisions on the command line: honoured, left out on demand, exported, and never lost."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from feeds.clock import VirtualClock
from feeds.decision import Correction, Decision, Motion
from feeds.decision_book import FileBook
from feeds.decision_record import decision_record, read_decision
from feeds.desk import Desk, open_desk
from feeds.options import SAMPLE, Options
from feeds.quantity import amount_of
from tests.build import at
from tests.test_command_line import nightdesk, records


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger about the day that ships: one confirmed, one corrected, one rejected, one undone."""
    path = tmp_path_factory.mktemp("ledger") / "decisions.jsonl"
    desk = open_desk([SAMPLE], Options(decisions=path), clock=VirtualClock(at("2022-09-14 09:00")))
    desk.decide(Motion(verdict="confirm", claim=own(desk, "azerbaijan", "killed"), by="Ani"))
    fix = Correction(amount=amount_of(44, "exact"))
    wounded = own(desk, "armenia", "wounded")
    desk.decide(Motion(verdict="correct", claim=wounded, by="Ani", correction=fix))
    captive = own(desk, "armenia", "captured")
    desk.decide(Motion(verdict="reject", claim=captive, by="Bo", note="=no side's word"))
    desk.decide(
        Motion(verdict="note", claim=own(desk, "azerbaijan", "killed"), by="Bo", note="call Baku")
    )
    desk.decide(Motion(verdict="reject", claim=own(desk, "armenia", "killed"), by="Bo"))
    desk.undo("Bo")
    return path


def own(desk: Desk, victim: str, kind: str) -> str:
    cells = desk.snapshot().tally.cells
    (found, *_) = (c.own for c in cells if (c.victim, c.kind) == (victim, kind) and c.own)
    return found.claims[0]


def tally(*words: str) -> Any:
    return json.loads(nightdesk("tally", "--format", "json", *words).stdout)


def test_the_tally_honours_decisions_and_says_how_much_is_confirmed(file: Path) -> None:
    found = tally("--decisions", str(file))
    assert found["reviewed"] == {"confirmed": 2, "standing": 4}
    assert len(found["rejected"]) == 1
    assert "captured" not in {c["kind"] for c in found["cells"]}
    assert {44} & {c["low"] for c in found["cells"]}


def test_without_review_it_is_the_machines(file: Path) -> None:
    machine = tally()
    assert tally("--decisions", str(file), "--no-review") == machine
    assert machine["reviewed"] == {"confirmed": 0, "standing": 5}
    assert machine["rejected"] == []


def test_changes_are_those_of_the_tally_with_and_without_decisions(file: Path) -> None:
    def told(*words: str) -> list[str]:
        done = nightdesk("tail", "--changes", "--decisions", str(file), *words)
        return [line for line in done.stdout.splitlines() if " tally: " in line]

    judged, machine = told(), told("--no-review")
    assert any("captured" in line for line in machine)
    assert not any("captured" in line for line in judged)
    assert machine == [
        line for line in nightdesk("tail", "--changes").stdout.splitlines() if " tally: " in line
    ]


def test_the_table_says_it_at_its_foot(file: Path) -> None:
    foot = nightdesk("tally", "--decisions", str(file)).stdout.splitlines()[-1]
    assert foot == "2 of 4 standing claims confirmed by a person; 1 rejected"
    plain = nightdesk("tally", "--no-review").stdout.splitlines()[-1]
    assert plain == "the machine's tally: decisions are left out (--no-review)"
    assert "confirmed" not in nightdesk("tally", "--format", "csv").stdout


def test_claims_say_what_was_decided(file: Path) -> None:
    found = records(nightdesk("claims", "--decisions", str(file), "--format", "jsonl"))
    told = [c["review"] for c in found if c["review"]]
    assert {t["verdict"] for t in told} == {"confirm", "correct", "reject"}
    assert {t["by"]: t["note"] for t in told if t["verdict"] == "reject"} == {
        "Bo": "=no side's word"
    }
    assert all(set(t) == {"verdict", "by", "at", "note"} for t in told)
    assert all(t["at"].endswith("+04:00") for t in told)
    machine = records(
        nightdesk("claims", "--decisions", str(file), "--no-review", "--format", "jsonl")
    )
    assert {c["review"] for c in machine} == {None}


def test_claims_as_csv_and_table_have_it_in_one_cell(file: Path) -> None:
    text = nightdesk("claims", "--decisions", str(file), "--format", "csv").stdout
    cells = {row["review"] for row in csv.DictReader(io.StringIO(text))}
    assert "reject by Bo: =no side's word" in cells
    assert "confirm by Ani" in nightdesk("claims", "--decisions", str(file)).stdout


def test_export_is_lossless_and_can_be_read_as_a_ledger(file: Path, tmp_path: Path) -> None:
    done = nightdesk("export", "--decisions", str(file))
    found = records(done)
    assert {r["type"] for r in found} == {"entry", "claim", "decision"}
    kept = FileBook(file).all()
    assert tuple(read_decision(r) for r in found if r["type"] == "decision") == kept
    claims = [r for r in found if r["type"] == "claim"]
    assert {r["id"] for r in claims} >= {d.claim for d in kept}
    assert 43 in {r["low"] for r in claims}, "claims are exported as the machine read them"
    copy = tmp_path / "export.jsonl"
    copy.write_text(done.stdout, encoding="utf-8")
    assert tally("--decisions", str(copy)) == tally("--decisions", str(file))


def test_export_leaves_out_decisions_about_other_sources(file: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "A title\n\n14 Sep 2022, 10:00\n\nArmenia said 2 soldiers died.\n", encoding="utf-8"
    )
    done = nightdesk("export", str(page), "--decisions", str(file))
    assert "decision" not in {r["type"] for r in records(done)}


def test_odd_words_survive_the_export(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    desk = open_desk([SAMPLE], Options(decisions=path))
    note = 'a\u2028b \x1b[31m \u202e "quoted" \ud800 Սյունիք'
    desk.decide(
        Motion(verdict="note", claim=own(desk, "armenia", "killed"), by="Ani\nP.", note=note)
    )
    done = nightdesk("export", "--decisions", str(path))
    (back,) = (read_decision(r) for r in records(done) if r["type"] == "decision")
    assert (back.note, back.by) == (note, "Ani\nP.")
    assert "\x1b" not in nightdesk("claims", "--decisions", str(path)).stdout


def test_a_broken_line_is_told_and_costs_no_other(file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(file.read_text() + '{"type": "deci', encoding="utf-8")
    done = nightdesk("tally", "--decisions", str(broken), "--format", "json")
    line = len(file.read_text().splitlines()) + 1
    assert f"broken.jsonl, line {line}: no decision" in done.stderr
    assert json.loads(done.stdout) == tally("--decisions", str(file))
    nightdesk("tally", "--decisions", str(broken), "--strict", status=1)


def test_an_older_entry_of_the_same_headline_takes_no_verdict(tmp_path: Path) -> None:
    said = "{} people were killed in {}, the Armenian defence ministry said."
    told = [("08", said.format("Three", "Goris")), ("10", said.format("Five", "Kapan"))]
    told.append(("12", said.format("Five", "Meghri")))
    feed, kept = tmp_path / "feed.jsonl", tmp_path / "kept.jsonl"

    def write(entries: list[tuple[str, str]]) -> None:
        records = (
            {"time": f"2022-09-13T{h}:00+04:00", "source": "W", "headline": "Breaking", "body": b}
            for h, b in entries
        )
        feed.write_text("".join(f"{json.dumps(r)}\n" for r in records), encoding="utf-8")

    def judged() -> dict[str, str]:
        found = records(
            nightdesk("claims", *words, "--format", "jsonl", "--decisions", str(kept), "--strict")
        )
        return {c["place"]: c["review"]["verdict"] for c in found if c["review"]}

    words = [str(feed), "--beat", "south-caucasus"]
    write(told)
    desk = open_desk([str(feed)], Options(decisions=kept, beat="south-caucasus"))
    by_place = {c.place: c.id for c in desk.snapshot().claims.values()}
    desk.decide(Motion(verdict="reject", claim=by_place["meghri"]))
    desk.decide(Motion(verdict="confirm", claim=by_place["goris"]))
    expected = {"meghri": "reject", "goris": "confirm"}
    assert judged() == expected
    write([("07", "Talks in Brussels."), *told])
    assert judged() == expected
    write([(h, f"The army said more. {b}") for h, b in told])
    assert judged() == expected
    write([("07", told[2][1]), ("09", "Talks in Brussels.")])
    done = nightdesk("tally", *words, "--decisions", str(kept), "--strict", status=1)
    assert "a decision finds no claim any more (confirm of “Three people" in done.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = nightdesk("tally", "--decisions", str(tmp_path / "typo.jsonl"))
    assert "typo.jsonl: there is no such file yet" in done.stderr


def test_the_file_can_be_set_and_its_place_is_shown(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.yaml"
    monkeypatch.setenv("NIGHTDESK_SETTINGS", str(settings))
    monkeypatch.delenv("NIGHTDESK_DECISIONS")
    settings.write_text(f"decisions: {file}\n", encoding="utf-8")
    assert tally()["reviewed"]["confirmed"] == 2
    assert f"decisions: {file}" in nightdesk("settings").stdout
    settings.write_text("decisions: here.jsonl\n", encoding="utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert "decisions is 'here.jsonl', no full path" in nightdesk("tally").stderr
    assert str(tmp_path / "data" / "nightdesk" / "decisions.jsonl") in nightdesk("settings").stdout


def test_decisions_lie_in_the_file_as_records_do(file: Path) -> None:
    lines = file.read_text(encoding="ascii").splitlines()
    kept: tuple[Decision, ...] = FileBook(file).all()
    assert [json.loads(line) for line in lines] == [decision_record(d) for d in kept]
