"""Ledger sorting: which claims are behind a subject, and what each of them does there; pure."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from feeds.claim import Claim, Kind
from feeds.later import Later
from feeds.snapshot import Snapshot
from feeds.tally import Cell, Check, LedgerRole, LedgerRow, Silence
from tui.claims.ledger import GroupName, Ledger, LikeClaim, Line, OfEntry, Subject
from tui.claims.ledger_lines import EARLIEST, checked, group_of, grouped, line_of, plain
from tui.tally.tally_changes import CellKey, key_of
from tui.tally.tally_rows import Shelf
from tui.words import figures

AT_WORK = "more of it is still being worked out"
"""Among the facts of a ledger of which something is not there yet."""


MOST = 50
"""Claims of one group that are listed at first, the last ones: a long war has tens of thousands."""


def ledger_of(
    snapshot: Snapshot,
    subject: Subject,
    *,
    ascii_only: bool = False,
    most: Mapping[GroupName, int] | None = None,
    hold: str | None = None,
) -> Ledger:
    """The ledger of a cell, of a silence (category None), of a shelf, of an entry's claims.

    Of a cell's claims the last `most` of a group are listed, of those that it does not name `MOST`;
    the claim `hold` in any case.
    """
    if isinstance(subject, OfEntry):
        return _of_entry(snapshot, subject)
    if isinstance(subject, LikeClaim):
        return _like(snapshot, subject)
    if not isinstance(subject, CellKey):
        return _shelf(snapshot, subject)
    cell = _cell_named(snapshot, subject)
    if cell is None and is_at_work(snapshot):
        return _not_yet(snapshot, subject)
    if cell is None:
        return _silence(snapshot, subject)
    return _cell(snapshot, cell, ascii_only, _Listed(most or {}, hold))


def beginning_of(
    snapshot: Snapshot, subject: Subject, *, ascii_only: bool = False
) -> Ledger | None:
    """What a ledger says while the rest of it is read; None for one that is there at once."""
    cell = _cell_named(snapshot, subject) if isinstance(subject, CellKey) else None
    if cell is None or not isinstance(cell.ledger, Later) or not cell.ledger.takes_long:
        return None
    return Ledger(
        title=_title(snapshot, key_of(cell)),
        figure=figures.own_words(cell, ascii_only=ascii_only),
        facts=(*_facts(snapshot, cell, ascii_only), AT_WORK),
        why=(),
        groups=(),
        cell=key_of(cell),
        waits=True,
    )


def is_at_work(snapshot: Snapshot) -> bool:
    """True while its tally is an earlier one, or none: nothing can be said of what is not in it."""
    return "tally" in snapshot.pending


def _not_yet(snapshot: Snapshot, subject: CellKey) -> Ledger:
    """What can be said of a cell before the tally is there: no silence, for one."""
    return Ledger(
        title=_title(snapshot, subject),
        figure="",
        facts=(AT_WORK,),
        why=(),
        groups=(),
        cell=subject,
        waits=True,
    )


def _cell_named(snapshot: Snapshot, key: CellKey) -> Cell | None:
    return next((cell for cell in snapshot.tally.cells if key_of(cell) == key), None)


def followed(snapshot: Snapshot, subject: Subject, claim: str) -> Subject:
    """The subject after a decision about `claim`: where its cell is gone, the one it moved to.

    A refined category moves a cell (R5); a rejected only figure leaves a silence.
    """
    if not isinstance(subject, CellKey) or is_at_work(snapshot):
        return subject
    alike = [c for c in snapshot.tally.cells if key_of(c)[:2] == subject[:2]]
    if not alike or any(key_of(cell) == subject for cell in alike):
        return subject if alike else subject._replace(category=None)
    holding = (cell for cell in alike if any(row.claim == claim for row in cell.ledger))
    return key_of(next(holding, alike[0]))


@dataclass(frozen=True, slots=True)
class _Listed:
    """Which claims of a group are listed."""

    most: Mapping[GroupName, int]
    hold: str | None

    def first(self, group: GroupName, rows: Sequence[LedgerRow]) -> int:
        """The place of the first one."""
        first = max(len(rows) - self.most.get(group, MOST), 0)
        held = (n for n, row in enumerate(rows[:first]) if row.claim == self.hold)
        return next(held, first) if self.hold is not None else first


def _cell(snapshot: Snapshot, cell: Cell, ascii_only: bool, listed: _Listed) -> Ledger:
    rows = tuple(cell.ledger or _unexplained(cell))
    groups: dict[GroupName, list[LedgerRow]] = {}
    for row in rows:
        groups.setdefault(group_of(row, cell), []).append(row)
    earlier = {group: listed.first(group, told) for group, told in groups.items()}
    shown = [(group, row) for group, told in groups.items() for row in told[earlier[group] :]]
    claims = snapshot.several([row.claim for _, row in shown])
    lines = [(group, line_of(snapshot, claims.get(row.claim), row, cell)) for group, row in shown]
    background, checks = tuple(snapshot.tally.background), tuple(snapshot.tally.checks)
    sorted_in = {row.claim for row in rows}
    lines += [
        ("background", line)
        for line in plain(snapshot, background, "background")
        if _is_about(line.claim, cell) and line.claim.id not in sorted_in
    ]
    lines += [("moved", line) for line in _moved(snapshot, key_of(cell), sorted_in)]
    lines += [
        ("checks", line)
        for line in checked(snapshot, (c for c in checks if _is_checked(snapshot, c, cell)))
    ]
    waits = not (cell.ledger or cell.claims) or len(background) < len(snapshot.tally.background)
    waits = waits or len(checks) < len(snapshot.tally.checks) or is_at_work(snapshot)
    return Ledger(
        title=_title(snapshot, key_of(cell)),
        figure=figures.own_words(cell, ascii_only=ascii_only),
        facts=(*_facts(snapshot, cell, ascii_only), *([AT_WORK] if waits else [])),
        why=tuple(cell.why),
        groups=grouped(lines, earlier),
        cell=key_of(cell),
        waits=waits,
    )


def _facts(snapshot: Snapshot, cell: Cell, ascii_only: bool) -> Sequence[str]:
    beat = snapshot.beat
    only, apart = figures.only(cell, beat), figures.times_apart(cell)
    claimed = figures.claimed_words(cell, beat, ascii_only=ascii_only)
    bounds = figures.three(cell.low, cell.best, cell.high)
    grade = figures.grade(cell.grade) + (f", {apart} apart" if apart else "")
    facts = (only, f"low/best/high {bounds}", f"claimed by others {claimed}", grade)
    return tuple(filter(None, (*facts, *figures.flags(cell))))


def _unexplained(cell: Cell) -> Iterable[LedgerRow]:
    """Rows for a cell that came without them."""
    standing = cell.own.claims if cell.own else ()
    for claim in cell.claims:
        role: LedgerRole = "current" if claim in standing[:1] else "other"
        yield LedgerRow(claim=claim, role=role, note="")


def _silence(snapshot: Snapshot, subject: CellKey) -> Ledger:
    silence = next((s for s in snapshot.tally.silent if _is_of(s, subject)), None)
    side = figures.name(snapshot.beat, subject.victim)
    kind = figures.kind(subject.kind)
    words = f"{side} has given no figure for its {kind}. Silence is never counted as 0 (R14)."
    if silence and silence.stated:
        words = f"{side} is reported as having given no figure for its {kind} (R14)."
    lines: list[tuple[GroupName, Line | None]] = [
        ("statements", line)
        for line in plain(snapshot, silence.claims if silence else (), "says so")
    ]
    lines += [
        ("rejected", line)
        for line in plain(snapshot, snapshot.tally.rejected, figures.role("rejected"))
        if (line.claim.victim, line.claim.kind) == subject[:2]
    ]
    lines += [("moved", line) for line in _moved(snapshot, subject)]
    return Ledger(
        title=_title(snapshot, subject),
        figure=figures.NO_FIGURE,
        facts=(),
        why=(words,),
        groups=grouped(lines),
    )


def _moved(snapshot: Snapshot, key: CellKey, here: Set[str] = frozenset()) -> Iterable[Line]:
    """Claims that the machine had read as of this side and kind, and a person as of another cell.

    `here`: ids of claims that stand in the cell all the same.
    """
    for id, review in snapshot.reviews.items():
        claim, machine = snapshot.claims.get(id), review.machine
        if claim is None or id in here or claim.is_set_aside or _side_and_kind(machine) != key[:2]:
            continue
        if (now := (*_side_and_kind(claim), claim.category)) != (*key[:2], machine.category):
            words = f"{figures.name(snapshot.beat, now[0])} {figures.kind(claim.kind)}"
            words += f", {figures.category(claim.category)}"
            yield Line(claim=claim, does=f"now {words}", note="", review=review)


def _side_and_kind(claim: Claim) -> tuple[str, Kind]:
    return claim.victim, claim.kind


def _of_entry(snapshot: Snapshot, subject: OfEntry) -> Ledger:
    claims = snapshot.claims_of.get(subject.key, ())
    lines = plain(snapshot, [c.id for c in claims], "")
    return Ledger(
        title="Claims of the entry",
        figure="",
        facts=(),
        why=() if lines else ("This entry carries no claim.",),
        groups=grouped([("entry", line) for line in lines]),
    )


def _like(snapshot: Snapshot, subject: LikeClaim) -> Ledger:
    """What a claim may only repeat: claims of its side and kind that nobody set aside."""
    one = snapshot.claims.get(subject.claim)
    alike = [
        c.id
        for c in snapshot.claims.values()
        if one and c.id != one.id and not c.is_set_aside
        if (c.victim, c.kind) == (one.victim, one.kind)
    ]
    return Ledger(
        title="Same as which claim?",
        figure="" if one is None else figures.as_written(one),
        facts=(),
        why=() if alike else ("There is no other claim of this side and kind.",),
        groups=grouped([("alike", line) for line in plain(snapshot, alike, "")]),
    )


def most_like(snapshot: Snapshot, id: str) -> str | None:
    """The claim that another most likely repeats: its number, speaker, category, before and near.

    None where there is no other of its side and kind.
    """
    one = snapshot.claims.get(id)
    if one is None:
        return None
    alike = [line.claim for g in _like(snapshot, LikeClaim(id)).groups for line in g.lines]

    def distance(other: Claim) -> tuple[bool, bool, bool, bool, float]:
        told, said = one.known or EARLIEST, other.known or EARLIEST
        return (
            not is_same_number(one, other),
            (one.claimant_side or one.claimant) != (other.claimant_side or other.claimant),
            one.category != other.category,
            said > told,
            abs((told - said).total_seconds()),
        )

    return min(alike, key=distance).id if alike else None


def is_same_number(one: Claim, other: Claim) -> bool:
    """The same point value, else the very same bounds (R11)."""
    if one.best is not None and other.best is not None:
        return one.best == other.best
    return (one.low, one.best, one.high) == (other.low, other.best, other.high)


def _is_of(silence: Silence, subject: CellKey) -> bool:
    return (silence.victim, silence.kind) == (subject.victim, subject.kind)


def _shelf(snapshot: Snapshot, shelf: Shelf) -> Ledger:
    tally = snapshot.tally
    told: Sequence[object] = getattr(tally, shelf)
    waits = is_at_work(snapshot) or len(tuple(told)) < len(told)
    if shelf == "checks":
        lines = checked(snapshot, tally.checks)
        title, why = (
            "Sums checked",
            "Numbers over several cells enter none: they are checked (R15).",
        )
    elif shelf == "background":
        lines = plain(snapshot, tally.background, "background")
        title, why = "Background", "Claims about other wars and earlier clashes enter no cell (R2)."
    elif shelf == "rejected":
        lines = plain(snapshot, tally.rejected, figures.role("rejected"))
        title, why = "Rejected", "Claims that a person rejected enter no cell (R19)."
    else:
        lines = plain(snapshot, tally.review, "to review")
        title, why = "To review", "Claims that a person should look at before trusting them (R21)."
    return Ledger(
        title=title,
        figure="",
        facts=(AT_WORK,) if waits else (),
        why=(why,),
        groups=grouped([(shelf, line) for line in lines]),
        waits=waits,
    )


def _title(snapshot: Snapshot, key: CellKey) -> str:
    category = figures.category(key.category) if key.category else ""
    words = ", ".join(filter(None, (figures.kind(key.kind), category)))
    return f"{figures.name(snapshot.beat, key.victim)}: {words}"


def _is_about(claim: Claim, cell: Cell) -> bool:
    return (claim.victim, claim.kind) == (cell.victim, cell.kind)


def _is_checked(snapshot: Snapshot, check: Check, cell: Cell) -> bool:
    claim = snapshot.claims.get(check.claim)
    sides = (cell.victim, "both")
    return claim is not None and claim.kind == cell.kind and claim.victim in sides
