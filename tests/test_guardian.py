"""The Guardian reader: blocks of a page's model and of the Content API."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.entry import Draft
from feeds.errors import FeedError
from feeds.readers import reader_named, recognise
from feeds.readers.reading import Reading

READER = reader_named("guardian")
AT_TEN = 1_937_030_400_000
"""20 May 2031, 08:00 by Greenwich and 09:00 in London, in milliseconds."""


def block(number: int, **fields: object) -> dict[str, Any]:
    """A block of a page's model."""
    published = AT_TEN + number * 60_000
    usual = {
        "id": f"6832c{number:03}8f08aa11bb22cc33",
        "title": f"Ship {number}",
        "elements": [{"_type": "x.TextBlockElement", "html": f"<p>It sails &amp; {number}.</p>"}],
        "attributes": {"pinned": False, "keyEvent": False, "summary": False},
        "blockCreatedOn": published - 600_000,
        "blockFirstPublished": published,
        "blockLastUpdated": published,
        "primaryDateLine": "Tue 20 May 2031 10.00 BST",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def model(*blocks: object, **fields: object) -> str:
    """A page's model with these blocks."""
    whole = {
        "headline": "The harbour: live",
        "standfirst": "<p>Fog on the bay.</p>",
        "webURL": "https://paper.example/live",
        "blocks": list(blocks),
        "byline": "Ann Marek",
    }
    return json.dumps(whole | fields)


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="page", day=None)


def updates(made: Reading) -> list[Draft]:
    return [draft for draft in made.drafts if draft.role == "entry"]


def test_a_block_is_read_with_its_fields() -> None:
    (draft,) = updates(read(model(block(1))))
    assert (draft.headline, draft.body) == ("Ship 1", "It sails & 1.")
    assert draft.stamp is not None
    assert (f"{draft.stamp.wall:%H:%M %Z}".strip(), draft.stamp.text) == ("08:01", "1937030460000")
    assert draft.url is not None
    assert draft.url.endswith(
        "?page=with:block-6832c0018f08aa11bb22cc33#block-6832c0018f08aa11bb22cc33"
    )
    assert (draft.revision, draft.revised) == (1, None)
    assert draft.extra["attributes"] == {"pinned": False, "keyEvent": False, "summary": False}
    assert "primaryDateLine" not in draft.extra


def test_the_head_of_the_page_is_dated_by_its_newest_block() -> None:
    head = read(model(block(2), block(1, blockLastUpdated=AT_TEN + 300_000))).drafts[0]
    assert (head.role, head.headline, head.body) == ("page", "The harbour: live", "Fog on the bay.")
    assert head.stamp is not None
    assert head.stamp.text == str(AT_TEN + 300_000)
    assert head.byline == "Ann Marek"


def test_a_time_is_shown_on_the_clock_that_the_page_shows() -> None:
    shown = block(1, blockFirstPublishedDisplay="9.01\u00a0BST")
    (draft,) = updates(read(model(shown)))
    assert draft.stamp is not None
    assert f"{draft.stamp.wall:%H:%M}" == "09:01"
    assert str(draft.stamp.zone) == "Europe/London"


def test_a_clock_that_does_not_agree_is_not_believed() -> None:
    shown = block(1, blockFirstPublishedDisplay="4.44\u00a0BST")
    (draft,) = updates(read(model(shown)))
    assert draft.stamp is not None
    assert f"{draft.stamp.wall:%H:%M}" == "08:01"


def test_a_later_change_is_an_edit() -> None:
    (draft,) = updates(read(model(block(1, blockLastUpdated=AT_TEN + 3_600_000))))
    assert draft.revision == 2
    assert draft.revised is not None
    assert f"{draft.revised.wall:%H:%M}" == "09:00"


def test_without_a_first_publication_the_start_of_writing_is_no_earlier() -> None:
    (draft,) = updates(read(model(block(1, blockFirstPublished=None), block(2))))[1:]
    assert draft.stamp is not None
    assert draft.stamp.no_earlier


