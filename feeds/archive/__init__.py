"""Archive: one file that keeps everything received and everything that a person made of it."""

from typing import TYPE_CHECKING

from feeds.lazily import names_of

if TYPE_CHECKING:
    from feeds.archive.archive import BESIDE, Added, Archive
    from feeds.archive.care import Stats
    from feeds.archive.coding import KINDS, Name, names_in
    from feeds.archive.connection import MEMORY, SMALL_CACHE_KIB, may_be_written
    from feeds.archive.contents import ALWAYS, Body, IndexRow
    from feeds.archive.exchange import export, is_export, take
    from feeds.archive.kept_notebook import KeptNotebook
    from feeds.archive.naming import followed_place, id_of, names_of_path
    from feeds.archive.notebook import MarkRow
    from feeds.archive.prepared import Prepared, prepare
    from feeds.archive.pruning import Pruned
    from feeds.archive.rescuing import Rescued, rescue

__all__ = [
    "ALWAYS",
    "BESIDE",
    "KINDS",
    "MEMORY",
    "SMALL_CACHE_KIB",
    "Added",
    "Archive",
    "Body",
    "IndexRow",
    "KeptNotebook",
    "MarkRow",
    "Name",
    "Prepared",
    "Pruned",
    "Rescued",
    "Stats",
    "export",
    "followed_place",
    "id_of",
    "is_export",
    "may_be_written",
    "names_in",
    "names_of_path",
    "prepare",
    "rescue",
    "take",
]

__getattr__ = names_of(
    __name__,
    archive="BESIDE Added Archive",
    care="Stats",
    coding="KINDS Name names_in",
    connection="MEMORY SMALL_CACHE_KIB may_be_written",
    contents="ALWAYS Body IndexRow",
    exchange="export is_export take",
    kept_notebook="KeptNotebook",
    naming="followed_place id_of names_of_path",
    notebook="MarkRow",
    prepared="Prepared prepare",
    pruning="Pruned",
    rescuing="Rescued rescue",
)
