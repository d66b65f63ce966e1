"""Claim: one number about one kind of loss on one side, said by one claimant (TALLY.md 1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.entry import TextField

Kind = Literal["killed", "wounded", "captured", "missing", "killed_or_missing", "casualties"]
Qualifier = Literal[
    "exact",
    "at_least",
    "more_than",
    "about",
    "nearly",
    "up_to",
    "fewer_than",
    "range",
    "vague",
    "none",
]
Category = Literal["military", "civilian", "mixed", "unknown"]
Period = Literal["current", "historical"]
Relation = Literal["total", "subset", "increment", "component"]
Modality = Literal["stated", "alleged", "feared", "denied", "pending"]
Confidence = Literal["high", "medium", "low"]

UNKNOWN = "unknown"
"""Victim side that the text does not give."""

BOTH = "both"
"""Victim of a sum over two sides."""

UNATTRIBUTED = "unattributed"
"""Claimant where the outlet speaks in its own voice."""


Ruling = Literal["confirmed", "rejected", "corrected", "merged", "split"]
"""What a person made of a claim (R19); of a part of a split claim, too, `split`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A person's mark on a claim: the decision in force, and what the machine had read."""

    ruling: Ruling

    decision: str
    """Id of the decision in force."""

    by: str
    """Who decided; empty where no name is set."""

    at: datetime
    """When, aware, UTC."""

    note: str = ""
    """The person's words with that decision."""

    echo_of: str | None = None
    """For `merged`: id of the claim that stands, whose echo this one is; known at this moment."""

    machine: "Claim | None" = None
    """For `corrected` and `split`: the claim as the machine read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number (or one vague quantity) of losses, with who says it and about whom."""

    id: str
    """Stable: made from the entry's id, the span, the kind and the victim."""

    entry: str
    """Id of the entry that carries it."""

    source: str
    """Source of that entry; together with `entry` it names the entry."""

    time: datetime | None
    """The entry's time, aware, UTC; None when undated."""

    known: datetime | None
    """When this version could first be known (R1): the entry's `known`. None when undated."""

    field: TextField
    """Which text of the entry the span points into."""

    start: int
    """First character of the whole phrase, from 0, in the unmodified text."""

    end: int
    """One past the last character: `entry.text(field)[start:end] == quote`, always."""

    quote: str
    """The words of the span."""

    kind: Kind
    """What kind of loss."""

    low: int | None
    """Smallest number that the words allow; None where they set none."""

    best: int | None
    """Point value that the words give; None where they give none."""

    high: int | None
    """Largest number that the words allow; None means open upwards."""

    qualifier: Qualifier
    """How the number was hedged; `none` is the statement that there is no figure yet."""

    victim: str
    """Side id of the people lost, `unknown`, or `both` for a sum over two sides."""

    category: Category
    """Soldiers, civilians, both, or not said."""

    group: str | None
    """A narrower group (`children`, `women`, `journalists`, `medics`); None where none is named."""

    claimant: str
    """Actor id of who said it; the words themselves where the beat has no such actor;
    `unattributed` where the outlet speaks in its own voice."""

    claimant_side: str | None
    """Side of the claimant; None where it has none or is unattributed."""

    claimant_text: str | None
    """The words that name the claimant; None where unattributed."""

    relay: tuple[str, ...]
    """Who passed it on, outermost first: actor ids, else words."""

    place: str | None
    """Region or place id when the number is for a part of the theatre; None is the whole."""

    incident: str | None
    """For a subset the strike, clash or day; None for a running total."""

    as_of: datetime | None
    """When it was counted, if the text says; else the entry's time. Aware, UTC."""

    period: Period
    """`historical` goes to the background shelf (R2)."""

    relation: Relation
    """Total so far, subset of it, increment to it, or component of a number in the same entry."""

    components: tuple[int, ...]
    """Parts of a sum that is not written out: (42, 8); else empty."""

    denied: bool
    """True where the text denies it."""

    modality: Modality
    """How far the text stands behind it (R21)."""

    confidence: Confidence
    """From the rules that fired; `low` means review, not silence."""

    rules: tuple[str, ...]
    """Ids of the rules that fired, in order."""

    within: str | None = None
    """For a component ("including three civilians"): id of the claim whose number contains it."""

    component_categories: tuple[Category, ...] = ()
    """Category of each of `components`, where the words give them (R7)."""

    not_final: bool = False
    """True where the text says that the number will rise (R17): the + stays."""

    refers_back: bool = False
    """True where the text points at an earlier incident ("the toll from Monday's strike"): R4."""

    day_only: bool = False
    """True where only the day of `as_of` is known: its clock is the end of that day (R1)."""

    judged: Judged | None = None
    """What a person decided about it (R19); None for the machine's own reading."""

    wording: str = ""
    """Digest of the entry's whole text (`Entry.wording`), to tell a version from another; empty
    where it was not kept."""

    recalls: str = ""
    """What a person decided about the same words in an earlier version of the entry, to be told
    where nothing was decided about these; else empty."""

    @property
    def said_as(self) -> Modality:
        """Its modality; what is denied is denied, however it is said."""
        return "denied" if self.denied else self.modality

    @property
    def is_set_aside(self) -> bool:
        """True where a person took it out of the figures: rejected, or merged as an echo."""
        return self.judged is not None and self.judged.ruling in ("rejected", "merged")

    @property
    def entry_key(self) -> tuple[str, str]:
        """What names the entry among several sources."""
        return (self.source, self.entry)
