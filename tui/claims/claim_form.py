"""Claim form: what is asked to correct or to split a claim, and what the answers decide; pure."""

from collections.abc import Sequence
from typing import cast

from feeds.beat import Beat
from feeds.claim import (
    BOTH,
    UNATTRIBUTED,
    UNKNOWN,
    Category,
    Claim,
    Kind,
    Modality,
    Period,
    Relation,
)
from feeds.decision import Amount, Correction
from feeds.errors import UsageError
from feeds.quantity import TYPED_HINT, read_amount, write_amount
from tui.screens.form import Choices, Field, FieldError, named, read_at
from tui.words import figures

PARTS = 4
"""Lines of a split: two are needed, the others may stay empty."""

_RELATIONS: tuple[Relation, ...] = ("total", "subset", "increment", "component")
_ALL_PLACES = "all places"
_NOT_SAID = "not said"
_PERIODS = {"now": "current", "another time (background)": "historical"}


def correct_fields(claim: Claim, beat: Beat) -> tuple[Field, ...]:
    """The lines of a correction, as the claim stands now."""
    known = (
        ("kind", _kinds()),
        ("whose", _sides(beat)),
        ("category", _categories()),
        ("who says", _actors(beat)),
        ("place", _places(beat)),
        ("relation", _relations()),
        ("said as", _modalities(claim)),
        ("about", _periods()),
    )
    asked = zip(known, _values(claim), strict=True)
    return (
        Field(label="number", value=write_amount(amount_of(claim)), hint=TYPED_HINT),
        *(_field(label, choices, value) for (label, choices), value in asked),
    )


def _values(claim: Claim) -> tuple[str, ...]:
    """What the lines below the number stand for."""
    place = claim.place or ""
    return (
        *(claim.kind, claim.victim, claim.category, claim.claimant, place, claim.relation),
        *(claim.said_as, claim.period),
    )


def correction_of(claim: Claim, beat: Beat, typed: Sequence[str]) -> Correction:
    """What a person puts in place of the machine's reading.

    Of a claim as the machine read it only what differs; of one that was judged before all of it:
    a correction takes the place of the one before.

    Raises:
        FieldError: a line cannot be read, or nothing differs.
    """
    fields = correct_fields(claim, beat)
    amount: Amount | None = _amount(0, typed[0])
    values: list[str | None] = [
        read_at(place, field.choices.read, typed[place])
        for place, field in enumerate(fields)
        if field.choices is not None
    ]
    if claim.judged is None:
        now = (
            claim.kind,
            claim.victim,
            claim.category,
            claim.claimant,
            claim.place,
            claim.relation,
            claim.said_as,
            claim.period,
        )
        amount = None if amount == amount_of(claim) else amount
        values = [v if v != (was or "") else None for v, was in zip(values, now, strict=True)]
        if amount is None and not any(value is not None for value in values):
            raise FieldError(0, "nothing differs from what the machine read; a confirms it")
    kind, victim, category, claimant, place_id, relation, modality, period = values
    return Correction(
        amount=amount,
        kind=cast("Kind | None", kind),
        victim=victim,
        category=cast("Category | None", category),
        claimant=claimant,
        place=place_id,
        relation=cast("Relation | None", relation),
        modality=cast("Modality | None", modality),
        period=cast("Period | None", period),
    )


def split_fields(claim: Claim) -> tuple[Field, ...]:
    """Three lines a part; the parts that the words join stand there already."""
    fields: list[Field] = []
    for n in range(PARTS):
        number = str(claim.components[n]) if n < len(claim.components) else ""
        categories = claim.component_categories
        category = categories[n] if n < len(categories) else claim.category
        fields += [
            Field(label=f"{n + 1} number", value=number, hint=TYPED_HINT),
            _field("  kind", _kinds(), claim.kind),
            _field("  category", _categories(), category),
        ]
    return tuple(fields)


def parts_of(typed: Sequence[str]) -> tuple[Correction, ...]:
    """The claims that take the place of this one, at least two.

    Raises:
        FieldError: a line cannot be read, or there are fewer than two numbers.
    """
    parts: list[Correction] = []
    for start in range(0, len(typed), 3):
        number, kind, category = typed[start : start + 3]
        if not number.strip():
            continue
        parts.append(
            Correction(
                amount=_amount(start, number),
                kind=cast(Kind, read_at(start + 1, _kinds().read, kind)),
                category=cast(Category, read_at(start + 2, _categories().read, category)),
            )
        )
    if len(parts) < _LEAST_PARTS:
        place = next((n for n in range(0, len(typed), 3) if not typed[n].strip()), 0)
        raise FieldError(place, "a split needs two numbers at least")
    return tuple(parts)


_LEAST_PARTS = 2


def amount_of(claim: Claim) -> Amount:
    """The claim's number with its bounds."""
    return Amount(low=claim.low, best=claim.best, high=claim.high, qualifier=claim.qualifier)


def _amount(place: int, typed: str) -> Amount:
    try:
        return read_amount(typed)
    except UsageError as error:
        raise FieldError(place, str(error)) from error


def _field(label: str, choices: Choices, value: str) -> Field:
    """A line of known values, the one in force standing there by name."""
    name = next((n for n, v in choices.names.items() if v == value), value)
    return Field(label=label, value=name, choices=choices)


def _kinds() -> Choices:
    return Choices(what="kind", names={figures.kind(k): k for k in figures.KINDS})


def _categories() -> Choices:
    names = {_NOT_SAID if c == "unknown" else figures.category(c): c for c in figures.CATEGORIES}
    return Choices(what="category", names=cast("dict[str, str]", names))


def _relations() -> Choices:
    names = {figures.relation(r): r for r in _RELATIONS}
    return Choices(what="relation", names=cast("dict[str, str]", names))


def _modalities(claim: Claim) -> Choices:
    """As TALLY.md R21 has them; a figure that is still to come only where that was read."""
    names = {name: name for name in ("stated", "alleged", "feared", "denied")}
    if claim.said_as == "pending":
        names["no figure yet"] = "pending"
    return Choices(what="way of saying it", names=names)


def _periods() -> Choices:
    return Choices(what="time", names=dict(_PERIODS))


def _sides(beat: Beat) -> Choices:
    sides = dict.fromkeys((*beat.parties, *beat.sides))
    pairs = [*((figures.name(beat, side), side) for side in sides), (_NOT_SAID, UNKNOWN)]
    return Choices(what="side", names=named([*pairs, (figures.name(beat, BOTH), BOTH)]))


def _actors(beat: Beat) -> Choices:
    pairs = [(figures.name(beat, a.id), a.id) for a in beat.actors]
    outlet = (figures.name(beat, UNATTRIBUTED), UNATTRIBUTED)
    return Choices(
        what="speaker",
        names=named([*pairs, outlet]),
        takes_words=True,
        does="its number will set no bound",
        aliases={alias: a.id for a in beat.actors for alias in a.aliases},
    )


def _places(beat: Beat) -> Choices:
    pairs = [(_ALL_PLACES, "")]
    aliases: dict[str, str] = {}
    for region in beat.regions:
        pairs.append((figures.name(beat, region.id), region.id))
        pairs += [(figures.name(beat, p.id), p.id) for p in region.places]
        aliases |= {alias: p.id for p in region.places for alias in p.aliases}
        aliases |= dict.fromkeys(region.aliases, region.id)
    return Choices(
        what="place",
        names=named(pairs),
        takes_words=True,
        does="its number will be a part, and no total",
        aliases=aliases,
    )
