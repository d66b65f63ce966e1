"""Readers: shapes of pages and files that no golden tape holds, and the source documents."""

import json
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from feeds.entry import Draft
from feeds.errors import Problem
from feeds.readers import reader_named, recognise
from feeds.readers.reading import Reading
from feeds.readers.texts.layout import MOST_STAMPS
from feeds.readers.texts.paragraphs import LONGEST


def read(text: str, *, day: date | None = None) -> Reading:
    """The text as its own reader reads it."""
    reader = recognise(text)
    assert reader is not None
    return reader.read(text, source="page", day=day)


def rows(made: Reading) -> list[tuple[str | None, str | None, str]]:
    """Time, headline and body of every draft but the page's own."""
    return [
        (f"{d.stamp.wall:%d %H:%M}" if d.stamp else None, d.headline, d.body)
        for d in made.drafts
        if d.role != "page"
    ]


def lost(problems: tuple[Problem, ...]) -> list[int | None]:
    return [problem.line for problem in problems if problem.lost]


def test_headlines_printed_above_their_stamps_go_to_their_updates() -> None:
    hours = (14, 13, 12)
    updates = [f"Ship {h} sails\n\n4 May 2021, {h}:00\n\nIt left at {h}." for h in hours]
    made = read("\n\n".join(["The harbour: live", "Fog lies on the bay.", *updates]))
    assert made.drafts[0].body == "Fog lies on the bay."
    assert rows(made) == [(f"04 {h}:00", f"Ship {h} sails", f"It left at {h}.") for h in hours]


def test_a_page_stamp_above_a_live_title_is_no_update() -> None:
    made = read(
        "5 May 2021, 23:00\nThe harbour: live\n\n5 May 2021, 22:00\nOne sails.\n\n"
        "5 May 2021, 21:00\nTwo sail.\n"
    )
    assert made.drafts[0].headline == "The harbour: live"
    assert [row[0] for row in rows(made)] == ["05 22:00", "05 21:00"]


def test_wrapped_prose_has_no_headline() -> None:
    prose = "The ship that everybody had been waiting for since the morning came\nin at last"
    made = read(f"4 May 2021, 12:00\n{prose}.\n\n4 May 2021, 11:00\n{prose}.\n")
    assert [headline for _, headline, _ in rows(made)] == [None, None]


def test_times_without_any_date_are_placed_on_the_given_day() -> None:
    page = "The harbour: live\n\n11:00\nOne sails.\n\n10:00\nTwo sail.\n"
    assert [row[0] for row in rows(read(page))] == [None, None]
    assert "give it (--date)" in read(page).problems[0].what
    assert [r[0] for r in rows(read(page, day=date(2021, 5, 4)))] == ["04 11:00", "04 10:00"]


def test_a_chronicle_of_bare_days_is_read_day_by_day() -> None:
    made = read("3 May 2021\nOne sank.\n\n4 May 2021\nTwo sank.\n\n5 May 2021\nNone sank.\n")
    assert [d.stamp.day_only for d in made.drafts if d.stamp] == [True, True, True]


def test_a_forced_live_blog_without_stamps_loses_nothing() -> None:
    made = reader_named("liveblog").read("Only a line.\n\nAnd one more.", source="x", day=None)
    assert made.drafts[0].body == "Only a line.\n\nAnd one more."


def test_an_article_that_was_updated_stands_at_the_update() -> None:
    made = read("Nine Hurt\n\nPublished 4 May 2021, 10:00\nUpdated 4 May 2021, 21:00\n\nNine hurt.")
    assert rows(made) == [("04 21:00", "Nine Hurt", "Nine hurt.")]
    assert "placed at the update" in made.problems[0].what


def test_words_that_furniture_uses_too_cost_no_news() -> None:
    kept = [
        "The army published photos: two bodies can be seen on them.",
        "Spokesman comments on ‘provocation’ at the dam",
        "Support for the truce: three ministers speak up",
        "By Tuesday nine people had died.",
        "He wrote it on Facebook/Twitter.",
        "Earlier, the mayor said: “Nobody was hurt”.",
        "Read more slowly, the text speaks of six dead.",
    ]
    opening = "An opening that is long enough for comments to follow it. " * 5
    made = read("\n\n".join(["Nine Dead", opening.strip(), *kept]))
    assert made.drafts[0].body.split("\n\n")[1:] == kept
    page = "\n\n".join(f"4 May 2021, {20 - at}:00\n\n{line}" for at, line in enumerate(kept))
    assert [body for _, _, body in rows(read(page))] == kept


def test_a_dateline_dates_an_article() -> None:
    made = read("Nine Hurt\n\nOREL, May 4, 2021 (Post) – Nine people were hurt on the bridge.")
    assert rows(made)[0][0] == "04 00:00"
    without_year = "Nine Hurt\n\nOREL, May 4 (Post) – Nine people were hurt on the bridge."
    assert rows(read(without_year))[0][0] is None
    assert rows(read(without_year, day=date(2021, 5, 5)))[0][0] == "04 00:00"


