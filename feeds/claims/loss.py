"""Loss: one loss word of a sentence with the quantities under it."""

from dataclasses import dataclass, field
from typing import Literal

from feeds.claim import Kind, Modality
from feeds.claims.quantity import Quantity
from feeds.claims.tokens import Token

Frame = Literal["passive", "subject", "active", "own", "count", "nominal", "toll"]
"""How the word takes its number."""


@dataclass(slots=True, eq=False)
class Loss:
    """One loss word with the quantities under it; indexes are into the sentence's tokens."""

    kind: Kind
    frame: Frame
    items: list[Quantity]
    """One quantity, or several joined under the word."""

    at: int
    """The loss word."""

    start: int
    end: int
    """One past the last token of the phrase."""

    subject: int | None = None
    """Of an active verb: index of the last token before it and its auxiliaries."""

    modality: Modality = "stated"
    is_finite: bool = False
    """True for "were killed"; False for a reduced "12 killed"."""

    is_perfect: bool = False
    """True for "have been killed": counted up to now."""

    names: list[Token] = field(default_factory=list)
    """Names outside the quantities that say whose people they are."""

    own: Token | None = None
    """A possessive outside the quantities: "ITS toll"."""

    rules: list[str] = field(default_factory=list)
    is_increment: bool | None = None
    """Set where the form says it: "risen by 36" is, "to 963" is not."""

    is_raised: bool = False
    """True for a total that the loss before it led to: "BRINGING the toll to 12"."""

    is_part: bool = False
    """True where the number lies inside another."""

    head: "Loss | None" = None
    """For a part: the loss that contains it, where it is known."""

    model: "Loss | None" = None
    """For "others put the figure at 300": the loss whose figure it is."""
