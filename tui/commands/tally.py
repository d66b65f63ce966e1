"""`nightdesk tally`: what each side's claims add up to, at a moment."""

import argparse
import sys
from collections.abc import Iterator, Mapping

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.records import Record, tally_record
from feeds.sanitise import clean_line
from feeds.tally import Cell, Figure, PlaceFigure, Tally
from tui.commands.asking import Opened, filter_of, open_sources, status_of, tell, tell_undated
from tui.commands.given import typed
from tui.commands.printing import day_of, print_json, print_rows
from tui.words import figures

COLUMNS = (
    *("victim", "kind", "category", "low", "best", "high", "grade", "own", "claimed", "others"),
    *("as_of", "copies", "sources", "flags"),
)


def run(asked: argparse.Namespace) -> int:
    """Print it; 1 where a source failed."""
    typed_at = typed(asked.at)
    typed(asked.since), typed(asked.until)
    opened = open_sources(asked, with_tally=True)
    at = opened.moment(typed_at, at_end=True)
    if at:
        tell_undated(opened.desk, of="the tally")
    snapshot = opened.desk.snapshot(at=at)
    wanted = filter_of(asked, opened)
    tally = snapshot.tally if wanted.is_empty else opened.desk.tally_of(wanted, at)
    _print(asked, opened, tally, snapshot.claims)
    return status_of(asked, opened.desk)


def _print(
    asked: argparse.Namespace, opened: Opened, tally: Tally, claims: Mapping[str, Claim]
) -> None:
    record = tally_record(tally, opened.zone)
    sums = [opened.desk.explain(c, claims, opened.zone, tally) for c in tally.cells]
    if asked.format == "json":
        told = zip(record["cells"], sums, strict=True) if asked.explain else ()
        cells = [{**cell, "explain": list(words)} for cell, words in told]
        print_json({**record, "cells": cells or record["cells"]})
        return
    for cell, row in zip(tally.cells, record["cells"], strict=True):
        row["as_of"] = (
            day_of(row["as_of"], asked.format) if cell.as_of in cell.days else row["as_of"]
        )
    beat = opened.desk.beat
    rows = [_row(c, r, beat) for c, r in zip(tally.cells, record["cells"], strict=True)]
    rows += _no_figures(tally, beat)
    silences = [opened.desk.explain_silence(s, claims, opened.zone) for s in tally.silent]
    if asked.format == "csv":
        _print_csv(asked, tally, rows, [*sums, *((words,) for words in silences)])
        return
    print_rows(rows, COLUMNS, asked.format)
    if foot := _foot(asked, tally):
        sys.stdout.write(f"\n{foot}\n" if asked.format == "md" else f"{foot}\n")
    if asked.explain:
        for cell, words in zip(tally.cells, sums, strict=True):
            _explain(f"{beat.name_of(cell.victim)}, {cell.kind}, {cell.category}", words)
        for silence, said in zip(tally.silent, silences, strict=True):
            _explain(f"{beat.name_of(silence.victim)}, {silence.kind}: {said}", ())
        for line in opened.desk.explain_beside(tally, claims, opened.zone):
            _explain(line, ())


def _print_csv(
    asked: argparse.Namespace, tally: Tally, rows: list[Record], told: list[tuple[str, ...]]
) -> None:
    """Rows alone, the sums in a column of their own: what reads them takes no words beside."""
    if asked.explain:
        explained = [{**r, "explain": "; ".join(t)} for r, t in zip(rows, told, strict=True)]
        print_rows(explained, (*COLUMNS, "explain"), "csv")
    else:
        print_rows(rows, COLUMNS, "csv")
    if foot := _foot(asked, tally):
        tell(foot)


def _explain(head: str, lines: tuple[str, ...]) -> None:
    sys.stdout.write(f"\n{clean_line(head)}\n")
    sys.stdout.writelines(f"  {clean_line(line)}\n" for line in lines)


def _foot(asked: argparse.Namespace, tally: Tally) -> str:
    """How much of the tally a person vouches for."""
    if asked.no_review:
        return "the machine's tally: decisions are left out (--no-review)"
    if not tally.standing and not tally.rejected:
        return ""
    claims = "claim" if tally.standing == 1 else "claims"
    rejected = f"; {len(tally.rejected)} rejected" if tally.rejected else ""
    said = f"{tally.confirmed} of {tally.standing} standing {claims} confirmed by a person"
    return f"{said}{rejected}"


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
            *(_part(p, beat) for p in cell.places if p.by not in (cell.victim, *beat.parties)),
        ],
        "as_of": record["as_of"],
        "copies": cell.copies,
        "sources": cell.sources,
        "flags": list(cell.flags),
    }


def _own(cell: Cell, beat: Beat) -> str | None:
    """The side's own figure; where only parts are known, of which places they are (R6)."""
    if cell.own is None:
        return None
    words = _figure(cell.own, beat)
    if cell.grade != "partial" or not cell.places:
        return words
    return f"{words} ({figures.only(cell, beat)})"


def _part(part: PlaceFigure, beat: Beat) -> str:
    return (
        f"{_number(part.low, part.high)} by {beat.name_of(part.by)} ({figures.where(beat, part)})"
    )


def _figure(figure: Figure, beat: Beat) -> str:
    derived = " (derived)" if figure.derived else ""
    number = _number(figure.low, figure.high)
    return f"{number} by {beat.name_of(figure.claimant)}{derived}"


def _number(low: int | None, high: int | None) -> str:
    return f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"


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
