"""Ledger log: how the ledgers of cells moved, as it is stored; one is read without any claim.

Of each cell there are segments, one after the other: a record for each moment at which its ledger
moved. What comes after a moment leaves them as they are; `cut` takes away what came since.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from feeds.packed import dumps, loads
from feeds.reconcile.blobs import Blobs
from feeds.reconcile.difference import Packed
from feeds.tally import LedgerRole, LedgerRow, PlaceFigure

if TYPE_CHECKING:  # a screen reads what is stored without the stage
    from feeds.reconcile.tracking import Moved, RowChange

EVENTS = 256
"""Rows that moved in a segment: the last one of a cell is written again with each chapter."""

_NEVER = 1 << 62
"""In the place of the moment from which on ledgers are told, where nothing is told any more."""

_AT, _WORDS = 3, 4
"""Where a packed row has its place, and the words of a denial."""

_ROLES: Sequence[LedgerRole] = get_args(LedgerRole)


@dataclass(slots=True)
class Page:
    """The ledger of one cell at one moment."""

    order: list[str] = field(default_factory=list)
    """Ids of the claims, in the order told."""

    told: dict[str, Packed] = field(default_factory=dict)
    """By claim: its id, role and note; where it came, of those that did not come last; of a denial
    who denies what."""

    parts: dict[str, Packed] = field(default_factory=dict)
    reasons: Sequence[Sequence[str]] = ((), ())

    @property
    def rows(self) -> Sequence[LedgerRow]:
        """As `Cell.ledger`."""
        told = (self.told[id] for id in self.order)
        return [LedgerRow(claim=row[0], role=_ROLES[row[1]], note=row[2]) for row in told]

    @property
    def why(self) -> tuple[str, ...]:
        """As `Cell.why`, but for what the cells of a side say of each other."""
        before, after = self.reasons
        told = (self.told[id] for id in self.order)
        denied = (row[_WORDS] for row in told if len(row) > _WORDS)
        return (*before, *denied, *after)

    @property
    def places(self) -> tuple[PlaceFigure, ...]:
        """As `Cell.places`, of each but the claim that stands, without as-of."""
        place = {id: n for n, id in enumerate(self.order)}
        told = sorted(
            self.parts.values(), key=lambda p: (p[0], p[1] or "", p[4], place.get(p[5], 0))
        )
        return tuple(
            PlaceFigure(
                place=place, incident=incident, low=low, high=high, as_of=None, claims=(id,), by=by
            )
            for place, incident, low, high, by, id in told
        )

    def apply(
        self, rows: Sequence[Packed], parts: Sequence[Packed], reasons: Packed | None
    ) -> None:
        """Go on by one record."""
        order, told = self.order, self.told
        for row in rows:
            id = row[0]
            if len(row) == 1:
                order.remove(id)
                del told[id]
                continue
            if id not in told:
                at = row[_AT] if len(row) > _AT else None
                order.insert(len(order) if at is None else at, id)
            told[id] = row
        for key, part in parts:
            if part is None:
                self.parts.pop(key, None)
            else:
                self.parts[key] = part
        self.reasons = self.reasons if reasons is None else reasons


class LedgerLog:
    """The ledgers of one window; read and written by one thread at a time."""

    def __init__(self, name: str, blobs: Blobs, head: bytes | None) -> None:
        """`head` is what is kept under the name."""
        self._name = name
        self._blobs = blobs
        found = loads(head)
        kept: Sequence[Any] = found or (0, None, {})
        self.is_begun = found is not None and kept[1] != _NEVER
        """False where nothing is told yet: whoever goes on tells all that is there."""
        self._cuts: int = kept[0]
        """How often something was taken away."""
        self._since: int | None = kept[1]
        """From which moment on ledgers are told; None: from the first one on."""
        self._firsts: dict[str, list[int]] = kept[2]
        """By cell the first moment of each segment."""
        self._tails: dict[str, list[Packed]] = {}
        """Of cells that moved since it was opened the last segment."""
        self._changed: set[str] = set()
        self._page: tuple[tuple[str, int], Page] | None = None

    def begin(self, ticks: int) -> dict[str, bytes | None]:
        """Tell ledgers from a moment on, and of none before; returns what is to be put."""
        gone = self.cut(None)
        self._since, self.is_begun = ticks, True
        return {**gone, self._name: self._head}

    def add(self, ticks: int, moved: Iterable[tuple[tuple[str, ...], "Moved"]]) -> None:
        """Write what moved at a later moment, by the key of the cell."""
        self.is_begun = True
        for key, what in moved:
            name = "/".join(key)
            tail = self._tail(name)
            if not tail:
                self._firsts.setdefault(name, []).append(ticks)
            rows = [_packed(row) for row in what.rows]
            parts = [["/".join(map(str, part)), told] for part, told in what.parts.items()]
            tail.append([ticks, rows, parts, what.reasons])
            self._changed.add(name)

    def take(self) -> dict[str, bytes | None]:
        """What is to be put since this was asked."""
        put: dict[str, bytes | None] = {}
        for name in sorted(self._changed):
            tail, n = self._tails[name], len(self._firsts[name]) - 1
            put[self._key(name, n)] = dumps([self._cuts, tail])
            if _events(tail) >= EVENTS:
                self._tails[name] = []
        self._changed = set()
        return {**put, self._name: self._head}

    def cut(self, until: int | None) -> dict[str, bytes | None]:
        """Forget what came after a moment, None: all; returns what is to be put.

        Where nothing is told of so early a moment, nothing is left: it is begun anew.
        """
        if not self.is_begun:
            return {}
        is_before = until is not None and self._since is not None and until < self._since
        if is_before:
            until = None
        put: dict[str, bytes | None] = {}
        self._cuts += 1
        self._tails, self._changed, self._page = {}, set(), None
        if until is None:
            self._since = _NEVER if is_before else None
            self.is_begun = not is_before
        for name, firsts in list(self._firsts.items()):
            kept = 0 if until is None else bisect_right(firsts, until)
            put |= {self._key(name, n): None for n in range(kept, len(firsts))}
            self._firsts[name] = firsts[:kept]
            records = self._segment(name, kept - 1) if kept and until is not None else None
            if records is None:
                if not kept:
                    del self._firsts[name]
            elif until is not None and records[-1][0] > until:
                told = [record for record in records if record[0] <= until]
                put[self._key(name, kept - 1)] = dumps([self._cuts, told])
        return {**put, self._name: self._head}

    def page(self, key: tuple[str, ...], ticks: int) -> Page | None:
        """The ledger of a cell at a moment; None where it is not told."""
        name = "/".join(key)
        if not self._firsts or (self._since is not None and ticks < self._since):
            return None
        if self._page is None or self._page[0] != (name, ticks):
            page = self._made(name, ticks)
            if page is None:
                return None
            self._page = ((name, ticks), page)
        return self._page[1]

    def _made(self, name: str, ticks: int) -> Page | None:
        page = Page()
        firsts: Sequence[int] = self._firsts.get(name, ())
        keys = [self._key(name, n) for n in range(bisect_right(firsts, ticks))]
        found = self._blobs.several(keys)
        for key in keys:
            records = self._read(found.get(key))
            if records is None:
                return None
            if records[-1][0] > ticks:
                del records[bisect_right(records, ticks, key=lambda record: record[0]) :]
            for _, rows, parts, reasons in records:
                page.apply(rows, parts, reasons)
        return page

    def _tail(self, name: str) -> list[Packed]:
        if name not in self._tails:
            n = len(self._firsts.get(name, ())) - 1
            records = self._segment(name, n) if n >= 0 else None
            self._tails[name] = records if records and _events(records) < EVENTS else []
        return self._tails[name]

    def _segment(self, name: str, n: int) -> list[Packed] | None:
        return self._read(self._blobs.get(self._key(name, n)))

    def _read(self, blob: bytes | None) -> list[Packed] | None:
        """The records of a segment; None where another writer has taken it away since."""
        cuts, records = loads(blob) or (None, None)
        return records if cuts is not None and cuts <= self._cuts else None

    @property
    def _head(self) -> bytes:
        return dumps([self._cuts, self._since, self._firsts])

    def _key(self, name: str, n: int) -> str:
        return f"{self._name}/{name}/{n}"


def _packed(row: "RowChange") -> Packed:
    if row.row is None:
        return [row.claim]
    told = [row.claim, _ROLES.index(row.row.role), row.row.note]
    if row.words:
        return [*told, row.at, row.words]
    return told if row.at is None else [*told, row.at]


def _events(records: Sequence[Packed]) -> int:
    return sum(len(rows) + len(parts) + 1 for _, rows, parts, _ in records)
