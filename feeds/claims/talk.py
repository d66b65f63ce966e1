"""What a text has said so far, and what is being read of it now."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from feeds.claims.drafts import Draft
from feeds.claims.loss import Loss
from feeds.claims.quantity import Quantity
from feeds.claims.scope import Scope, Setting
from feeds.claims.source import Source
from feeds.claims.tokens import Token
from feeds.claims.victims import Victim


@dataclass(slots=True)
class Talk:
    """Carried from sentence to sentence, from the headline into the body."""

    source: Source | None = None
    """Who spoke last."""

    paragraph: int = -1
    """In which paragraph; a new one ends a report that names nobody anew."""

    subject: Source | None = None
    """Who the last sentence began with: "he" may be them."""

    band: str | None = None
    """Actor id of the armed group or the observers named last: "the group" is them."""

    loss: Loss | None = None
    """The last loss that is no part of another."""

    draft: Draft | None = None
    """The last draft that is no part of another."""

    occasion: Draft | None = None
    """The first draft of the one strike, clash or raid that the text has told; a day is none."""

    region: str | None = None
    """What "the region" means."""

    setting: Setting | None = None
    """Of what the sentence before told without any loss."""

    is_natural: bool = False
    """True after a sentence on disease, weather or traffic, without any weapon."""

    day: str | None = None
    """The entry's own day: the incident of what is told without a date."""

    sentence: int = 0
    """Number of the sentence being read, headline and body counted through."""

    said: dict[str, Loss] = field(default_factory=dict)
    """The last loss of each kind so far that is no part of another."""

    victims: dict[int, Victim] = field(default_factory=dict)
    """Whose each loss was, by the loss's identity."""

    @property
    def fresh(self) -> Draft | None:
        """The last draft, where it stands in this sentence or the one before."""
        near = self.draft is not None and self.sentence - self.draft.sentence <= 1
        return self.draft if near else None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """One loss of one side, as one source says it."""

    ts: Sequence[Token]
    """The sentence."""

    loss: Loss
    items: list[Quantity]
    """The quantities of `loss` that are of this side."""

    source: Source | None
    scope: Scope
    rule: str
    """The rule that gave the source."""

    lead: Quantity
    """The first quantity under the loss word, of whatever side: its hedge governs the rest."""

    denies: bool = False
    """True where the source denies it."""

    roles: frozenset[str] = frozenset()
    """What any token of the sentence can be."""


def speaks_as(one: Source | None, other: Source | None) -> bool:
    """True for the same claimant, or the outlet's own voice twice."""
    return (one.claimant if one else None) == (other.claimant if other else None)
