"""Posts: what a feed says of one item becomes a draft; what is odd is told once, and counted.

Feeds, their JSON relatives and social networks differ in their words, not in what they say: an id,
a title, a text in HTML, when it came and when it was changed, by whom.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Literal
from urllib.parse import urljoin

from feeds.entry import Draft, Stamp
from feeds.notices import EXTENT
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.stamps import instant
from feeds.readers.records.seen import Seen
from feeds.readers.syndication.feed_stamps import read_feed_stamp

Extent = Literal["full", "summary", "title"]
"""What a feed gave of an article: its text, a summary of it, or a title alone."""

_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f<>\"]+$", re.IGNORECASE)
_TAG_AS_TEXT = re.compile(r"&lt;/?(?:p|br|div|a|img|li|span|blockquote)\b", re.IGNORECASE)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_LONGEST_ADDRESS = 4000

MOST_DEPTH = 1000
"""Tags of one text that are open at once: a feed has thousands of texts, a page is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One item, its texts read already."""

    line: int
    id: str | None
    headline: str | None
    body: str
    extent: Extent | None
    """None where the source has no such difference."""

    published: Stamp | None
    updated: Stamp | None
    url: str | None
    byline: str | None
    extra: Mapping[str, Any]
    source: str | None = None
    """Who published it, where the document holds several; None is the document."""

    revision: int | None = None
    """Where the format counts versions; None is 1, and 2 for what was changed."""


@dataclass(slots=True, kw_only=True)
class Posts:
    """Makes the drafts of one document."""

    odd: Oddities
    """What was odd, told once a kind."""

    item: str = "item"
    """What the format calls one of them, for problems."""

    base: str | None = None
    """Address that relative ones are meant from."""

    _seen: Seen = field(default_factory=Seen)

    def draft(self, post: Post) -> Draft | None:
        """The draft of a post; None where it has no text, or repeats another to the letter."""
        if not post.headline and not post.body:
            self.odd.say(f"the {self.item} has neither title nor text; left out", post.line)
            return None
        published = post.published or post.updated
        if published is None:
            what = f"the {self.item} has no time that can be read; kept, undated"
            self.odd.say(what, post.line, lost=False)
        revised = _later(post.updated, published)
        extent = {EXTENT: post.extent} if post.extent else {}
        kept, wrong = self._seen.once(
            Draft(
                headline=post.headline or None,
                body=post.body,
                stamp=published,
                id=post.id,
                url=post.url,
                line=post.line,
                source=post.source,
                revision=post.revision or (2 if revised else 1),
                revised=revised,
                byline=post.byline or None,
                extra={
                    **extent,
                    **{k: v for k, v in post.extra.items() if v not in (None, "", [], {})},
                },
            )
        )
        if wrong:
            what = f"an id is used again: the {self.item}"
            self.odd.say(what, post.line, lost=False, of=f" {wrong}")
        return kept

    def say_broken(self, error: str | None, line: int | None) -> None:
        """Say where a JSON text is broken; nothing where it is not."""
        if error:
            what = f"the JSON is broken here ({error}); each whole {self.item} is read"
            self.odd.say(what, line)

    def stamp(self, value: object, line: int) -> Stamp | None:
        """The time that a field holds; None where it holds none, which is said."""
        text = self.text(value)
        if not text:
            return None
        stamp, wrong = read_feed_stamp(text)
        if wrong and stamp is None:
            self.odd.say("a time cannot be read", line, of=f": {wrong}")
        elif wrong:
            self.odd.say(wrong, line, lost=False)
        return stamp

    def html(self, value: object, line: int) -> str:
        """The text of a piece of HTML; the empty text for none, and for one nested too deep."""
        from feeds.readers.common import markup  # noqa: PLC0415 - its parser: only where HTML comes

        try:
            if not isinstance(value, str):
                return ""
            if "<" not in value and _TAG_AS_TEXT.search(value):
                value = unescape(value)  # escaped once too often
            return _whole(markup.text_of(value, most_depth=MOST_DEPTH))
        except markup.OverloadedError as error:
            self.odd.say(f"the text of the {self.item} is left out", line, of=f": its {error}")
            return ""

    def plain(self, value: object) -> str:
        """The paragraphs of a text that is no HTML."""
        from feeds.readers.common import markup  # noqa: PLC0415 - its parser: only where texts come

        return _whole(markup.text_of_plain(value)) if isinstance(value, str) else ""

    def text(self, value: object) -> str | None:
        """A text of one line, or a number as its digits; None for anything else."""
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        return " ".join(_whole(value).split()) or None if isinstance(value, str) else None

    def address(self, value: object) -> str | None:
        """A web address, whole; None for any other: what it was belongs into `extra`."""
        text = self.text(value)
        if not text or len(text) > _LONGEST_ADDRESS:
            return None
        if self.base and not _ADDRESS.match(text):
            try:
                text = urljoin(self.base, text)
            except ValueError:  # brackets that are no IPv6 address
                return None
        return text if _ADDRESS.match(text) else None


def _later(updated: Stamp | None, published: Stamp | None) -> Stamp | None:
    """When it was changed: an update before or at the publication is none."""
    if updated is None or published is None or published.day_only or updated.day_only:
        return None
    if (updated.zone is None) != (published.zone is None):
        return None  # which of them is later depends on the zone of one
    return updated if instant(updated) > instant(published) else None


def _whole(text: str) -> str:
    """Without half characters, which no output takes."""
    return _HALF_PAIR.sub("\ufffd", text)
