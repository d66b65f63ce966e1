"""Figure rows: what a chain puts in a ledger, figure by figure, as it grows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain as chained
from operator import ne

from feeds.reconcile.chain import Chain
from feeds.reconcile.ledger import drawn_of, drawn_overtaken
from feeds.reconcile.reading import Order, Reading
from feeds.reconcile.steps import Said
from feeds.tally import LedgerRole, LedgerRow

Source = tuple[str | int | None, ...]
"""What a row comes from: a column's figures by whose they are, a part, denials, asides."""

_LAST = 1 << 60
"""After all figures of a chain."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A row that a claim may have in a ledger: of several the first counts."""

    source: Source
    place: int
    """Among the figures of its source; of what lies in a pile its identity."""

    nth: int
    """Among those that repeat the figure."""

    order: Order
    row: LedgerRow
    words: str


class Figures:
    """What a chain puts in a ledger, figure by figure, as it grows."""

    __slots__ = (
        "_beside",
        "_readings",
        "_repeats",
        "_rows",
        "_rows_beside",
        "_seen",
        "_source",
        "_standing",
        "manner",
    )

    def __init__(self, source: Source, role: LedgerRole | None, why: str | None) -> None:
        """`role` takes the place of that of figures; `why` is the reason of overtaken ones."""
        self.manner = (role, why)
        self._source = source
        self._seen: tuple[Chain, int] | None = None
        self._readings: list[Reading] = []
        self._repeats: list[Sequence[Said]] = []
        self._beside: Sequence[Said] = ()
        self._standing: Sequence[int] = ()
        self._rows: list[Sequence[Found]] = []
        """Of each figure with what repeats it."""
        self._rows_beside: Sequence[Found] = ()

    def all(self) -> Iterable[Found]:
        """Every row."""
        return chained(chained.from_iterable(self._rows), self._rows_beside)

    def follow(self, chain: Chain) -> tuple[Sequence[Found], Sequence[Found]]:
        """What went, and what came since the last time."""
        if self._seen == (chain, chain.moves):
            return (), ()
        self._seen = (chain, chain.moves)
        readings = [step.reading for step in chain.steps]
        repeats = [step.repeats for step in chain.steps]
        standing = chain.standing
        first = self._first_other(readings)
        moved = {*range(first, len(readings)), *self._repeated(repeats[:first])}
        went = list(chained.from_iterable(self._rows[first:]))
        del self._rows[first:], self._repeats[first:]
        came: list[Found] = []
        for n in sorted(n for n in moved.union(standing, self._standing) if n < len(readings)):
            gone, new = self._draw(n, chain.said_of(n, standing), repeats[n])
            went += gone
            came += new
        self._readings, self._standing = readings, tuple(standing)
        if len(self._beside) != len(chain.beside) or any(map(ne, self._beside, chain.beside)):
            went += self._rows_beside
            self._beside = tuple(chain.beside)
            self._rows_beside = [self._found(said, _LAST, n) for n, said in enumerate(self._beside)]
            came += self._rows_beside
        return went, came

    def _first_other(self, readings: Sequence[Reading]) -> int:
        """From which figure on they are others than before."""
        before = self._readings
        if readings[: len(before)] == before:
            return len(before)
        both = enumerate(zip(before, readings, strict=False))
        return next((n for n, (old, new) in both if old is not new), len(readings))

    def _repeated(self, repeats: Sequence[Sequence[Said]]) -> Iterable[int]:
        """The figures of which something else is a repeat."""
        if self._repeats[: len(repeats)] == repeats:
            return ()
        both = enumerate(zip(self._repeats, repeats, strict=False))
        return [n for n, (old, new) in both if old != new]

    def _draw(
        self, n: int, said: Said, repeats: Sequence[Said]
    ) -> tuple[Sequence[Found], Sequence[Found]]:
        """The rows of one figure anew, but for repeats that are there already."""
        if n == len(self._rows):
            self._rows.append(())
            self._repeats.append(())
        rows, before = self._rows[n], self._repeats[n]
        head = self._found(said, n, 0)
        is_longer = bool(rows) and (not before or repeats[: len(before)] == before)
        kept = rows[1:] if is_longer else ()
        new = [self._found(r, n, k + 1) for k, r in enumerate(repeats) if k >= len(kept)]
        stays = is_longer and (rows[0].order, rows[0].row) == (head.order, head.row)
        went = [] if stays else rows[:1] if is_longer else rows
        self._rows[n] = (rows[0] if stays else head, *kept, *new)
        self._repeats[n] = list(repeats) if repeats else ()
        return went, new if stays else [head, *new]

    def _found(self, said: Said, place: int, nth: int) -> Found:
        role, why = self.manner
        order, row = drawn_of(said, role) if why is None else drawn_overtaken(said, why)
        return Found(self._source, place, nth, order, row, "")
