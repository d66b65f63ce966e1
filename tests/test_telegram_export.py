"""Telegram Desktop's export: whose words, when, edited when; what is missing is said."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.entry import Draft
from feeds.notices import FORWARDED_FROM, LINKS, REPLY_TO
from feeds.placing import Placement, place
from feeds.readers import recognise
from feeds.readers.reading import Reading
from feeds.readers.social.telegram_export import READER
from tests.build import YEREVAN
from tests.test_command_line import nightdesk, records

CHANNEL = {"name": "Border watch", "type": "public_channel", "id": 77}
SENT = {"date": "2031-05-14T12:30:00", "date_unixtime": "1936513800"}
"""12:30 in Yerevan, on a computer that stands there."""


def message(number: int = 1, text: Any = "Words.", **more: Any) -> dict[str, Any]:
    told = {"id": number, "type": "message", **SENT, "from": "Border watch", "from_id": "channel77"}
    return told | {"text": text} | more


def export(*messages: dict[str, Any], **chat: Any) -> str:
    return json.dumps(CHANNEL | chat | {"messages": messages}, indent=1, ensure_ascii=False)


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="result.json", day=None)


def only(*messages: dict[str, Any]) -> Draft:
    [draft] = read(export(*messages)).drafts
    return draft


def test_a_message_has_its_instant_on_the_clock_of_the_exporter() -> None:
    draft = only(message())
    assert (draft.id, draft.source, draft.byline, draft.line) == ("77/1", "Border watch", None, 6)
    assert draft.stamp
    assert draft.stamp.wall == datetime(2031, 5, 14, 12, 30)  # noqa: DTZ001 - a wall
    assert draft.stamp.zone
    assert draft.stamp.zone.utcoffset(None) == timedelta(hours=4)
    [entry], _ = place([draft], Placement(source="x", zone=YEREVAN, label="x", day=None))
    assert (entry.basis, entry.extra) == ("stamped", {})


def test_a_clock_that_no_zone_shows_gives_way_to_the_instant() -> None:
    draft = only(message(date="2031-05-14T12:31:07"))
    assert draft.stamp
    assert f"{draft.stamp.wall} {draft.stamp.zone}" == "2031-05-14 08:30:00 UTC"


def test_an_export_of_an_older_telegram_has_times_of_no_zone_and_says_so() -> None:
    text = export(*(message(n, date_unixtime=None, from_id=77) for n in (1, 2)))
    made = read(text)
    assert [draft.stamp and draft.stamp.zone for draft in made.drafts] == [None, None]
    [problem] = made.problems
    assert "name no zone; give it with --tz" in problem.what
    assert "(first of 2)" in problem.what
    assert not problem.lost


def test_runs_are_joined_and_hidden_addresses_kept() -> None:
    runs = [
        "Read ",
        {"type": "text_link", "text": "the list", "href": "https://example.org/list"},
        {"type": "bold", "text": " today."},
    ]
    draft = only(message(text=runs))
    assert (draft.body, draft.extra) == (
        "Read the list today.",
        {LINKS: ["https://example.org/list"]},
    )
    entities = [{"type": "plain", "text": "All of "}, {"type": "italic", "text": "it."}]
    assert only(message(text="All", text_entities=entities)).body == "All of it."
    assert only(message(text_entities=[])).body == "Words."


def test_an_edit_is_a_revision_of_its_own_time() -> None:
    draft = only(message(edited="2031-05-14T13:00:00", edited_unixtime="1936515600"))
    assert (draft.revision, draft.revised and draft.revised.wall.hour) == (2, 13)
    same = only(message(edited=SENT["date"], edited_unixtime=SENT["date_unixtime"]))
    assert (same.revision, same.revised) == (1, None)


def test_a_forward_keeps_both_names() -> None:
    draft = only(message(forwarded_from="The ministry"))
    assert draft.source == "Border watch"
    assert draft.byline == "Border watch, forwarded from The ministry"
    assert draft.extra == {FORWARDED_FROM: "The ministry"}
    hidden = only(message(forwarded_from=None))
    assert hidden.extra == {FORWARDED_FROM: "somebody whose name is hidden"}


def test_who_writes_in_a_group_is_the_byline_and_the_rest_is_kept_aside() -> None:
    draft = only(message(from_id="user5", views=12, via_bot="@b") | {"from": "Ani"})
    assert (draft.byline, draft.extra) == (
        "Ani",
        {"from_id": "user5", "views": 12, "via_bot": "@b"},
    )
    assert only(message(author="Ani, on duty")).byline == "Ani, on duty"


def test_an_answer_names_what_it_answers() -> None:
    assert only(message(reply_to_message_id=41)).extra == {REPLY_TO: "77/41"}
    other = message(reply_to_message_id=41, reply_to_peer_id="channel8")
    assert only(other).extra == {REPLY_TO: "8/41"}


def test_what_has_no_words_is_counted() -> None:
    service = {"id": 2, "type": "service", **SENT, "action": "pin_message", "text": ""}
    made = read(
        export(
            *(service, service | {"id": 3}, message(4, text="", photo="photos/p.jpg")),
            *({"id": 5, "type": "unsupported"}, message(6)),
        )
    )
    assert [draft.id for draft in made.drafts] == ["77/6"]
    told = [(problem.what, problem.lost) for problem in made.problems]
    assert told == [
        ("service messages (who joined, what was pinned) are left out (first of 2)", False),
        ("a message has no words (a picture, a poll, a file); left out", True),
        ("Telegram Desktop could not export a message; it is missing", True),
    ]


def test_a_full_export_has_all_its_chats_each_a_source() -> None:
    chats = [
        CHANNEL | {"messages": [message(1), message(2)]},
        {"name": 'A "{name}', "type": "private_group", "id": 8, "messages": [message(1)]},
        {"type": "saved_messages", "id": 9, "messages": [message(1)]},
    ]
    left = [{"name": "Gone", "type": "public_channel", "id": 10, "messages": [message(1)]}]
    whole = {
        "about": "All of it.",
        "contacts": {"about": "Who", "list": [{"user_id": 1, "first_name": "Ani"}]},
        "chats": {"about": "Chats", "list": chats},
        "left_chats": {"about": "Left", "list": left},
    }
    for indent in (None, 1):
        drafts = read(json.dumps(whole, indent=indent)).drafts
        assert [(d.source, d.id) for d in drafts] == [
            *(("Border watch", "77/1"), ("Border watch", "77/2"), ('A "{name}', "8/1")),
            *((None, "9/1"), ("Gone", "10/1")),
        ]


def test_slips_of_telegram_desktop_are_mended_and_said() -> None:
    sound = export(message(1), message(2, text="Figures: DATA"), message(3, sticker="X", width=1))
    broken = sound.replace("DATA", r"1=412\x012=9 \\x01").replace('"X"', '"id"').replace(
        '"sticker": "id"', '"document_id": video_files/sticker (2).webm'
    )  # fmt: skip
    with pytest.raises(ValueError, match="escape"):
        json.loads(broken)
    made = read(broken)
    assert [draft.body for draft in made.drafts] == [
        "Words.",
        "Figures: 1=412\x012=9 \\x01",
        "Words.",
    ]
    assert made.drafts[2].extra["document_id"] == "video_files/sticker (2).webm"
    assert [draft.line for draft in made.drafts] == [6, 15, 24]
    [problem] = made.problems
    assert (problem.line, problem.lost) == (15, False)
    assert "mended" in problem.what
    assert "(first of 2)" in problem.what


def test_a_broken_message_costs_no_other() -> None:
    broken = export(message(1), message(2, text="GONE"), message(3)).replace('"GONE"', "GONE")
    made = read(broken)
    assert [draft.id for draft in made.drafts] == ["77/1", "77/3"]
    [problem] = made.problems
    assert (problem.what, problem.line, problem.lost) == (
        "a message is no JSON; left out",
        15,
        True,
    )


def test_an_export_that_breaks_off_gives_what_it_has() -> None:
    whole = export(message(1), message(2), message(3))
    made = read(whole[: whole.rindex("Words")])
    assert [draft.id for draft in made.drafts] == ["77/1", "77/2"]
    [problem] = made.problems
    assert "breaks off here" in problem.what
    assert problem.lost


def test_other_json_is_not_taken_for_an_export() -> None:
    for other in (
        '{"type": "public_channel", "posts": []}',
        '{"messages": [{"id": 1, "text": "x"}], "type": "slack"}',
        json.dumps({"time": "2031-05-14", "body": export(message())}),
        f"A quoted export: {export(message())}",
    ):
        found = recognise(other)
        assert found is not READER


def test_the_real_samples_are_read(shared: Path) -> None:
    text = (shared / "samples" / "telegram-desktop-export-2021-excerpt.json").read_text("utf-8")
    drafts = read(text).drafts
    assert [draft.id for draft in drafts] == [f"10083966286/{n}" for n in (5016, 5017, 5020)]
    times = [f"{d.stamp.wall} {d.stamp.zone}" for d in drafts if d.stamp]
    assert times[0] == "2021-02-02 02:52:31 None"
    assert times[2] == "2021-02-02 06:32:01 None"


def test_the_real_slips_are_mended(shared: Path) -> None:
    lines = (shared / "samples" / "telegram-desktop-export-broken.txt").read_text("utf-8")
    slips = [line.strip() for line in lines.splitlines() if line and line[0] != "#"]
    assert len(slips) == 2
    sound = export(*(message(n) for n in (1, 2)))
    broken = sound.replace('"text": "Words."', f'"text": "Words.",\n   {slips[0]}', 1)
    at = broken.rindex('"text": "Words."')
    broken = f"{broken[:at]}{slips[1]},\n   {broken[at:]}"
    extras = [draft.extra for draft in read(broken).drafts]
    assert [set(extra) for extra in extras] == [{"data"}, {"document_id"}]
    assert str(extras[0]["data"]).count("\x01") == 2
    assert str(extras[1]["document_id"]).endswith(".webm")


def test_a_later_export_adds_what_is_new_and_what_was_edited(tmp_path: Path) -> None:
    source, kept = tmp_path / "result.json", str(tmp_path / "kept.db")
    done = []
    edit: dict[str, Any] = {"edited": "2031-05-14T13:00:00", "edited_unixtime": "1936515600"}
    for messages in (
        (message(1), message(2)),
        (message(1), message(2, text="Other words.", **edit), message(3)),
    ):
        source.write_text(export(*messages), encoding="utf-8")
        done.append(nightdesk("import", str(source), "--archive", kept).stdout)
    assert "2 new entries, 0 revised, 0 there already" in done[0]
    assert "1 new entry, 1 revised, 1 there already" in done[1]
    found = records(nightdesk("entries", "--archive", kept, "--format", "jsonl"))
    assert [one["id"] for one in found] == ["77/1", "77/2", "77/3"]
    assert found[1]["revised"] == "2031-05-14T13:00:00+04:00"
    then = ("--query", "is:edited", "--format", "jsonl")
    assert [one["body"] for one in records(nightdesk("entries", "--archive", kept, *then))] == [
        "Other words."
    ]
