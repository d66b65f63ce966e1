"""The web page reader: live blogs and articles without JSON-LD updates, by the marks they bear."""

import html
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.desk import open_desk
from feeds.entry import Draft
from feeds.errors import FeedError, SourceError
from feeds.readers import reader_named, recognise
from feeds.readers.reading import Reading
from feeds.readers.web import extraction
from tests.build_pages import (
    ENTRIES,
    PREFACE,
    as_text,
    as_wordpress,
    blog,
    linked,
    update,
    wordpress,
)

READER = reader_named("webpage")
STORY = [
    "The port office has closed the harbour of the bay until Friday because of the fog.",
    "Two ferries collided in the night; 3 people were hurt, and one of them is in hospital now.",
    "The office asked for patience and promised to say more at noon on Wednesday, at the quay.",
]
PARAGRAPHS = "".join(f"<p>{part}</p>" for part in STORY)


def read(text: str) -> Reading:
    """The text as the reader that knows it reads it."""
    assert recognise(text) is READER
    return READER.read(text, source="page", day=None)


def article(text: str) -> Draft:
    (draft,) = read(text).drafts
    assert draft.role == "article"
    return draft


def stamps(made: Reading) -> list[str | None]:
    return [d.stamp.text if d.stamp else None for d in made.drafts if d.role == "entry"]


def said(made: Reading) -> str:
    return "\n".join(problem.what for problem in made.problems)


def news(**fields: object) -> str:
    """The JSON-LD of an article, in a graph as WordPress writes it."""
    data = {"@type": "NewsArticle", "headline": "Harbour closed by fog", **fields}
    return linked({"@graph": [{"@type": "WebSite"}, data]})


def test_a_wordpress_live_blog_is_read_like_its_copied_text() -> None:
    made = read(as_wordpress())
    told = [
        (d.stamp and d.stamp.text, d.headline, d.body.split("\n\n"))
        for d in made.drafts
        if d.role == "entry"
    ]
    assert told == [(stamp, title, parts) for stamp, title, parts in ENTRIES]
    head = made.drafts[0]
    assert (head.role, head.headline, head.body) == ("page", made.drafts[0].headline, PREFACE)
    assert head.id == head.url == "https://bay.example/harbour/"
    assert {d.url for d in made.drafts} == {head.url}


def test_the_page_and_its_copied_text_have_the_same_ids(tmp_path: Path) -> None:
    ids = []
    for name, text in (("a.html", as_wordpress()), ("b.txt", as_text())):
        (tmp_path / name).write_text(text, encoding="utf-8")
        entries = open_desk([str(tmp_path / name)]).all_entries()
        ids.append([entry.id for entry in entries if entry.role == "entry"])
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ENTRIES)


def test_no_line_number_of_the_page_is_made_up() -> None:
    made = read(as_wordpress())
    assert {d.line for d in made.drafts} == {None}
    assert {p.line for p in made.problems} <= {None}


def test_headings_and_breaks_serve_as_stamps_and_headlines_too() -> None:
    content = "".join(
        f"<h3>13 May 2031, 1{n}:00</h3><p><strong>Ship {n} sails</strong><br />It is full.</p>"
        for n in range(3, 0, -1)
    )
    made = read(wordpress(f"<p>{PREFACE}</p>{content}", "Live | Harbour"))
    told = [(d.headline, d.body) for d in made.drafts if d.role == "entry"]
    assert told == [(f"Ship {n} sails", "It is full.") for n in (3, 2, 1)]


def test_a_time_that_stands_alone_says_what_it_carries() -> None:
    content = "".join(
        f'<div class="row"><time datetime="2031-05-13T1{n}:00:00+04:00">{n} min ago</time></div>'
        f"<p>Ship {n} sails.</p>"
        for n in range(3, 0, -1)
    )
    made = read(wordpress(f"<p>{PREFACE}</p>{content}", "Live | Harbour"))
    assert stamps(made) == [f"2031-05-13 1{n}:00 UTC+04:00" for n in (3, 2, 1)]
    assert all(d.stamp and d.stamp.zone for d in made.drafts)


def test_a_page_that_calls_its_own_clock_utc_is_put_right_and_said() -> None:
    rows = "".join(
        f'<div><time datetime="2031-05-13T1{n}:00:00Z">{n} min ago</time></div><p>Ship {n}.</p>'
        for n in (3, 2, 1)
    )
    site = wordpress(f"<p>{PREFACE}</p>{rows}", "Live | Harbour", AT_ELEVEN)
    made = read(site)
    assert stamps(made) == [f"2031-05-13 1{n}:00 UTC+04:00" for n in (3, 2, 1)]
    assert "call its own clock UTC; read as UTC+04:00" in said(made)


