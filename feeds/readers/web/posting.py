"""Posting: the updates of a schema.org live blog become drafts, each of its fields judged."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2s

from feeds.entry import Draft, Stamp
from feeds.errors import Problem
from feeds.readers.common.addresses import web_address
from feeds.readers.common.markup import OverloadedError, parsed
from feeds.readers.common.rich_text import links_in, paragraphs_of
from feeds.readers.common.stamps import instant
from feeds.readers.records.record import Records
from feeds.readers.web.id_times import times_in_ids
from feeds.readers.web.page import page_id
from feeds.readers.web.page_blocks import HEX_ID, Block, block_record, blocks_of
from feeds.readers.web.schema_org import (
    FEWEST_SHARING,
    address,
    body_text,
    is_later,
    is_same,
    is_sample,
    line,
    people,
    plain,
    shared_time,
    stamp_of,
    unread,
)

OPENING = 200
"""Characters of a body that name an update without id and headline."""

_BLOCK_PREFIX = "block-"


@dataclass(frozen=True, slots=True)
class Blog:
    """A live blog as a page's JSON-LD has it."""

    posting: Mapping[str, object]
    """The LiveBlogPosting."""

    updates: tuple[object, ...]
    """Its updates, lists and references resolved."""

    line: int
    """Line of the page where its block begins."""


def read_blogs(
    blogs: Sequence[Blog], *, page: str, source: str, day: date | None, problems: list[Problem]
) -> list[Draft]:
    """The drafts of all live blogs of a page: of each its head, then its updates.

    An update that stands in two of its blocks is one. `page` is the whole text, for the times.
    """
    records = Records(source=source, day=day, problems=problems)
    seen: set[tuple[object, ...]] = set()
    drafts: list[Draft] = []
    for blog in blogs:
        drafts += _Reader(blog, page, records, seen).drafts()
    return drafts


@dataclass(slots=True)
class _Update:
    """One update, its texts read."""

    raw: Mapping[str, object]
    headline: str
    body: str
    url: str | None
    published: Stamp | None
    modified: Stamp | None
    id: str | None = None


