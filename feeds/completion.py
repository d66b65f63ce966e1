"""Completion: what could stand at a place of a query that somebody is typing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to put there."""

    text: str
    """As it stands in the query then, with the blank or colon that follows."""

    what: str
    """What it is, in words: a name, or what a field asks for."""

    count: int | None = None
    """Entries that it finds, where somebody has counted them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What could take the place of `text[start:end]`, the most likely first."""

    start: int
    end: int
    options: tuple[Option, ...] = ()

    hint: str = ""
    """What can be typed there, where it cannot be listed."""
