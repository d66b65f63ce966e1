"""Present: which entries an archive has, what their versions say, and where another one belongs."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feeds.archive.coding import Rest, says_revised, unpack_text, withdrawn_in
from feeds.snapshot import EntryKey
from feeds.versions import Order, numbered, order_of, place_among

Words = tuple[str | None, str, int | None, str | None]
"""Headline, body, time and why it was withdrawn: what makes a version."""

Said = tuple[Words, int | None]
"""The same with `known` as kept."""


@dataclass(slots=True)
class Held:
    """A version as its row has it."""

    doc: int
    revision: int
    given: int
    """The revision that the source gave."""

    cut: int | None
    text: str | bytes
    time: int | None
    known: int | None
    """Microseconds after `time`."""

    rest: Rest
    is_new: bool = False
    """True until its transaction is done."""

    @property
    def said(self) -> Said:
        """What makes it a version."""
        words = (*unpack_text(self.cut, self.text), self.time, withdrawn_in(self.rest))
        return words, self.known

    @property
    def order(self) -> Order:
        """Its order among the others."""
        return order_of(known_at(self.time, self.known), self.given)


def _order(said: Said, given: int) -> Order:
    (_, _, time, _), known = said
    return order_of(known_at(time, known), given)


def known_at(time: int | None, known: int | None) -> int | None:
    """Since 1970, of `known` as kept."""
    return None if known is None else known + (time or 0)


class Chain:
    """The versions of one entry, in their order; the last one holds."""

    def __init__(self, held: list[Held]) -> None:
        self.held = held
        self._orders = [one.order for one in held]
        self._said = {one.said for one in held}
        self._words = {words for words, _ in self._said}
        self.highest = max((one.given for one in held), default=0)
        """Of the revisions that the source gave."""

        self.has_first = any(not says_revised(one.rest) for one in held)
        """True where one of them does not say when it was revised."""

    def has(self, said: Said, given: int, *, by_words: bool) -> bool:
        """True for what is there already: the very version, or the words of the one before it.

        `by_words`: one that says nothing of when it was revised is an older one, whenever that
        came in.
        """
        if said in self._said:
            return True
        words, known = said
        at = place_among(self._orders, _order(said, given))
        if at and self.held[at - 1].said[0] == words:
            return True
        return by_words and not known and words in self._words

    def put(self, one: Held) -> tuple[Held | None, Held | None]:
        """Take one more; those before and after it."""
        at = place_among(self._orders, one.order)
        self._orders.insert(at, one.order)
        self.held.insert(at, one)
        said = one.said
        self._said.add(said)
        self._words.add(said[0])
        self.highest = max(self.highest, one.given)
        self.has_first = self.has_first or not says_revised(one.rest)
        before = self.held[at - 1] if at else None
        return before, self.held[at + 1] if at + 1 < len(self.held) else None

    def renumbered(self) -> list[tuple[Held, int]]:
        """Those whose revision is another by now, with it; the last one first."""
        now = numbered([one.given for one in self.held])
        pairs = [(h, n) for h, n in zip(self.held, now, strict=True) if h.revision != n]
        return pairs[::-1]


@dataclass(slots=True)
class Known:
    """An entry that is there."""

    n: int
    holds: Held | None = None
    """The version that does; None where there is a mark only."""

    chain: Chain | None = None
    """All its versions; None until they are asked for."""

    is_new: bool = False
    """True where it was not there before its transaction."""


class Present:
    """Which entries are there, and what they say."""

    def __init__(self, raw: sqlite3.Connection, *, by_words: bool = False) -> None:
        """`by_words`: edits that did not say when they were made were kept with when they came."""
        self._raw = raw
        self._by_words = by_words
        self._known: dict[EntryKey, Known] = {}

    def look_up(self, keys: Iterable[EntryKey]) -> None:
        """Find all these entries, many in one statement; `find` knows of no others."""
        by_source: dict[str, set[str]] = {}
        for source, id in keys:
            by_source.setdefault(source, set()).add(id)
        for source, ids in by_source.items():
            asked = sorted(ids)
            for start in range(0, len(asked), _AT_ONCE):
                self._look_up(source, asked[start : start + _AT_ONCE])

    def _look_up(self, source: str, ids: Sequence[str]) -> None:
        marks = ",".join("?" * len(ids))
        for id, n, *version in self._raw.execute(f"{_FIND} ({marks})", (source, *ids)):
            holds = None if version[0] is None else Held(*version)
            self._known[source, id] = Known(n, holds)

    def find(self, key: EntryKey) -> Known | None:
        """What is known of an entry that was looked up; None for nothing."""
        return self._known.get(key)

    def put(self, key: EntryKey, known: Known) -> None:
        """An entry that is there from now on."""
        self._known[key] = known

    def chain(self, known: Known) -> Chain:
        """All versions of an entry."""
        if known.chain is None:
            held = known.holds
            if held is None or held.is_new:
                known.chain = Chain([held] if held else [])
            else:
                rows = self._raw.execute(_CHAIN, (held.doc,)).fetchall()
                known.chain = Chain([Held(*row) for row in rows])
        return known.chain

    def is_there(self, said: Said, given: int, known: Known) -> bool:
        """True for what is there already; see `Chain.has`."""
        holds = known.holds
        if holds is None:
            return False
        if holds.said[0] == said[0] and _order(said, given) >= holds.order:
            return True
        return self.chain(known).has(said, given, by_words=self._by_words)


_AT_ONCE = 2_000
"""Ids of one statement."""

_HELD = "doc, revision, ifnull(given, revision), cut, text, time, known, rest"
_FIND = (
    f"SELECT e.id, e.n, {_HELD} FROM entry e LEFT JOIN version ON doc = newest "  # noqa: S608 - our own
    "WHERE e.source = (SELECT n FROM source WHERE name = ?) AND e.id IN"
)
_CHAIN = (
    "WITH RECURSIVE chain (doc, depth) AS (VALUES (?, 0) UNION ALL "  # noqa: S608
    "SELECT replaces, depth + 1 FROM chain JOIN version USING (doc) WHERE replaces NOT NULL) "
    f"SELECT {_HELD} FROM chain JOIN version USING (doc) ORDER BY depth DESC"
)
