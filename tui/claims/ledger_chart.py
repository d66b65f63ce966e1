"""Ledger chart: the figures of a ledger, claimant by claimant, as the series of a step chart."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.claim import Claim
from tui.charts.step_chart import Frame, Point, Series, step_chart
from tui.claims.ledger import Group, GroupName, Ledger, Line
from tui.drawing.cells import Piece, side_style
from tui.tally.tally_changes import CellKey
from tui.tally.tally_rows import Look
from tui.words import figures
from tui.words.story_time import in_zone

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

_STANDING: tuple[GroupName, ...] = ("stands", "parts", "claimed", "others")

Who = tuple[str, str | None]
"""Claimant, and the part of the theatre; None is the whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """One claim as a figure of the cell."""

    claim: Claim
    stands: bool
    point: Point


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
    """A series for each claimant, the own ones first.

    Parts of the theatre only where nobody gave a whole. Claimants of one side are one voice (R11):
    the line of one ends where another of the side took its place.
    """
    cell = ledger.cell
    if cell is None:
        return []
    found = _by_side(ledger, cell, look)
    wholes = {who: told for who, told in found.items() if who[1] is None}
    by_weight = sorted((wholes or found).items(), key=lambda one: one[0][0] != cell.victim)
    return [made for (by, part), told in by_weight for made in _of_side(by, part, told, cell, look)]


def _by_side(ledger: Ledger, cell: CellKey, look: Look) -> Mapping[Who, list[_Figure]]:
    """The figures of the cell by side, in time order; of one moment the one that stands last."""
    parts = {ln.claim.place for g in ledger.groups if g.name == "parts" for ln in g.lines}
    found: dict[Who, list[tuple[Claim, bool]]] = {}
    for group in ledger.groups:
        for line in _figures_of(group, cell):
            part = _part_of(line.claim, parts)
            if part is None and group.name == "parts":
                part = _PART  # it lies in a number that is for a part
            who = (line.claim.claimant_side or line.claim.claimant, part)
            found.setdefault(who, []).append((line.claim, group.name in _STANDING))
    in_time = {who: sorted(told, key=_in_time) for who, told in found.items()}
    return {who: list(_figures(told, cell, look)) for who, told in in_time.items()}


def _in_time(told: tuple[Claim, bool]) -> tuple[datetime, bool]:
    claim, stands = told
    return (_when(claim) or _EARLIEST, stands)


def _of_side(
    by: str, part: str | None, told: Sequence[_Figure], cell: CellKey, look: Look
) -> Iterator[Series]:
    """One series for each claimant of a side, whoever stands first."""
    claimants = dict.fromkeys(f.claim.claimant for f in reversed(told))
    for claimant in claimants:
        own = [f for f in told if f.claim.claimant == claimant]
        last = own[-1]
        others = (f.point.at for f in told if f.claim.claimant != claimant)
        end = min((at for at in others if at >= last.point.at), default=None)
        yield Series(
            name=_name(by, part, last.claim, cell, look),
            is_own=by == cell.victim,
            style=side_style(look.beat, by if by in look.beat.sides else None, look.palette),
            points=tuple({f.point.at: f.point for f in own}.values()),
            end=None if last.stands else end,
        )


def _name(by: str, part: str | None, claim: Claim, cell: CellKey, look: Look) -> str:
    """`THA Royal Thai Army, own figure`; an independent actor counts, and claims nothing (R12)."""
    name = figures.name(look.beat, claim.claimant)
    if by in look.beat.sides:
        name = f"{figures.tag(look.beat, by)} {name}"
    independent = {actor.id for actor in look.beat.actors if actor.independent}
    what = "independent count" if claim.claimant in independent else "claims"
    told = [name, "own figure" if by == cell.victim else what]
    return ", ".join([*told, *([figures.name(look.beat, part)] if part else [])])


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


def _figures(told: Sequence[tuple[Claim, bool]], cell: CellKey, look: Look) -> Iterator[_Figure]:
    """A point a claim; what was said to come on top is added to what stood (R9, R19)."""
    before, beside = 0, None
    for claim, stands in told:
        value, when = _value(claim, cell), _when(claim)
        assert value is not None
        assert when is not None
        words = _words(claim, value, look)
        split = _split_of(claim) if stands else None
        if claim.relation == "increment" or (split is not None and split == beside):
            value += before
            words = f"{value}*"
        point = Point(at=when, value=value, words=words, claim=claim.id)
        yield _Figure(claim=claim, stands=stands, point=point)
        before, beside = value, split


def _split_of(claim: Claim) -> str | None:
    """Id of the claim that a person split into this one and others."""
    is_split = claim.judged is not None and claim.judged.ruling == "split"
    return claim.id.rpartition("/")[0] if is_split else None


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