def test_a_page_that_shows_its_time_right_as_well_is_believed() -> None:
    rows = "".join(
        f'<div><time datetime="2031-05-13T{n}:00:00Z">{n} min ago</time></div><p>Ship {n}.</p>'
        for n in ("11", "09", "07")
    )
    site = wordpress(f"<p>{PREFACE}</p>{rows}", "Live | Harbour", AT_ELEVEN)
    made = read(site)
    assert stamps(made) == [f"2031-05-13 {n}:00 UTC" for n in ("11", "09", "07")]
    assert "UTC" not in said(made)


AT_ELEVEN = news(headline="Live | Harbour", datePublished="2031-05-13T11:00:00+04:00")


def test_a_time_in_a_sentence_stays_as_it_is_written() -> None:
    sentence = (
        'It closed at <time datetime="2031-05-13T10:00:00+04:00">ten</time>, the office said.'
    )
    draft = article(wordpress(f"<p>{sentence}</p>{PARAGRAPHS}", "Harbour closed"))
    assert draft.body.startswith("It closed at ten, the office said.")


def test_an_article_has_the_title_authors_and_times_that_its_page_states() -> None:
    head = news(
        datePublished="2031-05-13T10:00:00+04:00",
        dateModified="2031-05-13T07:30:00Z",
        author=[{"@type": "Person", "name": "Ann Marek"}, {"name": "Bo Lind"}],
        description="All ferries wait.",
    )
    draft = article(wordpress(PARAGRAPHS, "Harbour closed by fog", head))
    assert (draft.headline, draft.body) == ("Harbour closed by fog", "\n\n".join(STORY))
    assert draft.byline == "Ann Marek, Bo Lind"
    assert draft.stamp is not None
    assert draft.revised is not None
    assert draft.stamp.text == "2031-05-13T10:00:00+04:00"
    assert (draft.revised.text, draft.revision) == ("2031-05-13T07:30:00Z", 2)
    assert draft.id == draft.url == "https://bay.example/harbour/"
    assert draft.extra == {"standfirst": "All ferries wait."}


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2031-05-13T10:00:00+04:00">',
        '<meta itemprop="datePublished" content="2031-05-13T10:00:00+04:00">',
        '<time class="entry-date" datetime="2031-05-13T10:00:00+04:00">May 13</time>',
        news(datePublished="Tue May 13 10:00:00 +0400 2031"),
    ],
)
def test_a_time_is_found_where_pages_put_it(head: str) -> None:
    draft = article(wordpress(PARAGRAPHS, "Harbour closed", head))
    assert draft.stamp is not None
    assert f"{draft.stamp.wall:%d %H:%M} {draft.stamp.zone}" == "13 10:00 UTC+04:00"


def test_a_page_without_a_time_has_the_day_that_its_text_prints() -> None:
    draft = article(wordpress(f"<p>13 May 2031</p>{PARAGRAPHS}", "Harbour closed"))
    assert draft.stamp is not None
    assert (draft.stamp.text, draft.stamp.day_only) == ("13 May 2031", True)


def test_a_page_that_gives_its_whole_site_as_its_address_has_no_id_of_it() -> None:
    text = wordpress(PARAGRAPHS, "Harbour closed").replace("bay.example/harbour/", "bay.example/")
    draft = article(text)
    assert (draft.id, draft.url) == (None, "https://bay.example/")


def test_furniture_is_no_text_and_no_update() -> None:
    draft = article(wordpress(PARAGRAPHS, "Harbour closed"))
    assert draft.body == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("<title>Fog in port - Bay Media</title>", "Fog in port"),
        ("<title>Fog in port – live</title>", "Fog in port – live"),
        ("<title>Fog in port | Bay | Media</title><h1>Fog in port</h1>", "Fog in port"),
        ("<title>Bay</title><meta property='og:title' content='Fog in port'>", "Fog in port"),
        ("<title>Fog in port | Bay</title><h1>Bay</h1><h1>Fog in port</h1>", "Fog in port"),
    ],
)
def test_a_title_is_the_heading_or_what_others_are_given(stated: str, title: str) -> None:
    site = f"<html><head>{stated}</head><body>{CONTENT}{PARAGRAPHS}</div></body></html>"
    assert article(site).headline == title