@pytest.mark.parametrize(
    "text",
    [
        '[{"time": null, "body": "One [1]"}, {"time": null, "body": "Two"}]',
        '[{"time": null, "body": "One [1]"},\n{"time": null, "body": "Two"}]\n',
        '[\n  {\n    "time": null,\n    "body": "One [1]"\n  },\n  {\n    "body": "Two"\n  }\n]',
        '\ufeff{"time": null, "body": "One [1]"}{"time": null, "body": "Two"}',
    ],
)
def test_json_arrays_and_joined_objects_are_read_too(text: str) -> None:
    made = read(text)
    assert [draft.body for draft in made.drafts] == ["One [1]", "Two"]
    assert made.problems == ()


def test_what_json_cannot_be_costs_its_own_line() -> None:
    good = '{"time": "2021-05-04T10:00Z", "body": "Good."}'
    bad = ('{"a": ' * 50_000, '{"a": ' + "9" * 5_000 + "}", "{", "plain words", '{"body": "x')
    text = "\n".join([good, *(line for one in bad for line in (one, good))])
    made = read(text)
    assert [draft.line for draft in made.drafts] == [1, 3, 5, 7, 9, 11]
    assert lost(made.problems) == [2, 4, 6, 8, 10]


def test_odd_json_values_are_kept_aside_or_said() -> None:
    made = read(
        '{"time": null, "body": "B\\ud800", "x": NaN, "y": 1e999, "revision": -1, "id": {}}'
    )
    draft = made.drafts[0]
    assert (draft.body, draft.extra, draft.revision) == ("B\ufffd", {"x": "NaN", "y": "1e999"}, 1)
    assert len(made.problems) == 3


def test_names_that_others_give_to_our_keys_are_read_and_said_once() -> None:
    line = '{"date": "2021-05-04T10:00Z", "title": "Head", "text": "Body.", "link": "http://a/"}'
    made = read(f"{line}\n{line}\n")
    draft = made.drafts[1]
    assert (draft.headline, draft.body, draft.url) == ("Head", "Body.", "http://a/")
    assert draft.stamp is not None
    assert not draft.extra
    said = [p.what for p in made.problems]
    assert said == [
        "the key 'text' is read as 'body'",
        "the key 'title' is read as 'headline'",
        "the key 'date' is read as 'time'",
        "the key 'link' is read as 'url'",
    ]
    ours = read('{"time": "2021-05-04T10:00Z", "body": "Ours.", "text": "Aside."}')
    assert (ours.drafts[0].body, dict(ours.drafts[0].extra)) == ("Ours.", {"text": "Aside."})


def test_the_same_id_again_is_a_revision_or_a_repeat() -> None:
    line = '{{"id": "a", "time": null, "body": "{}"}}'.format
    made = read("\n".join([line("One."), line("Two."), line("Two."), line("One.")]))
    assert [(d.body, d.revision) for d in made.drafts] == [("One.", 1), ("Two.", 2)]
    assert lost(made.problems) == []


YAML_DAY = """day: 2021-05-04
zone: Asia/Tbilisi
entries:
  - time: 9:05
    body: One.
  - time: 10:00
    body: {}
  - time: 11:00
    body: Three.
source: post
"""


@pytest.mark.parametrize(
    ("middle", "line"),
    [('"unclosed', 9), ("*all", 7), ("&all x", 7), ("!!python/name:os x", 7), ("[" * 99, 7)],
)
def test_a_broken_yaml_entry_costs_only_itself(middle: str, line: int) -> None:
    made = read(YAML_DAY.format(middle))
    assert [(d.body, d.source) for d in made.drafts] == [("One.", "post"), ("Three.", "post")]
    assert all(str(d.stamp.zone) == "Asia/Tbilisi" for d in made.drafts if d.stamp)
    assert lost(made.problems) in ([line], [7], [8])


def test_a_yaml_day_says_what_it_does_not_know() -> None:
    made = read(
        "day: soon\nzone: Asia/Nowhere\ntitel: x\nentries:\n  - time: 9:05\n    body: One.\n"
    )
    assert [problem.line for problem in made.problems] == [1, 2, 3, 5]
    assert made.drafts[0].stamp is None


def seed(shared: Path, number: str) -> tuple[str, Reading]:
    path = next((shared / "seeds").glob(f"{number}_*.txt"))
    text = path.read_text(encoding="utf-8")
    reader = recognise(text)
    assert reader is not None
    return reader.name, reader.read(text, source=number, day=None)


def test_the_live_blog_of_the_sources_has_46_updates_and_its_head(shared: Path) -> None:
    name, made = seed(shared, "004")
    page, *updates = made.drafts
    assert (name, page.role, len(updates)) == ("liveblog", "page", 46)
    assert page.stamp == updates[0].stamp
    assert "49 casualties" in page.body
    bare = [draft.stamp for draft in updates if draft.headline is None]
    assert [stamp.text for stamp in bare if stamp] == ["13 Sep 2022, 12:30"]
    assert lost(made.problems) == []


