"""A cell's sum in words, for `tally --explain` and the ledger (R20)."""

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo

from feeds.beat import Beat
from feeds.claim import Claim
from feeds.reconcile.marks import by_whom
from feeds.reconcile.reading import shown
from feeds.sanitise import clean_line
from feeds.tally import Cell, Figure, PlaceFigure


def explain(
    cell: Cell, claims: Mapping[str, Claim], beat: Beat, zone: tzinfo | None = None
) -> tuple[str, ...]:
    """How the cell came about, one line a figure: "50 = 42 + 8, Azerbaijan, 13 Sep 2022 21:09 +04".

    Times are in `zone` (None: the beat's, else UTC), which each names. Claimants' words from a
    text are cleaned for a terminal.
    """
    clock = _Clock(zone or beat.zone or UTC)
    heads = [
        *([("", cell.own)] if cell.own is not None else []),
        *(("independent count: ", f) for f in cell.independent),
        *((f"claimed by {_name(f.by, beat)}: ", f) for f in cell.claimed),
        *(("also said: ", f) for f in cell.others),
    ]
    figures = (f"{head}{_figure(figure, claims, beat, clock)}" for head, figure in heads)
    places = (_place(p, beat, clock) for p in cell.places)
    return (*figures, *places, *(clean_line(why) for why in cell.why))


class _Clock:
    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def __call__(self, time: datetime | None) -> str:
        if time is None:
            return "undated"
        return time.astimezone(self._zone).strftime("%d %b %Y %H:%M %Z")


def _figure(figure: Figure, claims: Mapping[str, Claim], beat: Beat, clock: _Clock) -> str:
    number = shown(figure.low, figure.best, figure.high)
    first = claims.get(figure.claims[0]) if figure.claims else None
    words = [f"{number}{_sum(figure, first, claims)}", _name(figure.claimant, beat)]
    words.append(clock(figure.as_of))
    if first is not None and first.relay:
        words.append(f"relayed by {', '.join(_name(r, beat) for r in first.relay)}")
    if figure.copies > 1:
        words.append(f"{figure.copies} copies")
    if first is not None and first.judged is not None:
        words.append(f"{first.judged.ruling}{by_whom(first.judged)}")
    return ", ".join(words)


def _sum(figure: Figure, first: Claim | None, claims: Mapping[str, Claim]) -> str:
    """How the number was made, where it was: from parts, from an increment, or split off."""
    if first is None or figure.best is None:
        return ""
    if first.components and sum(first.components) == figure.best:
        return f" = {' + '.join(map(str, first.components))}"
    if first.relation == "increment" and first.best is not None:
        return f" = {figure.best - first.best} + {first.best} more"
    whole = claims.get(first.within) if first.within else first
    if figure.derived and whole is not None and whole.best != figure.best:
        return f" of {shown(whole.low, whole.best, whole.high)}"
    return ""


def _place(part: PlaceFigure, beat: Beat, clock: _Clock) -> str:
    where = ", ".join(w for w in (_name(part.place, beat), part.incident) if w)
    number = shown(part.low, part.low, part.high)
    by = f", {_name(part.by, beat)}" if part.by else ""
    return clean_line(f"{number} in part: {where}{by}, {clock(part.as_of)}")


def _name(key: str, beat: Beat) -> str:
    return clean_line(beat.name_of(key))
