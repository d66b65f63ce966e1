"""Ledger rows: what the ledger screen draws, as pure functions from a ledger and a width."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from rich.style import Style

from feeds.sanitise import clean_line
from tui.cells import fit
from tui.claim_rows import claim_lines, wrapped
from tui.ledger import Group, GroupName, Ledger
from tui.ledger_chart import chart_lines
from tui.ledger_table import Table
from tui.row_list import Row
from tui.tally_rows import Look

_HOW = "  How it was counted"


def ledger_rows(
    ledger: Ledger,
    folded: Collection[GroupName],
    look: Look,
    table: Table | None,
    *,
    chart_height: int = 0,
) -> list[Row]:
    """Facts and chart, then every group under its title, then the reasons.

    A folded group is its title alone; without a `table` the claims are running text.
    """
    quiet, text = look.palette.quiet, look.palette.text
    rows = [_text_row("facts", ledger.facts, look, text)] if ledger.facts else []
    if chart := chart_lines(ledger, look, chart_height):
        rows.append(Row("chart", chart, opens=False))
    rows += _claims(ledger, folded, look, table)
    if ledger.groups and ledger.why:
        rows.append(
            Row(
                "how",
                (((fit(_HOW, look.width, look.marks.more), look.palette.strong),),),
                opens=False,
            )
        )
    rows += [_text_row(("why", n), (words,), look, quiet) for n, words in enumerate(ledger.why)]
    return rows


def with_lit(
    rows: Sequence[Row], ledger: Ledger, look: Look, chart_height: int, lit: str | None
) -> list[Row]:
    """The same rows, the figure of the claim `lit` brought out in their chart."""
    lines = chart_lines(ledger, look, chart_height, lit=lit) if lit else ()
    return [replace(row, lines=lines) if lines and row.key == "chart" else row for row in rows]


def _claims(
    ledger: Ledger, folded: Collection[GroupName], look: Look, table: Table | None
) -> list[Row]:
    rows: list[Row] = []
    if table is not None and ledger.groups:
        rows.append(Row("head", (table.head(look),), opens=False))
    for group in ledger.groups:
        rows.append(_title_row(group, group.name in folded, look))
        if group.name not in folded:
            rows += [
                Row((group.name, line.claim.id), claim_lines(line, table, look))
                for line in group.lines
            ]
    return rows


def _text_row(key: object, parts: Sequence[str], look: Look, style: Style) -> Row:
    dot = " - " if look.ascii_only else " · "
    words = dot.join(clean_line(part) for part in parts)
    return Row(str(key), tuple(wrapped([(words, style)], look, indent=1)), opens=False)


def _title_row(group: Group, is_folded: bool, look: Look) -> Row:
    signs = ("+", "-") if look.ascii_only else ("▸", "▾")
    words = f"{signs[not is_folded]} {group.title} ({len(group.lines)})"
    strong = look.palette.strong
    return Row(group.name, (((fit(words, look.width, look.marks.more), strong),),))
