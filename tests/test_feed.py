"""The feed reader: RSS, RDF and Atom, honest, broken and hostile."""

import io
import time
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.charset import decode
from feeds.entry import Draft
from feeds.readers import recognise
from feeds.readers.reading import Reading
from feeds.readers.syndication.feed import READER
from feeds.readers.syndication.feed_bounds import MOST_STRAY

NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'
)
RSS = """<?xml version="1.0"?>
<rss version="2.0" {}><channel><title>Harbour</title><link>https://post.example/</link>
{}
</channel></rss>"""
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title>{}</feed>'
DATE = "<pubDate>Tue, 04 May 2021 10:00:00 +0400</pubDate>"


def read(text: str) -> Reading:
    """The text as the reader that recognises it reads it."""
    reader = recognise(text)
    assert reader is READER
    return reader.read(text, source="page", day=None)


def rss(*items: str) -> Reading:
    """RSS 2.0 of these items, given by what stands in them."""
    return read(RSS.format(NAMESPACES, "\n".join(f"<item>{item}</item>" for item in items)))


def only(made: Reading) -> Draft:
    (draft,) = made.drafts
    return draft


def utc(draft: Draft) -> datetime:
    assert draft.stamp is not None
    assert draft.stamp.zone is not None
    return draft.stamp.wall.replace(tzinfo=draft.stamp.zone).astimezone(UTC)


def said(made: Reading) -> str:
    return "\n".join(str(problem) for problem in made.problems)


def test_an_item_of_rss_with_all_that_it_may_have() -> None:
    made = rss(
        f"""<title>Ship sails &amp; returns</title><link>https://post.example/1</link>
        <guid isPermaLink="false">p1</guid>{DATE}<dc:creator>Ann Marek</dc:creator>
        <category>Sea</category><category>Ships</category><description>It &lt;b&gt;left&lt;/b&gt;.
        </description><content:encoded><![CDATA[<p>It left at 10.</p><p>It came back.</p>]]>
        </content:encoded><enclosure url="https://post.example/1.mp3" length="1" type="audio/mp3"/>
        """
    )
    draft = only(made)
    assert (draft.headline, draft.body) == (
        "Ship sails & returns",
        "It left at 10.\n\nIt came back.",
    )
    assert (draft.id, draft.url, draft.byline) == ("p1", "https://post.example/1", "Ann Marek")
    assert utc(draft) == datetime(2021, 5, 4, 6, tzinfo=UTC)
    assert (draft.line, draft.revision, draft.revised) == (3, 1, None)
    assert draft.extra == {
        "extent": "full",
        "summary": "It left.",
        "categories": ["Sea", "Ships"],
        "enclosures": ["https://post.example/1.mp3"],
    }
    assert made.problems == ()


def test_an_entry_of_atom_that_was_edited() -> None:
    made = read(
        ATOM.format(
            """<author><name>Desk</name></author><entry><id>urn:1</id>
            <title type="html">Two &amp;lt;b&amp;gt; &lt;i&gt;sail&lt;/i&gt;</title>
            <published>2021-05-04T10:00:00+04:00</published>
            <updated>2021-05-04T07:30:00Z</updated><link href="https://post.example/2"/>
            <summary>Short.</summary><content type="xhtml">
            <div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content>
            </entry>"""
        )
    )
    draft = only(made)
    assert (draft.headline, draft.body) == ("Two <b> sail", "One.\n\nTwo.")
    assert (draft.id, draft.byline, draft.extra["extent"]) == ("urn:1", "Desk", "full")
    assert draft.revised is not None
    assert (draft.revision, draft.revised.text) == (2, "2021-05-04T07:30:00Z")


def test_an_update_at_or_before_the_publication_is_no_revision() -> None:
    same = ATOM.format(
        "<entry><id>1</id><title>One</title><published>2021-05-04T10:00:00+04:00</published>"
        "<updated>2021-05-04T06:00:00Z</updated></entry>"
    )
    assert (only(read(same)).revision, only(read(same)).revised) == (1, None)


def test_an_update_in_a_zone_beside_a_publication_without_one_is_no_revision() -> None:
    made = read(
        ATOM.format(
            "<entry><id>1</id><title>One</title><published>2021-05-04T10:00:00</published>"
            "<updated>2021-05-04T11:00:00Z</updated></entry>"
        )
    )
    assert (only(made).revision, only(made).revised) == (1, None)


def test_rdf_takes_its_time_from_dublin_core() -> None:
    made = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<channel rdf:about="https://post.example/"><title>x</title></channel>'
        '<item rdf:about="https://post.example/3"><title>Three</title>'
        "<link>https://post.example/3</link><dc:date>2021-05-04T10:00:00+04:00</dc:date></item>"
        "</rdf:RDF>"
    )
    draft = only(made)
    assert (draft.id, draft.extra["extent"]) == ("https://post.example/3", "title")
    assert utc(draft) == datetime(2021, 5, 4, 6, tzinfo=UTC)