def test_several_parts_that_are_marked_are_one_text() -> None:
    parts = "".join(
        f'<div itemprop="articleBody"><p>{part}</p></div><aside>x</aside>' for part in STORY
    )
    draft = article(f"<html><body><h1>Harbour closed</h1>{parts}</body></html>")
    assert draft.body == "\n\n".join(STORY)


def test_a_short_page_is_read_whole() -> None:
    draft = article(
        "<html><title>Fog</title><body><p>Five boats wait &amp; hope.</p></body></html>"
    )
    assert (draft.headline, draft.body) == ("Fog", "Five boats wait & hope.")


UNMARKED = f"""<html><head><title>Harbour closed by fog</title></head><body>
<div><a href="/a">Politics</a> <a href="/b">Sport</a> <a href="/c">Weather</a></div>
<div><div><h1>Harbour closed by fog</h1>{PARAGRAPHS}</div></div>
<div><a href="/d">A storm passes</a> <a href="/e">A ship sails</a></div></body></html>"""


def test_the_library_finds_the_text_of_a_page_that_does_not_mark_it() -> None:
    pytest.importorskip("trafilatura", reason="needs nightdesk[articles]")
    draft = article(UNMARKED)
    assert (draft.headline, draft.body) == ("Harbour closed by fog", "\n\n".join(STORY))


@pytest.fixture
def no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were not installed."""
    monkeypatch.setattr(extraction, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("no_library")
def test_without_the_library_the_likely_part_is_read_and_said() -> None:
    made = read(f"<html><body><p>Menu</p><article>{PARAGRAPHS}</article></body></html>")
    assert made.drafts[0].body == "\n\n".join(STORY)
    assert "unchecked: pip install 'nightdesk[articles]'" in said(made)
    assert not any(problem.lost for problem in made.problems)


@pytest.mark.usefixtures("no_library")
def test_without_the_library_an_unmarked_page_is_refused_with_what_to_install(
    tmp_path: Path,
) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(UNMARKED, encoding="utf-8")
    with pytest.raises(
        SourceError, match=r"text is not found: pip install 'nightdesk\[articles\]'"
    ):
        open_desk([str(saved)])


@pytest.mark.usefixtures("no_library")
def test_the_text_for_search_engines_is_better_than_none() -> None:
    head = news(articleBody=" ".join(STORY) + " " + " ".join(STORY))
    made = read(UNMARKED.replace("<head>", f"<head>{head}"))
    assert made.drafts[0].body.startswith(STORY[0])


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program in place of the one that runs the library."""
    program = tmp_path / "child.py"
    monkeypatch.setattr(extraction, "_CHILD", program)
    monkeypatch.setattr(extraction, "find_spec", lambda _name: object())
    return program


def test_a_page_that_stalls_the_library_is_given_up(child: Path) -> None:
    child.write_text("while True: pass", encoding="utf-8")
    found = extraction.extract(UNMARKED, deadline_s=0.3)
    assert (found.text, found.why_not) == ("", "trafilatura was stopped after 0.3 seconds")


def test_a_page_that_breaks_the_library_is_said(child: Path) -> None:
    child.write_text("raise ValueError('no such tag')", encoding="utf-8")
    assert "failed (ValueError: no such tag)" in extraction.extract(UNMARKED).why_not


def test_a_page_in_which_the_library_finds_nothing_is_said(child: Path) -> None:
    child.write_text("import sys; sys.stdin.read()", encoding="utf-8")
    assert extraction.extract(UNMARKED).why_not == "trafilatura finds none in the page"


def test_a_live_blog_whose_json_ld_has_no_updates_is_read_by_its_text() -> None:
    sample = update(articleBody={"@type": "Text"})
    text = as_wordpress().replace("<head>", f"<head>{linked(blog(sample))}")
    made = recognised(text)
    assert [d.headline for d in made.drafts if d.role == "entry"] == [row[1] for row in ENTRIES]
    assert "holds no update; read as webpage" in said(made)


def recognised(text: str) -> Reading:
    reader = recognise(text)
    assert reader is not None
    assert reader.name == "liveblog-jsonld"
    return reader.read(text, source="page", day=None)


def test_the_source_documents_read_as_pages_as_they_read_as_text(shared: Path) -> None:
    for seed in sorted((shared / "seeds").glob("*.txt")):
        text = seed.read_text(encoding="utf-8")
        parts = [html.escape(part).replace("\n", "<br>") for part in re.split(r"\n\s*\n", text)]
        told = "".join(f"<p>{part}</p>" for part in parts)
        site = f"<html><nav>Menu</nav><div class='entry-content'>{told}</div></html>"
        assert as_rows(read(site)) == as_rows(as_text_reads(text))


