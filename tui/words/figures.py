"""Figures in words: bounds, grades, kinds, categories and side tags, short enough for a cell."""

from datetime import datetime

from feeds.beat import Beat
from feeds.claim import BOTH, UNATTRIBUTED, UNKNOWN, Category, Claim, Kind, Qualifier, Relation
from feeds.sanitise import clean_line
from feeds.tally import Cell, Figure, Grade, LedgerRole, PlaceFigure
from tui.drawing.cells import side_tags

NO_FIGURE = "no figure"

KINDS: tuple[Kind, ...] = (
    "killed",
    "wounded",
    "captured",
    "missing",
    "killed_or_missing",
    "casualties",
)
"""In the order in which a tally lists them."""

CATEGORIES: tuple[Category, ...] = ("military", "civilian", "mixed", "unknown")
"""In the order in which a tally lists them."""

_GRADES: dict[Grade, str] = {
    "denied": "denied",
    "disputed": "disputed",
    "independent": "independent count",
    "corroborated": "corroborated",
    "partial": "partial",
    "self_only": "self only",
    "enemy_only": "enemy only",
    "unconfirmed": "unconfirmed",
    "no_figure": NO_FIGURE,
}

_CATEGORIES: dict[Category, str] = {
    "military": "military",
    "civilian": "civilian",
    "mixed": "mixed",
    "unknown": "category not said",
}

_SHORT_CATEGORIES: dict[Category, str] = {
    "military": "mil.",
    "civilian": "civ.",
    "mixed": "mixed",
    "unknown": "",
}

_ROLES: dict[LedgerRole, str] = {
    "current": "stands",
    "superseded": "superseded",
    "echo": "echo",
    "subset": "part of the theatre",
    "component": "part of a number",
    "increment": "added to the last figure",
    "drift": "drifted from its source",
    "denied": "denied",
    "claimed": "claimed by the other side",
    "independent": "independent count",
    "other": "sets no bound",
    "review": "for a person to judge",
    "struck": "struck: the entry was edited or withdrawn",
    "rejected": "rejected by a person",
}

_QUALIFIERS: dict[Qualifier, str] = {
    "exact": "",
    "at_least": "at least",
    "more_than": "more than",
    "about": "about",
    "nearly": "nearly",
    "up_to": "up to",
    "fewer_than": "fewer than",
    "range": "range",
    "vague": "vague",
    "none": "says that there is no figure",
}

_AS_SAID: dict[Qualifier, int] = {"more_than": -1, "nearly": 1}
"""From the bound to the number in the words: more than 30 begins at 31, nearly 50 ends at 49."""

_RELATIONS: dict[Relation, str] = {
    "total": "total",
    "subset": "part",
    "increment": "further",
    "component": "within a number",
}


def bounds(low: int | None, best: int | None, high: int | None, *, ascii_only: bool = False) -> str:
    """One figure as short as it can be said: `80`, `49+`, `45–49`, `50 (45–55)`, `105 (≤450)`.

    `high` None is open upwards when anything else is set; nothing set is `no figure`.
    """
    dash, most = ("-", "<=") if ascii_only else ("–", "≤")
    if low is None and best is None:
        return NO_FIGURE if high is None else f"{most}{high}"
    if best is None:
        return f"{low}+" if high is None else _range(low, high, dash)
    if high is None:
        return f"{best}+" if low in (best, None) else f"{best} ({low}+)"
    if best == high:
        return _range(low, high, dash)
    if low in (best, None):
        return f"{best} ({most}{high})"
    return f"{best} ({low}{dash}{high})"


def _range(low: int | None, high: int, dash: str) -> str:
    return str(high) if low in (high, None) else f"{low}{dash}{high}"


def three(low: int | None, best: int | None, high: int | None) -> str:
    """The bounds one by one, low / best / high: `49/49/open`, `43/-/open`; `-` is not set."""
    first, point = ("-" if n is None else str(n) for n in (low, best))
    last = "-" if low is None and high is None else "open" if high is None else str(high)
    return f"{first}/{point}/{last}"


def figure(found: Figure | None, *, ascii_only: bool = False) -> str:
    """A claimant's figure, a dash for none; what nightdesk summed or subtracted carries a `*`."""
    if found is None:
        return "-" if ascii_only else "–"
    star = "*" if found.derived else ""
    return bounds(found.low, found.best, found.high, ascii_only=ascii_only) + star


def own_words(cell: Cell, *, ascii_only: bool = False) -> str:
    """The side's own figure; of parts alone the sum: `43+`, with `only` to name the parts."""
    if cell.own is None and cell.places and cell.low is not None:
        return bounds(cell.low, None, None, ascii_only=ascii_only)
    return figure(cell.own, ascii_only=ascii_only)


