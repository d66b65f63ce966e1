"""The JSON-LD reader: what sites really write under LiveBlogPosting, trap by trap."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.desk import open_desk
from feeds.entry import Draft
from feeds.errors import FeedError
from feeds.readers import reader_named, recognise
from feeds.readers.common.stamps import instant
from feeds.readers.reading import Reading
from feeds.readers.web.extraction import Extracted
from tests.build_pages import HARBOUR, blog, page, script, update

READER = reader_named("liveblog-jsonld")


@pytest.fixture(autouse=True)
def _no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is started for pages without updates."""
    no_text = Extracted(text="", why_not="not asked")
    monkeypatch.setattr("feeds.readers.web.webpage.extract", lambda _page: no_text)


def read(text: str) -> Reading:
    """The text as the reader that knows it reads it."""
    assert recognise(text) is READER
    return READER.read(text, source="page", day=None)


def updates(made: Reading) -> list[Draft]:
    return [draft for draft in made.drafts if draft.role == "entry"]


def only(**fields: object) -> Draft:
    """The one update of a page, with these fields besides the usual."""
    (draft,) = updates(read(page(blog(update(**fields)))))
    return draft


def said(made: Reading) -> str:
    return "\n".join(problem.what for problem in made.problems)


def test_an_update_is_read_with_its_fields() -> None:
    draft = only(image="https://harbour.example/1.jpg")
    assert (draft.headline, draft.body) == ("A ferry is stopped", "Nobody is hurt.")
    assert draft.stamp is not None
    assert draft.stamp.text == "2031-05-13T10:00:00+04:00"
    assert (draft.id, draft.url) == ("u1", f"{HARBOUR}#u1")
    assert (draft.revision, draft.revised) == (1, None)
    assert draft.extra == {"image": "https://harbour.example/1.jpg"}


def test_the_page_is_an_entry_of_its_own_dated_by_its_newest_update() -> None:
    late = update(url="#u2", datePublished="2031-05-13T12:00:00+04:00")
    head = read(page(blog(late, update(), coverageStartTime="2031-05-14T00:00:00Z"))).drafts[0]
    assert (head.role, head.headline, head.body) == ("page", "The harbour: live", "Fog on the bay.")
    assert head.stamp is not None
    assert head.stamp.text == "2031-05-13T12:00:00+04:00"
    assert head.id == head.url == HARBOUR
    assert head.extra == {"coverageStartTime": "2031-05-14T00:00:00Z"}


def test_a_blog_is_found_wherever_it_is_nested() -> None:
    whole = blog(update())
    for value in (
        [whole],
        {"@graph": [{"@type": "WebSite"}, whole]},
        {"@type": "WebPage", "mainEntity": whole},
        {**whole, "@type": ["Article", "LiveBlogPosting"]},
        {**whole, "@type": "http://schema.org/LiveBlogPosting"},
        {**whole, "liveBlogUpdate": update()},
        {**whole, "liveBlogUpdate": [[update()]]},
    ):
        assert [d.id for d in updates(read(page(value)))] == ["u1"]


def test_a_mere_mention_of_another_blog_has_no_entry() -> None:
    other = blog(headline="The bay: live", url="https://bay.example/live")
    made = read(page({**blog(update()), "isPartOf": other}))
    assert [d.headline for d in made.drafts] == ["The harbour: live", "A ferry is stopped"]


def test_references_are_looked_up_in_the_graph() -> None:
    one = {**update(), "@id": "#first"}
    whole = blog({"@id": "#first"})
    assert [d.body for d in updates(read(page({"@graph": [one, whole]})))] == ["Nobody is hurt."]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda text: text.replace('"Nobody', '"\nNobody'),
        lambda text: text.replace("}]", "},]"),
        lambda text: f"<!-- {text} -->",
        lambda text: f"//<![CDATA[\n{text}\n//]]>",
        lambda text: f"/*<![CDATA[*/{text}/*]]>*/",
        lambda text: f"\ufeff{text};",
        lambda text: text.replace('"', "&quot;"),
    ],
)
def test_a_block_with_a_usual_slip_is_read_whole(wrong: Any) -> None:
    text = wrong(json.dumps([blog(update())]))
    made = read(f"<!DOCTYPE html><html>{script(text)}</html>")
    assert [(d.id, d.body) for d in updates(made)] == [("u1", "Nobody is hurt.")]
    assert not made.problems


def test_an_attribute_with_a_charset_is_a_block_too() -> None:
    text = page(blog(update())).replace("ld+json", "ld+json; charset=utf-8")
    assert len(updates(read(text))) == 1