def test_an_item_without_id_is_named_by_its_link_and_without_both_by_the_desk() -> None:
    made = rss(
        f"<title>A</title><link>https://post.example/a</link>{DATE}", f"<title>B</title>{DATE}"
    )
    assert [draft.id for draft in made.drafts] == ["https://post.example/a", None]


def test_items_without_a_time_are_undated_and_said_once() -> None:
    made = rss("<title>A</title>", "<title>B</title>", f"<title>C</title>{DATE}")
    assert [draft.stamp is None for draft in made.drafts] == [True, True, False]
    assert said(made) == (
        "page, line 3: the item has no time that can be read; kept, undated (first of 2)"
    )


def test_a_time_that_cannot_be_read_is_kept_as_written() -> None:
    draft = only(made := rss("<title>A</title><pubDate>Sre, 4 svibanj 2021 10:00</pubDate>"))
    assert (draft.stamp, draft.extra["time"]) == (None, "Sre, 4 svibanj 2021 10:00")
    assert "no month is called 'svibanj'" in said(made)


def test_a_zone_that_nobody_knows_is_never_utc() -> None:
    made = rss("<title>A</title><pubDate>Tue, 04 May 2021 10:00:00 XYZ</pubDate>")
    stamp = only(made).stamp
    assert stamp is not None
    assert stamp.zone is None
    assert "the zone 'XYZ' is unknown" in said(made)


def test_a_zone_that_the_library_takes_for_utc_is_read() -> None:
    made = rss("<title>A</title><pubDate>Tue, 04 May 2021 10:00:00 MSK</pubDate>")
    assert utc(only(made)) == datetime(2021, 5, 4, 7, tzinfo=UTC)


def test_an_editor_of_a_channel_is_no_author_of_its_items() -> None:
    item = f"<managingEditor>ed@post.example</managingEditor><item><title>A</title>{DATE}</item>"
    assert only(read(RSS.format(NAMESPACES, item))).byline is None


def test_addresses_are_whole_and_of_the_web() -> None:
    made = rss(
        f"<title>A</title><link>/news/1</link>{DATE}",
        f"<title>B</title><link>javascript:alert(1)</link>{DATE}",
    )
    assert [draft.url for draft in made.drafts] == ["https://post.example/news/1", None]
    assert made.drafts[1].extra["link"] == "javascript:alert(1)"


def test_stray_ampersands_and_html_names_are_text() -> None:
    made = rss(f"<title>A & B</title>{DATE}<description>Sea&nbsp;and&eacute; &lt;5</description>")
    draft = only(made)
    assert (draft.headline, draft.body) == ("A & B", "Sea\u00a0andé <5")
    assert [problem.lost for problem in made.problems] == [False]


def test_a_broken_item_costs_no_other_and_says_its_line() -> None:
    made = rss(
        *(f"<title>{n}</title>{DATE}" for n in "AB"),
        f"<title>C</title>{DATE}<description>x <b> y</description>",
        f"<title>D</title>{DATE}",
    )
    assert [draft.headline for draft in made.drafts] == ["A", "B", "C", "D"]
    assert [(p.line, p.lost) for p in made.problems] == [(5, True)]
    assert "the rest of the item cannot be read: it is no sound XML (mismatched tag)" in said(made)


def test_an_item_on_which_the_library_itself_fails_costs_no_other() -> None:
    bad = "<textinput><link>https://post.example/x</link></textinput><title>B</title>"
    made = rss(f"<title>A</title>{DATE}", bad, f"<title>C</title>{DATE}")
    assert [draft.headline for draft in made.drafts] == ["A", "C"]
    assert [(p.line, p.lost) for p in made.problems] == [(4, True)]
    assert "the item cannot be read; left out" in said(made)


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    whole = RSS.format(NAMESPACES, f"<item><title>A</title>{DATE}</item>\n" * 3)
    made = read(whole[: whole.rindex("<title>A") + len("<title>A</title>")])
    assert [draft.headline for draft in made.drafts] == ["A", "A", "A"]
    assert "line 5: the rest of the item cannot be read: it is cut off" in said(made)


def test_what_only_looks_like_an_item_is_text() -> None:
    made = rss(
        f"<title>A</title>{DATE}<description><![CDATA[</item><item><title>No</title>]]></description>",
        f"<!-- <item><title>No</title></item> --><title>B</title>{DATE}",
    )
    assert [draft.headline for draft in made.drafts] == ["A", "B"]


