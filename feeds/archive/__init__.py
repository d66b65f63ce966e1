"""Archive: one file that keeps everything received and everything that a person made of it."""

from feeds.archive.archive import Added, Archive, IndexRow
from feeds.archive.coding import KINDS, Name, names_in
from feeds.archive.connection import MEMORY
from feeds.archive.notebook import MarkRow

__all__ = ["KINDS", "MEMORY", "Added", "Archive", "IndexRow", "MarkRow", "Name", "names_in"]
