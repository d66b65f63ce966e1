"""What a cell says beside its numbers: short flags, and the rules in words (R5 to R17)."""

from collections.abc import Iterable

from feeds.beat import Beat
from feeds.claim import UNATTRIBUTED, Claim
from feeds.reconcile.bounds import Sums
from feeds.reconcile.chain import Chain
from feeds.reconcile.drafts import Draft, by_name
from feeds.reconcile.grade import dispute_words, disputed_with
from feeds.reconcile.reading import shown
from feeds.reconcile.steps import Step, change
from feeds.reconcile.sums import sum_words
from feeds.reconcile.totals import INSIDE
from feeds.tally import Grade


def flags_of(draft: Draft, sums: Sums, grade: Grade, doubtful: frozenset[str]) -> tuple[str, ...]:
    """Short flags; `doubtful` are ids of claims with a sum that does not add up (R7)."""
    flags: dict[str, bool] = {}
    if draft.own is not None:
        flags |= dict.fromkeys(_own_flags(draft.own), True)
    flags["part revised down"] = draft.corners.any_that("goes down")
    for words, chains in _beside(draft):
        flags[words] = any(chain.goes_down for chain in chains)
    own = sums.own.readings if sums.own is not None else ()
    flags["not final"] = any(reading.claim.not_final for reading in own) or draft.corners.any_that(
        "not final"
    )
    enemy = disputed_with(sums.own, sums.claimed) if grade == "disputed" else None
    if enemy is not None and sums.own is not None:
        flags[dispute_words(sums.own, enemy)] = True
    flags |= dict.fromkeys(sums.bounds.flags, True)
    flags["drift"] = draft.drifts
    flags["overtaken"] = draft.overtaken is not None
    flags["denied"] = bool(draft.denials)
    flags["sum mismatch"] = draft.has_any(doubtful)
    return tuple(flag for flag, on in flags.items() if on)


def _beside(draft: Draft) -> Iterable[tuple[str, list[Chain]]]:
    """The other columns in which a lower figure is a revision to be flagged (R5)."""
    yield "count revised down", [chain for _, chain in draft.independent]
    yield "claim revised down", [chain for _, chain in draft.claimed]


def _own_flags(chain: Chain) -> Iterable[str]:
    step = chain.current
    before = chain.former
    if chain.goes_down:
        yield "revised down"
    elif before is not None and step.point > before.point:
        yield change(before, step)
    if before is not None and _is_said_again(before, step):
        yield f"{before.words} said again since"
    if step.is_derived:
        yield "derived"
    if step.reading.inside:
        yield INSIDE


def _is_said_again(before: Step, step: Step) -> bool:
    """The side itself repeats its former number after the new one: late, or taken back (R11)."""
    later = (r for r, role, _ in before.repeats if role == "echo" and r.best == before.best)
    return before.best is not None and any(
        r.column == "own" and not r.claim.relay and r.order > step.reading.order for r in later
    )


def why_of(draft: Draft, sums: Sums, grade: Grade, beat: Beat) -> tuple[str, ...]:
    before, after = why_beside(draft, sums, grade, beat)
    return (*before, *(denied_words(denial, beat) for denial in draft.denials), *after)


def why_beside(
    draft: Draft, sums: Sums, grade: Grade, beat: Beat
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The rules that fired, but for denials: what stands before these, and after them."""
    why: list[str] = []
    if draft.own is not None:
        why += _own_why(draft.own)
    if draft.overtaken is not None:
        why.append(draft.overtaken_why)
    why += sums.bounds.why
    enemy = disputed_with(sums.own, sums.claimed)
    if enemy is not None and sums.own is not None:
        by = enemy.reading.claim.claimant_side or enemy.reading.claim.claimant
        words = f"own {sums.own.words}, claimed {enemy.words} by {beat.name_of(by)}"
        why.append(f"{words}: {dispute_words(sums.own, enemy)} (R14)")
    why += [
        f"claimed {chain.current.words} by {beat.name_of(by)}: sets high only (R12)"
        for by, chain in by_name(draft.claimed)
    ]
    if draft.others:
        why.append("outlets and third states set no bound (R11)")
    return tuple(why), (f"graded {grade.replace('_', ' ')} (R14)",)


def denied_words(denial: Claim, beat: Beat) -> str:
    """Who denies which number; without a number every loss is denied."""
    is_open = denial.low is None and denial.best is None and denial.high is None
    number = "any loss" if is_open else shown(denial.low, denial.best, denial.high)
    by = denial.claimant
    name = "the outlet itself" if by == UNATTRIBUTED else beat.name_of(by)
    return f"{number} denied by {name}: kept beside, sets no bound (R21)"


def _own_why(chain: Chain) -> Iterable[str]:
    step = chain.current
    parts = step.reading.claim.components
    if parts and not step.reading.derived and sum(parts) == step.best:
        yield f"{step.best} = {sum_words(step.reading.claim)} (R7)"
    if step.reading.derived:
        whole = step.reading.claim
        yield f"{step.words} is a part of a larger number of the same text, derived (R7)"
        if whole.components:
            yield f"{whole.best} = {sum_words(whole)} (R7)"
    if step.base is not None and step.is_joined:
        yield f"{step.words} = {step.base.words} + {step.reading.point}, said together (R7)"
    elif step.base is not None:
        yield f"{step.words} = {step.base.words} + another {step.reading.point}, derived (R9)"
    if chain.former is not None and step.base is None:
        yield f"{change(chain.former, step)} (R5)"
    told = {r.claim.entry_key for r, role, _ in step.repeats if role in ("echo", "drift")}
    echoes = len(told - {step.reading.claim.entry_key})
    if echoes:
        yield f"repeated {echoes} time{'s' if echoes > 1 else ''} by texts that add no source (R11)"