def test_a_broken_block_beside_a_sound_one_is_said() -> None:
    text = page(blog(update())).replace("<script", script("{ broken") + "\n<script", 1)
    made = read(text)
    assert len(updates(made)) == 1
    assert "a block of JSON-LD is no JSON" in said(made)


def test_one_broken_update_costs_itself_alone() -> None:
    by = {"@type": "Person", "name": "Ann Marek"}
    names = [update(url=f"#u{n}", articleBody=f"Ship {n} sails.", author=by) for n in range(5)]
    text = page(blog(*names)).replace('"Ship 2', '""Ship 2')
    made = read(text)
    assert [d.body for d in updates(made)] == [f"Ship {n} sails." for n in (0, 1, 3, 4)]
    assert any(p.lost and "broken" in p.what and "all the same: 4" in p.what for p in made.problems)


def test_a_page_cut_inside_its_block_keeps_the_updates_before_the_cut() -> None:
    names = [update(url=f"#u{n}") for n in range(5)]
    text = page(blog(*names))
    made = read(text[: text.index("#u3")])
    assert len(updates(made)) == 3
    assert "the page ends inside it" in said(made)


def test_updates_that_are_no_objects_are_counted() -> None:
    made = read(page(blog(update(), "see above", 7)))
    assert len(updates(made)) == 1
    assert "updates that are no objects, left out: 2" in said(made)


def test_fields_of_another_kind_are_kept_aside_or_read_as_they_stand() -> None:
    deep = "<i>" * 6000
    odd = update(datePublished=["x"], headline=deep, author={"name": deep}, articleBody="Fog.")
    made = read(page(blog(odd, headline=deep, description=deep)))
    (draft,) = updates(made)
    assert draft.stamp is None
    assert draft.extra["time"] == ["x"]
    assert draft.body == "Fog."


def test_the_samples_of_a_template_are_left_out() -> None:
    sample = update(url="https://amp.example/sample", articleBody={"@type": "Text"})
    made = read(page(blog(update(), sample, sample)))
    assert len(updates(made)) == 1
    assert "a template left in as samples, left out: 2" in said(made)


def test_a_blog_in_two_blocks_is_read_once() -> None:
    whole = json.dumps(blog(update(), update(url="#u2")))
    made = read(f"<html>{script(whole)}{script(whole)}</html>")
    assert [d.id for d in updates(made)] == ["u1", "u2"]
    assert "stand in the page twice, read once: 2" in said(made)


@pytest.mark.parametrize(
    ("written", "body"),
    [
        (
            "<p>Two hurt.</p><p>One <b>ship</b> &amp; one boat.</p>",
            "Two hurt.\n\nOne ship & one boat.",
        ),
        ("&lt;p&gt;Two hurt.&lt;/p&gt;", "Two hurt."),
        ("It said &amp;quot;two&amp;quot;.", 'It said "two".'),
        ("It said &quot;two&#x201D;.", 'It said "two”.'),
        ("Two hurt.\nOne safe.", "Two hurt.\n\nOne safe."),
        ("Two hurt,\none safe.\n\nMore soon.", "Two hurt,\none safe.\n\nMore soon."),
        ("Fewer than 5 &lt; 6 boats", "Fewer than 5 < 6 boats"),
        (["Two hurt.", "One safe."], "Two hurt.\n\nOne safe."),
        ({"@type": "Text", "@value": "Two hurt."}, "Two hurt."),
    ],
)
def test_a_body_becomes_paragraphs(written: object, body: str) -> None:
    assert only(articleBody=written).body == body


def test_a_headline_is_unescaped() -> None:
    assert only(headline="Port &#39;closed&#39; by <i>fog</i>").headline == "Port 'closed' by fog"


@pytest.mark.parametrize("url", ["https://[x#u1", "javascript:alert(1)#u1", "https:// x#u1", "#u1"])
def test_what_is_no_address_on_the_web_is_none_but_names_its_update(url: str) -> None:
    (draft,) = updates(read(page(blog(update(url=url), url="https://[harbour"))))
    assert (draft.id, draft.url) == ("u1", None)


def test_what_a_body_links_to_is_kept() -> None:
    body = 'See <a href="https://port.example/list">the list</a> and <a href="#x">above</a>.'
    assert only(articleBody=body).extra["links"] == ["https://port.example/list"]


def test_a_later_instant_is_an_edit_and_another_zone_is_none() -> None:
    same = only(dateModified="2031-05-13T06:00:00.000Z")
    assert (same.revision, same.revised) == (1, None)
    edited = only(dateModified="2031-05-13T06:30:00.000Z")
    assert edited.revision == 2
    assert edited.revised is not None
    assert edited.revised.text == "2031-05-13T06:30:00.000Z"


