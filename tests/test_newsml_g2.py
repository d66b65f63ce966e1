"""NewsML-G2: items, messages and packages; versions and kills; nothing that an entity could do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.entry import Draft
from feeds.notices import EMBARGOED, NOTE, URGENCY
from feeds.readers import recognise
from feeds.readers.agencies.agency import KILLED, WITHHELD
from feeds.readers.agencies.newsml_g2 import READER
from feeds.readers.reading import Reading

NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
META = (
    '<itemClass qcode="ninat:text"/><provider qcode="nprov:WIRE"/>'
    "<versionCreated>2031-05-14T12:30:00+04:00</versionCreated>"
    "<firstCreated>2031-05-14T12:00:00+04:00</firstCreated>"
)
CONTENT = (
    "<urgency>2</urgency><headline>Seven killed\n at the border</headline><by>Ani</by>"
    "<slugline>BORDER</slugline><located><name>Sotk</name></located>"
    '<subject qcode="subj:16"><name>War</name></subject>'
)
NITF = (
    '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/">'
    "<head><title>No text</title></head><body><body.head><hedline><hl1>Seven killed</hl1></hedline>"
    "<byline>By Ani</byline></body.head><body.content><p>One <em>thing</em> &amp; more.</p>"
    "<p>Two.<br/>Three.</p></body.content></body></nitf></inlineXML>"
)
XHTML = (
    '<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>'
    "<p>One.</p><ul><li>Two.</li></ul><script>x()</script></body></html></inlineXML>"
)


def item(
    *, meta: str = "", content: str = CONTENT, inside: str = NITF, guid: str = "tag:w.example,1"
) -> str:
    return (
        f'<newsItem {NAR} guid="{guid}" version="1" xml:lang="en">\n'
        f"<itemMeta>{META}{meta}</itemMeta>"
        f"<contentMeta>{content}</contentMeta><contentSet>{inside}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    return f"<newsMessage {NAR}><header/><itemSet>\n{''.join(items)}</itemSet></newsMessage>"


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="item.xml", day=None)


def only(text: str) -> Draft:
    made = read(text)
    assert made.problems == ()
    [draft] = made.drafts
    return draft


def test_an_item_has_its_words_times_and_names() -> None:
    draft = only(f'<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- é -->\n{item()}')
    assert (draft.headline, draft.byline) == ("Seven killed at the border", "Ani")
    assert draft.body == "One thing & more.\n\nTwo.\nThree."
    assert (draft.id, draft.source, draft.line) == ("tag:w.example,1", "WIRE", 3)
    assert draft.stamp
    assert draft.revised
    assert (draft.stamp.wall.hour, draft.revised.wall.minute) == (12, 30)
    assert draft.extra == {
        **{"item_class": "ninat:text", "slugline": "BORDER", "located": "Sotk", "language": "en"},
        **{"subjects": ["War"], URGENCY: 2},
    }


def test_texts_come_as_xhtml_or_as_characters() -> None:
    assert only(item(inside=XHTML)).body == "One.\n\nTwo."
    plain = "<inlineData>First.\n\nSecond.</inlineData>"
    assert only(item(inside=plain)).body == "First.\n\nSecond."
    escaped = (
        '<inlineData contenttype="text/html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.</inlineData>'
    )
    assert only(item(inside=escaped)).body == "One.\n\nTwo."
    cdata = "<inlineData><![CDATA[<!DOCTYPE html><p>One.</p>]]></inlineData>"
    assert only(item(inside=cdata)).body == "One."


def test_a_headline_is_found_in_the_text_and_a_description_stands_in_for_one() -> None:
    assert only(item(content="<slugline>x</slugline>")).headline == "Seven killed"
    told = only(
        item(content="<headline>H</headline><description>In short.</description>", inside="")
    )
    assert (told.body, told.extra["extent"]) == ("In short.", "summary")


@pytest.mark.parametrize(
    ("code", "withdrawn"),
    [
        *(("stat:usable", None), ("stat:canceled", KILLED), ("stat:withheld", WITHHELD)),
        ("http://cv.iptc.org/newscodes/pubstatusg2/canceled", KILLED),
    ],
)
def test_the_publishing_status_withdraws(code: str, withdrawn: str | None) -> None:
    attribute = "uri" if "/" in code else "qcode"
    draft = only(item(meta=f'<pubStatus {attribute}="{code}"/>'))
    assert draft.withdrawn == withdrawn


def test_notes_and_embargoes_are_kept_to_be_shown() -> None:
    notes = "<edNote>CORRECTS</edNote><edNote>the figure.</edNote>"
    meta = (
        f'<embargoed>2031-05-15T06:00:00+04:00</embargoed>{notes}<signal qcode="sig:correction"/>'
    )
    extra = only(item(meta=meta)).extra
    assert extra[EMBARGOED] == "2031-05-15T06:00:00+04:00"
    assert (extra[NOTE], extra["signal"]) == ("CORRECTS the figure.", ["sig:correction"])


def test_a_message_holds_items_packages_and_what_is_no_news() -> None:
    reference = '<itemRef residref="x"><headline>{}</headline></itemRef>'
    package = (
        f'<packageItem {NAR} guid="p"><itemMeta>{META}</itemMeta><contentMeta><headline>Top'
        " stories</headline></contentMeta><groupSet><group>"
        f"{reference.format('One')}{reference.format('Two')}</group></groupSet></packageItem>"
    )
    made = read(message(item(guid="a"), package, "<planningItem/>", item(guid="b")))
    assert [(d.id, d.line) for d in made.drafts] == [("a", 2), ("p", 4), ("b", 4)]
    assert (made.drafts[1].headline, made.drafts[1].body) == ("Top stories", "One\n\nTwo")
    assert [problem.lost for problem in made.problems] == [False]


def test_a_message_that_breaks_off_gives_what_it_has() -> None:
    whole = message(item(guid="a"), item(guid="b"), item(guid="c"))
    broken = whole[: whole.index("Seven", whole.index('guid="c"'))]
    made = read(broken)
    assert [draft.id for draft in made.drafts] == ["a", "b"]
    [problem] = made.problems
    assert problem.lost
    assert problem.line == broken.count("\n") + 1


def test_an_item_inside_an_item_is_no_item_of_its_own() -> None:
    assert [draft.id for draft in read(item(inside=item(guid="inner"))).drafts] == [
        "tag:w.example,1"
    ]


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
FILE = '<!ENTITY e12 SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("declared", [f'<!ENTITY e0 "x">{BOMB}', FILE])
def test_a_document_type_is_refused_before_anything_grows(declared: str) -> None:
    text = f"<?xml version='1.0'?><!DOCTYPE newsItem [{declared}]>{item(inside='&e12;')}"
    made = READER.read(text, source="x", day=None)
    assert made.drafts == ()
    assert "refused" in made.problems[0].what
    external = f'<!DOCTYPE newsItem SYSTEM "https://x.example/n.dtd">{item()}'
    assert recognise(external) is READER
    assert READER.read(external, source="x", day=None).drafts == ()


def test_other_xml_is_not_taken_for_items() -> None:
    for other in ("<newsItem/>", f"<rss {NAR}/>", f"Text about iptc.org/std/nar/ and {item()}"):
        assert recognise(other) is not READER


def test_the_real_sample_is_read(shared: Path) -> None:
    text = (shared / "samples" / "newsml-g2-listing2-trimmed.xml").read_text("utf-8")
    draft = only(text)
    assert (draft.revision, draft.source, draft.headline) == (
        *(10, "Associated Press"),
        'Fed to halt QE to avert "bubble"',
    )
    assert draft.stamp
    assert draft.revised
    times = [s.wall.replace(tzinfo=s.zone).astimezone(UTC) for s in (draft.stamp, draft.revised)]
    assert times == [
        datetime(2016, 11, 21, 20, 21, 6, tzinfo=UTC),
        datetime(2017, 11, 21, 21, 25, 32, tzinfo=UTC),
    ]
