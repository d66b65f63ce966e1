"""Superdesk Live Blog: posts stand until they are deleted; staff and readers are left out."""

import json
from pathlib import Path
from typing import Any

from feeds.readers import recognise
from feeds.readers.agencies.superdesk_liveblog import DELETED, READER
from feeds.readers.reading import Reading


def post(number: int, *texts: str, **more: Any) -> dict[str, Any]:
    refs = [{"item": {"item_type": "text", "text": text}} for text in texts]
    told = {
        "_id": f"urn:newsml:blog.example:{number}",
        "_updated": "2031-05-14T13:00:00+00:00",
        "published_date": "2031-05-14T12:00:00+00:00",
        "content_updated_date": "2031-05-14T12:00:00+00:00",
        "post_status": "open",
        "deleted": False,
        "groups": [{"id": "root", "refs": [{"idRef": "main"}]}, {"id": "main", "refs": refs}],
        "publisher": {"display_name": "Ani", "email": "ani@blog.example"},
    }
    return told | more


def answer(*posts: dict[str, Any]) -> str:
    return json.dumps({"_items": posts, "_meta": {"total": 9}}, indent=1)


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="blog.json", day=None)


def test_a_post_has_the_paragraphs_of_its_parts() -> None:
    [draft] = read(answer(post(1, "<p>One.</p><style>x</style>", "Two &amp; three."))).drafts
    assert draft.body == "One.\n\nTwo & three."
    assert (draft.id, draft.byline, draft.revision) == ("urn:newsml:blog.example:1", "Ani", 1)
    assert draft.line == 4
    assert "ani@blog.example" not in repr(draft)


def test_what_was_deleted_stood_until_then() -> None:
    gone = post(1, "Ten killed.", deleted=True, content_updated_date="2031-05-14T12:30:00+00:00")
    standing, withdrawn = read(answer(gone)).drafts
    assert standing.withdrawn is None
    assert (withdrawn.withdrawn, withdrawn.body) == (DELETED, "Ten killed.")
    assert [d.revision for d in (standing, withdrawn)] == [2, 3]
    assert [d.revised and f"{d.revised.wall:%H:%M}" for d in (standing, withdrawn)] == [
        *("12:30", "13:00"),
    ]
    assert standing.id == withdrawn.id


def test_comments_drafts_and_advertisements_are_counted() -> None:
    advertisement = post(4, "Buy.")
    advertisement["groups"][1]["refs"][0]["item"]["item_type"] = "Advertisement Local"
    made = read(
        answer(
            post(1, "Great!", post_status="comment", published_date=None),
            *(post(2, "Not yet.", post_status="draft"), post(3), advertisement, post(5, "News.")),
        )
    )
    assert [draft.body for draft in made.drafts] == ["News."]
    assert [problem.lost for problem in made.problems] == [False, False, True]


def test_a_pinned_post_says_so() -> None:
    [draft] = read(answer(post(1, "News.", sticky=True, lb_highlight=True, tags=["a", 1]))).drafts
    assert draft.extra == {"pinned": True, "highlight": True, "tags": ["a"]}


def test_an_answer_that_breaks_off_gives_whole_posts() -> None:
    whole = answer(post(1, "One."), post(2, "Two."))
    made = read(whole[: whole.index("Two.")])
    assert [draft.body for draft in made.drafts] == ["One."]
    assert made.problems[0].lost


def test_the_real_answer_is_read(shared: Path) -> None:
    text = (shared / "samples" / "superdesk-liveblog-api_response.json").read_text("utf-8")
    made = read(text)
    ids = {draft.id for draft in made.drafts}
    assert len(ids) == 22  # of 25: a comment, an advertisement, pictures without a word
    assert sum(draft.withdrawn is not None for draft in made.drafts) == 12  # the pictures' is gone
    assert sum(draft.revision == 2 and not draft.withdrawn for draft in made.drafts) == 6
    assert "@sourcefabric.org" not in repr(made)


def test_the_real_webhook_is_read(shared: Path) -> None:
    text = (shared / "samples" / "superdesk-liveblog-webhook.json").read_text("utf-8")
    [draft] = read(text).drafts
    assert draft.stamp
    assert f"{draft.stamp.wall} {draft.stamp.zone}" == "2016-11-24 17:02:30 UTC"
    assert draft.withdrawn is None
