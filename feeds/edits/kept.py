"""Kept edits: comparisons that were made, the last ones: a screen asks for them with every key."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime

from feeds.claim import Claim
from feeds.edit import Edit
from feeds.entry import Entry

KEPT = 256
"""Edits that are kept: more than a screen shows."""

Version = tuple[Entry, Sequence[Claim]]
"""A version with its claims as the machine read them."""


_Words = tuple[str | None, str, datetime | None, str | None]
_Name = tuple[str, str, _Words, _Words]
"""Source and id, and the words that are compared: revisions may yet be numbered anew."""


class KeptEdits:
    """Compares versions of entries; asked again, it has the answer."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Name, Edit] = OrderedDict()
        self._names: dict[_Name, tuple[str, ...]] = {}

    def of(self, before: Version, after: Version) -> Edit:
        """The edit from one version to the next."""
        name = _name(before, after)
        edit = self._kept.get(name)
        from feeds.edits.comparing import compare  # noqa: PLC0415 - brings the languages of claims

        if edit is None or (edit.before, edit.after) != (before[0], after[0]):
            edit = compare(before[0], after[0], before[1], after[1])
        self._kept[name] = edit
        self._kept.move_to_end(name)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return edit

    def names(self, before: Version, after: Version) -> tuple[str, ...]:
        """What the edit is found by (`Edit.names`); kept for every edit that was asked for."""
        name = _name(before, after)
        if name not in self._names:
            self._names[name] = self.of(before, after).names
        return self._names[name]


def _name(before: Version, after: Version) -> _Name:
    return (*after[0].key, _words(before[0]), _words(after[0]))


def _words(entry: Entry) -> _Words:
    return entry.headline, entry.body, entry.time, entry.withdrawn
