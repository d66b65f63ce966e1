"""Ledger rows: what the ledger screen draws, as pure functions from a ledger and a width."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from rich.cells import cell_len
from rich.style import Style

from feeds.claim import Claim
from feeds.entry import TimeBasis
from feeds.sanitise import clean_line
from tui import figures
from tui.cells import Piece, cut, fit, side_style, wrap_pieces
from tui.ledger import Group, GroupName, Ledger, Line
from tui.row_list import Row
from tui.story_time import show
from tui.tally_rows import Look

_SAID, _NUMBER = 22, 24
"""Cells for the time at which it was said, and for the number."""

LONGEST_QUOTE = 300
"""Characters of a span that are shown; the entry has all of it."""


def ledger_rows(ledger: Ledger, folded: Collection[GroupName], look: Look) -> list[Row]:
    """Facts and reasons, then every group under its title; a folded one is its title alone."""
    rows = [_text_row("facts", ledger.facts, look, look.palette.text)] if ledger.facts else []
    rows += [
        _text_row(("why", n), (words,), look, look.palette.quiet)
        for n, words in enumerate(ledger.why)
    ]
    for group in ledger.groups:
        rows.append(_title_row(group, group.name in folded, look))
        if group.name not in folded:
            rows += [_claim_row(group.name, line, look) for line in group.lines]
    return rows


def _text_row(key: object, parts: Sequence[str], look: Look, style: Style) -> Row:
    dot = " - " if look.ascii_only else " · "
    words = dot.join(clean_line(part) for part in parts)
    return Row(str(key), tuple(_wrapped([(words, style)], look, indent=1)), opens=False)


def _wrapped(pieces: Sequence[Piece], look: Look, *, indent: int) -> Iterator[tuple[Piece, ...]]:
    for line in wrap_pieces(pieces, look.width - indent):
        yield ((" " * indent, Style.null()), *line)


def _title_row(group: Group, is_folded: bool, look: Look) -> Row:
    signs = ("+", "-") if look.ascii_only else ("▸", "▾")
    words = f"{signs[not is_folded]} {group.title} ({len(group.lines)})"
    strong = look.palette.strong
    return Row(group.name, (((fit(words, look.width, look.marks.more), strong),),))


def _claim_row(group: GroupName, line: Line, look: Look) -> Row:
    lines = (tuple(_head(line.claim, look)), *_what(line, look), *_words(line, look))
    return Row((group, line.claim.id), lines)


def _head(claim: Claim, look: Look) -> list[Piece]:
    """When it was said, the number as written, and where there is room by whom."""
    palette, more = look.palette, look.marks.more
    said = fit(f"  {_time(claim.time, look, is_day=claim.day_only)}", _SAID, more)
    number = figures.as_written(claim, ascii_only=look.ascii_only)
    strong = palette.figure + Style(bold=True)
    if not _has_room(claim, look):
        return [(said, palette.text), (cut(number, look.width - _SAID, more), strong)]
    return [
        (said, palette.text),
        (fit(number, _NUMBER, more), strong),
        (f" {_who(claim, look)}", _colour(claim, look)),
    ]


def _has_room(claim: Claim, look: Look) -> bool:
    """Whether number and claimant fit on the first line."""
    number = figures.as_written(claim, ascii_only=look.ascii_only)
    who = cell_len(_who(claim, look))
    return cell_len(number) <= _NUMBER and _SAID + _NUMBER + 1 + who <= look.width


def _colour(claim: Claim, look: Look) -> Style:
    return side_style(look.beat, claim.claimant_side, look.palette)


def _who(claim: Claim, look: Look) -> str:
    who = figures.name(look.beat, claim.claimant)
    if claim.claimant_side:
        who = f"{figures.tag(look.beat, claim.claimant_side)} {who}"
    return who


def _what(line: Line, look: Look) -> Iterator[tuple[Piece, ...]]:
    """What the number counts, for where, as of when, and who passed it on; all of it."""
    claim, quiet = line.claim, look.palette.quiet
    category = "" if claim.category == "unknown" else figures.category(claim.category)
    counted = ", ".join(filter(None, (figures.kind(claim.kind), category, claim.group or "")))
    as_of = "" if claim.as_of == claim.time else _time(claim.as_of, look)
    relay = ", ".join(figures.name(look.beat, by) for by in claim.relay)
    parts = (
        ("" if _has_room(claim, look) else _who(claim, look), _colour(claim, look)),
        (line.does, look.palette.strong),
        (f"{_whose(claim, look)} {clean_line(counted)}", look.palette.text),
        (figures.name(look.beat, claim.place) if claim.place else "all places", quiet),
        (figures.relation(claim.relation), quiet),
        (f"as of {as_of}" if as_of else "as of then", quiet),
        ("" if claim.modality == "stated" else claim.modality, look.palette.alert),
        (f"via {relay}" if relay else "", quiet),
        ("" if claim.confidence == "high" else f"{claim.confidence} confidence", quiet),
    )
    dot = " - " if look.ascii_only else " · "
    pieces: list[Piece] = []
    for part in parts:
        if part[0]:
            pieces += [(dot, quiet), part] if pieces else [part]
    yield from _wrapped(pieces, look, indent=4)


def _whose(claim: Claim, look: Look) -> str:
    return figures.name(look.beat, claim.victim) if claim.victim != "unknown" else "not said whose"


def _words(line: Line, look: Look) -> Iterator[tuple[Piece, ...]]:
    """The words of the span and the reason, as many lines as they need."""
    quote = clean_line(line.claim.quote[:LONGEST_QUOTE])
    more = look.marks.more if len(line.claim.quote) > LONGEST_QUOTE else ""
    reason = line.note or f"({', '.join(line.claim.rules)})"
    opening, closing = ('"', '"') if look.ascii_only else ("“", "”")
    pieces: list[Piece] = [(f"{opening}{quote}{more}{closing}", look.palette.span)]
    pieces.append((f" {clean_line(reason)}", look.palette.quiet))
    yield from _wrapped(pieces, look, indent=4)


def _time(time: datetime | None, look: Look, *, is_day: bool = False) -> str:
    basis: TimeBasis = "day" if is_day else "stamped"
    return show(
        time, mode=look.zone_mode, source_zone=look.beat.zone, local=look.local, basis=basis
    )
