"""Kept edits: comparisons that were made, the last ones: a screen asks for them with every key."""

from collections import OrderedDict
from collections.abc import Sequence

from feeds.claim import Claim
from feeds.edit import Edit
from feeds.edits.comparing import compare
from feeds.entry import Entry

KEPT = 256
"""Edits that are kept: more than a screen shows."""

Version = tuple[Entry, Sequence[Claim]]
"""A version with its claims as the machine read them."""


class KeptEdits:
    """Compares versions of entries; asked again, it has the answer."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str, int, int], Edit] = OrderedDict()

    def of(self, before: Version, after: Version) -> Edit:
        """The edit from one version to the next."""
        name = (*after[0].key, before[0].revision, after[0].revision)
        edit = self._kept.get(name)
        if edit is None or (edit.before, edit.after) != (before[0], after[0]):
            edit = compare(before[0], after[0], before[1], after[1])
        self._kept[name] = edit
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return edit
