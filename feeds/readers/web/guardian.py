"""The Guardian reader: live-blog blocks as its pages hold them and as its Content API gives them.

Both are JSON. A page's model has `blocks` and times in milliseconds; the API has `blocks.body` and
times in ISO 8601. The post pinned on top and the key events of other pages stand outside `blocks`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from feeds.entry import Draft
from feeds.readers.common.addresses import web_address
from feeds.readers.common.json_text import NotJsonError, forgiving, objects_in, salvaged
from feeds.readers.common.stamps import instant
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.records.record import Records
from feeds.readers.web.guardian_block import block_record
from feeds.readers.web.page import page_id
from feeds.readers.web.schema_org import line, plain

_BARE = re.compile(r"[\s\ufeff]*[\[{]")
_MODEL = '"blockFirstPublished"'
_ANSWER = ('"bodyHtml"', '"firstPublishedDate"')

_OF_A_BLOCK = ("elements", "bodyHtml")
_KEPT = ("pageId", "id", "sectionName", "webPublicationDate", "pagination", "tags")
_NO_TIME = timedelta.min

_Object = Mapping[str, object]


def _fits(text: str) -> bool:
    if not _BARE.match(text):
        return False
    return '"blocks"' in text and (_MODEL in text or all(key in text for key in _ANSWER))


def _read(text: str, *, source: str, day: date | None) -> Reading:
    records = Records(source=source, day=day)
    try:
        value = forgiving(text)
    except NotJsonError as error:
        blocks = salvaged(text, "blocks", _OF_A_BLOCK) or salvaged(text, "body", _OF_A_BLOCK)
        what = f"is no sound JSON ({error}); blocks that can be read all the same: {len(blocks)}"
        records.say(None, what, lost=True)
        value = {"blocks": blocks}
    drafts: list[Draft] = []
    for page in _pages(value):
        drafts += _page(page, records)
    return reading(drafts, records.problems, source)


@dataclass(frozen=True, slots=True)
class _Page:
    """A live blog, or an article that came in the same form."""

    content: _Object
    blocks: Sequence[object]
    outside: Sequence[tuple[str, object]]
    """Blocks that stand outside the list, with what they are."""


def _pages(value: object) -> Iterator[_Page]:
    for one in objects_in(value, but_under=("elements", "linkedData")):
        blocks = one.get("blocks")
        if isinstance(blocks, dict) and isinstance(blocks.get("body"), list):
            yield _Page(one, blocks["body"], ())
        elif isinstance(blocks, list):
            events = one.get("keyEvents")
            outside = [("pinned post", one.get("pinnedPost"))]
            outside += [("key event", e) for e in events] if isinstance(events, list) else []
            yield _Page(one, blocks, tuple(outside))


def _page(page: _Page, records: Records) -> list[Draft]:
    address = web_address(_text(page.content, "webURL", "webUrl")) or ""
    drafts: list[Draft] = []
    strays = 0
    names: set[str] = set()
    listed = [(None, block) for block in page.blocks]
    for what, block in [*listed, *((what, block) for what, block in page.outside if block)]:
        if not isinstance(block, dict):
            strays += 1
            continue
        name = str(block.get("id"))
        if what and name in names:
            continue
        names.add(name)
        record = block_record(block, address)
        if what:
            record["outside"] = what
        if draft := records.read(record, None):
            drafts.append(draft)
    if strays:
        records.say(None, f"blocks that are no objects, left out: {strays}", lost=True)
    _say_pages(page.content, records)
    drafts.sort(key=lambda draft: instant(draft.stamp) if draft.stamp else _NO_TIME, reverse=True)
    return [*_head(page, address, drafts), *drafts]


def _head(page: _Page, address: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The page's own entry, dated by its newest block: its words are edited all along."""
    fields = page.content.get("fields")
    more: _Object = fields if isinstance(fields, dict) else {}
    title = _text(page.content, "headline", "webTitle")
    standfirst = plain(page.content.get("standfirst") or more.get("standfirst"))
    standfirst = standfirst or plain(more.get("trailText"))
    if not title and not standfirst:
        return []
    stamps = [stamp for draft in drafts if (stamp := draft.revised or draft.stamp)]
    head = Draft(
        headline=title or None,
        body=standfirst,
        stamp=max(stamps, key=instant, default=None),
        role="page",
        id=page_id(address),
        url=address or None,
        byline=line(page.content.get("byline") or more.get("byline")) or None,
        extra={key: page.content[key] for key in _KEPT if key in page.content},
    )
    return [head]


def _say_pages(content: _Object, records: Records) -> None:
    """A notice where the older blocks stand on other pages."""
    pages = content.get("pagination")
    if not isinstance(pages, dict):
        return
    here, count = pages.get("currentPage"), pages.get("totalPages")
    if isinstance(count, int) and count > 1:
        what = f"this is page {here} of {count} of the live blog; the others hold more updates"
        records.say(None, what)


def _text(content: _Object, *keys: str) -> str:
    return next((told for key in keys if (told := line(content.get(key)))), "")


READER = Reader(
    name="guardian",
    description="Guardian live-blog blocks: a page's model, or the Content API's answer (JSON)",
    fits=_fits,
    read=_read,
)