def test_a_time_of_editing_that_cannot_be_compared_is_kept_aside() -> None:
    draft = only(dateModified="2031-05-13T09:00:00")
    assert draft.revised is None
    assert draft.extra == {"dateModified": "2031-05-13T09:00:00"}


def test_a_time_of_editing_that_all_updates_share_is_the_pages() -> None:
    saved = "2031-05-13T20:00:00Z"
    several = [
        update(url=f"#u{n}", datePublished=f"2031-05-13T1{n}:00:00Z", dateModified=saved)
        for n in range(3)
    ]
    assert [d.revised for d in updates(read(page(blog(*several))))] == [None] * 3


def test_an_id_is_the_fragment_else_the_own_id_else_the_address_else_a_digest() -> None:
    made = read(
        page(
            blog(
                update(url="#u1"),
                update(url=HARBOUR, **{"@id": "abc"}, articleBody="b"),
                update(url="/other/2", articleBody="c"),
                update(url=None, articleBody="d", datePublished="2031-05-13T11:00:00+04:00"),
            )
        )
    )
    ids = [d.id for d in updates(made)]
    assert ids[:3] == ["u1", "abc", "https://harbour.example/other/2"]
    assert ids[3] is not None
    assert len(ids[3]) == 16


def test_a_fragment_that_different_updates_share_names_none_of_them() -> None:
    several = [
        update(url="#live", headline=f"{n}", datePublished=f"2031-05-13T1{n}:00:00Z")
        for n in range(3)
    ]
    ids = [d.id for d in updates(read(page(blog(*several))))]
    assert len(set(ids)) == 3
    assert "live" not in ids


HEX = ["67e1c2a08f08aa11bb22cc33", "67e1c3008f08aa11bb22cc34", "67e1c4008f08aa11bb22cc35"]
BUMPED = "2025-03-24T21:00:00.000Z"


def bumped(*ids: str) -> dict[str, Any]:
    """A blog whose updates all carry the time of the page's last change."""
    several = [
        update(url=None, **{"@id": one}, datePublished=BUMPED, headline=one[-2:]) for one in ids
    ]
    return blog(*several)


@pytest.mark.parametrize("count", [3, 2])
def test_a_time_that_all_updates_share_gives_way_to_the_times_of_the_blocks(count: int) -> None:
    blocks = "".join(
        f'<article id="block-{one}"><time datetime="2025-03-24T20:4{n}:00Z">6m ago</time>'
        f"<h2>Ship {n}</h2><p>It sails.</p></article>"
        for n, one in enumerate(HEX)
    )
    made = read(page(bumped(*HEX[:count])).replace("<body>", f"<body>{blocks}"))
    stamps = [d.stamp.text for d in updates(made) if d.stamp]
    assert stamps == [f"2025-03-24T20:4{n}:00Z" for n in range(count)]
    assert [d.headline for d in updates(made)] == [f"Ship {n}" for n in range(count)]
    assert f"by the page's own blocks: {count}" in said(made)
    assert updates(made)[0].extra["datePublished"] == BUMPED


def test_without_blocks_an_id_says_when_an_update_was_begun() -> None:
    made = read(page(bumped(*HEX)))
    stamps = [d.stamp for d in updates(made) if d.stamp]
    assert [f"{stamp.wall:%H:%M}" for stamp in stamps] == ["20:37", "20:39", "20:43"]
    assert all(stamp.no_earlier for stamp in stamps)
    assert "from the id, as no earlier: 3" in said(made)


def test_with_neither_the_updates_are_undated_and_said() -> None:
    made = read(page(bumped("a", "b", "c")))
    assert [d.stamp for d in updates(made)] == [None] * 3
    assert any(p.lost and "undated: 3" in p.what for p in made.problems)


def test_a_time_of_the_page_names_no_update() -> None:
    several = [update(url=None, headline=f"Ship {n}", datePublished=BUMPED) for n in range(3)]
    assert [d.id for d in updates(read(page(blog(*several))))] == [None] * 3


def test_two_updates_of_one_time_keep_it() -> None:
    assert all(d.stamp for d in updates(read(page(bumped(*HEX[:2])))))


def test_the_pages_own_headline_over_each_update_is_dropped() -> None:
    several = [
        update(url=f"#u{n}", headline="The harbour: live", articleBody=f"{n}.") for n in range(3)
    ]
    assert [d.headline for d in updates(read(page(blog(*several))))] == [None] * 3


def test_the_block_alone_is_read_as_well() -> None:
    text = json.dumps({"@context": "https://schema.org", **blog(update())})
    assert len(updates(read(text))) == 1


