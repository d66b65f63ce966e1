"""Decision: what a person says of a claim, with who and when: a ledger event (TALLY.md, R19)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feeds.claim import Category, Claim, Kind, Modality, Period, Qualifier, Relation
from feeds.entry import TextField

Verdict = Literal["confirm", "reject", "correct", "merge", "split", "note", "undo", "redo"]
"""What is decided. `confirm`: the machine read the words right (not: they are true)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number that a person puts in place of the machine's, its bounds by TALLY.md section 2."""

    low: int | None
    best: int | None
    high: int | None
    """None is open upwards."""

    qualifier: Qualifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person puts in place of what the machine read; None leaves the machine's."""

    amount: Amount | None = None
    kind: Kind | None = None

    victim: str | None = None
    """Side id of the people lost, or `unknown`."""

    category: Category | None = None

    claimant: str | None = None
    """Actor id, the words where the beat has no such actor, or `unattributed`."""

    place: str | None = None
    """Region or place id; the empty string is the whole theatre."""

    relation: Relation | None = None

    modality: Modality | None = None
    """Stated, alleged, feared or denied: a denied claim that is stated enters its cell (R21)."""

    period: Period | None = None
    """`current` brings a claim back from the background shelf, `historical` puts it there (R2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """What a person puts forward about a claim: a decision before it is stamped and kept."""

    verdict: Verdict

    claim: str
    """Id of the claim that it judges."""

    by: str = ""
    """The person's name; empty where none is set."""

    correction: Correction | None = None
    parts: tuple[Correction, ...] = ()
    echo_of: str | None = None
    note: str = ""
    """As those of `Decision`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Where a claim's words stand: it is found by them when a later grammar gives another id."""

    source: str
    entry: str
    field: TextField
    start: int
    end: int
    quote: str

    kind: Kind | None = None
    """As the machine read it; None where it was not kept: any kind."""

    published: datetime | None = None
    """The entry's time, aware, UTC; None where it has none."""

    wording: str = ""
    """Digest of the entry's whole text (`Entry.wording`); empty where it was not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One event of the review ledger; it takes effect when its claim became known (R19)."""

    id: str
    """Unique: what an `undo` names."""

    verdict: Verdict

    claim: str
    """Id of the claim that it judges; for `undo` and `redo` the claim of the decision meant."""

    source: str
    entry: str
    field: TextField
    start: int
    end: int
    quote: str
    kind: Kind | None = None
    published: datetime | None = None
    wording: str = ""
    """Its words, as those of `Words`."""

    at: datetime
    """When it was decided, aware, UTC: it only orders decisions."""

    by: str
    """The person's name from the settings; empty where none is set."""

    correction: Correction | None = None
    """For `correct`."""

    parts: tuple[Correction, ...] = ()
    """For `split`: one for each claim that takes the place of this one; at least two."""

    echo_of: str | None = None
    """For `merge`: id of the claim that this one only repeats."""

    echo_words: Words | None = None
    """For `merge`: the words of that claim; None where they were not kept: by its id alone."""

    note: str = ""
    """The person's own words; may stand with any verdict."""

    of: str | None = None
    """For `undo` and `redo`: id of the decision that is taken back, or made again."""

    @property
    def words(self) -> Words:
        """Where the words of the claim that it judges stand."""
        return Words(
            source=self.source,
            entry=self.entry,
            field=self.field,
            start=self.start,
            end=self.end,
            quote=self.quote,
            kind=self.kind,
            published=self.published,
            wording=self.wording,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A decision with whether it counts."""

    decision: Decision

    undone: Decision | None = None
    """The undo that took it back; None where it counts, or counts again."""

    @property
    def is_active(self) -> bool:
        """False where it was undone."""
        return self.undone is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """All that people decided about one claim, undone decisions too."""

    claim: str
    """Its id; of a part of a split claim `<id>/1`, `<id>/2` ..."""

    machine: Claim
    """The claim as the machine read it; for a part, the whole that was split."""

    judgements: tuple[Judgement, ...]
    """In the order decided; for a part, those about its whole first."""

    in_force: Decision | None
    """The last active verdict other than a note; None where the machine's reading holds."""
