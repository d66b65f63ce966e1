"""Documents of agencies and channels, cut and spoiled at random: read, refused, never a crash."""

import json
import re
import time
from datetime import UTC

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.claims import Extractor
from feeds.errors import FeedError
from feeds.placing import Placement, place
from feeds.readers import reader_named
from feeds.sanitise import clean
from tests import test_newsml_g2, test_ninjs, test_superdesk_liveblog, test_telegram_page
from tests.build import beat
from tests.test_telegram_export import export, message

HONEST = {
    "telegram-export": export(
        message(1, edited="2031-05-14T13:00:00", edited_unixtime="1936515600"),
        message(2, text=["a", {"type": "text_link", "text": "b", "href": "https://x.example"}]),
        message(3, forwarded_from=None, reply_to_message_id=2),
    ),
    "telegram-page": test_telegram_page.page(
        test_telegram_page.post(
            test_telegram_page.REPLY
            + test_telegram_page.FORWARD
            + test_telegram_page.TEXT.format("Seven <b>killed</b>.<br><br>More.")
        )
    ),
    "ninjs": json.dumps([test_ninjs.ONE | {"pubstatus": "canceled"}, test_ninjs.THREE]),
    "newsml-g2": test_newsml_g2.message(
        test_newsml_g2.item(meta='<pubStatus qcode="stat:canceled"/><edNote>x</edNote>'),
        test_newsml_g2.item(inside=test_newsml_g2.XHTML, guid="b"),
    ),
    "superdesk-liveblog": test_superdesk_liveblog.answer(
        test_superdesk_liveblog.post(1, "<p>One.</p>", deleted=True),
        test_superdesk_liveblog.post(2, "Two."),
    ),
}
"""One document a reader, of its own builders."""

COUNTS = {
    **{"telegram-export": 3, "telegram-page": 1, "ninjs": 2, "newsml-g2": 2},
    "superdesk-liveblog": 3,
}
"""Drafts in each: a deleted post is two."""

PIECES = st.sampled_from(
    [
        *("", "{", "}", "[", "]", '"', "\\", "\\x01", "\\ud800", "\ud800", "\x00", "\x1b[2J", "<"),
        *("</", "<p>", "&#27;", "&e;", "<!DOCTYPE x>", "<![CDATA[", "-->", "null", "1e999", "NaN"),
        *("-1", "9" * 5000, "[" * 2000, "<b>" * 6000, "true", '"":', "0001-01-01T00:00:00Z"),
        *("9999-12-31T23:59:59-14:00", "2031-05-14T25:00:00", "\u2028", "\n", "\u202e", ","),
    ]
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=4)
SLOWEST_S = 2.0
"""Processor time for a spoiled document of some kilobytes, on a busy machine."""

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
_EXTRACTOR = Extractor(beat())


def spoiled(text: str, cuts: list[tuple[float, int, str]]) -> str:
    """The text with pieces taken out and others put there."""
    for where, length, piece in cuts:
        at = int(where * len(text))
        text = f"{text[:at]}{piece}{text[at + length :]}"
    return text


@pytest.mark.parametrize("name", HONEST)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cuts=CUTS)
def test_a_spoiled_document_never_crashes(name: str, cuts: list[tuple[float, int, str]]) -> None:
    reader = reader_named(name)
    text = spoiled(HONEST[name], cuts)
    begun = time.process_time()
    try:
        reader.fits(text)
        made = reader.read(text, source="x", day=None)
    except FeedError:
        return
    assert time.process_time() - begun < SLOWEST_S
    by = Placement(source="x", zone=UTC, label="x", day=None)
    for entry in place(made.drafts, by)[0]:
        _EXTRACTOR.claims(entry)
        for text_of in (entry.headline or "", entry.body, entry.source, entry.byline or ""):
            text_of.encode()
            assert not _OBEYED.search(clean(text_of))
    last = text.count("\n") + 1
    lines = [*(d.line for d in made.drafts), *(p.line for p in made.problems)]
    assert all(1 <= line <= last for line in lines if line is not None)


@pytest.mark.parametrize("name", HONEST)
def test_the_honest_document_is_read_whole(name: str) -> None:
    made = reader_named(name).read(HONEST[name], source="x", day=None)
    assert len(made.drafts) == COUNTS[name]
    assert not any(problem.lost for problem in made.problems)