def test_no_other_text_is_taken_for_a_live_blog() -> None:
    article = {"@type": "NewsArticle", "headline": "LiveBlogPosting explained"}
    assert recognise("A LiveBlogPosting is a kind of page. It has updates.") is not READER
    assert recognise("<html><body>LiveBlogPosting</body></html>") is not READER
    assert recognise("<html><script>var x = 'LiveBlogPosting'</script></html>") is not READER
    assert recognise(json.dumps(article)) is not READER


SAMPLES = [
    ("mirror-liveblog-2024-08-05.html", 428, 88, 0),
    ("express-liveblog-2024-07-18.html", 9, 9, 0),
]


@pytest.mark.parametrize(("name", "count", "edited", "problems"), SAMPLES)
def test_a_real_page_is_read_whole(
    name: str, count: int, edited: int, problems: int, shared: Path
) -> None:
    made = read((shared / "samples" / name).read_text(encoding="utf-8"))
    found = updates(made)
    assert len(found) == len({d.id for d in found}) == count
    assert sum(d.revised is not None for d in found) == edited
    assert len(made.problems) == problems
    assert all(d.stamp and d.stamp.zone and (d.headline or d.body) for d in found)
    assert not any("&quot;" in d.body or "<p>" in d.body or "&#" in d.body for d in found)


@pytest.mark.parametrize(
    ("name", "count"),
    [("guardian-dcr-Live.json", 13), ("guardian-dcr-LiveBlogSingleContributor.json", 11)],
)
def test_the_json_ld_of_a_real_page_that_bumps_its_times(
    name: str, count: int, shared: Path
) -> None:
    model = json.loads((shared / "samples" / name).read_text(encoding="utf-8"))
    found = updates(read(page(model["linkedData"])))
    begun = {block["id"]: block["blockCreatedOn"] // 1000 for block in model["blocks"]}
    told = {d.id: int(instant(d.stamp).total_seconds()) - YEAR_1970 for d in found if d.stamp}
    assert len(found) == count
    assert told == begun
    assert all(bool(d.headline) is not bool(d.body) for d in found)


YEAR_1970 = (date(1970, 1, 1) - date.min).days * 86_400

PIECES = st.sampled_from(
    [
        *('<script type="application/ld+json">', "</script>", "<!--", "-->", "<html>", "\ufeff"),
        *('{"@type": "LiveBlogPosting", "liveBlogUpdate": [', "]", "}", "[", "{", ",", '"', "\\"),
        *('"headline": ', '"articleBody": ', '"datePublished": ', '"url": ', '"@id": ', ": "),
        *('"2031-05-13T10:00:00Z"', '"9999-12-31T23:59:59-14:00"', "1e999", "-1", "null", "true"),
        *('"&lt;p&gt;"', '"<b><i>"', '"\\ud800"', "9" * 30, '"#u1"', '"https://[x"', "&quot;"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_page_makes_it_raise(text: str) -> None:
    READER.fits(text)
    for one in (text, f'<html><script type="application/ld+json">{text}'):
        with suppress(FeedError):
            READER.read(one, source="any", day=None)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_change_to_an_honest_page_makes_it_raise(data: st.DataObject) -> None:
    text = page(
        blog(*(update(url=f"#u{n}", dateModified="2031-05-13T11:00:00Z") for n in range(4)))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 40)))
        text = text[:at] + data.draw(PIECES) + text[end:]
    made = READER.read(text, source="any", day=None)
    assert len(updates(made)) <= 6


HOSTILE = {
    "scripts that never end": '<script type="application/ld+json">{"LiveBlogPosting":' * 20_000,
    "scripts that never open": "<script " * 100_000,
    "comments": "<!--" * 200_000,
    "nested lists": f'<script type="application/ld+json">LiveBlogPosting{"[" * 500_000}</script>',
    "nested updates": '<script type="application/ld+json">"LiveBlogPosting","liveBlogUpdate":['
    + '{"@type":' * 100_000,
    "quotes": '<script type="application/ld+json">"LiveBlogPosting"' + '"\\' * 300_000,
    "deep tags": page(blog(update(articleBody="<div>" * 100_000))),
    "white space": f"{' ' * 500_000}<html>LiveBlogPosting",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_what_its_length_does(name: str) -> None:
    text = f"<html>{HOSTILE[name]}"
    began = process_time()
    READER.fits(text)
    READER.read(text, source="any", day=None)
    assert process_time() - began < 3


def test_a_page_opens_in_the_desk(tmp_path: Path) -> None:
    saved = tmp_path / "saved.html"
    saved.write_text(page(blog(update(), update(url="#u2", headline="Fog"))), encoding="utf-8")
    desk = open_desk([str(saved)])
    assert {entry.id for entry in desk.all_entries()} == {"u1", "u2", HARBOUR}