def as_text_reads(text: str) -> Reading:
    reader = recognise(text)
    assert reader is not None
    return reader.read(text, source="page", day=None)


def as_rows(made: Reading) -> list[tuple[str | None, str, str | None]]:
    """The updates without what only a page has; one blank is as good as another."""
    return [
        (d.headline, " ".join(d.body.split()), d.stamp.text if d.stamp else None)
        for d in made.drafts
        if d.role == "entry"
    ]


def test_plain_text_is_recognised_as_before(shared: Path) -> None:
    kinds = {
        "000": "digest",
        "001": "article",
        "002": "article",
        "003": "article",
        "004": "liveblog",
    }
    for seed in sorted((shared / "seeds").glob("*.txt")):
        found = recognise(seed.read_text(encoding="utf-8"))
        assert found is not None
        assert found.name == kinds[seed.name[:3]]


def test_knowing_that_a_text_is_no_page_takes_no_time() -> None:
    text = as_text() * 2000
    took = []
    for _ in range(3):  # garbage of others may be collected meanwhile
        began = process_time()
        for name in ("guardian", "liveblog-jsonld", "liveblog-blocks", "webpage"):
            assert not reader_named(name).fits(text)
        took.append(process_time() - began)
    assert min(took) < 0.05


A_TIME = "<time datetime='2031-05-13T10:00Z'>"

PIECES = st.sampled_from(
    [
        *("<html>", "<body>", '<div class="entry-content">', "</div>", "<p>", "</p>", "<article>"),
        *("<br>", "<b>", A_TIME, "</time>", "<time datetime=x>", "<template>", "<svg>", "<!--"),
        *("13 May 2031, 10:00", "10:00", "Ship sails", PARAGRAPHS, "<h1>", "<title>", "&#0;"),
        *('<div id="block-1">', '<div id="block-2">', '<section id="">', "\x00", "\ud800"),
        *('<script type="application/ld+json">', '{"@type": ["NewsArticle"], "headline": [1]}'),
        *("</script>", '<link rel="canonical" href="https://[x">', "<table><td><p>"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_page_makes_a_reader_of_pages_raise(text: str) -> None:
    no_text = extraction.Extracted(text="", why_not="not asked")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("feeds.readers.web.webpage.extract", lambda _page: no_text)
        for name in ("webpage", "liveblog-blocks", "liveblog-jsonld"):
            for one in (text, f"<html>{text}"):
                reader_named(name).fits(one)
                with suppress(FeedError):
                    reader_named(name).read(one, source="any", day=None)


CONTENT = '<div class="entry-content">'
HOSTILE: dict[str, Callable[[int], str]] = {
    "times": lambda n: f"<p>x</p>{A_TIME}{n}</time>" * n,
    "times in content": lambda n: f"{CONTENT}{PARAGRAPHS}" + f"{A_TIME}x</time>" * n,
    "times in blocks": lambda n: f"<div id='b-1'><p>x</p>{f'{A_TIME}x</time>' * n}</div>" * 2,
    "blocks": lambda n: "".join(
        f'<div id="b-{i}">{A_TIME}x</time><p>y</p></div>' for i in range(n)
    ),
    "blocks in blocks": lambda n: f'<div id="b-1">{A_TIME}</time>' * (n // 8),
    "marked in marked": lambda n: f"{CONTENT}x" * (n // 8),
    "furniture": lambda n: CONTENT + PARAGRAPHS + '<p class="share">x</p>' * n,
    "furniture in furniture": lambda n: CONTENT + PARAGRAPHS + '<div class="share">x' * (n // 8),
    "headings": lambda n: "<h1>x</h1>" * n,
    "links": lambda n: "<a href='x'>" * (n // 4),
    "text": lambda n: "word " * n * 4,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_what_its_length_does(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_text = extraction.Extracted(text="", why_not="not asked")
    monkeypatch.setattr("feeds.readers.web.webpage.extract", lambda _page: no_text)
    text = f"<html><body>{HOSTILE[name](10_000)}"
    began = process_time()
    for reader in ("webpage", "liveblog-blocks"):
        reader_named(reader).fits(text)
        reader_named(reader).read(text, source="any", day=None)
    assert process_time() - began < 5


def test_the_child_process_imports_nothing_of_ours() -> None:
    child = Path(extraction.__file__).with_name("extracting.py")
    assert "feeds" not in child.read_text(encoding="utf-8").replace("nightdesk", "")
