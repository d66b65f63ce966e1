"""The Jetstream reader, on its documented event and on events written after it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.readers import recognise
from feeds.readers.social.jetstream import READER
from tests.json_readers import CUTS, assert_sound, mutated, only, read, said, utc, without

SECOND = 1_000_000
BEGAN = int(datetime(2021, 5, 4, 6, tzinfo=UTC).timestamp()) * SECOND


def event(text: str | None, *, after_s: int = 0, key: str = "k1", operation: str = "create") -> Any:
    record = {"text": text, "createdAt": "2031-01-01T00:00:00Z", "langs": ["en"]}
    commit = {"operation": operation, "collection": "app.bsky.feed.post", "rkey": key}
    return {
        "did": "did:plc:a",
        "time_us": BEGAN + after_s * SECOND,
        "kind": "commit",
        "commit": commit | ({"record": record} if text is not None else {}),
    }


def lines(*events: object) -> str:
    return "\n".join(json.dumps(one) for one in events) + "\n"


def test_a_post_is_dated_by_the_network_and_not_by_its_author() -> None:
    draft = only(made := read(READER, lines(event("One."))))
    assert (draft.body, draft.source, draft.line) == ("One.", "did:plc:a", 1)
    assert draft.id == "at://did:plc:a/app.bsky.feed.post/k1"
    assert draft.url == "https://bsky.app/profile/did:plc:a/post/k1"
    assert utc(draft.stamp) == datetime(2021, 5, 4, 6, tzinfo=UTC)
    assert draft.extra == {"createdAt": "2031-01-01T00:00:00Z", "languages": ["en"]}
    assert made.problems == ()


def test_posts_stand_in_the_order_of_the_network() -> None:
    made = read(READER, lines(event("Two.", after_s=9, key="k2"), event("One.")))
    assert [(draft.body, draft.line) for draft in made.drafts] == [("One.", 2), ("Two.", 1)]


def test_an_update_is_a_revision_and_a_deletion_takes_the_words_back() -> None:
    made = read(
        READER,
        lines(
            event("One."),
            event("Two.", after_s=60, operation="update"),
            event("Three.", after_s=120, operation="update"),
            event(None, after_s=180, operation="delete"),
        ),
    )
    assert [(d.body, d.revision, d.withdrawn) for d in made.drafts] == [
        ("One.", 1, None),
        ("Two.", 2, None),
        ("Three.", 3, None),
        ("Three.", 4, "deleted by its author"),
    ]
    assert {utc(draft.stamp) for draft in made.drafts} == {datetime(2021, 5, 4, 6, tzinfo=UTC)}
    assert utc(made.drafts[3].revised) == datetime(2021, 5, 4, 6, 3, tzinfo=UTC)
    assert made.problems == ()


def test_other_events_are_passed_over_and_broken_lines_said() -> None:
    like = event("x")
    like["commit"]["collection"] = "app.bsky.feed.like"
    text = lines(like, event("One."), {"did": "d", "time_us": 1, "kind": "identity"})
    made = read(READER, text + '{"did": "d", "time_us"\n')
    assert only(made).body == "One."
    assert said(made) == [(4, "the line is no event; left out", True)]


def test_a_deletion_of_what_is_not_there_is_said() -> None:
    made = read(READER, lines(event(None, operation="delete"), event("Two.", key="k2")))
    assert only(made).body == "Two."
    assert [lost for _, _, lost in said(made)] == [False]


def test_links_and_what_is_answered_are_kept() -> None:
    one = event("See it.")
    uri = {"uri": "https://post.example/1"}
    one["commit"]["record"] |= {
        "reply": {"parent": {"uri": "at://did:plc:b/app.bsky.feed.post/k0"}},
        "facets": [{"features": [{"$type": "app.bsky.richtext.facet#link", **uri}]}],
        "embed": {"external": {"uri": "https://post.example/2", "title": "x"}},
    }
    extra = only(read(READER, lines(one))).extra
    assert extra["links"] == ["https://post.example/1", "https://post.example/2"]
    assert extra["reply_to"] == "at://did:plc:b/app.bsky.feed.post/k0"


def test_the_documented_event_is_read(shared: Path) -> None:
    text = (shared / "samples" / "jetstream-v1-event.json").read_text()
    draft = only(read(READER, text))
    assert (draft.body, draft.source) == ("Hello world!", "did:plc:abc123")
    assert utc(draft.stamp) == datetime(2023, 12, 21, 1, 50, 56, 789_012, tzinfo=UTC)
    assert draft.extra["createdAt"] == "2024-12-21T10:00:00.000Z"


def test_other_lines_are_no_events() -> None:
    assert recognise('{"did": "x", "time_us": 1, "kind": "sheet"}') is not READER


@settings(max_examples=100, deadline=None)
@given(st.lists(without(event("One.")), max_size=4))
def test_no_values_make_the_reader_raise(events: list[object]) -> None:
    text = lines(*events)
    assert_sound(READER.read(text, source="any", day=None), text)


@settings(max_examples=100, deadline=None)
@given(CUTS)
def test_no_mutation_makes_the_reader_raise(cuts: list[tuple[int, int, str]]) -> None:
    text = mutated(lines(event("One."), event("Two.", operation="update")), cuts)
    READER.fits(text)
    assert_sound(READER.read(text, source="any", day=None), text)