def only(cell: Cell, beat: Beat) -> str:
    """The parts that a partial figure covers: `Gegharkunik only`; empty for a whole."""
    if cell.grade != "partial":
        return ""
    names = dict.fromkeys(where(beat, part) for part in cell.places)
    return f"{', '.join(names)} only" if names else ""


def where(beat: Beat, part: PlaceFigure) -> str:
    """What part of the theatre a figure is for: its place, else its incident, else `one part`."""
    if part.place:
        return name(beat, part.place)
    return clean_line(part.incident) if part.incident else "one part"


def bystanders(cell: Cell, beat: Beat, *, ascii_only: bool = False) -> str:
    """What those say who are no party, parts included: `the outlet itself 50+`; empty for none."""
    said = [
        f"{name(beat, found.by)} {figure(found, ascii_only=ascii_only)}"
        for found in cell.independent + cell.others
    ]
    said += [
        f"{name(beat, part.by)} {bounds(part.low, None, part.high, ascii_only=ascii_only)}"
        f" ({where(beat, part)})"
        for part in cell.places
        if part.by and part.by not in (cell.victim, *beat.parties)
    ]
    return ", ".join(said)


def newest_as_of(cell: Cell) -> datetime | None:
    """As-of of the figure that stands; where none does, of the newest that was told."""
    if cell.as_of is not None:
        return cell.as_of
    told = [f.as_of for f in (*cell.claimed, *cell.independent, *cell.others)]
    told += [part.as_of for part in cell.places]
    return max(filter(None, told), default=None)


def claimed_words(cell: Cell, beat: Beat, *, ascii_only: bool = False) -> str:
    """What other sides claim, each with its tag: `AZE 450`; a dash for none."""
    if not cell.claimed:
        return "-" if ascii_only else "–"
    return ", ".join(
        f"{tag(beat, found.by)} {figure(found, ascii_only=ascii_only)}" for found in cell.claimed
    )


def times_apart(cell: Cell) -> str:
    """By how much a disputed cell's sides differ, derived: `5.4 times`; empty where they agree."""
    own = cell.own and (cell.own.best or cell.own.low)
    others = [n for f in cell.claimed if (n := f.best or f.low)]
    if cell.grade != "disputed" or not own or not others:
        return ""
    small, large = sorted((own, max(others, key=lambda n: max(n / own, own / n))))
    return f"{large / small:.1f} times"


def flags(cell: Cell) -> tuple[str, ...]:
    """The cell's flags, without what the grade says already."""
    apart = times_apart(cell)
    return tuple(flag for flag in cell.flags if flag != apart)


def grade(value: Grade) -> str:
    """How far the figure is borne out (R14), in words."""
    return _GRADES[value]


def kind(value: Kind) -> str:
    """`killed or missing`."""
    return value.replace("_", " ")


def category(value: Category, *, short: bool = False) -> str:
    """`military`, `civilian`, ...; empty in short form where the text does not say."""
    return (_SHORT_CATEGORIES if short else _CATEGORIES)[value]


def role(value: LedgerRole) -> str:
    """What a claim does in its cell."""
    return _ROLES[value]


def relation(value: Relation) -> str:
    """What the number is to the whole."""
    return _RELATIONS[value]


def as_written(claim: Claim, *, ascii_only: bool = False) -> str:
    """A claim's number with its hedge and the sum that makes it: `at least 49`, `50 = 42 + 8`."""
    if claim.qualifier == "none":
        return NO_FIGURE
    if claim.qualifier in ("vague", "range", "up_to", "fewer_than"):
        said = bounds(claim.low, claim.best, claim.high, ascii_only=ascii_only)
        said += " (vague)" if claim.qualifier == "vague" else ""
    else:
        point = claim.best if claim.best is not None else claim.low
        if point is not None:
            point += _AS_SAID.get(claim.qualifier, 0)
        said = f"{_QUALIFIERS[claim.qualifier]} {'-' if point is None else point}".strip()
    if claim.components:
        said += f" = {' + '.join(map(str, claim.components))}"
    return said + (", not final" if claim.not_final else "")


def name(beat: Beat, key: str) -> str:
    """An actor's, side's or place's name, safe to draw; the words themselves where unknown."""
    if key == UNATTRIBUTED:
        return "the outlet itself"
    if key == BOTH:
        return "both sides"
    return clean_line(beat.name_of(key))


def tag(beat: Beat, side: str) -> str:
    """A side's tag: `ARM`; `?` where the side is not known, the start of the words otherwise."""
    if side == UNKNOWN:
        return "?"
    return side_tags(beat).get(side) or name(beat, side)[:4]
