"""The headless twin, as real processes: what is typed, what comes out, how it ends."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from feeds.readers import READERS

ROOT = Path(__file__).resolve().parents[1]

PAGE = """\
Border clashes: live

14 May 2031

The story so far in two sentences. Yerevan says at least seven soldiers were killed.

14 May 2031, 12:30

Armenian MoD: seven soldiers killed

The Armenian Ministry of Defence said that at least seven Armenian soldiers had been killed.

14 May 2031, 11:05

Aliyev and Pashinyan speak by phone

Azerbaijan's President Ilham Aliyev spoke with Nikol Pashinyan; Russia offered to mediate.

13 May 2031, 23:50

Fire on the border

Residents of Goris heard artillery, Russian media reported.
"""


def nightdesk(*words: str, stdin: str = "", status: int = 0) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "tui", *words],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
        timeout=60,
    )
    assert done.returncode == status, (done.stdout[-500:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    return done


def records(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def bodies(found: Sequence[dict[str, Any]]) -> list[str]:
    return [entry["body"][:11] for entry in found]


def test_entries_come_oldest_first_with_the_contracts_keys(page: str) -> None:
    found = records(nightdesk("entries", page, "--format", "jsonl"))
    assert len(found) == 4
    assert bodies(found)[0] == "Residents o"
    assert found[0]["time"] == "2031-05-13T23:50:00+04:00"
    keys = "id source time headline body url actors regions revision revised"
    assert set(keys.split()) <= set(found[0])


def test_the_beat_is_recognised_and_named_on_standard_error(page: str) -> None:
    done = nightdesk("entries", page, "--format", "jsonl")
    assert "beat: south-caucasus" in done.stderr
    assert "Asia/Yerevan" in done.stderr


def test_entries_read_back_from_their_own_output_are_the_same(page: str, tmp_path: Path) -> None:
    first = nightdesk("entries", page, "--format", "jsonl").stdout
    again = tmp_path / "again.jsonl"
    again.write_text(first, encoding="utf-8")
    second = nightdesk("entries", str(again), "--format", "jsonl").stdout
    keep = ("id", "source", "time", "headline", "body", "actors", "regions")
    assert [{k: e[k] for k in keep} for e in map(json.loads, first.splitlines())] == [
        {k: e[k] for k in keep} for e in map(json.loads, second.splitlines())
    ]


def test_claims_point_at_their_words(page: str) -> None:
    entries = {e["id"]: e for e in records(nightdesk("entries", page, "--format", "jsonl"))}
    claims = records(nightdesk("claims", page, "--format", "jsonl"))
    assert claims
    for claim in claims:
        text = entries[claim["entry"]][claim["field"]]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert claim["rules"]


def test_the_tally_stops_at_its_time(page: str) -> None:
    def cells(at: str) -> list[tuple[str, str, int]]:
        found = json.loads(nightdesk("tally", page, "--at", at, "--format", "json").stdout)
        return [(c["victim"], c["kind"], c["low"]) for c in found["cells"]]

    assert cells("14 May 2031 12:29") == []
    assert cells("14 May 2031 12:30") == [("armenia", "killed", 7)]


def test_a_clock_alone_is_on_the_storys_last_day(page: str) -> None:
    found = json.loads(nightdesk("tally", page, "--at", "12:00", "--format", "json").stdout)
    assert found["at"] == "2031-05-14T12:00:00+04:00"


def test_a_csv_of_the_tally_holds_rows_alone_the_sums_in_a_column(page: str) -> None:
    done = nightdesk("tally", page, "--explain", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert all(row["victim"] and row["explain"] for row in rows)
    assert "confirmed by a person" in done.stderr
    assert "confirmed by a person" in nightdesk("tally", page, "--format", "md").stdout


def test_an_export_read_as_a_source_passes_over_what_is_no_entry(page: str, tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    export.write_text(nightdesk("export", page).stdout, encoding="utf-8")
    done = nightdesk("entries", str(export), "--strict", "--format", "jsonl")
    assert len(records(done)) == len(records(nightdesk("entries", page, "--format", "jsonl")))
    assert "the claims of an export are passed over" in done.stderr


def test_tally_explains_itself_in_words(page: str) -> None:
    done = nightdesk("tally", page, "--explain")
    assert "Armenia, killed" in done.stdout
    assert "no figure" in done.stdout


def test_filters_join_kinds_by_and(page: str) -> None:
    one = records(nightdesk("entries", page, "--actor", "aliyev", "--format", "jsonl"))
    assert bodies(one) == ["Azerbaijan'"]
    none = nightdesk(
        "entries", page, "--actor", "aliyev", "--region", "syunik", "--format", "jsonl"
    )
    assert none.stdout == ""
    assert bodies(records(nightdesk("entries", page, "--text", "artillery", "--format", "jsonl")))


def test_since_and_until_drop_undated_entries_and_say_so(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text(
        '{"body": "No time."}\n{"time": "2031-05-14T10:00:00Z", "body": "Dated."}\n',
        encoding="utf-8",
    )
    done = nightdesk("entries", str(source), "--since", "2031-05-14", "--format", "jsonl")
    assert [e["body"] for e in records(done)] == ["Dated."]
    assert "1 undated entry left out" in done.stderr


def test_an_unknown_actor_is_bad_usage_with_a_hint(page: str) -> None:
    done = nightdesk("entries", page, "--actor", "aliyef", status=2)
    assert "did you mean" in done.stderr
    assert len(done.stderr.strip().splitlines()[-1:]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["entries", "--format", "xml"],
        ["tally", "--at", "49 killed"],
        ["tail", "--speed", "0"],
        ["entries", "--tz", "Mars/Olympus"],
        ["entries", "--beat", "atlantis"],
        ["entries", "--reader", "nonesuch"],
        ["entries", "--limit", "none"],
        ["entries", "--date", "21:10"],
        ["watch"],
        ["replay", "sample:", "--speed", "9999"],
        ["--nonsense"],
        ["frobnicate"],
        ["entries", "sample:", "--since", "14 Sep 2022", "--until", "13 Sep 2022"],
        ["tally", "sample:", "--at", "9999-12-31T23:59:59Z"],
    ],
)
def test_bad_usage_is_one_line_and_status_two(words: list[str]) -> None:
    done = nightdesk(*words, status=2)
    assert done.stdout == ""
    told = [line for line in done.stderr.splitlines() if not line.startswith("nightdesk: beat:")]
    assert len(told) == 1
    assert told[0].startswith("nightdesk: ")


def test_a_missing_file_is_named_with_status_one(page: str) -> None:
    done = nightdesk("entries", "nowhere.txt", status=1)
    assert "nowhere.txt" in done.stderr
    both = nightdesk("entries", page, "nowhere.txt", "--format", "jsonl", status=1)
    assert "nowhere.txt" in both.stderr
    assert len(records(both)) == 4


def test_a_broken_line_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    good = '{"time": "2031-05-14T10:00:00Z", "body": "Kept."}\n'
    source.write_text(good + "{broken\n" + good.replace("Kept", "Kept too"), encoding="utf-8")
    done = nightdesk("entries", str(source), "--format", "jsonl")
    assert len(records(done)) == 2
    assert "line 2" in done.stderr
    nightdesk("entries", str(source), "--format", "jsonl", "--strict", status=1)


def test_standard_input_is_a_source() -> None:
    found = records(nightdesk("entries", "-", "--format", "jsonl", stdin=PAGE))
    assert len(found) == 4


def test_what_a_terminal_would_obey_never_comes_out(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    evil = {"time": "2031-05-14T10:00:00Z", "body": "a\x1b]52;c;eA==\x07 \x9b31m \u202ered \ud800"}
    source.write_text(json.dumps(evil) + "\n", encoding="utf-8")
    for how in (["--format", "jsonl"], ["--format", "csv"], ["--format", "md"], []):
        out = nightdesk("entries", str(source), *how).stdout
        assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "\x1b" not in nightdesk("tail", str(source)).stdout
    body = records(nightdesk("entries", str(source), "--format", "jsonl"))[0]["body"]
    assert body == evil["body"].replace("\ud800", "\ufffd")


def test_csv_keeps_spreadsheets_from_running_a_cell(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text(json.dumps({"headline": '=HYPERLINK("x")', "body": "b"}), encoding="utf-8")
    rows = list(
        csv.DictReader(io.StringIO(nightdesk("entries", str(source), "--format", "csv").stdout))
    )
    assert rows[0]["headline"] == '\'=HYPERLINK("x")'


def test_a_closed_pipe_ends_quietly() -> None:
    command = f"{sys.executable} -m tui entries sample: --format jsonl | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert len(done.stdout.splitlines()) == 1
    assert "BrokenPipe" not in done.stderr
    assert "Traceback" not in done.stderr


def test_tail_prints_one_line_an_entry_with_its_zone(page: str) -> None:
    lines = nightdesk("tail", page).stdout.splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("2031-05-13 23:50 +0400 page: Fire on the border")


def test_tail_prints_an_edited_text_when_it_was_edited(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    first = {"id": "a", "time": "2022-09-13T11:33:00+04:00", "body": "49 killed."}
    other = {"id": "b", "time": "2022-09-13T12:00:00+04:00", "body": "Nothing else."}
    edited = {**first, "body": "50 killed.", "revision": 2, "revised": "2022-09-13T14:00:00+04:00"}
    told = "".join(json.dumps(one) + "\n" for one in (first, other, edited))
    source.write_text(told, encoding="utf-8")
    lines = nightdesk("tail", str(source)).stdout.splitlines()
    assert len(lines) == 2
    assert lines[-1].startswith("2022-09-13 14:00 +0400 s (edited): 50 killed.")


def test_tail_cuts_no_text_without_a_sign(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    long = " ".join(f"word{n}" for n in range(60))
    texts = (long, "Short enough.", "x" * 400)
    source.write_text("".join(json.dumps({"body": b}) + "\n" for b in texts), encoding="utf-8")
    shown = [line.split(": ", 1)[1] for line in nightdesk("tail", str(source)).stdout.splitlines()]
    assert shown[0].removesuffix("…") in long
    assert [line.endswith("…") for line in shown] == [True, False, True]
    assert long.startswith(f"{shown[0][:-1]} ")


def test_tail_prints_changes_only_when_asked() -> None:
    day = ("tail", "sample:", "--beat", "south-caucasus")
    assert "tally:" not in nightdesk(*day).stdout
    lines = nightdesk(*day, "--changes").stdout.splitlines()
    told = {n: line for n, line in enumerate(lines) if " tally: " in line}
    assert len(told) == 5
    first = min(told)
    assert told[first] == (
        "2022-09-13 11:33 +0400 tally: Armenia killed, category not said: "
        "no figure to 49+, by Nikol Pashinyan (derived)"
    )
    assert lines[first - 1].startswith("2022-09-13 11:33 +0400 oc-media: ")


def test_the_tally_tells_disputes_copies_and_sources(tmp_path: Path) -> None:
    source = tmp_path / "day.jsonl"
    source.write_text(
        '{"time": "2022-09-14T12:00:00+04:00", "body": "Armenia said 105 of its soldiers were '
        'killed."}\n{"time": "2022-09-14T13:00:00+04:00", "body": "Azerbaijan said 450 Armenian '
        'soldiers were killed."}\n',
        encoding="utf-8",
    )
    asked = ("tally", str(source), "--beat", "south-caucasus", "--explain")
    found = json.loads(nightdesk(*asked, "--format", "json").stdout)
    [dispute] = found["disputes"]
    assert (dispute["size"], dispute["victim"]) == ("4.3 times", "armenia")
    [cell] = found["cells"]
    assert (cell["copies"], cell["sources"], cell["own"]["sources"]) == (1, 1, 1)
    assert "disputed by Azerbaijan, 14 Sep 2022 13:00 +04: 450; 4.3 times" in cell["explain"]
    assert "disputed by Azerbaijan" in nightdesk(*asked).stdout


def test_tail_at_a_pace_ends_with_the_story(page: str) -> None:
    source = PAGE.replace("13 May 2031, 23:50", "14 May 2031, 11:04").replace(
        "14 May 2031, 12:30", "14 May 2031, 11:06"
    )
    Path(page).write_text(source, encoding="utf-8")
    assert len(nightdesk("tail", page, "--speed", "3600").stdout.splitlines()) == 4


def test_readers_and_settings_are_listed() -> None:
    listed = nightdesk("readers").stdout
    assert [line.split()[0] for line in listed.splitlines()[2:]] == [r.name for r in READERS]
    assert nightdesk("settings").stdout.strip()


def test_the_dashboard_refuses_a_pipe_and_says_what_to_use() -> None:
    assert "tail" in nightdesk("sample:", status=2).stderr


def test_help_and_version_need_nothing() -> None:
    assert "tally" in nightdesk("--help").stdout
    assert nightdesk("--version").stdout.startswith("nightdesk ")


def test_the_limit_keeps_the_newest(page: str) -> None:
    found = records(nightdesk("entries", page, "--limit", "2", "--format", "jsonl"))
    assert [e["headline"] for e in found][-1] == "Border clashes: live"


@pytest.mark.parametrize(
    ("closed", "status"), [("<&-", 0), (">&-", 0), ("2>&-", 0), (">/dev/full", 1), ("| true", 0)]
)
def test_a_daemon_without_streams_sees_no_traceback(closed: str, status: int) -> None:
    command = f"{sys.executable} -m tui entries sample: --format jsonl {closed}"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
        timeout=60,
    )
    assert done.returncode == status
    assert "Traceback" not in done.stderr


def test_a_source_of_which_nothing_can_be_read_is_named(page: str) -> None:
    done = nightdesk("entries", page, "--reader", "jsonlines", status=1)
    assert "finds no entry" in done.stderr


def test_a_source_without_entries_says_the_first_thing_wrong_and_its_line(tmp_path: Path) -> None:
    source = tmp_path / "day.yaml"
    source.write_text("day: 2031-05-14\nentries: [never closed\n", encoding="utf-8")
    done = nightdesk("entries", str(source), status=1)
    assert done.stdout == ""
    assert f"{source}, line 2: " in done.stderr
    assert "flow sequence" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_part_says_in_the_table_of_which_place_it_is() -> None:
    assert "(Gegharkunik only)" in nightdesk("tally", "sample:").stdout


def test_a_document_placed_on_a_day_has_no_invented_clock(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Armenia said that seven of its soldiers were killed.\n", encoding="utf-8")
    placed = [str(source), "--date", "2031-05-14", "--beat", "south-caucasus"]
    for command in (["tally"], ["tally", "--explain"], ["entries"], ["claims"], ["tail"]):
        out = nightdesk(*command, *placed).stdout
        assert "2031-05-14" in out
        assert "23:59" not in out
    found = json.loads(nightdesk("tally", *placed, "--format", "json").stdout)
    assert found["cells"][0]["as_of"] == "2031-05-14T23:59:59+04:00"
    rows = csv.DictReader(io.StringIO(nightdesk("tally", *placed, "--format", "csv").stdout))
    assert next(rows)["as_of"] == "2031-05-14"


def test_a_moment_says_what_it_leaves_out_for_want_of_a_time(page: str, tmp_path: Path) -> None:
    other = tmp_path / "a.txt"
    other.write_text("Baku said two soldiers were killed and three wounded.\n", encoding="utf-8")
    asked = [page, str(other), "--at", "14 May 2031 12:30"]
    for command, what in (("tally", "the tally"), ("claims", "the claims")):
        said = nightdesk(command, *asked).stderr
        assert f"1 undated entry with 2 claims left out of {what} at that time" in said
        assert "left out" not in nightdesk(command, page, *asked[2:]).stderr
        assert "left out" not in nightdesk(command, *asked[:2]).stderr


def test_a_word_that_is_no_command_is_answered_with_all_there_are() -> None:
    said = nightdesk("frobnicate", status=2).stderr
    assert "tail, export, import, collect, archive, beat, readers, settings" in said


def test_a_text_of_no_beat_says_once_that_sides_are_unknown(tmp_path: Path) -> None:
    source = tmp_path / "s.jsonl"
    source.write_text(json.dumps({"body": "Nine people were killed."}) + "\n", encoding="utf-8")
    for command in ("tally", "claims", "tail"):
        told = nightdesk(command, str(source)).stderr
        assert told.count("no beat recognised: sides are unknown; --beat NAME chooses one") == 1


def test_a_query_filters_what_every_command_prints(page: str) -> None:
    query = ("--query", '(actor:pashinyan OR "heard artillery") -claims:any')
    found = records(nightdesk("entries", page, "--format", "jsonl", *query))
    assert [r["headline"] for r in found] == [
        "Fire on the border",
        "Aliyev and Pashinyan speak by phone",
    ]
    found = records(nightdesk("claims", page, "--format", "jsonl", "--query", "claims:killed"))
    assert {r["kind"] for r in found} == {"killed"}
    told = nightdesk("tail", page, "--query", "region:syunik").stdout
    assert told.count("\n") == 1
    told = nightdesk("tally", page, "--query", "before:14:00 -claims:killed").stdout
    assert "7+" not in told


def test_a_slip_in_a_query_is_pointed_at(page: str) -> None:
    done = nightdesk("entries", page, "--query", "fire actor:armeina", status=2)
    assert done.stdout == ""
    *_, message, text, carets = done.stderr.splitlines()
    assert "query, character 12: no actor 'armeina': did you mean armenia" in message
    assert text == "  fire actor:armeina"
    assert carets == "             ^^^^^^^"
