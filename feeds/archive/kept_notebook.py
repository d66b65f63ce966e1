"""Kept notebook: marks on entries of sources that are in no archive, in the reader's own archive.

The file is made with the first thing that is put down; where there is none, nothing was.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from feeds.archive.archive import Archive
from feeds.archive.connection import may_be_written
from feeds.errors import ArchiveError
from feeds.marking import UNMARKED, Marking, Place, View
from feeds.notebook import Notebook
from feeds.snapshot import EntryKey


class KeptNotebook:
    """See `feeds.notebook.Notebook`."""

    def __init__(self, path: Path) -> None:
        """Raises ArchiveError where there is a file and it cannot be opened."""
        self._path = path
        self._archive: Archive | None = None
        self._there()

    def marking(self, key: EntryKey) -> Marking:
        """What was left on an entry."""
        found = self._there()
        return found.marking(key) if found else UNMARKED

    def markings(self) -> Mapping[EntryKey, Marking]:
        """Every entry that anything was left on."""
        found = self._there()
        return found.markings() if found else {}

    def keep(self, markings: Mapping[EntryKey, Marking]) -> None:
        """Put down what is on these entries now.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        self._made().keep(markings)

    def views(self) -> Sequence[View]:
        """Saved views by name."""
        found = self._there()
        return found.views() if found else ()

    def keep_view(self, view: View) -> None:
        """Save a view under its name."""
        self._made().keep_view(view)

    def drop_views(self, names: Iterable[str]) -> None:
        """Forget views."""
        if found := self._there():
            found.drop_views(names)

    def place(self, of: str) -> Place | None:
        """Where the last session over `of` stood."""
        found = self._there()
        return found.place(of) if found else None

    def keep_place(self, of: str, place: Place) -> None:
        """Keep where this one stands."""
        self._made().keep_place(of, place)

    def close(self) -> None:
        """Let go of the file."""
        if self._archive:
            self._archive.close()
            self._archive = None

    def _there(self) -> Notebook | None:
        return self._made() if self._archive or self._path.exists() else None

    def _made(self) -> Notebook:
        if self._archive is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                what = f"its folder cannot be made ({error.strerror})"
                raise ArchiveError(str(self._path), what, "see who may write there") from error
            writes = may_be_written(self._path) or not self._path.exists()
            self._archive = Archive.open(self._path, write=writes)
        return self._archive.notebook
