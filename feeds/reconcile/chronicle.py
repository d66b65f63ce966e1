"""The tallies of one window, moment by moment, as they are stored: a seek reads one chapter.

A chapter begins with all cells, and goes on with those that moved: a record for each moment at
which a claim came or went. What comes after it leaves it as it is; of a claim that comes late, an
edit or a decision `forget` is told the moment from which on it counts (R1, R19).
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from feeds.beat import Beat
from feeds.packed import dumps, loads
from feeds.reconcile.blobs import Blobs, Overtaken
from feeds.reconcile.compact import (
    CHECKS,
    Reader,
    pack_cell,
    pack_rest,
    pack_time,
    read_cell,
    unpack,
    unpack_time,
)
from feeds.reconcile.difference import Packed, applied, difference
from feeds.reconcile.ledger_log import LedgerLog
from feeds.reconcile.logged import Logged
from feeds.tally import Cell, CellKey, Dispute, PlaceFigure, Tally

if TYPE_CHECKING:  # a screen reads what is stored without the stage
    from feeds.reconcile.firsts import Beside
    from feeds.reconcile.running import RunningTally
    from feeds.reconcile.shelving import Shelving
    from feeds.reconcile.tracking import Moved, Tracking

_Parts = Mapping[CellKey, Sequence[PlaceFigure]]
_CellsOf = Callable[[Logged], Sequence[Cell]]

RECORDS = 128
"""Moments of a chapter: the most that a seek reads."""


class Chronicle:
    """What is stored of a window's tallies; read and written by one thread at a time.

    Of several writers one goes on: whoever puts something while nobody else has put anything since
    it was opened, or since it put something last. The others are `Overtaken`.
    """

    def __init__(self, name: str, blobs: Blobs, beat: Beat) -> None:
        """`name` tells windows and beats apart, and whatever else decides a tally."""
        self._beat = beat
        self._name = name
        self._blobs = blobs
        self.mark: str | None = None
        """What it was written from, in the words of whoever writes it; kept with what is saved."""

        self._index: list[list[int]] = []
        """First and last moment of each chapter, in order."""

        heads = tuple(f"{name}/{part}" for part in ("index", "ledgers", "shelves"))
        found = blobs.several(heads)
        self._heads: dict[str, bytes | None] = {key: found.get(key) for key in heads}
        """As they were when it was opened, or put something last: one is another after each put."""

        kept = loads(self._heads[heads[0]])
        if kept is not None:
            self.mark, self._index = kept
        self._written = _Chapter()
        self._parts: dict[CellKey, Sequence[PlaceFigure]] = {}
        self._read: tuple[int, _Chapter] | None = None
        self._tracking: Tracking | None = None
        """How ledgers stood at the last moment written; None where that is not known."""
        self._shelving: Shelving | None = None
        """And what lay beside the cells."""

    @property
    def until(self) -> datetime | None:
        """The last moment stored: `at` knows every one up to it; None where nothing is."""
        return unpack_time(self._index[-1][1]) if self._index else None

    def at(
        self, moment: datetime, opened: Callable[[], Tally], *, with_ledgers: bool = True
    ) -> Tally | None:
        """The tally at a moment up to `until`, cells not opened; None before the first one.

        `opened` gives the whole tally of that moment, for whoever looks into its lists; unless it
        is `with_ledgers`, into those of cells too.
        """
        asked = pack_time(moment)
        number = bisect_right(self._index, asked, key=lambda chapter: chapter[0]) - 1
        if number < 0:
            return None
        ledgers, shelves = (self._ledgers, self._shelves) if with_ledgers else (None, None)
        logging = partial(Logged, ledgers, shelves, asked, self._beat, opened)
        return self._chapter(number).at(asked, logging)

    def write(self, moment: datetime, running: "RunningTally") -> None:
        """Go on with the tally at a later moment; stored a chapter at a time, the rest by `save`.

        It is asked at every moment, and by nobody else; that must be plain.

        Raises:
            Overtaken: another writer goes on.
        """
        tally = running.shown()
        beside = running.beside()
        self._parts |= beside.parts
        self._written.add(pack_time(moment), tally, beside.disputes, self._parts)
        self._track(pack_time(moment), beside, tally)
        if len(self._written.records) >= RECORDS:
            self.save()
            self._written = _Chapter()

    def go_on(self, running: "RunningTally") -> None:
        """Know how all stood at the last moment stored, at which `running` is."""
        if not self._ledgers.is_begun:
            return  # all of it is told with the next moment
        tally = running.shown()
        self._begin_tracking()
        beside = running.beside()
        self._parts |= beside.parts
        self._follow(beside, tally)

    def _track(self, ticks: int, beside: "Beside", tally: Tally) -> None:
        if self._tracking is None:
            self._begin_tracking()
            if self._index:
                self._put({**self._ledgers.begin(ticks), **self._shelves.begin(ticks)})
        ledgers, shelves = self._follow(beside, tally)
        self._ledgers.add(ticks, ledgers.items())
        if not self._shelves.is_begun and self._shelving is not None:
            shelves = self._shelving.all()
            if self._index:
                self._put(self._shelves.begin(ticks))
        self._shelves.add(ticks, shelves.items())

    def _begin_tracking(self) -> None:
        from feeds.reconcile.shelving import Shelving  # noqa: PLC0415 - only whoever writes has it
        from feeds.reconcile.tracking import Tracking  # noqa: PLC0415

        self._tracking, self._shelving = Tracking(self._beat), Shelving()

    def _follow(
        self, beside: "Beside", tally: Tally
    ) -> tuple[Mapping[CellKey, "Moved"], Mapping[tuple[str, ...], "Moved"]]:
        """What moved of the ledgers, and of what lies beside the cells."""
        assert self._tracking is not None
        assert self._shelving is not None
        checks = tally.checks if len(tally.checks) <= CHECKS else ()
        ledgers = self._tracking.follow(beside.moved, beside.groups)
        return ledgers, self._shelving.follow(beside.background, checks)

    @cached_property
    def _ledgers(self) -> LedgerLog:
        return self._log("ledgers")

    @cached_property
    def _shelves(self) -> LedgerLog:
        return self._log("shelves")

    def _log(self, part: str) -> LedgerLog:
        name = self._key(part)
        return LedgerLog(name, self._blobs, self._heads[name])

    def _put(self, blobs: Mapping[str, bytes | None]) -> None:
        if not self._blobs.put(blobs, self._heads):
            raise Overtaken
        self._heads |= {key: blobs[key] for key in self._heads if key in blobs}

    def save(self) -> None:
        """Store what was written since.

        Raises:
            Overtaken: another writer goes on.
        """
        records = self._written.records
        if not records:
            self._put({self._key("index"): self._head})
            return
        if self._index and self._index[-1][0] == records[0][0]:
            self._index.pop()
        number = len(self._index)
        self._index.append([records[0][0], records[-1][0]])
        self._read = None
        chapter = {self._key(number): dumps(records), self._key("index"): self._head}
        self._put({**self._ledgers.take(), **self._shelves.take(), **chapter})

    def forget(self, moment: datetime) -> None:
        """From that moment on it is not what it was: chapters that reach up to it go.

        `until` then says after which moment to write on.

        Raises:
            Overtaken: another writer goes on.
        """
        kept = [chapter for chapter in self._index if chapter[1] < pack_time(moment)]
        gone = {self._key(n): None for n in range(len(kept), len(self._index))}
        self._index, self._written, self._read = kept, _Chapter(), None
        self._tracking = self._shelving = None
        until = kept[-1][1] if kept else None
        logs = {**self._ledgers.cut(until), **self._shelves.cut(until)}
        self._put({**gone, **logs, self._key("index"): self._head})

    @property
    def _head(self) -> bytes:
        return dumps([self.mark, self._index])

    def _key(self, part: int | str) -> str:
        return f"{self._name}/{part}"

    def _chapter(self, number: int) -> "_Chapter":
        if self._read is None or self._read[0] != number:
            self._read = (number, _Chapter(loads(self._blobs.get(self._key(number)))))
        return self._read[1]


class _Chapter:
    """Records of moments: the time, how cells moved, the order of all, how what is no cell did.

    Of the order None is as before.
    """

    def __init__(self, records: Sequence[Packed] = ()) -> None:
        self.records = list(records)
        self._cells: dict[str, Cell] = {}
        self._keys: Sequence[str] = []
        self._packed: dict[str, Packed] = {}
        self._rest: Packed | None = None
        self._stood = _Stood()

    def add(self, ticks: int, tally: Tally, disputes: Sequence[Dispute], parts: _Parts) -> None:
        """Write what this tally has that the one before had not."""
        cells = tally.cells
        keys = self._keys_of(cells)
        made = {
            key: pack_cell(cell, parts.get(cell.key, ()))
            for key, cell in zip(keys, cells, strict=True)
            if self._cells.get(key) is not cell
        }
        packed = self._packed
        moved = {k: difference(packed.get(k), c) for k, c in made.items() if packed.get(k) != c}
        self._packed |= made
        rest = pack_rest(tally, disputes)
        order = keys if keys is not self._keys else None
        self.records.append([ticks, moved, order, difference(self._rest, rest)])
        self._cells, self._keys, self._rest = dict(zip(keys, cells, strict=True)), keys, rest

    def _keys_of(self, cells: Sequence[Cell]) -> Sequence[str]:
        """The keys of cells, in order; the same list where these are as before."""
        told = zip(self._keys, self._cells.values(), cells, strict=False)
        same = all(cell is before or key == _key(cell) for key, before, cell in told)
        return self._keys if same and len(cells) == len(self._keys) else [*map(_key, cells)]

    def at(self, ticks: int, logging: Callable[[_CellsOf], Logged]) -> Tally:
        """The tally at a moment, its first one or later; `logging` opens its cells."""
        last = bisect_right(self.records, ticks, key=lambda record: record[0])
        if last < self._stood.upto:
            self._stood = _Stood()
        stood = self._stood
        for _, moved, listed, others in self.records[stood.upto : last]:
            for key, told in moved.items():
                stood.cells[key] = applied(stood.cells.get(key), told)
            stood.order = stood.order if listed is None else listed
            stood.rest = applied(stood.rest, others)
        stood.upto = last
        packed = [(key, stood.cells[key]) for key in stood.order]
        logged = logging(lambda own: [read_cell(cell, own) for _, cell in packed])
        shown = tuple(stood.reader.cell(key, cell) for key, cell in packed)
        return unpack(shown, stood.rest or [], unpack_time(ticks), logged)


@dataclass(slots=True)
class _Stood:
    """What stood after so many records of a chapter: a replay goes on from there."""

    upto: int = 0
    cells: dict[str, Packed] = field(default_factory=dict)
    order: Sequence[str] = ()
    rest: Packed | None = None
    reader: Reader = field(default_factory=Reader)


def _key(cell: Cell) -> str:
    return "/".join(cell.key)
