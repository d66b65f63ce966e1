"""Rows: what the index asks of each version of an entry, wherever it is kept."""

from collections.abc import Iterable
from typing import Protocol

Key = tuple[str, str]
"""What a set of the index is of: (actor, armenia), (source, wire), (claims, killed), ..."""

Order = tuple[bool, int, str, str]
"""Among those of one time: a page's head last, then by sequence, source and id."""

NEVER = -(1 << 63)
"""The time of what has none: before all others."""

ANY_CLAIM: Key = ("claims", "any")
"""Versions that carry a claim."""

EDITED: Key = ("is", "edited")
"""Versions that are not an entry's first words."""

WITHDRAWN: Key = ("is", "withdrawn")
"""Versions that no longer stand."""


class IndexRow(Protocol):
    """One version of an entry; times in microseconds since 1970, None where there is none."""

    @property
    def doc(self) -> int:
        """Its number in the archive, in order of arrival."""
        ...

    @property
    def replaces(self) -> int | None:
        """Doc of the version before it; None for the first."""
        ...

    @property
    def revision(self) -> int:
        """Number of the version of its entry, from 1."""
        ...

    @property
    def time(self) -> int | None:
        """When the entry was published."""
        ...

    @property
    def known(self) -> int | None:
        """When this version could first be known."""
        ...

    @property
    def order(self) -> Order:
        """Its place among those of the same time."""
        ...

    @property
    def keys(self) -> Iterable[Key]:
        """Actors, regions, source, kinds of claims, `WITHDRAWN`; one may stand here twice."""
        ...

    @property
    def current(self) -> int:
        """How many of its claims are current."""
        ...


def place_of(row: IndexRow) -> tuple[int, Order, int]:
    """Where it stands among all rows: undated ones first, then by time; versions as they came."""
    return (NEVER if row.time is None else row.time, row.order, row.doc)


def keys_of(row: IndexRow) -> set[Key]:
    """Every set that has the row; the nth of `current` has those with n current claims or more."""
    found = set(row.keys)
    if row.current:
        found.update(("current", str(n)) for n in range(1, row.current + 1))
    if row.revision > 1:
        found.add(EDITED)
    return found
