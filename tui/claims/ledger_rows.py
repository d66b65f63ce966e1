"""Ledger rows: what the ledger screen draws, as pure functions from a ledger and a width."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rich.style import Style

from feeds.sanitise import clean_line
from tui.claims.claim_rows import claim_lines, wrapped
from tui.claims.ledger import Group, GroupName, Ledger
from tui.claims.ledger_chart import chart_lines
from tui.claims.ledger_table import Table
from tui.drawing.cells import fit
from tui.drawing.row_list import Row
from tui.tally.tally_rows import Look

_HOW = "  How it was counted"

MORE = 1_000
"""Claims of a group that are listed at once where more are asked for."""

MOST_WHY = 40
"""Reasons that are told, at the beginning and at the end; between them stand denials, each of
which is listed above."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Key of the row that stands for claims of a group that are not listed."""

    group: GroupName


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
    return [*rows, *(_text_row(("why", n), (words,), look, quiet) for n, words in _why(ledger.why))]


def _why(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The reasons by their number; of very many those at both ends."""
    told = [*enumerate(words)]
    left = len(told) - 2 * MOST_WHY
    if left <= 0:
        yield from told
        return
    yield from told[:MOST_WHY]
    yield MOST_WHY, f"({left} more like these: each is among the claims above)"
    yield from told[-MOST_WHY:]


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
            rows += _earlier(group, look)
            rows += [
                Row((group.name, line.claim.id), claim_lines(line, table, look))
                for line in group.lines
            ]
    return rows


def _earlier(group: Group, look: Look) -> Iterator[Row]:
    """What stands for claims that are not listed."""
    if group.earlier:
        more = min(MORE, group.earlier)
        words = f"    {group.earlier} earlier ones are not listed: Enter lists {more} more"
        words = fit(words, look.width, look.marks.more)
        yield Row(Earlier(group.name), (((words, look.palette.quiet),),))


def _text_row(key: object, parts: Sequence[str], look: Look, style: Style) -> Row:
    dot = " - " if look.ascii_only else " · "
    words = dot.join(clean_line(part) for part in parts)
    return Row(str(key), tuple(wrapped([(words, style)], look, indent=1)), opens=False)


def _title_row(group: Group, is_folded: bool, look: Look) -> Row:
    signs = ("+", "-") if look.ascii_only else ("▸", "▾")
    words = f"{signs[not is_folded]} {group.title} ({group.earlier + len(group.lines)})"
    strong = look.palette.strong
    return Row(group.name, (((fit(words, look.width, look.marks.more), strong),),))