def test_the_pinned_post_and_the_key_events_of_other_pages_are_read_once() -> None:
    pinned, event = block(0, title="Pinned"), block(7)
    made = read(model(block(2), block(1), pinnedPost=pinned, keyEvents=[pinned, event, block(2)]))
    assert [(d.headline, d.extra.get("outside")) for d in updates(made)] == [
        ("Ship 7", "key event"),
        ("Ship 2", None),
        ("Ship 1", None),
        ("Pinned", "pinned post"),
    ]


def test_a_block_that_is_a_film_says_its_title() -> None:
    film = [{"_type": "x.YoutubeBlockElement", "mediaTitle": "A ship at sea"}]
    (draft,) = updates(read(model(block(1, title=None, elements=film))))
    assert (draft.headline, draft.body) == (None, "A ship at sea")


def test_bad_blocks_cost_only_themselves() -> None:
    made = read(model(block(1), 7, {"id": "x"}, block(2, blockFirstPublished=10**40)))
    assert [d.headline for d in updates(made)] == ["Ship 1", "Ship 2"]
    assert updates(made)[1].stamp is not None
    said = "\n".join(problem.what for problem in made.problems)
    assert "blocks that are no objects, left out: 1" in said
    assert "neither headline nor body" in said


def test_other_pages_of_the_blog_are_pointed_to() -> None:
    made = read(model(block(1), pagination={"currentPage": 1, "totalPages": 4}))
    assert "page 1 of 4" in made.problems[0].what
    assert not made.problems[0].lost


def test_the_content_api_is_read_by_its_own_names() -> None:
    one = {
        "id": "6832c0018f08aa11bb22cc33",
        "bodyHtml": "<p>Two hurt.</p><p>One safe.</p>",
        "bodyTextSummary": "Two hurt. One safe.",
        "title": "Ship 1",
        "attributes": {"keyEvent": True},
        "createdDate": "2031-05-20T08:50:00Z",
        "firstPublishedDate": "2031-05-20T09:00:00Z",
        "lastModifiedDate": "2031-05-20T09:05:00Z",
        "contributors": [],
    }
    content = {
        "webTitle": "The harbour: live",
        "webUrl": "https://paper.example/live",
        "fields": {"trailText": "Fog <b>on</b> the bay."},
        "blocks": {"totalBodyBlocks": 1, "body": [one]},
    }
    made = read(json.dumps({"response": {"status": "ok", "content": content}}))
    head, draft = made.drafts
    assert head.body == "Fog on the bay."
    assert draft.body == "Two hurt.\n\nOne safe."
    assert draft.stamp is not None
    assert draft.revised is not None
    assert (draft.stamp.text, draft.revised.text) == (
        one["firstPublishedDate"],
        one["lastModifiedDate"],
    )


def test_of_a_broken_model_the_sound_blocks_are_read() -> None:
    text = model(block(3), block(2), block(1)).replace('"Ship 2"', '"Ship "2"')
    made = read(text)
    assert [d.headline for d in updates(made)] == ["Ship 3", "Ship 1"]
    assert made.problems[0].lost
    assert "no sound JSON" in made.problems[0].what


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("guardian-dcr-Live.json", (13, 4, 12, 3)),
        ("guardian-dcr-LiveBlogSingleContributor.json", (11, 5, 5, 12)),
    ],
)
def test_a_real_page_is_read_whole(
    name: str, counts: tuple[int, int, int, int], shared: Path
) -> None:
    made = read((shared / "samples" / name).read_text(encoding="utf-8"))
    listed = [d for d in updates(made) if "outside" not in d.extra]
    edited = sum(d.revised is not None for d in listed)
    untitled = sum(d.headline is None for d in listed)
    assert (len(listed), edited, untitled, len(updates(made)) - len(listed)) == counts
    assert all(d.stamp and d.stamp.zone and d.body for d in updates(made))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*block(1), "html", "body", "dateTime"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(list(block(1))), VALUES, max_size=4), VALUES, VALUES)
def test_no_value_makes_it_raise(fields: dict[str, Any], pinned: object, pages: object) -> None:
    text = model(block(1) | fields, block(2), pinnedPost=pinned, pagination=pages, keyEvents=pages)
    with suppress(FeedError):
        assert READER.read(text, source="any", day=None).drafts
