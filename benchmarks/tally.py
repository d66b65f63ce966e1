"""A long war's tally: worked out from the start, claim by claim, and its changes."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.figures import say
from benchmarks.war import war, war_beat
from feeds.claim import Claim
from feeds.reconcile import History, RunningTally, Version, tally

SIZES = (100, 1_000, 10_000)
FOLLOWED = 200
"""Claims that come one by one to a running tally."""

MOVED = 3_000


def main(sizes: Sequence[int] = SIZES) -> None:
    """Every size, then the changes."""
    for figure in (*measure(sizes), *follow()):
        say(*figure)


def measure(sizes: Sequence[int]) -> Iterator[tuple[str, float, str]]:
    """Name, value and unit; processor time."""
    beat = war_beat()
    for size in sizes:
        claims = _dated(size + FOLLOWED)
        last = claims[size - 1].known
        yield f"tally_{size}", _ms(lambda c=claims[:size], t=last: tally(c, at=t, beat=beat)), "ms"
        taken = sorted(_follow(claims[:size], claims[size:]))
        yield f"tally_one_more_of_{size}_p50", statistics.median(taken), "ms"
        yield f"tally_one_more_of_{size}_p95", taken[int(len(taken) * 0.95)], "ms"


def follow() -> Iterator[tuple[str, float, str]]:
    """What the changes of figures cost."""
    told = [Version(claims=(c,), known=c.known) for c in _dated(MOVED) if c.known is not None]
    yield f"changes_{MOVED}", _ms(lambda: History(war_beat()).follow(told)) / MOVED, "ms/claim"


def _dated(number: int) -> list[Claim]:
    return [c for c in war(number + number // 50 + 20) if c.known is not None][:number]


def _follow(known: Sequence[Claim], more: Sequence[Claim]) -> Iterator[float]:
    running = RunningTally(war_beat())
    if known[-1].known is not None:
        running.take(known[-1].known, known)
    running.tally()
    gc.freeze()
    for claim in more:
        if claim.known is not None:
            began = time.process_time()
            running.take(claim.known, [claim])
            running.tally()
            yield 1000 * (time.process_time() - began)


def _ms(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    main()
