"""Marked: which versions a person marked, tagged, noted or read, as ranks for a query."""

from collections import defaultdict

from pyroaring import BitMap

from feeds.archive import Archive, MarkRow
from feeds.folding import spaced
from feeds.index.index import EMPTY, Index
from feeds.index.rows import Key
from feeds.query import Words


class Marked:
    """Sets of what is marked, for one index; worked out anew when something was marked."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index: Index | None = None
        self._sets: dict[Key, BitMap] = {}

    def forget(self) -> None:
        """Something was marked."""
        self._index = None

    def ranks(self, key: Key, index: Index) -> BitMap:
        """Ranks by state (is, marked) or tag (tag, war)."""
        if self._index is not index:
            self._sets = self._marked(index)
            self._index = index
        return self._sets.get(key, EMPTY)

    def noted(self, words: Words, index: Index) -> BitMap:
        """Ranks of entries whose note has the words."""
        wanted = f" {' '.join(words.words)}{' ' if words.is_phrase else ''}"
        notes = self._archive.notebook.markings().items()
        keys = [key for key, marking in notes if wanted in spaced(marking.note)]
        docs = (doc for key in keys for doc in self._archive.docs_of(key) if doc <= index.upto)
        return BitMap([index.ranks[doc] for doc in docs])

    def _marked(self, index: Index) -> dict[Key, BitMap]:
        found: dict[Key, list[int]] = defaultdict(list)
        rows = {row.entry: row for row in self._archive.notebook.rows()}
        for entry, doc, revision in self._archive.versions_of_marked():
            if doc <= index.upto and entry in rows:
                for key in _keys(rows[entry], revision):
                    found[key].append(index.ranks[doc])
        return {key: BitMap(ranks) for key, ranks in found.items()}


def _keys(row: MarkRow, revision: int) -> list[Key]:
    """The sets that a version of a marked entry stands in."""
    found: list[Key] = [("tag", tag) for tag in row.tags]
    if found:
        found.append(("is", "tagged"))
    if row.marked:
        found.append(("is", "marked"))
    if row.noted:
        found.append(("is", "noted"))
    if row.read >= revision:
        found.append(("is", "read"))
    return found
