"""`nightdesk tally`: what each side's claims add up to, at a moment."""

import argparse
import sys
from collections.abc import Iterator, Mapping

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.records import Record, tally_record
from feeds.sanitise import clean_line
from feeds.tally import Cell, Figure, Tally
from tui.commands.asking import Opened, filter_of, open_sources, status_of
from tui.commands.given import typed
from tui.commands.printing import print_json, print_rows

COLUMNS = (
    *("victim", "kind", "category", "low", "best", "high", "grade", "own", "claimed", "others"),
    *("as_of", "flags"),
)


def run(asked: argparse.Namespace) -> int:
    """Print it; 1 where a source failed."""
    typed_at = typed(asked.at)
    typed(asked.since), typed(asked.until)
    opened = open_sources(asked)
    at = opened.moment(typed_at, at_end=True)
    snapshot = opened.desk.snapshot(at=at)
    wanted = filter_of(asked, opened)
    tally = snapshot.tally if wanted.is_empty else opened.desk.tally_of(wanted, at)
    _print(asked, opened, tally, snapshot.claims)
    return status_of(asked, opened.desk)


def _print(
    asked: argparse.Namespace, opened: Opened, tally: Tally, claims: Mapping[str, Claim]
) -> None:
    record = tally_record(tally, opened.zone)
    sums = [opened.desk.explain(c, claims, opened.zone) for c in tally.cells]
    if asked.format == "json":
        if asked.explain:
            for cell, words in zip(record["cells"], sums, strict=True):
                cell["explain"] = list(words)
        print_json(record)
        return
    rows = [_row(c, r, opened.desk.beat) for c, r in zip(tally.cells, record["cells"], strict=True)]
    print_rows([*rows, *_no_figures(tally, opened.desk.beat)], COLUMNS, asked.format)
    if asked.format == "table":
        sys.stdout.write(_foot(asked, tally))
    if asked.explain:
        for cell, words in zip(tally.cells, sums, strict=True):
            name = opened.desk.beat.name_of(cell.victim)
            sys.stdout.write(clean_line(f"\n{name}, {cell.kind}, {cell.category}") + "\n")
            sys.stdout.writelines(f"  {clean_line(line)}\n" for line in words)


def _foot(asked: argparse.Namespace, tally: Tally) -> str:
    """How much of the tally a person vouches for."""
    if asked.no_review:
        return "the machine's tally: decisions are left out (--no-review)\n"
    if not tally.standing and not tally.rejected:
        return ""
    claims = "claim" if tally.standing == 1 else "claims"
    rejected = f"; {len(tally.rejected)} rejected" if tally.rejected else ""
    said = f"{tally.confirmed} of {tally.standing} standing {claims} confirmed by a person"
    return f"{said}{rejected}\n"


def _row(cell: Cell, record: Record, beat: Beat) -> Record:
    return {
        "victim": beat.name_of(cell.victim),
        "kind": cell.kind.replace("_", " "),
        "category": cell.category,
        "low": cell.low,
        "best": cell.best,
        "high": "open" if cell.high is None and cell.low is not None else cell.high,
        "grade": cell.grade.replace("_", " "),
        "own": _own(cell, beat),
        "claimed": [_figure(f, beat) for f in cell.claimed],
        "others": [
            *(f"{_figure(f, beat)} (independent)" for f in cell.independent),
            *(_figure(f, beat) for f in cell.others),
        ],
        "as_of": record["as_of"],
        "flags": list(cell.flags),
    }


def _own(cell: Cell, beat: Beat) -> str | None:
    """The side's own figure; where only parts are known, of which places they are (R6)."""
    if cell.own is None:
        return None
    words = _figure(cell.own, beat)
    if cell.grade != "partial" or not cell.places:
        return words
    places = dict.fromkeys(beat.name_of(part.place) for part in cell.places)
    return f"{words} ({', '.join(places)} only)"


def _figure(figure: Figure, beat: Beat) -> str:
    low, high = figure.low, figure.high
    number = f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
    derived = " (derived)" if figure.derived else ""
    return f"{number} by {beat.name_of(figure.claimant)}{derived}"


def _no_figures(tally: Tally, beat: Beat) -> Iterator[Record]:
    """A side that has given no figure is a line of its own: silence is never 0."""
    for silence in tally.silent:
        row: Record = dict.fromkeys(COLUMNS)
        said = "no figure, and says so" if silence.stated else "no figure"
        yield row | {
            "victim": beat.name_of(silence.victim),
            "kind": silence.kind.replace("_", " "),
            "grade": said,
        }