@dataclass(slots=True)
class _Reader:
    blog: Blog
    page: str
    records: Records
    seen: set[tuple[object, ...]]
    headline: str = ""
    base: str = ""
    skipped: Counter[str] = field(default_factory=Counter)
    blocks: Mapping[str, Block] = field(default_factory=dict)
    begun: Mapping[str, Stamp] = field(default_factory=dict)

    def drafts(self) -> list[Draft]:
        posting = self.blog.posting
        self.headline = line(posting.get("headline") or posting.get("name"))
        self.base = address(posting)
        updates = list(self._updates())
        shared = shared_time([one.published for one in updates])
        _identify(updates, self.base, by_time=shared is None)
        self._reject_shared_edits(updates)
        shared = shared or self._shared_by_few(updates)
        if shared:
            self._look_for_times(updates, shared)
        drafts = [draft for one in updates if (draft := self._draft(one, shared is not None))]
        for what, count in self.skipped.items():
            self._say(f"{what}: {count}", lost=what in _LOST)
        return [*self._head(drafts), *drafts] if drafts else []

    def _updates(self) -> Iterator[_Update]:
        for raw in self.blog.updates:
            if not isinstance(raw, dict):
                self.skipped[_NO_OBJECT] += 1
            elif is_sample(raw):
                self.skipped[_SAMPLE] += 1
            elif update := self._update(raw):
                said = (str(raw.get(key)) for key in ("url", "@id", "datePublished"))
                words = (*said, update.headline, update.body)
                if words in self.seen:
                    self.skipped[_TWICE] += 1
                    continue
                self.seen.add(words)
                yield update

    def _update(self, raw: dict[str, object]) -> _Update | None:
        try:
            headline = line(raw.get("headline") or raw.get("name"))
            body = paragraphs_of(body_text(raw))
        except OverloadedError:
            self.skipped[_TOO_DEEP] += 1
            return None
        if headline == self.headline and body:
            headline = ""  # the page's own, repeated over each update
        url = raw.get("url")
        return _Update(
            raw=raw,
            headline=headline,
            body=body,
            url=web_address(url, self.base) if isinstance(url, str) and url else None,
            published=stamp_of(raw.get("datePublished")),
            modified=stamp_of(raw.get("dateModified")),
        )

    def _reject_shared_edits(self, updates: Sequence[_Update]) -> None:
        """A time of editing that all updates share is when the page was saved."""
        if shared_time([one.modified for one in updates]):
            for one in updates:
                one.modified = None

    def _shared_by_few(self, updates: Sequence[_Update]) -> Stamp | None:
        """The time that even two updates share, where the page's own blocks know better."""
        shared = shared_time([one.published for one in updates], fewest=1)
        if shared is None or len(updates) >= FEWEST_SHARING:
            return None
        self.blocks = _blocks(self.page)
        return shared if all(one.id in self.blocks for one in updates) else None

    def _look_for_times(self, updates: Sequence[_Update], shared: Stamp) -> None:
        """Where all updates carry the page's own time those of its blocks stand in for it, else
        what their ids say."""
        self.blocks = self.blocks or _blocks(self.page)
        ids = {one.id for one in updates if one.id}
        of_blocks = ids & self.blocks.keys()
        left = ids - of_blocks
        self.begun = times_in_ids(left, shared)
        missing = len(updates) - len(of_blocks) - len(self.begun)
        what = f"all {len(updates)} updates have one time, {shared.text!r}: it is the page's and "
        what += f"not taken; by the page's own blocks: {len(of_blocks)}"
        if self.begun:
            what += f"; from the id, as no earlier: {len(self.begun)}"
        self._say(what + (f"; undated: {missing}" if missing else ""), lost=missing > 0)

    def _draft(self, update: _Update, is_shared: bool) -> Draft | None:
        record = {**self._kept(update), **self._texts(update)}
        if is_shared:
            record |= self._instead(update)
            return self.records.read(record, self.blog.line)
        record["time"] = update.published or update.raw.get("datePublished")
        if is_later(update.modified, update.published):
            record |= {"revised": update.modified, "revision": 2}
        elif update.raw.get("dateModified") and not is_same(update.modified, update.published):
            record["dateModified"] = update.raw["dateModified"]
        return self.records.read(record, self.blog.line)

    def _instead(self, update: _Update) -> dict[str, object]:
        """What the page's own block says of an update, in place of a time that is not its own."""
        rejected = {key: update.raw.get(key) for key in ("datePublished", "dateModified")}
        rejected = {key: value for key, value in rejected.items() if value is not None}
        block = self.blocks.get(update.id or "")
        if block is None:
            return {**rejected, "time": self.begun.get(update.id or "")}
        told = block_record(block, self.base)
        texts = ("headline", "body") if block.body else ()
        keys = ("time", "revised", "revision", *texts)
        return {**rejected, **{key: told[key] for key in keys if key in told}}

    def _texts(self, update: _Update) -> dict[str, object]:
        return {
            "id": update.id,
            "headline": update.headline or None,
            "body": update.body,
            "url": update.url,
            "byline": people(update.raw.get("author")),
            "source": None,
        }

    def _kept(self, update: _Update) -> dict[str, object]:
        """What is not read of an update, without what it repeats of the blog."""
        kept = unread(update.raw, self.blog.posting)
        links = links_in(body_text(update.raw))
        return {**kept, "links": links} if links else kept

    def _head(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The page's own entry, dated by its newest update: its words are edited all along."""
        posting = self.blog.posting
        body = plain(posting.get("description"))
        if not self.headline and not body:
            return []
        stamps = [stamp for draft in drafts if (stamp := draft.revised or draft.stamp)]
        zoned = [stamp for stamp in stamps if stamp.zone]
        extra = {k: v for k, v in unread(posting, {}).items() if k not in ("description",)}
        head = Draft(
            headline=self.headline or None,
            body=body,
            stamp=max(zoned or stamps, key=instant, default=None),
            role="page",
            id=page_id(self.base),
            url=self.base or None,
            line=self.blog.line,
            byline=people(posting.get("author")),
            extra=extra,
        )
        return [head]

    def _say(self, what: str, *, lost: bool) -> None:
        self.records.say(self.blog.line, what, lost=lost)


_NO_OBJECT = "updates that are no objects, left out"
_SAMPLE = "updates without text that a template left in as samples, left out"
_TOO_DEEP = "updates whose markup is nested too deep, left out"
_TWICE = "updates that stand in the page twice, read once"
_LOST = (_NO_OBJECT, _TOO_DEEP)


def _blocks(page: str) -> dict[str, Block]:
    """The page's own blocks by id."""
    try:
        return {block.id: block for block in blocks_of(parsed(page))}
    except OverloadedError:
        return {}


def _identify(updates: Sequence[_Update], base: str, *, by_time: bool) -> None:
    """The id of each: the fragment of its address, else its `@id`, else its address, else a digest
    of its time and first words (None where their times are not their own). What two different
    updates share names neither."""
    addresses = [one.url if one.url != base else None for one in updates]
    for names in ([*map(_fragment, updates)], [*map(_own_id, updates)], addresses):
        counts = Counter(name for name in names if name)
        for one, name in zip(updates, names, strict=True):
            if one.id is None and name and counts[name] == 1:
                one.id = name
    for one in updates:
        if one.id is None and one.published and by_time:
            words = one.headline or one.body[:OPENING]
            told = f"{instant(one.published)}\n{words}".encode(errors="replace")
            one.id = blake2s(told, digest_size=8).hexdigest()


def _fragment(update: _Update) -> str | None:
    value = update.raw.get("url")
    fragment = value.partition("#")[2].strip() if isinstance(value, str) else ""
    short = fragment.removeprefix(_BLOCK_PREFIX)
    return (short if len(short) == HEX_ID else fragment) or None


def _own_id(update: _Update) -> str | None:
    value = update.raw.get("@id")
    if not isinstance(value, str):
        return None
    return value.partition("#")[2] or value or None
