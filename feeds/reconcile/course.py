"""Course: what a running tally was told, so that what it once said stays true as it runs on."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.moment import tally
from feeds.tally import Tally

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class _Event:
    came: Sequence[Claim]
    struck: Sequence[Claim]
    went: Sequence[Claim]


class Course:
    """Everything that came and went, in order.

    A list of a tally that is looked into while nothing has moved is made of what the running tally
    has; later it is worked out from the start, of what was told until then.
    """

    def __init__(self, beat: Beat, *, keeps: bool = True) -> None:
        """Unless it `keeps` what it was told, nothing is looked into once the tally has moved."""
        self._beat = beat
        self._keeps = keeps
        self._events: list[_Event] = []
        self._moves = 0
        self._moved: dict[str, int] = defaultdict(int)
        """By victim side, the number of the last move of it."""
        self._began = 0
        self._opened: tuple[tuple[int, datetime | None], Tally] | None = None
        self.lock = threading.RLock()
        """Held while the tally moves, and while somebody looks: that may be another thread."""

        self.at: datetime | None = None
        """The moment that it is at."""

    def go_on(
        self,
        came: Iterable[Claim] = (),
        struck: Iterable[Claim] = (),
        went: Iterable[Claim] = (),
    ) -> None:
        """Claims came, were edited away, or were taken out."""
        event = _Event([*came], [*struck], [*went])
        told = [*event.came, *event.struck, *event.went]
        if told and self._keeps:
            self._events.append(event)
        self._moves += bool(told)
        for claim in told:
            self._moved[claim.victim] = self._moves

    def begin_anew(self) -> None:
        """Everything is counted otherwise from here on."""
        self._moves += 1
        self._began = self._moves

    def guarded(
        self,
        live: Callable[[], T],
        opened: Callable[[Tally], T],
        victim: str | None = None,
    ) -> Callable[[], T]:
        """What tells at any time what `live` tells now; `opened` finds it in the whole tally.

        With a `victim` it hangs on claims about that side alone.
        """
        told, at, move = len(self._events), self.at, self._last(victim)

        def look() -> T:
            with self.lock:
                return live() if self._last(victim) == move else opened(self._open(told, at))

        return look

    def _last(self, victim: str | None) -> int:
        return self._moves if victim is None else max(self._moved[victim], self._began)

    def _open(self, told: int, at: datetime | None) -> Tally:
        """The tally of what was told by the first events."""
        if not self._keeps:
            raise RuntimeError("a tally that keeps nothing was looked into after it had moved")
        if self._opened is None or self._opened[0] != (told, at):
            live: dict[str, Claim] = {}
            struck: list[Claim] = []
            for event in self._events[:told]:
                for claim in (*event.struck, *event.went):
                    live.pop(claim.id, None)
                struck += event.struck
                live |= {c.id: c for c in event.came}
            found = tally(live.values(), at=at, beat=self._beat, struck=struck)
            self._opened = ((told, at), found)
        return self._opened[1]
