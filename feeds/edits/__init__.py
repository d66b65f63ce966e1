"""Edits: two versions of an entry compared word by word, and ranked by what the change means."""

from typing import TYPE_CHECKING

from feeds.lazily import names_of

if TYPE_CHECKING:
    from feeds.edits.comparing import compare
    from feeds.edits.kept import KeptEdits

__all__ = ["KeptEdits", "compare"]

__getattr__ = names_of(
    __name__,
    comparing="compare",
    kept="KeptEdits",
)
