"""Archive: one file that keeps everything received and everything that a person made of it."""

from feeds.archive.archive import Added, Archive
from feeds.archive.care import Stats
from feeds.archive.coding import KINDS, Name, names_in
from feeds.archive.connection import MEMORY, may_be_written
from feeds.archive.contents import Body, IndexRow
from feeds.archive.exchange import export, is_export, take
from feeds.archive.kept_notebook import KeptNotebook
from feeds.archive.notebook import MarkRow
from feeds.archive.prepared import Prepared, prepare
from feeds.archive.rescue import Rescued, rescue

__all__ = [
    "KINDS",
    "MEMORY",
    "Added",
    "Archive",
    "Body",
    "IndexRow",
    "KeptNotebook",
    "MarkRow",
    "Name",
    "Prepared",
    "Rescued",
    "Stats",
    "export",
    "is_export",
    "may_be_written",
    "names_in",
    "prepare",
    "rescue",
    "take",
]
