"""Ledger lines: what a ledger says of a claim, and the group that it stands in; pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from feeds.claim import Claim
from feeds.snapshot import Snapshot
from feeds.tally import Cell, Check, Grade, LedgerRole, LedgerRow
from tui.claims.ledger import Group, GroupName, Line
from tui.words import figures
from tui.words.disputes import disputed_by

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
    "struck": "Struck: the entry was edited or withdrawn",
    "rejected": "Rejected by a person",
    "moved": "Moved elsewhere by a correction",
    "review": "For a person to judge",
    "checks": "Sums held against the cells",
    "background": "Background: another war, an earlier clash",
    "statements": "Statements that there is no figure",
    "entry": "What the entry claims",
    "alike": "Claims of the same side and kind",
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

_GRADE_OF: dict[LedgerRole, Grade] = {
    "subset": "partial",
    "claimed": "enemy_only",
    "other": "unconfirmed",
}
"""What a claim that does not stand would be graded alone, where its role does not say it."""

EARLIEST = datetime.min.replace(tzinfo=UTC)
"""In the place of the time of what has none."""


def group_of(row: LedgerRow, cell: Cell) -> GroupName:
    """What a claim does; a part of a larger number that makes the figure stands (R7)."""
    makes = cell.own is not None and row.claim in cell.own.claims[:1]
    return "stands" if makes and row.role == "component" else _GROUP_OF[row.role]


def line_of(snapshot: Snapshot, claim: Claim | None, row: LedgerRow, cell: Cell) -> Line | None:
    """A claim with what it does, and its grade: the cell's where it stands, else its own (R14)."""
    if claim is None:
        return None
    review = snapshot.reviews.get(claim.id)
    note = "; ".join((_reason(claim, row.note), *disputed_by(snapshot, claim.id)))
    stands = group_of(row, cell) == "stands"
    grade = cell.grade if stands else _GRADE_OF.get(row.role)
    does = figures.role("current" if stands and row.role == "component" else row.role)
    graded = ", ".join((does, *((figures.grade(grade),) if grade else ())))
    return Line(claim=claim, does=graded, note=note, review=review)


def _reason(claim: Claim, note: str) -> str:
    """A note without who decided and when: the screen says it on the clock that is shown."""
    if claim.judged is None:
        return note
    ruling = claim.judged.ruling
    if ruling == "rejected":
        return "counts nowhere (R19)"
    if ruling == "merged":
        return "repeats what is said already (R19)"
    return note.partition(f"; {ruling}")[0]


def plain(snapshot: Snapshot, ids: Sequence[str], does: str) -> list[Line]:
    """The lines of claims of which there is nothing more to say than what they do."""
    claims = snapshot.several(ids)
    found = (claims.get(id) for id in ids)
    return [
        Line(claim=c, does=does, note="", review=snapshot.reviews.get(c.id)) for c in found if c
    ]


def checked(snapshot: Snapshot, checks: Iterable[Check]) -> list[Line]:
    """The lines of numbers that are held against the cells."""
    return [
        Line(
            claim=claim,
            does=check.result.replace("_", " "),
            note=f"{check.detail} ({check.rule})",
            review=snapshot.reviews.get(claim.id),
        )
        for check in checks
        if (claim := snapshot.claims.get(check.claim))
    ]


def grouped(
    lines: Sequence[tuple[GroupName, Line | None]], earlier: Mapping[GroupName, int] | None = None
) -> tuple[Group, ...]:
    """The groups in their order, each in time order; so many `earlier` lines are not listed."""
    groups = []
    for name, title in _TITLES.items():
        of_group = [line for group, line in lines if group == name and line is not None]
        of_group.sort(key=lambda line: line.claim.known or EARLIEST)
        if of_group:
            before = (earlier or {}).get(name, 0)
            groups.append(Group(name=name, title=title, lines=tuple(of_group), earlier=before))
    return tuple(groups)
