"""Compared: versions held against each other, and entries against those of other sources."""

import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial

from pyroaring import BitMap

from feeds.alerts.matching import Arrived
from feeds.archive import Archive
from feeds.archived.copied import Copied
from feeds.archived.edited import Edited
from feeds.archived.pages import Pages
from feeds.archived.working import Failed, Worker
from feeds.edit import Edit
from feeds.edits import KeptEdits
from feeds.entry import Entry
from feeds.index.bounds import Bounds
from feeds.index.index import Index
from feeds.snapshot import EntryKey

FEW_NEW = 1_000
"""Versions that came in at once, up to which their copies are found before they are shown."""

NEAR = 20_000
"""Versions up to which a thread looks for their copies (2 s); more are for another process."""


class Compared:
    """Edits and copies of one archive; what takes long is done in a thread."""

    def __init__(
        self,
        archive: Archive,
        pages: Pages,
        failed: Failed,
        changed: Callable[[], None],
        *,
        waits: bool,
        begins: threading.Event | None = None,
        apart: Callable[[], None] | None = None,
    ) -> None:
        """`changed` is called, in another thread, when more is compared; see `Worker`.

        `apart` has another process look at what is far behind; None: it is done here.
        """
        self._apart = apart
        self._pages = pages
        self._changed = changed
        self._waits = waits
        self._worker = Worker(failed, waits=waits, begins=begins)
        self._edited = Edited(archive, self._worker, changed, waits=waits)
        self._copied = Copied(archive)
        self._edits = KeptEdits()

    def look(self, *, went_well: bool) -> None:
        """Another process has ended; where that failed, all is done here from now on."""
        if not went_well:
            self._apart = None
        self._copied.look()

    def close(self) -> None:
        """Compare no more."""
        self._worker.close()

    def forget(self) -> None:
        """Versions replace others than they did."""
        self._edited.forget()
        self._edits = KeptEdits()

    def edit_of(self, key: EntryKey, index: Index, at: datetime | None, back: int) -> Edit | None:
        """The last edit of an entry known at `at` (None: the end), or one so many edits before."""
        docs = self._pages.docs_told(key, index, at)
        if not 0 <= back < len(docs) - 1:
            return None
        pair = docs[-2 - back], docs[-1 - back]
        before, after = zip(self._pages.entries(pair), self._pages.claims(pair), strict=True)
        return self._edits.of(before, after)

    def edits(self, names: Collection[str], index: Index) -> Bounds:
        """Ranks of the versions that an edit of such a kind made."""
        return self._edited.ranks(names, index)

    def arrived(self, docs: Sequence[int]) -> list[Arrived]:
        """Versions with what is asked of them when they come in."""
        entries, claims = self._pages.entries(docs), self._pages.claims(docs)
        return [
            Arrived(
                entry=entry,
                claims=told,
                doc=doc,
                first=self._copied.first_of(entry.key),
                touched=self._edited.names(doc) if entry.revision > 1 else (),
            )
            for doc, entry, told in zip(docs, entries, claims, strict=True)
        ]

    def copies_of(self, key: EntryKey, index: Index, at: datetime | None) -> Sequence[Entry]:
        """The entries known at `at` that are one report with this one, in order of time."""
        keys = [report.key for report in self._copied.group_of(key) if report.key != key]
        told = [self._pages.docs_told(k, index, at) for k in keys]
        return self._pages.entries([docs[-1] for docs in told if docs])

    def folded(self, index: Index, passing: BitMap, *, is_all: bool) -> tuple[BitMap, bool]:
        """Copies to hide under first reports that pass, too; False while others are looked for."""
        if self._copied.behind(index) > 0:
            self._worker.run("copies", partial(self._find, index))
        is_whole = self._copied.behind(index) <= 0
        return self._copied.of(index).folded(passing, is_all=is_all), is_whole

    def take(self, index: Index) -> None:
        """Look at the few versions that came in, before they are shown."""
        if self._copied.behind(index) <= FEW_NEW:
            self._copied.take(index)

    def _find(self, index: Index) -> None:
        self._copied.restore()
        if self._apart is not None and self._copied.behind(index) > NEAR:
            self._apart()
            return
        self._copied.take(index)
        if not self._waits:
            self._changed()
