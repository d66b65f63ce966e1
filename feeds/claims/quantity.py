"""Quantity: a counted noun phrase of a sentence, as the grammar reads it."""

from dataclasses import dataclass, field

from feeds.claim import Category
from feeds.claims.numbers import Number
from feeds.claims.tokens import Token


@dataclass(slots=True, eq=False)
class Quantity:
    """A counted noun phrase; indexes are into the sentence's tokens."""

    start: int
    end: int
    """One past its last token."""

    number: Number
    count_end: int
    """One past the number itself."""

    is_person: bool | None = None
    """True for a noun for people, False for a thing, None for a bare number or unknown noun."""

    category: Category = "unknown"
    group: str | None = None
    is_single: bool = False
    """True for "a soldier", "one soldier"."""

    is_increment: bool = False
    """True for "another 12", "12 more"."""

    is_other: bool = False
    """True for "two other children"."""

    is_part: bool = False
    """True for "two of them", "six of the injured": inside a number said before."""

    has_noun: bool = False
    head: int | None = None
    """Index of its noun for people or losses; None where it has none."""

    is_unlisted: bool = False
    """True for "a poet": one person only where a verb beside it says so."""

    is_named: bool = False
    """True for a person given by name."""

    is_lone: bool = False
    """True for a bare singular, in a language without articles ("погиб СОЛДАТ"): one person only
    where a verb in the singular says so."""

    is_kin: bool = False
    """True for "his wife": one person of those spoken of."""

    is_of_known: bool = False
    """True for "some of the civilians"."""

    is_pronoun: bool = False
    """True for "he", "him"."""

    is_definite: bool = False
    """True for "the mayor", "he", "both": somebody who may have been counted before."""

    is_foreign: bool = False
    """True for a part of a people that no pack has."""

    names: list[Token] = field(default_factory=list)
    """Actors and regions inside the phrase, in order."""

    own: Token | None = None
    """The possessive inside: "one of ITS troops"."""

    loss: str | None = None
    """Kind that the phrase itself says: "12 deaths", "37 injured civilians"."""

    loss_at: int | None = None
    """The token that says it."""

    def anew(self, *, is_of_known: bool = False) -> "Quantity":
        """The same number before its noun is read."""
        return Quantity(
            self.start, self.end, self.number, self.count_end, is_increment=self.is_increment,
            is_other=self.is_other, is_single=self.is_single, is_definite=self.is_definite,
            is_of_known=is_of_known or self.is_of_known, own=self.own,
        )  # fmt: skip
