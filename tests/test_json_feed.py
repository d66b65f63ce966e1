"""The JSON Feed reader, on documents written from the specification (jsonfeed.org)."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.readers import recognise
from feeds.readers.syndication.json_feed import READER
from tests.json_readers import CUTS, assert_sound, mutated, only, read, said, utc, without

ITEM: dict[str, Any] = {
    "id": "https://post.example/1",
    "url": "https://post.example/1",
    "title": "Ship sails",
    "content_html": "<p>It left at 10.</p><p>It came &amp; went.</p>",
    "summary": "It left.",
    "date_published": "2021-05-04T10:00:00+04:00",
    "date_modified": "2021-05-04T08:00:00Z",
    "tags": ["sea"],
    "attachments": [{"url": "https://post.example/1.mp3", "mime_type": "audio/mpeg"}],
    "_desk": {"desk": "night"},
}
FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour",
    "home_page_url": "https://post.example/",
    "authors": [{"name": "The desk"}],
    "items": [ITEM],
}


def feed(*items: dict[str, Any]) -> dict[str, Any]:
    return FEED | {"items": list(items)}


def test_an_item_with_all_that_it_may_have() -> None:
    draft = only(made := read(READER, FEED))
    assert (draft.headline, draft.body) == ("Ship sails", "It left at 10.\n\nIt came & went.")
    assert (draft.id, draft.url, draft.byline) == (ITEM["id"], ITEM["url"], "The desk")
    assert utc(draft.stamp) == datetime(2021, 5, 4, 6, tzinfo=UTC)
    assert (utc(draft.revised), draft.revision) == (datetime(2021, 5, 4, 8, tzinfo=UTC), 2)
    assert draft.extra == {
        "extent": "full",
        "summary": "It left.",
        "categories": ["sea"],
        "enclosures": ["https://post.example/1.mp3"],
        "_desk": {"desk": "night"},
    }
    assert (draft.line, made.problems) == (11, ())


def test_version_1_names_one_author_and_numbers_its_items() -> None:
    one = {"id": 7, "content_text": "One.\n\nTwo.", "author": {"name": "Ann Marek"}}
    old = {"version": "https://jsonfeed.org/version/1", "items": [one]}
    draft = only(made := read(READER, old))
    assert (draft.id, draft.headline, draft.body) == ("7", None, "One.\n\nTwo.")
    assert (draft.byline, draft.extra["extent"], draft.stamp) == ("Ann Marek", "full", None)
    assert [(problem.line, problem.lost) for problem in made.problems] == [(4, False)]


def test_a_summary_alone_is_a_summary_and_a_title_alone_a_title() -> None:
    made = read(READER, feed({"id": "1", "summary": "S."}, {"id": "2", "title": "T"}))
    assert [(d.body, d.extra["extent"]) for d in made.drafts] == [("S.", "summary"), ("", "title")]


def test_slashes_written_as_php_does_and_a_version_at_the_end_are_recognised() -> None:
    text = json.dumps({k: FEED[k] for k in ("items", "title", "version")}).replace("/", "\\/")
    assert only(read(READER, text)).id == ITEM["id"]


def test_items_of_something_else_above_are_not_the_feeds() -> None:
    before = {"version": FEED["version"], "_menu": {"items": [{"label": "Home"}]}}
    assert only(read(READER, before | {"items": [ITEM]})).headline == "Ship sails"


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    text = json.dumps(feed(ITEM, ITEM | {"id": "2"}, ITEM | {"id": "3"}), indent=1)
    made = read(READER, text[: text.rindex('"summary"')])
    assert [draft.id for draft in made.drafts] == [ITEM["id"], "2"]
    (problem,) = made.problems
    assert problem.lost
    assert "the JSON is broken here" in problem.what


def test_a_broken_item_costs_no_other() -> None:
    whole = json.dumps(feed(ITEM, ITEM | {"id": "2", "title": "B"}, ITEM | {"id": "3"}), indent=1)
    made = read(READER, whole.replace('"title": "B"', '"title": B'))
    assert [draft.id for draft in made.drafts] == [ITEM["id"], "3"]
    assert [lost for _, _, lost in said(made)] == [True]


def test_other_json_is_no_feed() -> None:
    for text in ('{"version": 1, "items": []}', '{"text": "jsonfeed.org/version/1"}', "[]"):
        assert recognise(text) is not READER
        assert READER.read(text, source="x", day=None).drafts == ()


@settings(max_examples=100, deadline=None)
@given(without(FEED))
def test_no_values_make_the_reader_raise(value: object) -> None:
    text = json.dumps(value)
    assert_sound(READER.read(text, source="any", day=None), text)


@settings(max_examples=100, deadline=None)
@given(CUTS, st.sampled_from([None, 1]))
def test_no_mutation_makes_the_reader_raise(
    cuts: list[tuple[int, int, str]], indent: int | None
) -> None:
    text = mutated(json.dumps(feed(ITEM, ITEM | {"id": "2"}), indent=indent), cuts)
    READER.fits(text)
    assert_sound(READER.read(text, source="any", day=None), text)
