"""Kept copies: what was found of copies, as it is put down in the archive, also half-way.

It hangs on what was said and when, which never changes, and not on tags: an index that is made anew
leaves it, and so does another pack.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from feeds.archive import ALWAYS, Archive
from feeds.copies import Group, Report
from feeds.index.times import microseconds, moment
from feeds.packed import dumps, loads
from feeds.snapshot import EntryKey

FORMAT = 1
"""Of what is kept, and of how texts are held against each other: what has another is of no use."""

WHOLE, BEGUN = "copies", "copies/begun"
"""Names of what was found among all versions up to one, and of what was found since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All copies among the versions up to one."""

    upto: int
    """The newest doc that was looked at."""

    groups: Sequence[Group]
    docs: Sequence[Sequence[Sequence[int]]]
    """Of each group the versions of its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """How far a search has come that was not ended."""

    upto: int
    """Where it began: the newest doc that was looked at before."""

    toward: int
    """The newest doc among those that it goes through, in order of time."""

    since: int
    """Microseconds: what of them is earlier was held against all of them."""

    groups: Sequence[Group]
    """All that were found, before it too."""


class KeptCopies:
    """What one archive keeps of its copies."""

    def __init__(self, archive: Archive, reader: Archive) -> None:
        """`reader` is asked, in any thread; the `archive` keeps."""
        self._archive = archive
        self._reader = reader

    def found(self) -> Found | None:
        """What was found last; None where nothing is kept that can be used."""
        told = self._read(WHOLE)
        if told is None:
            return None
        return Found(upto=told["upto"], groups=_groups(told["groups"]), docs=told["docs"])

    def begun(self, upto: int) -> Begun | None:
        """The search that began after a doc; None where none was left before its end."""
        told = self._read(BEGUN)
        if told is None or told["upto"] != upto or told["toward"] > self._reader.last_doc:
            return None
        since, toward = told["since"], told["toward"]
        return Begun(upto=upto, toward=toward, since=since, groups=_groups(told["groups"]))

    def keep(
        self, upto: int, groups: Iterable[Group], docs_of: Callable[[EntryKey], Sequence[int]]
    ) -> None:
        """Put down all that was found up to a doc; a search is ended by that.

        Raises:
            ArchiveError: it could not be kept.
        """
        told, docs = [], []
        for group in groups:
            told.append(_packed(group))
            docs.append([docs_of(report.key) for report in group])
        self._archive.store(
            {WHOLE: dumps({"format": FORMAT, "upto": upto, "groups": told, "docs": docs})},
            ALWAYS,
            without=[BEGUN],
        )

    def keep_begun(self, begun: Begun) -> None:
        """Put down how far a search has come.

        Raises:
            ArchiveError: it could not be kept.
        """
        told = {"format": FORMAT, "upto": begun.upto, "toward": begun.toward, "since": begun.since}
        made = dumps({**told, "groups": [_packed(group) for group in begun.groups]})
        self._archive.store({BEGUN: made}, ALWAYS)

    def _read(self, name: str) -> Any:
        told = loads(self._reader.stored([name]).get(name))
        return told if told and told.get("format", FORMAT) == FORMAT else None


def _packed(group: Group) -> Sequence[Sequence[int | str]]:
    return [(microseconds(report.time), report.source, report.id) for report in group]


def _groups(told: Iterable[Iterable[tuple[int, str, str]]]) -> Sequence[Group]:
    return [[Report(moment(us), source, id) for us, source, id in group] for group in told]
