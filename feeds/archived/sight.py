"""Archive sight: the claims of the tally's window at a moment, judged and added up, in a thread.

The window is the playhead's episode (TALLY.md R2): what became known before it began is about an
earlier one. Where that is much, it is read only where somebody asks for that very claim, and the
tally's background has what was told in the window about other times, not the earlier episodes.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from pyroaring import BitMap

from feeds.archive import Archive
from feeds.archived import scenes
from feeds.archived.ledger import ArchiveLedger
from feeds.archived.scenes import Scene, Seen, last_known
from feeds.archived.stored_tallies import StoredTallies
from feeds.archived.struck import last_said
from feeds.archived.tally import ArchiveTally
from feeds.archived.working import Worker
from feeds.beat import Beat, Episode
from feeds.claim import Claim
from feeds.decision import Review
from feeds.index.index import EMPTY, Index
from feeds.index.rows import ANY_CLAIM
from feeds.index.times import microseconds
from feeds.snapshot import EntryKey
from feeds.tally import Tally

AT_ONCE_S = 0.008
"""How long a tally may take before the screen goes on without it: half a frame."""

QUICK = 50
"""Versions with claims of which a tally is worth waiting for: it takes some milliseconds."""


class ArchiveSight:
    """Asked by one thread; the tally is made in another where it takes longer than a frame."""

    def __init__(
        self,
        archive: Archive,
        ledger: ArchiveLedger,
        beat: Beat,
        worker: Worker,
        changed: Callable[[], None],
        *,
        waits: bool,
        with_tally: bool = True,
        digest: Callable[[], str],
        stale: Callable[[], None],
    ) -> None:
        """Without a tally, all that is known is what people decided: for what prints entries.

        `changed` is called, in another thread, when a tally is there that was waited for; `stale`
        where those of a long window are not stored, or hold no longer.
        """
        self._archive = archive
        self._reader: Archive | None = None
        self._ledger = ledger
        self._beat = beat
        self._tally: ArchiveTally | None = None
        self._worker = worker
        self._changed = changed
        self._waits = waits
        self._with_tally = with_tally
        self._stored = StoredTallies(archive, ledger, beat, digest, stale)
        self._state = 0
        self._claims: dict[int, tuple[Claim, ...]] = {}
        """Claims of the window by doc, as the machine read them."""
        self._last: tuple[Scene, Seen] | None = None
        self._told: tuple[Scene, Seen] | None = None
        """What was read of the store last: another filter changes nothing in it."""
        self._wanted: Scene | None = None
        self._earlier: tuple[Index, Episode, BitMap] | None = None
        self._done = threading.Condition()

    def forget(self) -> None:
        """Something was decided: what was seen is judged anew."""
        self._state += 1
        self._told = None
        self._stored.forget()

    def look(self) -> None:
        """Tallies were stored meanwhile."""
        self._told = None
        self._stored.forget()

    def at(self, when: datetime | None, index: Index) -> tuple[Seen, bool, Episode | None]:
        """What is known at a moment; whether that is all, else it is in work; and the window.

        While a tally is made, the last one stands in for it, if nothing in it is hindsight; else
        an empty one.
        """
        scene = self._scene(when, index)
        if not self._stands_for(scene):
            seen = self._of_store(scene)
            if seen is not None:
                return seen, not self._is_wanted(scene), scene.window
        if not self._stands_for(scene) and not self._is_wanted(scene):
            self._want(scene)
            if self._waits or (len(scene.live) <= QUICK and self._worker.has_begun):
                with self._done:
                    self._done.wait_for(
                        lambda: self._stands_for(scene), None if self._waits else AT_ONCE_S
                    )
        last = self._last
        if last is not None and last[0].has_the_claims_of(scene):
            return last[1], True, scene.window
        if last is not None and _is_no_hindsight(last[0], scene):
            return last[1], False, scene.window
        return _nothing(when, self._beat), False, scene.window

    def last_known(self, when: datetime | None, index: Index) -> datetime | None:
        """When the newest claim of the window at a moment became known."""
        return last_known(index, self._scene(when, index).live)

    def _want(self, scene: Scene) -> None:
        with self._done:
            self._wanted = scene
        self._worker.run("tally", lambda: self._work(scene))

    def _of_store(self, scene: Scene) -> Seen | None:
        """What is stored of a scene; lists are worked out for whoever looks into them."""
        if self._told is not None and self._told[0].is_the_moment_of(scene):
            return self._told[1]
        tally = self._stored.at(scene, lambda: self._open(scene).tally)
        if tally is None:
            return None
        seen = Seen(
            claims={},
            struck={},
            claims_of={},
            tally=tally,
            reviews=self._reviews(scene),
            leaves_out=scene.leaves_out,
            every=lambda: {**(all_of := self._open(scene)).struck, **all_of.claims},
        )
        self._told = (scene, seen)
        return seen

    def _open(self, scene: Scene) -> Seen:
        """All of a scene; where nobody can wait nothing, until the next snapshot has it."""
        if not self._stands_for(scene) and not self._is_wanted(scene):
            self._want(scene)
        last = self._last
        if last is not None and last[0].has_the_claims_of(scene):
            return last[1]
        return _nothing(scene.at, self._beat)

    def _reviews(self, scene: Scene) -> Mapping[str, Review]:
        docs = scene.docs(BitMap(self._decided(scene)))
        if not docs:
            return {}
        claims = self._archive.claims(docs)
        return self._ledger.judge(c for doc in docs for c in claims.get(doc, ())).reviews

    def _stands_for(self, scene: Scene) -> bool:
        return self._last is not None and self._last[0].has_the_claims_of(scene)

    def _is_wanted(self, scene: Scene) -> bool:
        return self._wanted is not None and self._wanted.has_the_claims_of(scene)

    def _scene(self, when: datetime | None, index: Index) -> Scene:
        claimed = index.set_of(ANY_CLAIM) if self._with_tally else EMPTY
        at = None if when is None else microseconds(when)
        live, struck = index.known(at) & claimed, index.struck(at) & claimed
        leaves_out = False
        playhead = when or last_known(index, live)
        window = self._beat.window_at(playhead) if playhead else None
        if window is not None:
            before = self._before(index, window)
            if len(live & before) + len(struck & before) > scenes.EARLIER:
                live, struck, leaves_out = live - before, struck - before, True
        return Scene(when, window, live, struck, index, self._state, leaves_out)

    def _before(self, index: Index, window: Episode) -> BitMap:
        """Every version that was known before a window began; looked up once."""
        if self._earlier is None or self._earlier[:2] != (index, window):
            self._earlier = (index, window, index.told(microseconds(window.start) - 1))
        return self._earlier[2]

    def _work(self, scene: Scene) -> None:
        """In the worker's thread."""
        seen = self._look(scene)
        with self._done:
            self._last = (scene, seen)
            if self._wanted is scene:
                self._wanted = None
            self._done.notify_all()
        if not self._waits:
            self._changed()

    def _look(self, scene: Scene) -> Seen:
        docs = scene.docs(scene.live | BitMap(self._decided(scene)))
        struck_docs = scene.docs(scene.struck)
        reader = self._read({*docs, *struck_docs})
        judged = self._ledger.judge(c for doc in docs for c in self._claims[doc])
        claims = {c.id: c for c in judged.claims}
        struck = last_said(reader, ((doc, self._claims[doc]) for doc in struck_docs))
        return Seen(
            claims=claims,
            struck=struck,
            claims_of=_by_entry(claims.values()),
            tally=self._tallies().at(scene.at, claims, struck),
            reviews=judged.reviews,
            leaves_out=scene.leaves_out,
        )

    def _tallies(self) -> ArchiveTally:
        """Made in the worker's thread: it brings the stage, which the first screen does without."""
        if self._tally is None:
            self._tally = ArchiveTally(self._beat)
        return self._tally

    def _decided(self, scene: Scene) -> list[int]:
        """Ranks of known versions that somebody decided about, those before the window too."""
        if not self._ledger.decisions:
            return []
        index = scene.index
        known = index.known(None if scene.at is None else microseconds(scene.at))
        ranks = (index.ranks[doc] for doc in self._ledger.docs_for() if doc <= index.upto)
        return [rank for rank in ranks if rank in known]

    def _read(self, docs: set[int]) -> Archive:
        """Have the claims of these versions, and of no others; returns where they are read."""
        if self._reader is None:
            self._reader = self._archive.reader()
        for doc in self._claims.keys() - docs:
            del self._claims[doc]
        missing = sorted(docs - self._claims.keys())
        found = self._reader.claims(missing)
        self._claims.update((doc, found.get(doc, ())) for doc in missing)
        return self._reader


def _is_no_hindsight(last: Scene, scene: Scene) -> bool:
    """True where the last tally has nothing that is not known in the scene."""
    if last.window is not scene.window:
        return False
    return scene.at is None or (last.at is not None and last.at <= scene.at)


def _nothing(when: datetime | None, beat: Beat) -> Seen:
    return Seen(
        claims={},
        struck={},
        claims_of={},
        tally=Tally(
            at=when, beat=beat.id, cells=(), silent=(), checks=(), background=(), review=()
        ),
        reviews={},
    )


def _by_entry(claims: Iterable[Claim]) -> dict[EntryKey, tuple[Claim, ...]]:
    found: dict[EntryKey, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.entry_key, []).append(claim)
    return {key: tuple(listed) for key, listed in found.items()}
