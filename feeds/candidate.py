"""Heard and Candidate: whom and what a feed names, before there is a beat that knows them."""

from dataclasses import dataclass
from typing import Literal

Named = Literal["person", "post", "body", "outlet", "name", "place"]
"""`name`: somebody heard of whom the words say no more; `body`: a ministry, an army; `post`: an
official who is not named ("Northern president")."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody or some place, as one text names it."""

    what: Named
    name: str

    office: str | None = None
    """Of a person: the post that the words give ("Northern Prime Minister")."""

    state: str | None = None
    """The word before an office or a body that may be its state's: "Northern"."""

    is_prefix: bool = False
    """True where it stands before the colon of a headline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One actor or place that a pack might have."""

    what: Literal["state"] | Named
    name: str

    aliases: tuple[str, ...] = ()
    """Other forms that the texts use for it."""

    state: str | None = None
    """Name of the candidate for a state that it seems to belong to; a guess."""

    office: str | None = None
    """Of a person: the post most often given."""

    entries: int = 0
    """How many entries name it so."""

    prefixes: int = 0
    """How many headlines begin with it and a colon."""
