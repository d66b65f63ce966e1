"""The JSON-LD reader: a page's schema.org LiveBlogPosting, as sites write it for search engines.

What sites really write is in the notes on formats: one broken block beside sound ones, HTML inside
JSON, times that are the page's and not the update's, a template's samples left in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from feeds.errors import Problem
from feeds.readers.common.json_text import NotJsonError, forgiving, objects_in, salvaged
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.web import liveblog_blocks, webpage
from feeds.readers.web.page import Script, is_page, linked_data
from feeds.readers.web.posting import Blog, read_blogs

TYPE = "LiveBlogPosting"
UPDATES = "liveBlogUpdate"

_OF_AN_UPDATE = ("articleBody", "datePublished")
_BARE = re.compile(r"\s*[\[{]")


def _fits(text: str) -> bool:
    """True for a page, or the JSON-LD alone, that has a live blog's block."""
    if TYPE not in text:
        return False
    if is_page(text):
        return any(TYPE in script.text for script in linked_data(text))
    return _BARE.match(text) is not None and UPDATES in text and "schema.org" in text


def _read(text: str, *, source: str, day: date | None) -> Reading:
    problems: list[Problem] = []
    blogs = list(_blogs(text, source, problems))
    drafts = read_blogs(blogs, page=text, source=source, day=day, problems=problems)
    if any(draft.role == "entry" for draft in drafts):
        return reading(drafts, problems, source)
    return _otherwise(text, source, day, problems)


def _otherwise(text: str, source: str, day: date | None, problems: list[Problem]) -> Reading:
    """The page without its JSON-LD, where that holds no update."""
    blocks = liveblog_blocks.READER
    reader = blocks if blocks.fits(text) else webpage.READER
    made = reader.read(text, source=source, day=day)
    what = f"the live blog's JSON-LD holds no update; read as {reader.name}"
    notice = Problem(source=source, line=None, what=what, lost=False)
    return replace(made, problems=(*problems, notice, *made.problems))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block that could be read."""

    value: object
    line: int


def _blogs(text: str, source: str, problems: list[Problem]) -> Iterator[Blog]:
    """The live blogs of a page, updates that are mere references looked up in all its blocks."""
    blocks = list(_blocks(text, source, problems))
    named: dict[object, dict[str, object]] = {}
    for block in blocks:
        for one in objects_in(block.value):
            if len(one) > 1 and isinstance(one.get("@id"), str):
                named.setdefault(one["@id"], one)
    for block in blocks:
        for one in objects_in(block.value, but_under=(UPDATES,)):
            if _is_blog(one):
                yield Blog(one, tuple(_updates(one.get(UPDATES), named)), block.line)


def _blocks(text: str, source: str, problems: list[Problem]) -> Iterator[_Block]:
    scripts = linked_data(text) if is_page(text) else iter([Script(text, 1, True)])
    for script in scripts:
        try:
            yield _Block(forgiving(script.text), script.line)
        except NotJsonError as error:
            if TYPE not in script.text:
                what = f"a block of JSON-LD is no JSON ({error}); passed over"
                problems.append(Problem(source=source, line=script.line, what=what, lost=False))
                continue
            updates = salvaged(script.text, UPDATES, _OF_AN_UPDATE)
            why = str(error) if script.is_whole else "the page ends inside it"
            what = f"the live blog's JSON-LD is broken ({why}); updates that can be read all the "
            what += f"same: {len(updates)}"
            problems.append(Problem(source=source, line=script.line, what=what))
            yield _Block({"@type": TYPE, UPDATES: updates}, script.line)


def _is_blog(one: dict[str, object]) -> bool:
    kinds = one.get("@type")
    said: Sequence[object] = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(TYPE) for kind in said)


def _updates(value: object, named: dict[object, dict[str, object]]) -> Iterator[object]:
    """The updates of a list, of lists in it, or of a single object."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and len(one) == 1:
            yield named.get(one.get("@id"), one) if isinstance(one.get("@id"), str) else one
        elif one is not None:
            yield one


READER = Reader(
    name="liveblog-jsonld",
    description="a web page whose JSON-LD holds a schema.org LiveBlogPosting",
    fits=_fits,
    read=_read,
    is_whole=True,
)
