"""The blocks reader: a live-blog page whose updates are elements with an id and a time."""

from datetime import date

from feeds.entry import Draft
from feeds.errors import Problem
from feeds.readers.common.markup import OverloadedError, parsed
from feeds.readers.common.stamps import instant
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.records.record import Records
from feeds.readers.web.page import is_page, page_id
from feeds.readers.web.page_blocks import FEWEST_BLOCKS, block_record, blocks_of
from feeds.readers.web.page_facts import PageFacts, page_facts


def _fits(text: str) -> bool:
    if not is_page(text) or text.count("<time") < FEWEST_BLOCKS:
        return False
    try:
        return bool(blocks_of(parsed(text)))
    except OverloadedError:
        return False


def _read(text: str, *, source: str, day: date | None) -> Reading:
    try:
        tree = parsed(text)
    except OverloadedError as error:
        problem = Problem(source=source, line=None, what=f"{error}, which no page is")
        return reading([], [problem], source)
    facts = page_facts(tree, text)
    records = Records(source=source, day=day)
    records_of = (block_record(block, facts.url) for block in blocks_of(tree, facts.told))
    drafts = [draft for record in records_of if (draft := records.read(record, None))]
    notices = [*facts.notices(source), *records.problems]
    return reading([*_head(facts, drafts), *drafts], notices, source)


def _head(facts: PageFacts, drafts: list[Draft]) -> list[Draft]:
    """The page's own entry, dated by its newest block."""
    if not drafts or not (facts.title or facts.standfirst):
        return []
    stamps = [stamp for draft in drafts if (stamp := draft.revised or draft.stamp)]
    head = Draft(
        headline=facts.title,
        body=facts.standfirst or "",
        stamp=max(stamps, key=instant, default=None),
        role="page",
        id=page_id(facts.url),
        url=facts.url,
        byline=facts.byline,
    )
    return [head]


READER = Reader(
    name="liveblog-blocks",
    description="a live-blog page whose updates are elements with an id and a time (Guardian)",
    fits=_fits,
    read=_read,
)