def test_what_is_never_closed_is_no_item() -> None:
    made = rss(f"<title>A</title>{DATE}", f"<title>B</title>{DATE}" + "<!--<![CDATA[" * 3)
    assert [draft.headline for draft in made.drafts] == ["A", "B"]
    assert "left out" not in said(made)


def test_entities_that_a_feed_defines_are_not_looked_up(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    made = read(
        f'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">'
        f'<!ENTITY f SYSTEM "file://{secret}">]>\n'
        f"<rss><channel><item><title>&b; &f;</title>{DATE}</item></channel></rss>"
    )
    assert only(made).headline == "&b; &f;"
    assert "defines entities of its own; they are not looked up" in said(made)


def test_a_text_that_is_a_path_or_an_address_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(RSS.format(NAMESPACES, f"<item><title>Hidden</title>{DATE}</item>"))
    for text in (str(path), f"file://{path}", "http://127.0.0.1:9/feed"):
        assert READER.read(text, source="x", day=None).drafts == ()


def test_control_characters_are_shown_as_their_signs() -> None:
    made = rss(f"<title>A\x1b[31m&#27;]0;x&#x7;</title>{DATE}")
    assert only(made).headline == "A\u241b[31m\u241b]0;x\u2407"
    assert [problem.lost for problem in made.problems] == [False]


def test_one_id_over_two_texts_is_a_revision_and_a_repeat_is_kept_once() -> None:
    item = f"<guid>1</guid><title>{{}}</title>{DATE}"
    made = rss(item.format("A"), item.format("A"), item.format("B"))
    assert [(draft.headline, draft.revision) for draft in made.drafts] == [("A", 1), ("B", 2)]


def test_an_item_without_words_is_left_out_and_said() -> None:
    made = rss(f"<guid>1</guid>{DATE}", f"<title>A</title>{DATE}")
    assert len(made.drafts) == 1
    assert "line 3: the item has neither title nor text; left out" in said(made)


def test_html_that_was_escaped_twice_is_read() -> None:
    made = rss(
        f"<title>A</title>{DATE}<description>&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;</description>"
    )
    assert only(made).body == "One."


@pytest.mark.parametrize(
    "text",
    [
        '<feed><entry id="1"/></feed>',
        '<rdf:RDF xmlns:foaf="http://xmlns.com/foaf/0.1/"><foaf:Person/></rdf:RDF>',
        "<!doctype html><html><body><rss></rss></body></html>",
        "rss: the feed of <rss>",
        '{"a": "<rss>"}',
        "<rs",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(text: str) -> None:
    assert recognise(text) is not READER
    assert READER.read(text, source="x", day=None).drafts == ()


BIG = 300_000
"""Characters: the traps of the library that are quadratic took seconds of them."""

TRAPS = {
    "stray signs": "<title>A</title><description>" + "<a" * (BIG // 2) + "</description>",
    "closing tags": "<title>A</title><description>" + "</p>" * (BIG // 4) + "</description>",
    "nested tags": "<title>A</title><description>" + "<b>" * (BIG // 3) + "</description>",
    "nested HTML": "<title>A</title><description><![CDATA["
    + "<div>" * (BIG // 5)
    + "]]></description>",
    "long author": "<title>A</title><author>" + "a-" * (BIG // 2) + "</author>",
    "many categories": "<title>A</title>"
    + "".join(f"<category>{n}</category>" for n in range(9_000)),
    "keywords": "<title>A</title><tags>" + ",".join(map(str, range(50_000))) + "</tags>",
    "long attribute": "<title>A</title><enclosure url='" + "x " * (BIG // 2) + "'/>",
    "long date": "<title>A</title><pubDate>" + "1" * BIG + "</pubDate>",
    "ampersands": "<title>A</title><description>" + "&" * (BIG // 4) + "</description>",
    "namespaces": "<title>A</title><x " + " ".join(f"xmlns:a{n}='u'" for n in range(9_000)) + "/>",
    "open CDATA": "<title>A</title>" + "<![CDATA[" * (BIG // 9),
    "open items": "<item>" * (BIG // 6),
    "openings": "<title>A</title>" + "<" * (BIG // 4),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_trap_takes_no_long_and_the_next_feed_is_read(trap: str) -> None:
    began = time.process_time()
    rss(TRAPS[trap], f"<title>B</title>{DATE}")
    assert time.process_time() - began < 5  # the worst measured took 0.8


@pytest.mark.parametrize(
    "trap",
    ["stray signs", "closing tags", "nested tags", "nested HTML", "long author", "long date"],
)
def test_a_trap_that_is_closed_costs_no_other_item(trap: str) -> None:
    made = rss(f"<title>0</title>{DATE}", TRAPS[trap], f"<title>B</title>{DATE}")
    assert [draft.headline for draft in made.drafts][::2] in (["0", "B"], ["0"])
    assert made.drafts[-1].headline == "B"
    assert "line 4: the " in said(made)


def test_a_few_stray_signs_are_text_and_too_many_are_no_item() -> None:
    few, many = ("a <b " * n for n in (3, MOST_STRAY + 1))
    made = rss(*(f"<title>A</title><description>{text}</description>" for text in (few, many)))
    assert len(made.drafts) == 1
    assert f"it holds more than {MOST_STRAY} signs < that begin no tag" in said(made)


PIECES = st.sampled_from(
    [
        *("<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "A", "&", "&#0;", "<"),
        *("<![CDATA[", "]]>", "<!--", "-->", "<description>", "</description>", "<p>", "&lt;p&gt;"),
        *(
            "<pubDate>",
            "</pubDate>",
            "Tue, 04 May 2021 10:00 XYZ",
            "<dc:creator>",
            "<x:y z='",
            "'>",
        ),
        *(
            "<link/>",
            "<link>",
            "</link>",
            "http://[",
            "<guid>",
            "</guid>",
            "\x00",
            "\ud800",
            "\ufffe",
        ),
        *(
            "</channel>",
            "</rss>",
            "<source>",
            "<author>",
            "a@b.c",
            "<category term='q'/>",
            "\n",
            "é",
        ),
        *(
            "<content type='xhtml'>",
            "</content>",
            "<content:encoded>",
            "<?pi",
            "<!DOCTYPE",
            "[",
            ">",
        ),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([RSS, "ATOM"]))
def test_no_feed_makes_the_reader_raise(inner: str, form: str) -> None:
    text = ATOM.format(inner) if form == "ATOM" else RSS.format(NAMESPACES, inner)
    made = READER.read(text, source="any", day=None)
    last = text.count("\n") + 1
    assert all(1 <= (d.line or 1) <= last for d in made.drafts)
    for draft in made.drafts:
        f"{draft.headline}{draft.body}{draft.id}{draft.url}{draft.byline}{draft.extra}".encode()


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_mutated_feed_is_read_or_said(data: st.DataObject) -> None:
    text = RSS.format(NAMESPACES, f"<item><title>A</title>{DATE}<guid>1</guid></item>\n" * 4)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PIECES) + text[at + data.draw(st.integers(0, 9)) :]
    READER.read(text, source="any", day=None)


COUNTS = {
    "rss-content-encoded.rss": 7,
    "rss-encoding.rss": 40,
    "rss-feedburner.atom": 25,
    "rss-guardian.rss": 55,
    "rss-heise.atom": 15,
    "rss-heraldsun.rss": 2,
    "rss-many-links.rss": 25,
    "rss-reddit-atom.rss": 24,
    "rss-rss-1.rss": 69,
    "rss-uolNoticias.rss": 15,
}


def sample(shared: Path, name: str) -> tuple[Reading, list[dict[str, object]]]:
    """A real feed as we read it, and as the library alone does."""
    data = (shared / "samples" / name).read_bytes()
    text, _, _ = decode(data)
    alone = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    return read(text.replace("\r\n", "\n")), [dict(dict.items(entry)) for entry in alone.entries]


@pytest.mark.parametrize("name", COUNTS)
def test_a_real_feed_has_the_entries_ids_and_times_of_the_library_alone(
    name: str, shared: Path
) -> None:
    made, alone = sample(shared, name)
    assert len(made.drafts) == len(alone) == COUNTS[name]
    for draft, entry in zip(made.drafts, alone, strict=True):
        assert draft.id == (entry.get("id") or entry["link"])
        parsed = entry.get("published_parsed") or entry.get("updated_parsed")
        if isinstance(parsed, time.struct_time):  # none for Portuguese months, which we read
            assert utc(draft).timetuple()[:6] == parsed[:6]


@pytest.mark.parametrize("name", COUNTS)
def test_a_real_feed_is_read_without_a_loss(name: str, shared: Path) -> None:
    made, _ = sample(shared, name)
    assert [problem for problem in made.problems if problem.lost] == []
    assert all(draft.headline for draft in made.drafts)
    undated = [draft for draft in made.drafts if draft.stamp is None]
    assert len(undated) == (2 if name == "rss-heraldsun.rss" else 0)


def test_portuguese_dates_of_a_real_feed_are_read(shared: Path) -> None:
    made, alone = sample(shared, "rss-uolNoticias.rss")
    assert [entry.get("published_parsed") for entry in alone] == [None] * 15
    assert utc(made.drafts[0]) == datetime(2018, 9, 24, 22, 42, 40, tzinfo=UTC)
    assert all(draft.stamp and draft.stamp.wall.month == 9 for draft in made.drafts)
