"""A claim in the making: what each step found, before headline and body are held together."""

import dataclasses

from feeds.claim import Category, Modality
from feeds.claims.loss import Loss
from feeds.claims.numbers import Number
from feeds.claims.scope import Scope
from feeds.claims.source import Source
from feeds.claims.victims import Victim
from feeds.entry import TextField


@dataclasses.dataclass(slots=True, eq=False)
class Draft:
    """One loss of one side, with its number, speaker, victim and scope."""

    field: TextField
    start: int
    """Characters of the field."""

    end: int
    loss: Loss
    number: Number
    source: Source | None
    """None is the outlet's own voice."""

    victim: Victim
    category: Category
    group: str | None
    scope: Scope
    sentence: int
    is_bare: bool
    """True where no noun says who they were."""

    is_increment: bool = False
    components: tuple[int, ...] = ()
    component_categories: tuple[Category, ...] = ()
    denied: bool = False
    modality: Modality = "stated"
    not_final: bool = False
    within: "Draft | None" = None
    rules: list[str] = dataclasses.field(default_factory=list)
