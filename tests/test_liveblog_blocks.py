"""The blocks reader: live-blog pages whose updates are elements with an id and a time."""

from pathlib import Path

from feeds.entry import Draft
from feeds.readers import reader_named, recognise
from feeds.readers.reading import Reading

READER = reader_named("liveblog-blocks")
IDS = ["6832c0018f08aa11bb22cc33", "6832c0028f08aa11bb22cc33", "6832c0038f08aa11bb22cc33"]


def block(number: int, *, edited: str = "", pinned: bool = False) -> str:
    """A block as Guardian pages have it; the pinned copy has no id of its own."""
    name = "" if pinned else f' id="block-{IDS[number]}"'
    time = f'<time datetime="2031-05-20T09:0{number}:00.000Z">1{number}m ago</time>'
    change = (
        f'<div>Updated at&nbsp;<time datetime="{edited}">10.38 BST</time></div>' if edited else ""
    )
    return f"""<article{name} class="block"><header><a href="#block-{number}">{time}
<span>10.0{number}&nbsp;BST</span></a><h2>Ship {number}</h2></header>
<p>It sails &amp; {number}.</p><blockquote><p>So he said.</p></blockquote>
<footer><button>Share</button>{change}</footer></article>"""


def site(*blocks: str, below: str = "") -> str:
    """A live-blog page of these blocks."""
    return f"""<!DOCTYPE html><html><head><title>The harbour: live | Paper</title>
<link rel="canonical" href="https://paper.example/live"></head><body>
<time datetime="2031-05-20T08:00:00Z">Tue 20 May</time><h1>The harbour: live</h1>
<div id="maincontent"><section>{"".join(blocks)}</section></div>{below}</body></html>"""


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="page", day=None)


def updates(made: Reading) -> list[Draft]:
    return [draft for draft in made.drafts if draft.role == "entry"]


def test_blocks_are_read_with_their_times_and_titles() -> None:
    made = read(site(block(2), block(1), block(0)))
    assert [(d.id, d.headline) for d in updates(made)] == [(IDS[n], f"Ship {n}") for n in (2, 1, 0)]
    assert updates(made)[0].body == "It sails & 2.\n\nSo he said."
    assert [d.stamp.text for d in updates(made) if d.stamp] == [
        f"2031-05-20T09:0{n}:00.000Z" for n in (2, 1, 0)
    ]
    assert updates(made)[0].url == f"https://paper.example/live#block-{IDS[2]}"


def test_the_head_is_the_pages_title_dated_by_its_newest_block() -> None:
    head = read(site(block(2), block(1))).drafts[0]
    assert (head.role, head.headline, head.id) == (
        *("page", "The harbour: live"),
        "https://paper.example/live",
    )
    assert head.stamp is not None
    assert head.stamp.text == "2031-05-20T09:02:00.000Z"


def test_an_updated_block_is_an_edit() -> None:
    first, second = updates(read(site(block(2, edited="2031-05-20T09:38:00Z"), block(1))))
    assert first.revision == 2
    assert first.revised is not None
    assert first.revised.text == "2031-05-20T09:38:00Z"
    assert "Updated" not in first.body
    assert (second.revision, second.revised) == (1, None)


def test_the_pinned_copy_is_no_update_of_its_own() -> None:
    made = read(site(block(1, pinned=True), block(2), block(1)))
    assert [d.id for d in updates(made)] == [IDS[2], IDS[1]]


def test_comments_are_no_updates() -> None:
    comments = "".join(
        f'<li id="comment-{n}"><time datetime="2031-05-20T11:0{n}:00Z">x</time><p>First!</p></li>'
        for n in range(5)
    )
    assert len(updates(read(site(block(2), block(1), below=f"<ol>{comments}</ol>")))) == 2
    assert recognise(site(block(2), below=f"<ol>{comments}</ol>")) is not READER


def test_cards_without_a_text_are_no_updates() -> None:
    cards = "".join(
        f'<div id="card-{n}"><a href="/{n}">Story {n}</a>'
        f'<time datetime="2031-05-20T11:0{n}:00Z">x</time></div>'
        for n in range(5)
    )
    assert recognise(site(cards)) is not READER


def test_a_saved_article_is_no_live_blog(shared: Path) -> None:
    for name in ("mirror-liveblog-2024-08-05.html", "express-liveblog-2024-07-18.html"):
        assert not READER.fits((shared / "samples" / name).read_text(encoding="utf-8"))
