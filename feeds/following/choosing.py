"""Choosing: while an archive is small, what comes in may tell another beat than the first text.

The first text may be about something else. So the choice is made anew as entries come in, by all of
them, until there are enough or a person has built on it; never where the beat was asked for.
"""

from feeds.archive import Archive
from feeds.archived.kept_beat import kept_pack, leave_open, open_since, settle
from feeds.imports.retagging import retag
from feeds.recognition import recognise

SETTLED = 200
"""Entries from which on the choice stands."""

GROWN = 1.5
"""Times the entries of the last choice, from which on it is made again."""


def reconsider(archive: Archive) -> str | None:
    """Choose again where that is due; the pack where it is another one now, and all is retagged.

    A decision about a claim, or a saved view, stands on names and claims as they were found: from
    then on the choice stands, too.

    Raises:
        ArchiveError: it could not be kept.
    """
    since = open_since(archive)
    if since is None:
        return None
    count = archive.entry_count
    if count >= SETTLED or archive.book.all() or archive.notebook.views():
        settle(archive)
        return None
    if count < since * GROWN:
        return None
    entries = archive.entries(archive.docs(0, 2 * SETTLED))
    found = recognise([text for e in entries for text in (e.headline or "", e.body)])
    chosen = found.beat.id if found else ""
    if not chosen or chosen == kept_pack(archive):
        leave_open(archive, count)
        return None
    retag(archive, chosen)
    leave_open(archive, count)
    return chosen
