"""A long war's tally: worked out from the start, claim by claim, and read from its chronicle."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.figures import say
from benchmarks.war import war, war_beat
from feeds.claim import Claim
from feeds.reconcile import Chronicle, History, RunningTally, Version, tally
from feeds.tally import Tally

SIZES = (100, 1_000, 10_000)
FOLLOWED = 200
"""Claims that come one by one to a running tally."""

WRITTEN = 3_000
SEEKS = 200


class _Drawer:
    """Blobs in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        return self.kept.get(key)

    def put(self, blobs: Mapping[str, bytes | None]) -> None:
        """Keep; nothing is taken away here."""
        self.kept |= {key: blob for key, blob in blobs.items() if blob is not None}


def main(sizes: Sequence[int] = SIZES) -> None:
    """Every size, then the chronicle and the changes."""
    for figure in (*measure(sizes), *read()):
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


def read() -> Iterator[tuple[str, float, str]]:
    """What writing a chronicle takes, and reading any moment of it; and the changes of figures."""
    claims, drawer = _dated(WRITTEN), _Drawer()
    began = time.process_time()
    running, book = RunningTally(war_beat()), Chronicle("war", drawer)
    for claim in claims:
        if claim.known is not None:
            running.take(claim.known, [claim])
            book.write(claim.known, running.tally())
    book.save()
    yield f"chronicle_write_{WRITTEN}", 1000 * (time.process_time() - began) / WRITTEN, "ms/claim"
    yield "chronicle_size", sum(map(len, drawer.kept.values())) / WRITTEN, "bytes/claim"
    seeks = [claims[n * 7919 % len(claims)].known for n in range(SEEKS)]
    gc.freeze()
    taken = sorted(_ms(lambda t=t: Chronicle("war", drawer).at(t, _nobody)) for t in seeks if t)
    yield "chronicle_seek_p50", statistics.median(taken), "ms"
    yield "chronicle_seek_p95", taken[int(len(taken) * 0.95)], "ms"
    told = [Version(claims=(c,), known=c.known) for c in claims if c.known is not None]
    yield f"changes_{WRITTEN}", _ms(lambda: History(war_beat()).follow(told)) / WRITTEN, "ms/claim"


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


def _nobody() -> Tally:
    raise AssertionError("nobody looks into a list here")


if __name__ == "__main__":
    main()
