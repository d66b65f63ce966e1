"""Sighting: when and where an entry was fetched, first and last, and when it was missing."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One retrieval of a source that gave something other than the one before."""

    source: str
    """Id of the source that was followed."""

    place: str
    """Address in the end, after redirects; or the file's path. What may be secret is left out."""

    at: datetime
    """When it was retrieved: aware, UTC."""

    until: datetime
    """When it was last found to be the same: aware, UTC."""

    sha256: str
    """Of the bytes, hexadecimal: the archive keeps them."""

    size: int
    """How many bytes."""

    content_type: str | None = None
    """As the server said it; None for a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """In which retrievals an entry was."""

    first: Fetched
    last: Fetched

    gone: datetime | None = None
    """When it was first missing where it should have been: aware, UTC; None while it is there."""
