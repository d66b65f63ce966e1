"""Ledger chart: the figures of a ledger, claimant by claimant, as the series of a step chart."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from feeds.claim import Claim
from tui import figures
from tui.cells import Piece, side_style
from tui.ledger import Group, GroupName, Ledger, Line
from tui.step_chart import Frame, Point, Series, step_chart
from tui.story_time import in_zone
from tui.tally_changes import CellKey
from tui.tally_rows import Look

_FIGURES: tuple[GroupName, ...] = (
    "stands",
    "parts",
    "superseded",
    "claimed",
    "others",
    "components",
)
"""Groups whose claims are figures of the cell; echoes say them again, drifts say them wrong."""

_PART = "one part"
"""A part of which neither place nor incident is known."""

_EARLIEST = datetime.min.replace(tzinfo=UTC)

Who = tuple[str, str | None]
"""Side or claimant, and the part of the theatre; None is the whole."""


def chart_lines(
    ledger: Ledger, look: Look, height: int, *, lit: str | None = None
) -> tuple[tuple[Piece, ...], ...]:
    """The chart at `look.width`; nothing where there are fewer than two figures in time."""
    series = series_of(ledger, look)
    times = {point.at for one in series for point in one.points}
    if len(times) < 2:  # noqa: PLR2004 - one figure is no course of figures
        return ()
    frame = Frame(
        width=look.width,
        height=height,
        until=look.at or max(times),
        wall=lambda at: in_zone(
            at, mode=look.zone_mode, source_zone=look.beat.zone, local=look.local
        ),
        palette=look.palette,
        more=look.marks.more,
        ascii_only=look.ascii_only,
        lit=lit,
    )
    return tuple(step_chart(series, frame))


def series_of(ledger: Ledger, look: Look) -> list[Series]:
    """The own figures first; parts of the theatre only where nobody gave a whole."""
    cell = ledger.cell
    if cell is None:
        return []
    found = _by_who(ledger, cell)
    wholes = {who: points for who, points in found.items() if who[1] is None}
    by_weight = sorted((wholes or found).items(), key=lambda one: one[0][0] != cell.victim)
    return [_series(who, claims, cell, look) for who, claims in by_weight]


def _by_who(ledger: Ledger, cell: CellKey) -> Mapping[Who, list[Claim]]:
    """The claims that are figures of the cell, in time order."""
    parts = {ln.claim.place for g in ledger.groups if g.name == "parts" for ln in g.lines}
    found: dict[Who, list[Claim]] = {}
    for claim in (line.claim for group in ledger.groups for line in _figures_of(group, cell)):
        who = (claim.claimant_side or claim.claimant, _part_of(claim, parts))
        found.setdefault(who, []).append(claim)
    return {
        who: sorted(claims, key=lambda c: _when(c) or _EARLIEST) for who, claims in found.items()
    }


def _part_of(claim: Claim, parts: Collection[str | None]) -> str | None:
    """What part of the theatre it is for; None for the whole, of which no part is drawn (R6)."""
    if claim.relation in ("subset", "increment"):
        return claim.place or claim.incident or (_PART if claim.relation == "subset" else None)
    return claim.place if claim.place in parts else None


def _figures_of(group: Group, cell: CellKey) -> Iterator[Line]:
    for line in group.lines:
        claim = line.claim
        if _when(claim) is None or _value(claim, cell) is None:
            continue
        is_part = group.name == "components" and cell.category not in claim.component_categories
        if group.name in _FIGURES and not is_part:
            yield line


def _series(who: Who, claims: Sequence[Claim], cell: CellKey, look: Look) -> Series:
    by, part = who
    is_own = by == cell.victim
    name = figures.name(look.beat, by)
    if by in look.beat.sides:
        name = f"{figures.tag(look.beat, by)} {name}"
    told = [name, "own figure" if is_own else _what(claims, look)]
    if part:
        told.append(figures.name(look.beat, part))
    return Series(
        name=", ".join(told),
        is_own=is_own,
        style=side_style(look.beat, by if by in look.beat.sides else None, look.palette),
        points=tuple(_points(claims, cell, look)),
    )


def _what(claims: Sequence[Claim], look: Look) -> str:
    """An independent actor counts, and claims nothing (R12)."""
    independent = {actor.id for actor in look.beat.actors if actor.independent}
    return "independent count" if claims[0].claimant in independent else "claims"


def _points(claims: Sequence[Claim], cell: CellKey, look: Look) -> Iterator[Point]:
    """A point a claim; what was said to come on top is added to what stood (R9)."""
    points: dict[datetime, Point] = {}
    before = 0
    for claim in claims:
        value, when = _value(claim, cell), _when(claim)
        assert value is not None
        assert when is not None
        words = _words(claim, value, look)
        if claim.relation == "increment":
            value += before
            words = f"{value}*"
        points[when] = Point(at=when, value=value, words=words, claim=claim.id)
        before = value
    yield from points.values()


def _when(claim: Claim) -> datetime | None:
    return claim.as_of or claim.time


def _value(claim: Claim, cell: CellKey) -> int | None:
    """Where the claim stands on the scale; of a sum over categories the cell's part."""
    if cell.category in claim.component_categories:
        parts = zip(claim.components, claim.component_categories, strict=False)
        return sum(n for n, category in parts if category == cell.category)
    if claim.best is not None:
        return claim.best
    return claim.low if claim.high is None else claim.high


def _words(claim: Claim, value: int, look: Look) -> str:
    if claim.best not in (value, None):
        return f"{value}*"
    return figures.bounds(claim.low, claim.best, claim.high, ascii_only=look.ascii_only)
