"""The WordPress reader, on posts written from the REST API's reference."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings

from feeds.readers import recognise
from feeds.readers.syndication.wordpress import READER
from tests.json_readers import CUTS, assert_sound, mutated, only, read, said, utc, without

POST: dict[str, Any] = {
    "id": 41,
    "date": "2021-05-04T10:00:00",
    "date_gmt": "2021-05-04T06:00:00",
    "guid": {"rendered": "https://post.example/?p=41&#038;x=1"},
    "modified": "2021-05-04T11:30:00",
    "modified_gmt": "2021-05-04T07:30:00",
    "slug": "ship-sails",
    "status": "publish",
    "type": "post",
    "link": "https://post.example/ship-sails/",
    "title": {"rendered": "Ship &#8216;Ara&#8217; sails"},
    "content": {"rendered": "<p>It left.</p>\n<p>It came back.</p>\n", "protected": False},
    "excerpt": {"rendered": "<p>It left [&hellip;]</p>\n", "protected": False},
    "author": 3,
    "categories": [5],
    "_embedded": {
        "author": [{"id": 3, "name": "Ann Marek"}],
        "wp:term": [[{"taxonomy": "category", "name": "Sea"}], [{"name": "Ships"}]],
    },
}


def test_a_list_of_posts_is_read_in_utc() -> None:
    made = read(READER, [POST, POST | {"id": 42, "guid": {"rendered": ""}}])
    assert [draft.id for draft in made.drafts] == ["https://post.example/?p=41&x=1", "42"]
    draft = made.drafts[0]
    assert (draft.headline, draft.body) == ("Ship ‘Ara’ sails", "It left.\n\nIt came back.")
    assert utc(draft.stamp) == datetime(2021, 5, 4, 6, tzinfo=UTC)
    assert (utc(draft.revised), draft.revision) == (datetime(2021, 5, 4, 7, 30, tzinfo=UTC), 2)
    assert (draft.url, draft.byline) == ("https://post.example/ship-sails/", "Ann Marek")
    assert (draft.extra["extent"], draft.extra["categories"]) == ("full", ["Sea", "Ships"])
    assert (draft.line, made.problems) == (2, ())


def test_one_post_alone_is_read() -> None:
    assert only(read(READER, POST)).headline == "Ship ‘Ara’ sails"


def test_a_post_that_was_never_edited_has_no_revision() -> None:
    draft = only(read(READER, POST | {"modified_gmt": POST["date_gmt"]}))
    assert (draft.revision, draft.revised) == (1, None)


def test_without_greenwich_the_sites_own_clock_is_read_without_a_zone() -> None:
    draft = only(read(READER, POST | {"date_gmt": "0000-00-00T00:00:00"}))
    assert draft.stamp is not None
    assert draft.revised is not None
    assert (draft.stamp.zone, draft.stamp.wall.hour) == (None, 10)
    assert (draft.revised.zone, draft.revised.wall.hour) == (None, 11)


def test_a_post_without_its_content_is_a_summary() -> None:
    draft = only(read(READER, {k: v for k, v in POST.items() if k != "content"}))
    assert (draft.body, draft.extra["extent"]) == ("It left […]", "summary")


def test_a_closed_post_says_so() -> None:
    closed = POST | {"content": {"rendered": "", "protected": True}, "excerpt": {"rendered": ""}}
    draft = only(made := read(READER, closed))
    assert (draft.body, draft.extra["extent"]) == ("", "title")
    assert said(made) == [(1, "the post is closed by a password; its text is not given", True)]


def test_an_answer_that_is_an_error_says_what_the_site_says() -> None:
    text = '{"code": "rest_no_route", "message": "No route was found.", "data": {"status": 404}}'
    assert recognise(text) is not READER
    made = READER.read(text, source="page", day=None)
    assert made.drafts == ()
    assert said(made) == [
        (1, "an object is no post; left out (it says: No route was found.)", True)
    ]


def test_a_list_that_breaks_off_gives_what_came() -> None:
    text = json.dumps([POST, POST | {"guid": {"rendered": "2"}}, POST])
    made = read(READER, text[: -len(json.dumps(POST)) // 2])
    assert len(made.drafts) == 2
    assert made.problems[0].lost


@settings(max_examples=100, deadline=None)
@given(without([POST]))
def test_no_values_make_the_reader_raise(value: object) -> None:
    text = json.dumps(value)
    assert_sound(READER.read(text, source="any", day=None), text)


@settings(max_examples=100, deadline=None)
@given(CUTS)
def test_no_mutation_makes_the_reader_raise(cuts: list[tuple[int, int, str]]) -> None:
    text = mutated(json.dumps([POST, POST], indent=1), cuts)
    READER.fits(text)
    assert_sound(READER.read(text, source="any", day=None), text)
