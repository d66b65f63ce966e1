"""Every claim of a cell with what it does there and why, in the order told (R20)."""

from feeds.reconcile.chain import Chain
from feeds.reconcile.drafts import Draft
from feeds.reconcile.marks import with_mark
from feeds.reconcile.reading import Column, Order, order_of
from feeds.reconcile.steps import Said
from feeds.tally import LedgerRole, LedgerRow

_ROLES: dict[Column, LedgerRole] = {
    "claimed": "claimed",
    "independent": "independent",
    "other": "other",
    "outlet": "other",
}


def rows_of(draft: Draft) -> tuple[LedgerRow, ...]:
    """Every claim of the cell, in the order told (R20)."""
    rows: list[tuple[Order, LedgerRow]] = []
    chains: list[tuple[Column, Chain]] = [
        *((("own", draft.own),) if draft.own else ()),
        *(("claimed", c) for _, c in draft.claimed),
        *(("independent", c) for _, c in draft.independent),
        *(("other", c) for _, c in draft.others),
    ]
    for column, chain in chains:
        rows += [_row(said, _ROLES.get(column)) for said in chain.said()]
    if draft.overtaken is not None:
        rows += [_overtaken(said, draft.overtaken_why) for said in draft.overtaken.said()]
    for part in draft.parts:
        role: LedgerRole = "subset" if part.column == "own" else _ROLES[part.column]
        rows += [_row(said, role) for said in part.chain.said()]
    for denial in draft.denials:
        note = with_mark(denial, "denied: sets no bound (R21)")
        rows.append((order_of(denial), LedgerRow(claim=denial.id, role="denied", note=note)))
    for aside in draft.asides:
        note = with_mark(aside.claim, aside.note)
        row = LedgerRow(claim=aside.claim.id, role=aside.role, note=note)
        rows.append((order_of(aside.claim), row))
    ordered = [row for _, row in sorted(rows, key=lambda r: r[0])]
    return tuple({row.claim: row for row in reversed(ordered)}.values())[::-1]


def _overtaken(said: Said, why: str) -> tuple[Order, LedgerRow]:
    reading, role, note = said
    if role in ("current", "component", "increment"):
        role, note = "superseded", why
    note = with_mark(reading.claim, note)
    return reading.order, LedgerRow(claim=reading.claim.id, role=role, note=note)


def _row(said: Said, role: LedgerRole | None) -> tuple[Order, LedgerRow]:
    reading, own_role, note = said
    if role is not None and own_role in ("current", "component", "increment"):
        own_role = role
    note = with_mark(reading.claim, note)
    return reading.order, LedgerRow(claim=reading.claim.id, role=own_role, note=note)
