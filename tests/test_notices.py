"""What a source says beside the words: embargo, urgency, whose words they are."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.notices import NOTE, embargo_of, urgency_of, words_of
from tests.build import entry
from tests.test_command_line import nightdesk
from tests.test_detail_pane import _laid, _text
from tui.words.notice_words import short


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ("2022-09-14T06:00:00+04:00", datetime(2022, 9, 14, 2, tzinfo=UTC)),
        ("2022-09-14T06:00:00", "2022-09-14T06:00:00"),
        ("after the briefing", "after the briefing"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("", None),
        (6, None),
    ],
)
def test_an_embargo_is_a_moment_or_the_words_of_the_source(told: Any, until: Any) -> None:
    assert embargo_of(entry(extra={"embargoed": told})) == until


@pytest.mark.parametrize(("told", "urgency"), [(1, 1), (True, None), ("1", None), (None, None)])
def test_urgency_is_a_whole_number(told: Any, urgency: int | None) -> None:
    assert urgency_of(entry(extra={"urgency": told})) == urgency


def test_what_is_no_text_says_nothing() -> None:
    assert words_of(entry(extra={"note": ["x"]}), NOTE) is None


def test_the_detail_warns_of_an_embargo_and_tells_the_rest() -> None:
    extra = {
        "embargoed": "2022-09-14T02:00:00Z",
        "urgency": 1,
        "note": "CORRECTS\x1b]0;x\x07 name",
        "forwarded_from": "Ministry",
        "reply_to": "41",
        "views": "1.8K",
    }
    text = _text(_laid(entry("Words.", headline="H", extra=extra), width=90))
    assert "! embargoed until 14 Sep 2022 06:00 +04" in text
    assert "! editors' note: CORRECTS␛ name" in text
    assert "forwarded from Ministry · urgency 1 · answers 41 · 1.8K views" in text


@pytest.mark.parametrize(
    ("extent", "said"),
    [
        ("summary", "a summary: the feed gives no more"),
        ("title", "a title alone: the feed"),
        ("full", None),
    ],
)
def test_the_detail_says_where_a_feed_gives_less_than_the_article(
    extent: str, said: str | None
) -> None:
    text = _text(_laid(entry("Words.", headline="H", extra={"extent": extent}), width=90))
    assert ("the feed gives" in text) == (said is not None)
    assert (said or "") in text


def test_addresses_behind_the_words_are_listed() -> None:
    links = [f"https://example.org/{n}" for n in range(7)]
    text = _text(_laid(entry("Words.", extra={"links": [*links, 5]}), width=300))
    assert f"links to {' '.join(links[:5])} and 2 more" in text


def test_a_row_has_the_gravest_word() -> None:
    extra = {"embargoed": "2022-09-14T02:00:00Z"}
    assert short(entry(extra=extra)) == "embargo"
    assert short(entry(extra=extra, withdrawn="deleted")) == "withdrawn"
    assert short(entry()) == ""


def test_they_last_in_an_archive(tmp_path: Path) -> None:
    record = {"time": "2022-09-13T12:00:00Z", "body": "Words.", "embargoed": "2022-09-14T02:00:00Z"}
    source = tmp_path / "wire.jsonl"
    source.write_text(json.dumps(record), encoding="utf-8")
    kept = str(tmp_path / "kept.db")
    nightdesk("import", str(source), "--archive", kept, "--beat", "south-caucasus")
    lines = map(json.loads, nightdesk("export", "--archive", kept).stdout.splitlines())
    [found] = [line for line in lines if line["type"] == "entry"]
    assert found["extra"] == {"embargoed": "2022-09-14T02:00:00Z"}


def test_the_commands_say_an_embargo(tmp_path: Path) -> None:
    record = {"time": "2022-09-13T12:00:00+04:00", "body": "Words.", "revision": 2}
    source = tmp_path / "wire.jsonl"
    source.write_text(json.dumps(record | {"embargoed": "2022-09-14T02:00:00Z"}), encoding="utf-8")
    until = "embargoed until 2022-09-14 06:00 +0400"
    shown = " ".join(nightdesk("entries", str(source)).stdout.split())
    assert f"[{until}] Words." in shown
    [line] = nightdesk("tail", str(source)).stdout.splitlines()
    assert line.endswith(f"wire (edited; {until}): Words.")
