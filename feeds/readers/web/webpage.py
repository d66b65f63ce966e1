"""The web page reader: any saved page, its text read as a live blog or as an article.

Where the page marks its text (schema.org, WordPress, OC Media among them) that part is read. It
goes to the live-blog reader where it holds stamped updates, else to the article reader, so that
their rules apply. Of an article in a page without such marks a library finds the text.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from feeds.entry import Draft
from feeds.errors import Problem
from feeds.readers.common.markup import OverloadedError, parsed
from feeds.readers.reading import Reader, Reading, left_out, reading
from feeds.readers.texts import article, liveblog
from feeds.readers.web.extraction import Extracted, extract
from feeds.readers.web.main_content import content_text, is_short, likely_content, marked_content
from feeds.readers.web.page import is_page, page_id
from feeds.readers.web.page_facts import PageFacts, page_facts
from feeds.readers.web.schema_org import is_later

FEWEST = 3
"""Updates of a live blog that does not call itself one."""

LONGEST = timedelta(days=30)
"""Its time from the first to the last."""

_LIVE = re.compile(
    r"\blive\b|liveblog|(?:latest|all the) updates|as it happened|minute.by.minute|\bticker\b"
    r"|онлайн|прямой эфир|canlı",
    re.IGNORECASE,
)


def _read(text: str, *, source: str, day: date | None) -> Reading:
    if not is_page(text):
        return _nothing(source, "is no web page")
    try:
        tree = parsed(text)
    except OverloadedError as error:
        return _nothing(source, f"{error}, which no page is")
    facts = page_facts(tree, text)
    short = is_short(tree)
    marked = marked_content(tree)
    content = content_text(marked or likely_content(tree), facts.told)
    page = _Page(facts, source, day)
    if liveblog.READER.fits(page.with_head(content)):
        made = page.as_liveblog(content)
        if page.says_live or _is_mostly_updates(made):
            return made
    if marked or (short and content):
        return page.as_article(content, [])
    if short and not facts.body:
        return _nothing(source, "holds no text")
    return page.found(extract(text), content)


def _is_mostly_updates(made: Reading) -> bool:
    """True for what a page that does not call itself live must be to be one: several updates of one
    story, none of them most of the page. Else its stamps are those of other stories beside it."""
    updates = [draft for draft in made.drafts if draft.role == "entry"]
    sizes = [len(draft.body) for draft in updates]
    stamps = [draft.stamp for draft in updates if draft.stamp and not draft.stamp.day_only]
    if len(updates) < FEWEST or len(stamps) < len(updates):
        return False
    whole = sum(len(draft.body) for draft in made.drafts)
    span = max(stamp.wall for stamp in stamps) - min(stamp.wall for stamp in stamps)
    return all(sizes) and max(sizes) * 2 < whole < sum(sizes) * 2 and span < LONGEST


def _nothing(source: str, what: str) -> Reading:
    return reading([], [Problem(source=source, line=None, what=what)], source)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page whose text is known, to be read by a reader of texts."""

    facts: PageFacts
    source: str
    day: date | None

    @property
    def says_live(self) -> bool:
        """True where the page calls itself live."""
        return any(_LIVE.search(said) for said in (self.facts.title, self.facts.url) if said)

    def with_head(self, content: str) -> str:
        """The text under the page's title and day, as a page is copied."""
        stamp = self.facts.published
        on = stamp.wall.date().isoformat() if stamp else None
        return "\n\n".join(filter(None, (self.facts.title, on, content)))

    def as_liveblog(self, content: str) -> Reading:
        """Its updates, and its head under its address."""
        made = liveblog.READER.read(self.with_head(content), source=self.source, day=self.day)
        return self._made(made, [], self._liveblog_draft)

    def as_article(self, content: str, notices: Iterable[Problem]) -> Reading:
        """One article, its title, authors and times as the page states them."""
        stated = self.facts.published
        made = article.read(content, source=self.source, day=self.day, stated=stated)
        return self._made(made, notices, self._article_draft)

    def found(self, extracted: Extracted, content: str) -> Reading:
        """The article that the library found, else what most probably is it, said."""
        if extracted.text:
            return self.as_article(extracted.text, [])
        content = self.facts.body or content
        if not content:
            return _nothing(self.source, f"its text is not found: {extracted.why_not}")
        what = f"the text is where most pages have it, unchecked: {extracted.why_not}"
        notice = Problem(source=self.source, line=None, what=what, lost=False)
        return self.as_article(content, [notice])

    def _made(
        self, made: Reading, notices: Iterable[Problem], own: Callable[[Draft], Draft]
    ) -> Reading:
        """The drafts as this page has them, without the lines of the text that it was made into."""
        furniture = left_out(made.dropped, self.source)
        told = [replace(p, line=None) for p in made.problems if p not in furniture]
        if furniture:
            what = f"lines left out as furniture of the page: {len(made.dropped)}"
            told.append(Problem(source=self.source, line=None, what=what, lost=False))
        drafts = [own(replace(draft, line=None)) for draft in made.drafts]
        return reading(drafts, [*self.facts.notices(self.source), *notices, *told], self.source)

    def _liveblog_draft(self, draft: Draft) -> Draft:
        if draft.role != "page":
            return replace(draft, url=self.facts.url)
        return replace(
            draft,
            id=page_id(self.facts.url),
            url=self.facts.url,
            byline=draft.byline or self.facts.byline,
            extra=self._extra(draft),
        )

    def _article_draft(self, draft: Draft) -> Draft:
        facts = self.facts
        headline, body = facts.title or draft.headline, draft.body
        if draft.headline and draft.headline != headline:
            body = f"{draft.headline}\n\n{body}"  # a heading of the text, not the page's title
        is_edited = is_later(facts.modified, draft.stamp)
        return replace(
            draft,
            headline=headline,
            body=body.removeprefix(f"{headline}\n\n"),
            revised=facts.modified if is_edited else None,
            revision=2 if is_edited else 1,
            id=page_id(facts.url),
            url=facts.url,
            byline=facts.byline or draft.byline,
            extra=self._extra(draft),
        )

    def _extra(self, draft: Draft) -> dict[str, object]:
        """What the page says of itself and its text does not."""
        standfirst = self.facts.standfirst
        is_new = standfirst is not None and standfirst not in draft.body
        return {**draft.extra, **({"standfirst": standfirst} if is_new else {})}


READER = Reader(
    name="webpage",
    description="any other web page, saved: a live blog or an article (see nightdesk[articles])",
    fits=is_page,
    read=_read,
    is_whole=True,
    takes_prose=True,
)
