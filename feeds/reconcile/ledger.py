"""Every claim of a cell with what it does there and why, in the order told (R20)."""

from feeds.claim import Claim
from feeds.reconcile.chain import Chain
from feeds.reconcile.components import Aside
from feeds.reconcile.drafts import Draft
from feeds.reconcile.marks import with_mark
from feeds.reconcile.places import Part
from feeds.reconcile.reading import Column, Order, order_of
from feeds.reconcile.steps import Said
from feeds.tally import LedgerRole, LedgerRow

_ROLES: dict[Column, LedgerRole] = {
    "claimed": "claimed",
    "independent": "independent",
    "other": "other",
    "outlet": "other",
}
"""Of what stands in a column that is not the side's own."""


Drawn = tuple[Order, LedgerRow]
"""A row, and where it stands."""


def rows_of(draft: Draft) -> tuple[LedgerRow, ...]:
    """Every claim of the cell, in the order told (R20)."""
    rows: list[Drawn] = []
    chains: list[tuple[Column, Chain]] = [
        *((("own", draft.own),) if draft.own else ()),
        *(("claimed", c) for _, c in draft.claimed),
        *(("independent", c) for _, c in draft.independent),
        *(("other", c) for _, c in draft.others),
    ]
    for column, chain in chains:
        rows += [drawn_of(said, _ROLES.get(column)) for said in chain.said()]
    if draft.overtaken is not None:
        rows += [drawn_overtaken(said, draft.overtaken_why) for said in draft.overtaken.said()]
    for part in draft.parts:
        rows += [drawn_of(said, role_of_part(part)) for said in part.chain.said()]
    rows += map(drawn_beside, draft.denials)
    rows += map(drawn_beside, draft.asides)
    ordered = [row for _, row in sorted(rows, key=lambda r: r[0])]
    return tuple({row.claim: row for row in reversed(ordered)}.values())[::-1]


def role_of_part(part: Part) -> LedgerRole:
    """What the figures of a part do in a ledger."""
    return "subset" if part.column == "own" else _ROLES[part.column]


def drawn_beside(one: Claim | Aside) -> Drawn:
    """The row of a denial, or of an aside."""
    if isinstance(one, Aside):
        note = with_mark(one.claim, one.note)
        return order_of(one.claim), LedgerRow(claim=one.claim.id, role=one.role, note=note)
    note = with_mark(one, "denied: sets no bound (R21)")
    return order_of(one), LedgerRow(claim=one.id, role="denied", note=note)


def drawn_overtaken(said: Said, why: str) -> Drawn:
    """The row of what is told of figures that later ones of a narrower kind exceed."""
    reading, role, note = said
    if role in ("current", "component", "increment"):
        role, note = "superseded", why
    note = with_mark(reading.claim, note)
    return reading.order, LedgerRow(claim=reading.claim.id, role=role, note=note)


def drawn_of(said: Said, role: LedgerRole | None) -> Drawn:
    """The row of what is told of figures; `role` takes the place of that of the figures."""
    reading, own_role, note = said
    if role is not None and own_role in ("current", "component", "increment"):
        own_role = role
    note = with_mark(reading.claim, note)
    return reading.order, LedgerRow(claim=reading.claim.id, role=own_role, note=note)
