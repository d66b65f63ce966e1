"""Ledger: the claims behind a cell, a silence or a shelf of the tally, grouped by what they do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from feeds.claim import Claim
from feeds.snapshot import Snapshot
from feeds.tally import Cell, Check, LedgerRole, LedgerRow, Silence
from tui import figures
from tui.tally_changes import CellKey, key_of
from tui.tally_rows import Shelf

Subject = CellKey | Shelf
"""What a ledger is about."""

GroupName = Literal[
    "stands",
    "parts",
    "claimed",
    "others",
    "superseded",
    "echoes",
    "components",
    "drift",
    "denied",
    "struck",
    "rejected",
    "review",
    "checks",
    "background",
    "statements",
]

_TITLES: dict[GroupName, str] = {
    "stands": "What stands",
    "parts": "Parts of the theatre: inside the total",
    "claimed": "Claimed by other sides: sets at most the high",
    "others": "Independent counts and others",
    "superseded": "Superseded",
    "echoes": "Echoes: more copies, no more sources",
    "components": "Parts of a number",
    "drift": "Drifted from the source",
    "denied": "Denied",
    "struck": "Struck: the entry was edited",
    "rejected": "Rejected by a person",
    "review": "For a person to judge",
    "checks": "Sums held against the cells",
    "background": "Background: another war, an earlier clash",
    "statements": "Statements that there is no figure",
}

_GROUP_OF: dict[LedgerRole, GroupName] = {
    "current": "stands",
    "increment": "stands",
    "subset": "parts",
    "claimed": "claimed",
    "independent": "others",
    "other": "others",
    "superseded": "superseded",
    "echo": "echoes",
    "component": "components",
    "drift": "drift",
    "denied": "denied",
    "review": "review",
    "struck": "struck",
    "rejected": "rejected",
}

FOLDED: frozenset[GroupName] = frozenset(
    {"superseded", "echoes", "components", "drift", "struck", "background"}
)
"""Groups that are folded until asked for, where another group has something to show."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One claim in a ledger."""

    claim: Claim
    does: str
    """What it does there, in a word or two: `stands`, `echo`."""

    note: str
    """Why, with the rule; empty where nothing is to be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims that do the same thing, in time order."""

    name: GroupName
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything behind one subject."""

    title: str
    """`Armenia: killed, military`."""

    figure: str
    """`49+`; empty for a shelf."""

    facts: tuple[str, ...]
    """Bounds, grade, flags."""

    why: tuple[str, ...]
    """The rules that fired, in words; what there is to say where there is no claim."""

    groups: tuple[Group, ...]
    """What stands first; none of them empty."""

    cell: CellKey | None = None
    """The cell that it is about; None for a silence or a shelf."""


def ledger_of(snapshot: Snapshot, subject: Subject, *, ascii_only: bool = False) -> Ledger:
    """The ledger of a cell, of a silence (category None) or of a shelf."""
    if not isinstance(subject, CellKey):
        return _shelf(snapshot, subject)
    cell = next((c for c in snapshot.tally.cells if key_of(c) == subject), None)
    return _silence(snapshot, subject) if cell is None else _cell(snapshot, cell, ascii_only)


def _cell(snapshot: Snapshot, cell: Cell, ascii_only: bool) -> Ledger:
    beat = snapshot.beat
    only, apart = figures.only(cell, beat), figures.times_apart(cell)
    claimed = figures.claimed_words(cell, beat, ascii_only=ascii_only)
    bounds = figures.three(cell.low, cell.best, cell.high)
    grade = figures.grade(cell.grade) + (f", {apart} apart" if apart else "")
    facts = (only, f"low/best/high {bounds}", f"claimed by others {claimed}", grade)
    rows = cell.ledger or tuple(_unexplained(cell))
    sorted_in = {row.claim for row in rows}
    lines = [(_GROUP_OF[row.role], _line(snapshot, row)) for row in rows]
    lines += [
        ("background", line)
        for line in _plain(snapshot, snapshot.tally.background, "background")
        if _is_about(line.claim, cell) and line.claim.id not in sorted_in
    ]
    checks = (c for c in snapshot.tally.checks if _is_checked(snapshot, c, cell))
    lines += [("checks", line) for line in _checks(snapshot, checks)]
    return Ledger(
        title=_title(snapshot, key_of(cell)),
        figure=figures.own_words(cell, ascii_only=ascii_only),
        facts=tuple(filter(None, (*facts, *figures.flags(cell)))),
        why=cell.why,
        groups=_grouped(lines),
        cell=key_of(cell),
    )


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
    lines = _plain(snapshot, silence.claims if silence else (), "says so")
    return Ledger(
        title=_title(snapshot, subject),
        figure=figures.NO_FIGURE,
        facts=(),
        why=(words,),
        groups=_grouped([("statements", line) for line in lines]),
    )


def _is_of(silence: Silence, subject: CellKey) -> bool:
    return (silence.victim, silence.kind) == (subject.victim, subject.kind)


def _shelf(snapshot: Snapshot, shelf: Shelf) -> Ledger:
    tally = snapshot.tally
    if shelf == "checks":
        lines = _checks(snapshot, tally.checks)
        title, why = (
            "Sums checked",
            "Numbers over several cells enter none: they are checked (R15).",
        )
    elif shelf == "background":
        lines = _plain(snapshot, tally.background, "background")
        title, why = "Background", "Claims about other wars and earlier clashes enter no cell (R2)."
    else:
        lines = _plain(snapshot, tally.review, "to review")
        title, why = "To review", "Claims that a person should look at before trusting them (R21)."
    return Ledger(
        title=title,
        figure="",
        facts=(),
        why=(why,),
        groups=_grouped([(shelf, line) for line in lines]),
    )


def _title(snapshot: Snapshot, key: CellKey) -> str:
    category = figures.category(key.category) if key.category else ""
    words = ", ".join(filter(None, (figures.kind(key.kind), category)))
    return f"{figures.name(snapshot.beat, key.victim)}: {words}"


def _line(snapshot: Snapshot, row: LedgerRow) -> Line | None:
    claim = snapshot.claims.get(row.claim)
    return None if claim is None else Line(claim=claim, does=figures.role(row.role), note=row.note)


def _plain(snapshot: Snapshot, ids: Sequence[str], does: str) -> list[Line]:
    found = (snapshot.claims.get(id) for id in ids)
    return [Line(claim=c, does=does, note="") for c in found if c]


def _checks(snapshot: Snapshot, checks: Iterable[Check]) -> list[Line]:
    return [
        Line(
            claim=claim, does=check.result.replace("_", " "), note=f"{check.detail} ({check.rule})"
        )
        for check in checks
        if (claim := snapshot.claims.get(check.claim))
    ]


def _is_about(claim: Claim, cell: Cell) -> bool:
    return (claim.victim, claim.kind) == (cell.victim, cell.kind)


def _is_checked(snapshot: Snapshot, check: Check, cell: Cell) -> bool:
    claim = snapshot.claims.get(check.claim)
    sides = (cell.victim, "both")
    return claim is not None and claim.kind == cell.kind and claim.victim in sides


def _grouped(lines: Sequence[tuple[GroupName, Line | None]]) -> tuple[Group, ...]:
    groups = []
    for name, title in _TITLES.items():
        of_group = [line for group, line in lines if group == name and line is not None]
        of_group.sort(key=lambda line: line.claim.known or _EARLIEST)
        if of_group:
            groups.append(Group(name=name, title=title, lines=tuple(of_group)))
    return tuple(groups)
