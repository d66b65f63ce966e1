"""The Mastodon reader, on statuses written from the API's reference."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from feeds.readers import recognise
from feeds.readers.social.mastodon import READER
from tests.json_readers import CUTS, assert_sound, mutated, only, read, said, utc, without

STATUS: dict[str, Any] = {
    "id": "101",
    "created_at": "2021-05-04T06:00:00.250Z",
    "edited_at": None,
    "in_reply_to_id": None,
    "sensitive": False,
    "spoiler_text": "",
    "visibility": "public",
    "language": "en",
    "uri": "https://sea.example/users/harbour/statuses/101",
    "url": "https://sea.example/@harbour/101",
    "content": '<p>It left.<br />Now.</p><p>See <a href="https://post.example/1">'
    '<span class="invisible">https://</span><span class="ellipsis">post.example</span>'
    '<span class="invisible">/1</span></a></p>',
    "reblog": None,
    "account": {"id": "1", "acct": "harbour", "display_name": "The Harbour"},
    "media_attachments": [
        {"type": "image", "url": "https://sea.example/1.png", "description": "A ship at a pier"}
    ],
    "tags": [{"name": "sea"}],
    "card": {"url": "https://post.example/1", "title": "Ship sails", "description": ""},
    "poll": None,
}


def test_a_status_with_all_that_it_may_have() -> None:
    draft = only(made := read(READER, [STATUS]))
    assert (draft.headline, draft.body) == (None, "It left.\nNow.\n\nSee https://post.example/1")
    assert (draft.id, draft.url) == (STATUS["uri"], STATUS["url"])
    assert (draft.source, draft.byline) == ("@harbour", "The Harbour")
    assert utc(draft.stamp) == datetime(2021, 5, 4, 6, 0, 0, 250_000, tzinfo=UTC)
    assert (draft.revision, draft.revised, made.problems) == (1, None, ())
    assert draft.extra["categories"] == ["sea"]
    assert draft.extra["media"][0]["description"] == "A ship at a pier"
    assert draft.extra["card"]["title"] == "Ship sails"
    assert "extent" not in draft.extra


def test_an_edit_is_a_revision() -> None:
    draft = only(read(READER, STATUS | {"edited_at": "2021-05-04T07:00:00Z"}))
    assert (draft.revision, utc(draft.revised)) == (2, datetime(2021, 5, 4, 7, tzinfo=UTC))


def test_a_boost_keeps_both_names_and_its_own_time() -> None:
    ann = {"acct": "ann@other.example", "display_name": "Ann Marek"}
    words = STATUS | {"uri": "https://other.example/9", "content": "<p>Two.</p>", "account": ann}
    boost = STATUS | {"content": "", "reblog": words | {"edited_at": "2021-05-04T05:00:00Z"}}
    draft = only(read(READER, [boost]))
    assert (draft.source, draft.byline, draft.body) == ("@harbour", "Ann Marek", "Two.")
    assert draft.extra["forwarded_from"] == "@ann@other.example"
    assert draft.extra["forwarded_id"] == "https://other.example/9"
    assert (draft.id, draft.revised) == (STATUS["uri"], None)


def test_a_warning_stands_before_the_text_and_pictures_speak_where_nothing_else_does() -> None:
    warned = STATUS | {"spoiler_text": "Casualties", "content": "<p>Two.</p>"}
    silent = STATUS | {"uri": "2", "content": ""}
    made = read(READER, [warned, silent])
    assert [draft.body for draft in made.drafts] == ["Casualties\n\nTwo.", "A ship at a pier"]


def test_an_answer_names_what_it_answers_as_its_entry_is_named() -> None:
    made = read(READER, [STATUS | {"id": "102", "uri": "u2", "in_reply_to_id": "101"}, STATUS])
    assert made.drafts[0].extra["reply_to"] == STATUS["uri"]


def test_an_error_of_the_server_says_what_it_says() -> None:
    text = '{"error": "Record not found"}'
    assert recognise(text) is not READER
    made = READER.read(text, source="page", day=None)
    assert said(made) == [(1, "an object is no status; left out (it says: Record not found)", True)]


@settings(max_examples=100, deadline=None)
@given(without([STATUS | {"reblog": STATUS}]))
def test_no_values_make_the_reader_raise(value: object) -> None:
    text = json.dumps(value)
    assert_sound(READER.read(text, source="any", day=None), text)


@settings(max_examples=100, deadline=None)
@given(CUTS)
def test_no_mutation_makes_the_reader_raise(cuts: list[tuple[int, int, str]]) -> None:
    text = mutated(json.dumps([STATUS, STATUS | {"uri": "2"}], indent=1), cuts)
    READER.fits(text)
    assert_sound(READER.read(text, source="any", day=None), text)
