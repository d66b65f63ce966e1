"""Page blocks: the updates of a live-blog page that are elements with an id and a time.

Guardian pages are built so (`<article id="block-..."><time datetime="...">`), and many others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from feeds.entry import Stamp
from feeds.readers.common.markup import text_of_node
from feeds.readers.common.stamps import read_line, read_stamp
from feeds.readers.texts.furniture import is_button
from feeds.readers.web.main_content import is_furniture
from feeds.readers.web.schema_org import is_later

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

FEWEST_BLOCKS = 2
"""Blocks that make a page a live blog."""

HEX_ID = 24
"""Characters of a Guardian id, which stands after "block-"."""

_NEAR = 8
"""Elements at most between a time and the block that it dates."""

_HIGH = 60
"""Elements above a block among which another block would hold it."""

_FEW = 4
"""Times of one block: when it came, when it was changed, and both again for small screens."""

Told = Callable[[Stamp], Stamp]
"""What a time that a page states is really told as."""

_HEADINGS = "h1, h2, h3, h4, h5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One update, as its element has it."""

    id: str
    """The element's id; of a Guardian block the id alone, as its JSON has it."""

    anchor: str
    """The element's id as written: what an address points to."""

    published: Stamp
    modified: Stamp | None
    headline: str | None
    body: str


def _as_it_is(stamp: Stamp) -> Stamp:
    return stamp


def blocks_of(tree: LexborHTMLParser, told: Told = _as_it_is) -> list[Block]:
    """The updates in the order of the page; empty where it has no two that are built alike.

    `told` puts right what a page is known to write wrong in its times. Changes the tree.
    """
    times: dict[int, list[LexborNode]] = defaultdict(list)
    nodes: dict[int, LexborNode] = {}
    for time in tree.css("time[datetime]"):
        if (node := _holder(time)) is not None:
            nodes[node.mem_id] = node
            times[node.mem_id].append(time)
    holding = {above.mem_id for node in nodes.values() for above in islice(_above(node), _HIGH)}
    alike: dict[str, list[LexborNode]] = defaultdict(list)
    for node in nodes.values():
        if node.mem_id not in holding:
            alike[_kind(node)].append(node)
    most = max(alike.values(), key=len, default=[])
    if len(most) < FEWEST_BLOCKS or sum(n.css_first("p") is not None for n in most) * 2 < len(most):
        return []
    return [block for node in most if (block := _block(node, times[node.mem_id], told))]


def block_record(block: Block, address: str | None) -> dict[str, object]:
    """A block in nightdesk's own keys."""
    record: dict[str, object] = {
        "id": block.id,
        "headline": block.headline,
        "body": block.body,
        "time": block.published,
        "url": f"{address}#{block.anchor}" if address else None,
    }
    if is_later(block.modified, block.published):
        record |= {"revised": block.modified, "revision": 2}
    return record


def _above(node: LexborNode) -> Iterator[LexborNode]:
    while (above := node.parent) is not None:
        yield above
        node = above


def _holder(time: LexborNode) -> LexborNode | None:
    """The nearest element with an id around a time; None in comments, menus and other furniture."""
    for node in islice(_above(time), _NEAR):
        if node.tag in ("body", "html", "nav", "aside", "form") or is_furniture(node):
            return None
        if name := node.attributes.get("id"):
            return None if name.startswith("comment") else node
    return None


def _kind(node: LexborNode) -> str:
    """How an element is built: its tag, and its id without what tells it from its like."""
    name = node.attributes.get("id") or ""
    end = max(name.rfind("-"), name.rfind("_"))
    return f"{node.tag} {name[: end + 1] if end >= 0 else name.rstrip('0123456789')}"


def _block(node: LexborNode, times: list[LexborNode], told: Told) -> Block | None:
    stamps = [(_is_change(time), _stamp(time, told)) for time in times[:_FEW]]
    published = next((stamp for is_change, stamp in stamps if stamp and not is_change), None)
    if published is None:
        return None
    heading = node.css_first(_HEADINGS)
    headline = " ".join(heading.text().split()) if heading is not None else ""
    for part in [*([heading] if headline and heading else []), *times, *node.css("footer, button")]:
        part.decompose()
    name = node.attributes.get("id") or ""
    short = name.removeprefix("block-")
    return Block(
        id=short if len(short) == HEX_ID else name,
        anchor=name,
        published=published,
        modified=next((stamp for is_change, stamp in stamps if stamp and is_change), None),
        headline=headline or None,
        body="\n\n".join(filter(_is_text, text_of_node(node).split("\n\n"))),
    )


def _is_change(time: LexborNode) -> bool:
    """True for "Updated at 19.38 GMT"."""
    around = time.parent.text() if time.parent is not None else ""
    return around.strip().lower().startswith(("updated", "last updated", "modified", "edited"))


def _stamp(time: LexborNode, told: Told) -> Stamp | None:
    stamp, _ = read_stamp(time.attributes.get("datetime") or "")
    return told(stamp) if stamp and not stamp.day_only else None


def _is_text(paragraph: str) -> bool:
    """False for a button, and for a paragraph that is a time alone: the block's, shown again."""
    if is_button(paragraph):
        return False
    stamp = read_line(paragraph)
    return stamp is None or bool(stamp.rest)
