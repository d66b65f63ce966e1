"""Saved pages of public Telegram channels: the post's own words, and what stands around them."""

from pathlib import Path

from feeds.entry import Draft
from feeds.notices import FORWARDED_FROM, LINKS, REPLY_TO, VIEWS
from feeds.readers import recognise
from feeds.readers.reading import Reading
from feeds.readers.social.telegram_page import READER

HEAD = '<!DOCTYPE html><html><head><meta property="og:title" content="Border watch"></head><body>'
TEXT = '<div class="tgme_widget_message_text js-message_text" dir="auto">{}</div>'
REPLY = (
    '<a class="tgme_widget_message_reply" href="https://t.me/borderwatch/41">'
    '<div class="tgme_widget_message_author"><span class="tgme_widget_message_author_name">Border'
    ' watch</span></div><div class="tgme_widget_message_text js-message_reply_text">Ten were '
    "killed.</div></a>"
)
FORWARD = (
    '<div class="tgme_widget_message_forwarded_from">Forwarded from&nbsp;<a '
    'class="tgme_widget_message_forwarded_from_name" href="https://t.me/ministry/7">'
    "<span>The ministry</span></a></div>"
)
TIME = '<time datetime="2031-05-14T08:30:00+00:00" class="time">08:30</time>'


def post(inner: str, *, number: int = 42, meta: str = "", time: str = TIME, kind: str = "") -> str:
    name = f"borderwatch/{number}"
    return (
        f'<div class="tgme_widget_message {kind} js-widget_message" data-post="{name}">\n'
        '<a class="tgme_widget_message_owner_name" href="#"><span>Border watch</span></a>'
        f'{inner}<div class="tgme_widget_message_info"><span class="tgme_widget_message_views">1.8K'
        f'</span><span class="tgme_widget_message_meta">{meta}<a class="tgme_widget_message_date" '
        f'href="https://t.me/{name}">{time}</a></span></div></div>\n'
    )


def page(*posts: str) -> str:
    return (
        f'{HEAD}\n<section class="tgme_channel_history">\n{"".join(posts)}</section></body></html>'
    )


def read(text: str) -> Reading:
    assert recognise(text) is READER
    return READER.read(text, source="page.html", day=None)


def only(inner: str, **more: str) -> Draft:
    [draft] = read(page(post(inner, **more))).drafts  # type: ignore[arg-type]
    return draft


def test_a_post_has_its_words_time_and_address() -> None:
    draft = only(TEXT.format("First line.<br>Second.<br/><br/>A paragraph &amp; more."))
    assert draft.body == "First line.\nSecond.\n\nA paragraph & more."
    assert (draft.id, draft.source, draft.line) == ("borderwatch/42", "Border watch", 3)
    assert draft.url == "https://t.me/borderwatch/42"
    assert draft.stamp
    assert f"{draft.stamp.wall} {draft.stamp.zone}" == "2031-05-14 08:30:00 UTC"
    assert (draft.byline, draft.revision, draft.extra) == (None, 1, {VIEWS: "1.8K"})


def test_what_is_answered_is_not_read_as_the_post() -> None:
    draft = only(REPLY + TEXT.format("No, eleven."))
    assert draft.body == "No, eleven."
    assert draft.extra[REPLY_TO] == "borderwatch/41"
    [problem] = read(page(post(REPLY))).problems
    assert (problem.lost, "no words" in problem.what) == (True, True)


def test_a_forward_keeps_both_names() -> None:
    draft = only(FORWARD + TEXT.format("Twelve were killed."))
    assert draft.source == "Border watch"
    assert draft.byline == "Border watch, forwarded from The ministry"
    assert draft.extra[FORWARDED_FROM] == "The ministry"
    assert draft.extra["forwarded_from_url"] == "https://t.me/ministry/7"


def test_an_edit_without_its_time_is_said() -> None:
    made = read(
        page(post(TEXT.format("Words."), meta="edited &nbsp;"), post(TEXT.format("edited")))
    )
    assert [(d.revision, d.revised) for d in made.drafts] == [(2, None), (1, None)]
    [problem] = made.problems
    assert "does not say since when" in problem.what
    assert not problem.lost


def test_emoji_are_characters_and_hidden_addresses_are_kept() -> None:
    emoji = '<i class="emoji" style="x"><b>🔥</b></i>'
    link = '<a href="https://example.org/a">here</a> <a href="?q=%23tag">#tag</a>'
    shown = '<a href="https://example.org/b">https://example.org/b</a>'
    draft = only(TEXT.format(f"Fire {emoji} {link} {shown} <a href='javascript:x()'>x</a>"))
    assert draft.body == "Fire 🔥 here #tag https://example.org/b x"
    assert draft.extra[LINKS] == ["https://example.org/a"]


def test_who_signed_it_is_the_byline_and_a_video_is_no_clock() -> None:
    video = '<time class="message_video_duration" datetime="0:31">0:31</time>'
    author = '<span class="tgme_widget_message_from_author">Ani</span>'
    draft = only(video + TEXT.format("Words."), meta=author)
    assert draft.byline == "Ani"
    assert draft.stamp


def test_service_messages_and_posts_without_a_time_are_told() -> None:
    made = read(
        page(
            post(TEXT.format("Channel created"), number=1, kind="service_message"),
            post(TEXT.format("Words."), number=2, time=""),
        )
    )
    [draft] = made.drafts
    assert (draft.id, draft.stamp) == ("borderwatch/2", None)
    assert [p.lost for p in made.problems] == [False, True]


def test_a_page_without_posts_gives_none_and_others_are_not_taken() -> None:
    assert read(page()).drafts == ()
    assert recognise("tgme_widget_message is the class to look for.\n\nBy Ani\n") is not READER
    other = "<html><body><div class='x'>tgme_widget_message</div></body></html>"
    assert recognise(other) is not READER


def test_the_real_sample_is_read(shared: Path) -> None:
    text = (shared / "samples" / "telegram-s-page-reduced.html").read_text("utf-8")
    [draft] = read(text).drafts
    assert (draft.id, draft.source) == ("xCareers/1491", "xCareers: Digital Jobs")
    assert draft.stamp
    assert f"{draft.stamp.wall} {draft.stamp.zone}" == "2020-05-04 07:00:00 UTC"
    assert draft.extra == {VIEWS: "1.8K"}
    first, rest = draft.body.split("\n\n")
    assert first.endswith("🔥")
    assert len(rest.split("\n")) == 2
