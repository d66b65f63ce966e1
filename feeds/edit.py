"""Edit: what a source changed in an entry from one version to the next, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from feeds.entry import Entry, TextField

EditKind = Literal["withdrawn", "number", "attribution", "name", "time", "wording", "typography"]
"""What an edit touches, the gravest first: the item no longer stands; a number; who says it, or
whether it is said or denied; a name; a time; other words; signs, spaces and capitals alone."""

EDIT_KINDS: tuple[EditKind, ...] = get_args(EditKind)

ANY_EDIT = "any"
"""An edit that touches more than signs, spaces and capitals."""

FOLDED: frozenset[EditKind] = frozenset({"typography"})
"""What no reader has to look at."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text: in both versions, in the old one alone, or in the new one alone."""

    kind: Literal["same", "removed", "added"]
    text: str
    """As in the source; to be cleaned before it is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One version against the one before."""

    before: Entry
    after: Entry
    kinds: tuple[EditKind, ...]
    """Each once, the gravest first; empty where the words are the same."""

    headline: tuple[Run, ...]
    body: tuple[Run, ...]

    @property
    def is_grave(self) -> bool:
        """True where more than signs, spaces and capitals changed."""
        return bool(set(self.kinds) - FOLDED)

    @property
    def names(self) -> tuple[str, ...]:
        """What `edit:` finds it by."""
        return (*self.kinds, *([ANY_EDIT] if self.is_grave else []))

    def runs(self, field: TextField) -> tuple[Run, ...]:
        """The runs of one text."""
        return self.headline if field == "headline" else self.body

    def changed(self) -> Iterator[tuple[TextField, Run]]:
        """The runs that are in one version alone, in order."""
        fields: tuple[TextField, ...] = ("headline", "body")
        return ((f, run) for f in fields for run in self.runs(f) if run.kind != "same")
