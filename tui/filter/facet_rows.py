"""The filter's rows: headings and facets, with digits, narrowed by what is searched for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style

from feeds.beat import Beat
from feeds.folding import fold
from feeds.sanitise import clean_line
from feeds.snapshot import Facet, Snapshot
from tui.drawing.cells import Marks, Palette, fit, line, side_style, side_tags
from tui.keys.actions import CHIPS

FacetKind = Literal["side", "actor", "region", "text", "query"]
DigitKind = Literal["actor", "region"]

HEADINGS: dict[FacetKind, str] = {
    "side": "Sides",
    "actor": "Actors",
    "region": "Regions",
    "text": "Words",
    "query": "Query",
}


class FacetRow(NamedTuple):
    """One line of the filter: a heading (no id), or something to choose.

    A tuple: there are some five hundred of them at every key that changes the filter.
    """

    kind: FacetKind
    id: str | None
    """Id of the actor, side or region, the words, or the query; None for a heading."""

    name: str
    entries: int | None = None
    """Entries that name it; None where it is not counted."""

    chosen: bool = False
    digit: int | None = None
    """Key that toggles it; None where none does."""


def numbered(snapshot: Snapshot, kind: DigitKind) -> tuple[Facet, ...]:
    """The facets that the digits 1 to 9 toggle, in order."""
    return (snapshot.actors if kind == "actor" else snapshot.regions)[:CHIPS]


def rows_of(snapshot: Snapshot, digits: DigitKind, wanted: str) -> list[FacetRow]:
    """All rows; with words `wanted` only the facets whose name holds them, and the words."""
    rows = [*_query(snapshot), *_words(snapshot, wanted)]
    keys = {facet.id: n for n, facet in enumerate(numbered(snapshot, digits), 1)}
    sections: tuple[tuple[FacetKind, Sequence[Facet]], ...] = (
        ("side", snapshot.sides),
        ("actor", snapshot.actors),
        ("region", snapshot.regions),
    )
    for kind, facets in sections:
        listed = _own_sides(snapshot) if kind == "side" and not wanted else facets
        found = [f for f in listed if fold(wanted) in fold(f.name)] if wanted else list(listed)
        if found:
            few = f" {len(found)} of {len(facets)}" if len(found) < len(facets) else ""
            rows.append(FacetRow(kind=kind, id=None, name=f"{HEADINGS[kind]}{few}"))
            rows += _facets(kind, found, keys if kind == digits else {})
    return rows


def _own_sides(snapshot: Snapshot) -> list[Facet]:
    """Sides that are more than one actor: the parties, and those for whom several speak.

    The others are found by a search, and under Actors.
    """
    counts = {f.count for f in snapshot.sides}
    alone = {(snapshot.beat.side_of(f.id), f.count) for f in snapshot.actors if f.count in counts}
    wanted = (*snapshot.beat.parties, *snapshot.filter.sides)
    return [f for f in snapshot.sides if f.id in wanted or (f.id, f.count) not in alone]


def _facets(kind: FacetKind, facets: Iterable[Facet], keys: dict[str, int]) -> Iterator[FacetRow]:
    for facet in facets:
        yield FacetRow(
            kind=kind,
            id=facet.id,
            name=facet.name,
            entries=facet.count,
            chosen=facet.chosen,
            digit=keys.get(facet.id),
        )


def _query(snapshot: Snapshot) -> Iterator[FacetRow]:
    """What was typed on the filter line."""
    if text := snapshot.filter.query_text:
        yield FacetRow(kind="query", id=None, name=HEADINGS["query"])
        yield FacetRow(kind="query", id=text, name=text, chosen=True)


def _words(snapshot: Snapshot, wanted: str) -> Iterator[FacetRow]:
    """The words that entries must hold: those that are asked for, and those in the search field."""
    texts = dict.fromkeys(t for t in (snapshot.filter.text, wanted.strip()) if t)
    if texts:
        yield FacetRow(kind="text", id=None, name=HEADINGS["text"])
    for text in texts:
        yield FacetRow(kind="text", id=text, name=text, chosen=text == snapshot.filter.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetLook:
    """What all rows have in common."""

    beat: Beat
    width: int
    palette: Palette
    marks: Marks


def draw_facet(row: FacetRow, look: FacetLook, ground: Style | None) -> list[Segment]:
    """One line of exactly `look.width` cells; `ground` is the cursor's, None: not under it."""
    palette, marks, width = look.palette, look.marks, look.width
    base = palette.ground + (ground or Style.null())
    if row.id is None:
        return line([(f" {row.name}", palette.strong)], width, marks.more, base)
    digit = str(row.digit) if row.digit else " "
    count = "" if row.entries is None else f" {row.entries:,}"
    tag, style = _side(row, look.beat, palette)
    name = clean_line(row.name)
    room = width - len(f"x{digit} [x] {tag}{count} ")
    pieces = [
        (marks.cursor if ground else " ", palette.strong),
        (digit, palette.quiet),
        (" [x] " if row.chosen else " [ ] ", palette.strong if row.chosen else palette.quiet),
        (tag, style),
        (fit(name, max(room, 1), marks.more), style + Style(bold=row.chosen)),
        (f"{count} ", palette.quiet),
    ]
    return line(pieces, width, marks.more, base)


def _side(row: FacetRow, beat: Beat, palette: Palette) -> tuple[str, Style]:
    """The tag of a side, and the colour of the side that the row belongs to."""
    if row.kind == "side" and row.id is not None:
        tag = side_tags(beat).get(row.id, "")
        return f"{tag:<5}", side_style(beat, row.id, palette)
    if row.kind == "actor" and row.id is not None:
        return "", side_style(beat, beat.side_of(row.id), palette)
    if row.kind == "region" and row.id is not None and row.id in beat.region_by_id:
        return "", side_style(beat, beat.region_by_id[row.id].side, palette)
    return "", palette.text


def describe(snapshot: Snapshot) -> str:
    """The filter in words: `Armenia or Russia, in Syunik, with “border”`; empty for none.

    A saved view stands under its name.
    """
    asked, beat = snapshot.filter, snapshot.beat
    who = [beat.name_of(key) for key in (*sorted(asked.sides), *sorted(asked.actors))]
    where = [beat.name_of(key) for key in sorted(asked.regions)]
    parts = [" or ".join(dict.fromkeys(who))]
    if where:
        parts.append(f"in {' or '.join(where)}")
    if asked.text:
        parts.append(f"with “{asked.text}”")
    if asked.view:
        parts.append(f"view {asked.view}")
    elif asked.query_text:
        parts.append(asked.query_text)
    return clean_line(", ".join(part for part in parts if part))
