"""Edits: two versions of an entry compared word by word, and ranked by what the change means."""

from feeds.edits.comparing import compare
from feeds.edits.kept import KeptEdits

__all__ = ["KeptEdits", "compare"]