@pytest.mark.parametrize(
    ("number", "title", "byline", "ends"),
    [
        ("001", True, None, "a peace agreement."),
        ("002", True, "Joshua Kucera", "military infrastructure.”"),
        ("003", False, None, "hostilities immediately.”"),
    ],
)
def test_the_articles_of_the_sources_are_undated_and_without_furniture(
    shared: Path, number: str, title: bool, byline: str | None, ends: str
) -> None:
    name, made = seed(shared, number)
    article: Draft
    (article,) = made.drafts
    assert (name, article.role, article.stamp) == ("article", "article", None)
    assert (article.headline is not None) == title
    assert (byline or "") in (article.byline or "")
    assert article.body.endswith(ends)
    for furniture in ("Read more", "Read Next", "Getty", "Wikimedia", "Leave a Reply", "Contact"):
        assert furniture not in article.body


def test_the_digest_of_the_sources_keeps_repeats_once(shared: Path) -> None:
    name, made = seed(shared, "000")
    assert (name, len(made.drafts)) == ("digest", 24)
    assert [dict(d.extra) for d in made.drafts if d.extra] == [{"copies": 2}, {"copies": 2}]
    assert "kept once: 2" in made.problems[0].what


def test_the_labelled_live_blogs_are_read_as_expected(shared: Path) -> None:
    for path in sorted((shared / "dev" / "liveblogs").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n", 1)[1]
        updates = [draft for draft in read(text).drafts if draft.role == "entry"]
        want = [
            (datetime.fromisoformat(g["time"]).replace(tzinfo=None), g["headline"])
            for g in gold["list"]
        ]
        assert [(d.stamp.wall, d.headline) for d in updates if d.stamp] == want
        ends = [" ".join(draft.body.split())[-60:] for draft in updates]
        assert ends == [g["body_last60"] for g in gold["list"]]


BOMB = "\n".join(f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise("abcdefg"))


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"a: &a [ha, ha]\n{BOMB}\nday: 2031-05-12\nentries: *g\n", 1, "anchors"),
        (f"# no day\n---\na: &a [ha, ha]\n{BOMB}\n", 3, "anchors"),
        (f"day: 2031-05-12\na: &a [ha, ha]\n{BOMB}\nentries: *g\n", 2, "anchors"),
        (f"day: 2031-05-12\nentries: {'[' * 9000}\n", 2, "nest"),
        ("entries:\n  - time: '10:00'\n    headline: \"Left open\n", 3, "quoted scalar"),
        ("day: 2031-05-12\nentries: none yet\n", 2, "no list"),
    ],
)
def test_hostile_or_broken_yaml_is_refused_as_yaml_with_line_and_reason(
    text: str, line: int, reason: str
) -> None:
    reader = recognise(text)
    assert reader is not None
    assert reader.name == "yaml-day"
    made = reader.read(text, source="day", day=None)
    assert not made.drafts
    assert made.problems[0].line == line
    assert reason in made.problems[0].what


def test_prose_that_speaks_of_entries_is_no_yaml() -> None:
    page = "The harbour race\n\nNote: the list of\nentries: closed on Friday, says the harbour.\n"
    assert recognise(page) is reader_named("article")


@pytest.mark.parametrize("line", ["[1, 2]", '"word"', '["a", null]', '{"headline": [], "body": 4}'])
def test_a_line_without_an_entry_is_reported_once(line: str) -> None:
    good = '{"time": "2031-05-12T10:00Z", "body": "Kept."}'
    made = reader_named("jsonlines").read(f"{good}\n{line}\n{good}\n", source="l", day=None)
    assert len(made.drafts) == 2
    assert lost(made.problems) == [2]


def test_a_first_stamp_among_the_others_is_an_update_and_not_the_pages() -> None:
    days = (14, 13, 15)
    page = "\n\n".join(f"{day} May 2031, 10:00\n\nShip {day} sails\n\nTo sea." for day in days)
    assert [row[0] for row in rows(read(page))] == ["14 10:00", "13 10:00", "15 10:00"]


def test_a_page_of_nothing_but_stamps_is_read_as_far_as_live_blogs_go() -> None:
    stamps = "14 May 2031, 01:25\nOne went.\n\n" * (MOST_STAMPS + 500)
    made = read(f"The ridge: live\n\n{stamps}")
    assert len(made.drafts) == MOST_STAMPS + 1
    assert lost(made.problems) == [3 + 3 * MOST_STAMPS]
    assert "only the first 20,000 stamps are read" in made.problems[0].what
    assert made.dropped == ()


@pytest.mark.parametrize("name", ["article", "digest", "liveblog"])
def test_a_text_of_nothing_but_lines_is_read_as_far_as_texts_go(name: str) -> None:
    made = reader_named(name).read("a\n" * (LONGEST + 7), source="page", day=None)
    [cut] = [problem for problem in made.problems if "lines are read" in problem.what]
    assert (cut.line, cut.lost) == (LONGEST + 1, True)
    assert "only the first 200,000 lines are read, 8 are left out" in cut.what
    assert made.drafts
