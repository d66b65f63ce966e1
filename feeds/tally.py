"""Tally: what every side's claims add up to at one moment (TALLY.md, section 3)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from feeds.claim import Category, Kind

Grade = Literal[
    "denied",
    "disputed",
    "independent",
    "corroborated",
    "partial",
    "self_only",
    "enemy_only",
    "unconfirmed",
    "no_figure",
]
"""In the order of R14: the first that fits."""

LedgerRole = Literal[
    "current",
    "superseded",
    "echo",
    "subset",
    "component",
    "increment",
    "drift",
    "denied",
    "claimed",
    "independent",
    "other",
    "review",
    "struck",
    "rejected",
]
"""What a claim does in its cell; `struck`: its entry was edited since (R1); `rejected`: by a person
(R19)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One claimant's current number for a cell."""

    by: str
    """Side id, or actor id or words where the claimant has no side."""

    claimant: str
    """Actor id or words of the claim that stands."""

    low: int | None
    best: int | None
    high: int | None
    """Bounds as TALLY.md section 2 reads the words; `high` None is open upwards."""

    as_of: datetime | None
    """When it was counted; None when undated."""

    claims: Sequence[str]
    """Ids of the claims that made it, the current one first."""

    copies: int = 1
    """How many entries carry it (echoes included)."""

    sources: int = 1
    """How many independent sources are behind it: 1, however often it is passed on; 0 where an
    outlet names nobody (R11)."""

    derived: bool = False
    """True where nightdesk summed or subtracted: the screen says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFigure:
    """A number for one part of the theatre (R6); it never sets the cell's best."""

    place: str
    """Region or place id."""

    incident: str | None
    """Strike, clash or day; None where the text names none."""

    low: int | None
    high: int | None
    as_of: datetime | None
    claims: tuple[str, ...]

    by: str = ""
    """Who says so, as `Figure.by`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One claim in a cell's ledger, with what it does there and why."""

    claim: str
    """Claim id."""

    role: LedgerRole
    note: str
    """The reason in words, with the rule: "echo of the 11:33 figure (R11)"."""


CellKey = tuple[str, Kind, Category]
"""Victim side, kind, category: what names a cell in one tally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One line of the tally: one victim side, one kind, one category."""

    victim: str
    kind: Kind
    category: Category

    low: int | None
    best: int | None
    high: int | None
    """R13. `high` None is open upwards; `best` None where the words set no point."""

    grade: Grade
    """R14."""

    as_of: datetime | None
    """As-of of the figure that stands; None when there is none or it is undated."""

    own: Figure | None
    """The side's own current figure: an admission against interest (R12)."""

    claimed: tuple[Figure, ...]
    """What other sides of the beat claim about this side's loss; may set `high` only."""

    independent: tuple[Figure, ...]
    """Counts by actors that the beat marks independent."""

    others: tuple[Figure, ...]
    """Outlets, hospitals, third states, the unattributed: they set no bound (R11)."""

    places: Sequence[PlaceFigure]
    """Figures for parts of the theatre (R6)."""

    flags: tuple[str, ...]
    """Short words for the screen: "revised down", "sum mismatch", "drift", "not final"."""

    claims: Sequence[str]
    """Ids of all the claims that made the cell, in time order."""

    why: Sequence[str]
    """The rules that fired, in words, in order."""

    ledger: Sequence[LedgerRow] = ()
    """Every claim of the cell with its role, in time order (R20)."""

    days: tuple[datetime, ...] = ()
    """Those of its as-ofs of which only the day is known: their clock is the end of the day."""

    copies: int = 0
    """How many entries carry the figure that stands, or one that bears it out."""

    sources: int = 0
    """How many independent sources that is: the side, each other side, each independent count."""

    @property
    def key(self) -> CellKey:
        """What names it."""
        return (self.victim, self.kind, self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A loss about which a side has given no figure: a value, never 0."""

    victim: str
    kind: Kind
    since: datetime | None
    """Since when it has been silent: the window's start, or the statement of it."""

    stated: bool
    """True where a text says so ("has not yet reported")."""

    claims: tuple[str, ...] = ()
    """The statements of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A number that enters no cell but is held against the cells (R7, R15)."""

    claim: str
    rule: str
    result: Literal["agrees", "disagrees", "cannot_tell"]
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Two statements that cannot both hold on one figure (R14, R21)."""

    victim: str
    kind: Kind
    category: Category
    """Of the cell that they are about."""

    claim: str
    """Id of the side's own claim, of its part, or of a denial."""

    other: str
    """Id of the claim against it: another side's, an independent count's, the denied one."""

    size: str
    """By how much they differ: `5.4 times`, `none against 8`, `denied`."""

    why: str
    """In words, with the rule."""

    claims: tuple[str, ...] = ()
    """Ids of all that say what `claim` says, it first."""

    others: tuple[str, ...] = ()
    """Ids of all that say what `other` says, it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One kind of loss over several sides: like with like (R18)."""

    kind: Kind

    low: int
    best: int | None
    high: int | None
    """`high` None is open, as soon as one of the cells is; `best` None where one has no point."""

    cells: tuple[tuple[str, Category], ...]
    """Victim and category of the cells that were added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """All cells at one moment. A pure function of the claims known by then (R1)."""

    at: datetime | None
    """The moment, aware, UTC; None is the end, undated claims included."""

    beat: str
    """Id of the beat; the empty string without one."""

    cells: Sequence[Cell]
    """Each with all that lies in it; those of a stored tally are made when somebody looks."""

    silent: tuple[Silence, ...]
    checks: Sequence[Check]

    background: Sequence[str]
    """Ids of claims about other wars and earlier clashes (R2)."""

    review: Sequence[str]
    """Ids of claims that a person should look at (R19, R21, low confidence)."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    """Why each of `review` is there, in words, by claim id."""

    contested: Sequence[str] = ()
    """Ids of the figures on both sides of a dispute that no person judged yet: the queue's too."""

    rejected: Sequence[str] = ()
    """Ids of claims that a person rejected, in a cell's ledger or without a cell (R19)."""

    standing: int = 0
    """How many claims stand in the cells: those that make its figures, echoes apart."""

    confirmed: int = 0
    """Of `standing`, those whose reading is a person's: confirmed, corrected or split."""

    struck: Sequence[str] = ()
    """Ids of claims whose entry was edited since and no longer makes them (R1)."""

    disputes: Sequence[Dispute] = ()
    """Pairs of claims that cannot both hold."""

    checked: Mapping[str, int] | None = None
    """How many of `checks` came to each result, where that is known without a look at them."""

    totals: tuple[Total, ...] = ()
    """What the sides' figures of one kind add up to, where more than one has any (R18)."""

    surface: Sequence[Cell] | None = field(default=None, compare=False, repr=False)
    """See `shown`; None where that is `cells`."""

    @property
    def shown(self) -> Sequence[Cell]:
        """The cells for whoever looks at their figures and no deeper, which is cheap.

        Of a stored tally, one that did not move is the very same from one moment to the next; of
        its lists only the claim that set a figure can be had.
        """
        return self.cells if self.surface is None else self.surface

    @property
    def results(self) -> Mapping[str, int]:
        """How many of `checks` came to each result."""
        if self.checked is not None:
            return self.checked
        return Counter(check.result for check in self.checks)

    def disputes_of(self, claim: str) -> tuple[tuple[Dispute, str], ...]:
        """The disputes in which a claim stands, each with the id of the claim against it."""
        return tuple(
            (d, d.other if claim in d.claims else d.claim)
            for d in self.disputes
            if claim in d.claims or claim in d.others
        )
