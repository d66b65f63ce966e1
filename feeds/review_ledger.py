"""Review ledger: what people decide about the claims of one desk: kept, taken back, made again."""

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from feeds.beat import Beat
from feeds.claim import BOTH, UNKNOWN, Claim
from feeds.clock import Clock
from feeds.decision import Decision, Motion, Verdict, Words
from feeds.decision_book import DecisionBook
from feeds.decision_record import what_is_missing
from feeds.errors import DecisionError, UsageError
from feeds.review import Matched, Reviewed, apply, match, root_of

_TICK = timedelta(microseconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_NOTHING = Matched(judgements={}, orphaned=())


class ReviewLedger:
    """The decisions of a book, beside the claims that a desk has."""

    def __init__(
        self,
        book: DecisionBook,
        claims: Callable[[], Sequence[Claim]],
        sources: Callable[[], Set[str]],
        *,
        beat: Beat,
        clock: Clock,
        counts: bool = True,
    ) -> None:
        """`claims` gives those of every version of every entry, `sources` the names of the sources.

        Without `counts` decisions are kept, and no claim is judged.
        """
        self._book = book
        self._claims = claims
        self._sources = sources
        self._beat = beat
        self._clock = clock
        self._counts = counts
        self._decisions = book.all()
        self._matched: Matched | None = None

    @property
    def orphaned(self) -> tuple[Decision, ...]:
        """Decisions about these sources that find no claim: kept, without effect."""
        sources = self._sources()
        return tuple(d for d in self._match().orphaned if d.source in sources)

    @property
    def about(self) -> tuple[Decision, ...]:
        """The decisions about these sources, undone and orphaned ones too, in the order taken."""
        judged = self._match().judgements.values()
        found = {j.decision.id for judgements in judged for j in judgements}
        sources = self._sources()
        return tuple(
            d for d in self._decisions if d.source in sources or d.id in found or d.of in found
        )

    def forget(self) -> None:
        """There are other claims now: look again for what each decision is about."""
        self._matched = None

    def judge(self, claims: Iterable[Claim]) -> Reviewed:
        """The claims known at a moment as people judged them."""
        return apply(claims, self._match() if self._counts else _NOTHING, beat=self._beat)

    def decide(self, motion: Motion) -> Decision:
        """Decide about a claim, or a part of a split one; on the disk once this returns.

        Raises:
            UsageError: there is no such claim, or it makes no sense as asked.
            DecisionError: it could not be kept.
        """
        words = self._words_of(motion.claim)
        for one in (*motion.parts, *([motion.correction] if motion.correction else [])):
            self._check_victim(one.victim)
        if motion.echo_of is not None:
            self._check_merge(motion.claim, motion.echo_of)
        return self._keep(
            Decision(
                id="",
                verdict=motion.verdict,
                claim=motion.claim,
                source=words.source,
                entry=words.entry,
                field=words.field,
                start=words.start,
                end=words.end,
                quote=words.quote,
                kind=words.kind,
                at=self._clock.now(),
                by=motion.by,
                correction=motion.correction,
                parts=motion.parts,
                echo_of=motion.echo_of,
                echo_words=_words(self._words_of(motion.echo_of)) if motion.echo_of else None,
                note=motion.note,
            )
        )

    def take_back(self, by: str) -> Decision | None:
        """Undo the last active decision about these sources; None where there is none."""
        done, _ = self._done_and_undone()
        return self._event("undo", done[-1], by) if done else None

    def make_again(self, by: str) -> Decision | None:
        """Redo what was undone last, while nothing was decided since; None where there is none."""
        _, undone = self._done_and_undone()
        return self._event("redo", undone[-1], by) if undone else None

    def _event(self, verdict: Verdict, meant: Decision, by: str) -> Decision:
        event = replace(
            meant,
            verdict=verdict,
            by=by,
            of=meant.id,
            correction=None,
            parts=(),
            echo_of=None,
            echo_words=None,
            note="",
        )
        return self._keep(event)

    def _keep(self, decision: Decision) -> Decision:
        """Stamp a decision, later than the last one about its claim, and put it in the book."""
        wrong = what_is_missing(decision)
        if wrong:
            raise UsageError(wrong)
        before = [d.at for d in self._decisions if d.claim == decision.claim]
        now = max([self._clock.now(), *(at + _TICK for at in before)])
        kept = replace(decision, id=uuid4().hex, at=now)
        self._book.append(kept)
        read = self._book.all()
        if kept not in read:
            raise DecisionError(self._book.name, "it cannot be read back", "see who may read it")
        self._decisions = read
        self.forget()
        return kept

    def _words_of(self, claim: str) -> Claim:
        """The claim as the machine read it, of the newest version."""
        every = self._claims()
        judged = self.judge(every)
        known = {c.id for c in judged.claims} | set(judged.reviews)
        found = [c for c in every if c.id == root_of(claim)[0]]
        if claim not in known or not found:
            raise UsageError(f"there is no claim {claim}")
        return max(found, key=lambda c: c.known or _EARLIEST)

    def _check_victim(self, victim: str | None) -> None:
        """A slip of the pen must not open a cell of nobody's losses."""
        homes = {region.side for region in self._beat.regions if region.side}
        sides = {*self._beat.sides, *self._beat.parties, *homes}
        if victim is not None and sides and victim not in {*sides, UNKNOWN, BOTH}:
            raise UsageError(f"no side {victim!r}; there are {', '.join(sorted(sides))}")

    def _check_merge(self, claim: str, echo_of: str) -> None:
        """A claim repeats another one, and not one that repeats it."""
        self._words_of(echo_of)
        target = next((c for c in self.judge(self._claims()).claims if c.id == echo_of), None)
        if claim == echo_of or (target and target.judged and target.judged.echo_of == claim):
            raise UsageError("a claim cannot repeat itself, nor one that repeats it")

    def _done_and_undone(self) -> tuple[list[Decision], list[Decision]]:
        """What can be undone and what can be redone, each the last one last."""
        done: dict[str, Decision] = {}
        undone: dict[str, Decision] = {}
        for event in self.about:
            if event.verdict == "undo" and event.of in done:
                undone[event.of] = done.pop(event.of)
            elif event.verdict == "redo" and event.of in undone:
                done[event.of] = undone.pop(event.of)
            elif event.verdict not in ("undo", "redo"):
                done[event.id] = event
                undone.clear()
        return list(done.values()), list(undone.values())

    def _match(self) -> Matched:
        if self._matched is None:
            self._matched = match(self._claims(), self._decisions) if self._decisions else _NOTHING
        return self._matched


def _words(claim: Claim) -> Words:
    return Words(
        source=claim.source,
        entry=claim.entry,
        field=claim.field,
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
        kind=claim.kind,
    )
