"""Review ledger: what people decide about the claims of one desk: kept, taken back, made again."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from feeds.beat import Beat
from feeds.claim import BOTH, UNKNOWN, Claim
from feeds.clock import Clock
from feeds.decision import Decision, Motion, Verdict, Words
from feeds.decision_book import DecisionBook
from feeds.decision_record import what_is_missing
from feeds.errors import DecisionError, Problem, UsageError
from feeds.review import Matched, Reviewed, apply, match, resolve, root_of

_TICK = timedelta(microseconds=1)
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_QUOTED = 60
"""Characters of a claim's words that name it in a message."""

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
        self.counts = counts
        """Whether decisions take effect."""
        self._decisions = book.all()
        self._matched: Matched | None = None
        self._lost: tuple[Problem, ...] | None = None

    @property
    def orphaned(self) -> tuple[Decision, ...]:
        """Decisions about these sources that find no claim: kept, without effect."""
        sources = self._sources()
        return tuple(d for d in self._match().orphaned if d.source in sources)

    @property
    def lost(self) -> tuple[Problem, ...]:
        """The orphaned decisions that would have an effect, each in words; none where none do."""
        if self._lost is None:
            self._lost = tuple(self._find_lost()) if self.counts else ()
        return self._lost

    def _find_lost(self) -> Iterator[Problem]:
        judgements, _ = resolve(self._decisions)
        active = {j.decision.id for j in judgements if j.is_active}
        for decision in self.orphaned:
            if decision.id in active:
                yield Problem(source=self._book.name, line=None, what=_lost_words(decision))

    @property
    def about(self) -> tuple[Decision, ...]:
        """The decisions about these sources, undone and orphaned ones too, in the order taken."""
        judged = self._match().judgements.values()
        found = {j.decision.id for judgements in judged for j in judgements}
        sources = self._sources()
        return tuple(
            d for d in self._decisions if d.source in sources or d.id in found or d.of in found
        )

    @property
    def decisions(self) -> Sequence[Decision]:
        """Every decision of the book, about other sources too."""
        return self._decisions

    @property
    def merged_with(self) -> frozenset[str]:
        """Ids of the machine's claims that decisions say others repeat."""
        judged = self._match().judgements.values() if self.counts else ()
        told = (j.decision.echo_of for judgements in judged for j in judgements)
        return frozenset(root_of(echo_of)[0] for echo_of in told if echo_of)

    def look(self) -> bool:
        """Read the book again; True where somebody else wrote in it."""
        read = self._book.all()
        has_changed = read != self._decisions
        if has_changed:
            self._decisions = read
            self.forget()
        return has_changed

    def forget(self) -> None:
        """There are other claims now: look again for what each decision is about."""
        self._matched = self._lost = None

    def judge(self, claims: Iterable[Claim]) -> Reviewed:
        """The claims known at a moment as people judged them."""
        return apply(claims, self._match() if self.counts else _NOTHING, beat=self._beat)

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
                published=words.time,
                wording=words.wording,
                at=self._clock.now(),
                by=motion.by,
                correction=motion.correction,
                parts=motion.parts,
                echo_of=motion.echo_of,
                echo_words=_words(self._words_of(motion.echo_of)) if motion.echo_of else None,
                note=motion.note,
            )
        )

    def take_back(self, by: str, claim: str | None = None) -> Decision | None:
        """Undo the person's own last active decision about these sources.

        Where there is none, the last one of anybody about `claim`; None without that too.
        """
        done, _ = self._done_and_undone()
        own = [d for d in done if d.by == by]
        meant = own or [d for d in done if d.claim == claim]
        return self._event("undo", meant[-1], by) if meant else None

    def make_again(self, by: str) -> Decision | None:
        """Redo what the person undid last, unless they decided since; None where there is none."""
        _, undone = self._done_and_undone()
        own = [d for d, undoer in undone if undoer == by]
        return self._event("redo", own[-1], by) if own else None

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
        every = self.claims_for(claim)
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
        every = self.judge(self.claims_for(claim, echo_of)).claims
        target = next((c for c in every if c.id == echo_of), None)
        if claim == echo_of or (target and target.judged and target.judged.echo_of == claim):
            raise UsageError("a claim cannot repeat itself, nor one that repeats it")

    def _done_and_undone(self) -> tuple[list[Decision], list[tuple[Decision, str]]]:
        """What can be undone; what can be redone, with who undid it; each the last one last."""
        done: dict[str, Decision] = {}
        undone: dict[str, tuple[Decision, str]] = {}
        for event in self.about:
            if event.verdict == "undo" and event.of in done:
                undone[event.of] = (done.pop(event.of), event.by)
            elif event.verdict == "redo" and event.of in undone:
                done[event.of] = undone.pop(event.of)[0]
            elif event.verdict not in ("undo", "redo"):
                done[event.id] = event
                undone = {id: told for id, told in undone.items() if told[1] != event.by}
        return list(done.values()), list(undone.values())

    def _match(self) -> Matched:
        if self._matched is None:
            self._matched = (
                match(self.claims_for(), self._decisions) if self._decisions else _NOTHING
            )
        return self._matched

    def claims_for(self, *_ids: str) -> Sequence[Claim]:
        """Every claim that a decision may be about, and those of some ids: here all there are."""
        return self._claims()


def _lost_words(decision: Decision) -> str:
    """That a decision finds its claim no more."""
    by = f" by {decision.by}" if decision.by else ""
    about = f"{decision.verdict}{by} of “{decision.quote[:_QUOTED]}” in {decision.entry}"
    return f"a decision finds no claim any more ({about}); kept, without effect"


def _words(claim: Claim) -> Words:
    return Words(
        source=claim.source,
        entry=claim.entry,
        field=claim.field,
        start=claim.start,
        end=claim.end,
        quote=claim.quote,
        kind=claim.kind,
        published=claim.time,
        wording=claim.wording,
    )
