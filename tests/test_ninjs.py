"""ninjs of every version: which text, whose item, what replaces it and what kills it."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.entry import Draft
from feeds.notices import EMBARGOED, NOTE, URGENCY
from feeds.readers import recognise
from feeds.readers.agencies.agency import KILLED, WITHHELD
from feeds.readers.agencies.ninjs import READER
from feeds.readers.reading import Reading
from tests.test_command_line import nightdesk, records

ONE: dict[str, Any] = {
    "uri": "urn:newsml:wire.example:20310514:1",
    "versioncreated": "2031-05-14T12:30:00+04:00",
    "firstcreated": "2031-05-14T12:00:00+04:00",
    "version": "1",
    "headline": "Seven killed at the border",
    "body_text": "Armenia's Defence Ministry said that seven of its soldiers had been killed.",
    "urgency": 2,
    "byline": "Ani",
    "copyrightholder": "The Wire",
}
THREE: dict[str, Any] = {
    "uri": "https://wire.example/items/1",
    "versionCreated": "2031-05-14T12:30:00Z",
    "headlines": [{"role": "short", "value": "Seven"}, {"role": "main", "value": "Seven killed"}],
    "bodies": [
        {"contentType": "application/xml", "value": "<X>ten</X>"},
        {"contentType": "text/html", "value": "<h1>Seven killed</h1><p>One.</p><p>Two.</p>"},
    ],
    "by": "Ani",
    "places": [{"name": "Sotk"}],
}


def read(*items: dict[str, Any]) -> Reading:
    text = json.dumps(items[0] if len(items) == 1 else items)
    assert recognise(text) is READER
    return READER.read(text, source="item.json", day=None)


def only(item: dict[str, Any]) -> Draft:
    made = read(item)
    assert made.problems == ()
    [draft] = made.drafts
    return draft


def shown(draft: Draft) -> tuple[str, ...]:
    return tuple(f"{s.wall:%H:%M} {s.zone}" for s in (draft.stamp, draft.revised) if s)


def test_version_one_has_flat_texts() -> None:
    draft = only(ONE)
    assert (draft.id, draft.source, draft.byline) == (ONE["uri"], "The Wire", "Ani")
    assert (draft.headline, draft.body) == (ONE["headline"], ONE["body_text"])
    assert shown(draft) == ("12:00 UTC+04:00", "12:30 UTC+04:00")
    assert draft.extra == {"copyrightholder": "The Wire", URGENCY: 2}


def test_version_three_has_lists_of_texts() -> None:
    draft = only(THREE)
    assert (draft.headline, draft.body) == ("Seven killed", "One.\n\nTwo.")
    assert (draft.source, draft.url) == ("wire.example", THREE["uri"])
    assert shown(draft) == ("12:30 UTC",)
    assert draft.extra == {"places": [{"name": "Sotk"}]}


def test_plain_text_goes_before_html_and_a_summary_is_said() -> None:
    plain = {"contentType": "text/plain", "value": "First line.\nSecond line."}
    assert only(THREE | {"bodies": [*THREE["bodies"], plain]}).body == "First line.\n\nSecond line."
    short = only(THREE | {"bodies": [], "descriptions": [{"value": "In short."}]})
    assert (short.body, short.extra["extent"]) == ("In short.", "summary")


@pytest.mark.parametrize(
    ("status", "withdrawn"),
    [("usable", None), ("canceled", KILLED), ("Cancelled", KILLED), ("withheld", WITHHELD)],
)
def test_the_publishing_status_withdraws(status: str, withdrawn: str | None) -> None:
    draft = only(ONE | {"pubstatus": status, "version": "3"})
    assert (draft.withdrawn, draft.revision) == (withdrawn, 3)
    assert only(THREE | {"pubStatus": status}).withdrawn == withdrawn


def test_an_unknown_status_is_said() -> None:
    [problem] = read(ONE | {"pubstatus": "maybe\x1b[2J"}).problems
    assert "is unknown" in problem.what
    assert not problem.lost


def test_a_kill_without_words_has_those_of_its_note() -> None:
    note = "KILL: wrong figure, do not use."
    kill = {k: v for k, v in ONE.items() if k not in ("headline", "body_text")}
    draft = only(kill | {"pubstatus": "canceled", "ednote": note})
    assert (draft.headline, draft.body, draft.withdrawn) == (None, note, KILLED)
    bare = only(kill | {"pubstatus": "canceled", "slugline": "BORDER-TOLL"})
    assert (bare.headline, bare.body) == ("BORDER-TOLL", "")
    assert only(kill | {"pubstatus": "canceled"}).withdrawn == KILLED
    [problem] = read(kill | {"slugline": "BORDER-TOLL"}).problems
    assert "has no words" in problem.what


def test_a_correction_and_an_embargo_are_kept_to_be_shown() -> None:
    told = ONE | {"ednote": "CORRECTS figure", "embargoed": "2031-05-15T06:00:00+04:00"}
    extra = only(told).extra
    assert extra[NOTE] == "CORRECTS figure"
    assert extra[EMBARGOED] == "2031-05-15T06:00:00+04:00"


def test_items_come_in_a_list_in_an_answer_or_a_line_each() -> None:
    second = ONE | {"uri": "urn:newsml:wire.example:20310514:2"}
    for text in (
        json.dumps([ONE, second]),
        json.dumps({"items": [ONE, second], "total": 2}),
        json.dumps({"_items": [ONE, second]}),
        f"{json.dumps(ONE)}\n{json.dumps(second)}\n",
    ):
        assert recognise(text) is READER
        made = READER.read(text, source="x", day=None)
        assert [draft.id for draft in made.drafts] == [ONE["uri"], second["uri"]]


def test_what_is_broken_costs_no_other() -> None:
    text = f"[{json.dumps(ONE)}, {{}}, {json.dumps(THREE)}, {{"
    made = READER.read(text, source="x", day=None)
    assert len(made.drafts) == 2
    assert [problem.lost for problem in made.problems] == [True, True]
    odd = ONE | {"versioncreated": "noon", "firstcreated": 5, "version": "x", "urgency": "high"}
    draft, *rest = read(odd).drafts
    assert (draft.stamp, draft.revision, rest) == (None, 1, [])


def test_entries_of_json_lines_are_not_taken_for_items() -> None:
    line = json.dumps({"time": "2031-05-14T12:30:00Z", "headline": "A", "uri": "x:1"})
    found = recognise(line)
    assert found
    assert found.name == "jsonlines"


def test_a_kill_in_another_file_strikes_what_was_sent(tmp_path: Path) -> None:
    kill = {"version": "2", "versioncreated": "2031-05-14T13:00:00+04:00", "pubstatus": "canceled"}
    (tmp_path / "a-kill.json").write_text(json.dumps(ONE | kill), encoding="utf-8")
    (tmp_path / "b-first.json").write_text(json.dumps(ONE), encoding="utf-8")
    beat = ("--beat", "south-caucasus")
    kept = str(tmp_path / ".kept.db")
    nightdesk("import", str(tmp_path), "--archive", kept, *beat)
    for source in ((str(tmp_path), *beat), ("--archive", kept)):
        [found] = records(nightdesk("entries", *source, "--format", "jsonl"))
        assert (found["withdrawn"], found["source"]) == (KILLED, "The Wire")
        tally = json.loads(nightdesk("tally", *source, "--format", "json").stdout)
        assert (tally["cells"], len(tally["struck"])) == ([], 1)
        then = ("--at", "2031-05-14T12:45:00+04:00", "--format", "json")
        [cell] = json.loads(nightdesk("tally", *source, *then).stdout)["cells"]
        assert cell["best"] == 7


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ninjs3-dpa_text", ("dpa", "2019-05-10 16:02:28 UTC+02:00", 2, 3063)),
        ("ninjs3-ntb_text", ("NTB", "2019-08-09 09:30:04 UTC", 6, 122)),
        ("ninjs3-tt_text_image", ("TT", "2021-05-26 13:40:18 UTC+02:00", 1, 950)),
        ("ninjs31-complex_text_article", ("ninjs.example.com", "2013-07-09 10:37:00 UTC", 1, 953)),
    ],
)
def test_the_real_samples_are_read(shared: Path, name: str, expected: tuple[object, ...]) -> None:
    text = (shared / "samples" / f"{name}.json").read_text("utf-8")
    assert recognise(text) is READER
    [draft] = READER.read(text, source=name, day=None).drafts
    assert draft.stamp
    time = f"{draft.stamp.wall} {draft.stamp.zone}"
    assert (draft.source, time, draft.revision, len(draft.body)) == expected
    assert draft.headline
