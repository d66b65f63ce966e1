"""Marked: which versions a person marked, tagged, noted or read, as ranks for a query."""

from collections import defaultdict
from collections.abc import Sequence

from pyroaring import BitMap

from feeds.archive import Archive, MarkRow
from feeds.folding import spaced
from feeds.index.index import EMPTY, Index
from feeds.index.rows import Key
from feeds.marking import Marking
from feeds.query import Words
from feeds.snapshot import EntryKey

Left = Sequence[tuple[EntryKey, Marking]]
"""What stands for what is on these entries now; see `Filter.left`."""


class Marked:
    """Sets of what is marked, for one index; worked out anew when something was marked."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index: Index | None = None
        self._sets: dict[Key, BitMap] = {}
        self._versions: dict[EntryKey, Sequence[tuple[int, int]]] = {}
        """Doc and revision of each version of what is asked for as it was left."""

    def forget(self) -> None:
        """Something was marked, or came in."""
        self._index = None
        self._versions.clear()

    def ranks(self, key: Key, index: Index, left: Left = ()) -> BitMap:
        """Ranks by state (is, marked) or tag (tag, war)."""
        if self._index is not index:
            self._sets = self._marked(index)
            self._index = index
        found = self._sets.get(key, EMPTY)
        if not left:
            return found
        changed, had = BitMap(), BitMap()
        for entry, marking in left:
            row = MarkRow(
                0, marking.marked, bool(marking.note), marking.read, frozenset(marking.tags)
            )
            for doc, revision in self._versions_of(entry):
                if doc <= index.upto:
                    changed.add(index.ranks[doc])
                    if key in _keys(row, revision):
                        had.add(index.ranks[doc])
        return (found - changed) | had

    def noted(self, words: Words, index: Index, left: Left = ()) -> BitMap:
        """Ranks of entries whose note has the words."""
        wanted = f" {' '.join(words.words)}{' ' if words.is_phrase else ''}"
        notes = {**self._archive.notebook.markings(), **dict(left)}.items()
        keys = [key for key, marking in notes if wanted in spaced(marking.note)]
        docs = (doc for key in keys for doc in self._archive.docs_of(key) if doc <= index.upto)
        return BitMap([index.ranks[doc] for doc in docs])

    def _versions_of(self, key: EntryKey) -> Sequence[tuple[int, int]]:
        if key not in self._versions:
            self._versions[key] = self._archive.versions_of(key)
        return self._versions[key]

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
