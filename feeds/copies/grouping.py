"""Grouping: entries of several sources that are copies of each other, in any order of arrival."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

from feeds.copies.likeness import Sketch, is_copied, is_in_span, least_of, may_be_alike
from feeds.snapshot import EntryKey

Text = TypeVar("Text", bound=Hashable)
"""What names the text of one version."""


class Report(NamedTuple):
    """An entry and when it was filed; of a group the least stands for the others."""

    time: datetime
    source: str
    id: str

    @property
    def key(self) -> EntryKey:
        """The entry's."""
        return (self.source, self.id)


Group = Sequence[Report]
"""Reports that are copies of each other, in order; two at least."""


_Version = tuple[Report, Text, Sketch]


class Grouping(Generic[Text]):
    """Groups of copies, as far as versions of entries were told.

    Two entries are copies where any versions of them are. Two of one source never are, but both
    may be copies of a third. What is undated is no copy: nobody knows which came first.
    """

    def __init__(self, body_of: Callable[[Text], str], groups: Iterable[Group] = ()) -> None:
        """`groups` are those that were found before."""
        self._body_of = body_of
        self._alike: dict[tuple[int, int], list[_Version[Text]]] = defaultdict(list)
        """Versions by the numbers of their sketches."""
        self._told: deque[_Version[Text]] = deque()
        self._least: dict[EntryKey, Report] = {}
        """Of the versions that were told, the earliest."""
        self._group: dict[EntryKey, list[Report]] = {}
        """The group of each entry that has copies or is one; shared by all in it."""
        for group in groups:
            self._put(list(group))

    def add(self, report: Report, text: Text, told: Sketch) -> None:
        """Take one version, with the name of its text and its sketch."""
        self._note(report)
        version, least = (report, text, told), least_of(told)
        for number in enumerate(told.numbers):
            for other, theirs, sketch in self._alike[number]:
                if (
                    self._may_be_copy(report, other)
                    and may_be_alike(least, sketch)
                    and is_copied(self._body_of(text), self._body_of(theirs))
                ):
                    self._join(report.key, other.key)
            self._alike[number].append(version)
        self._told.append(version)

    def forget_before(self, time: datetime) -> None:
        """No version will come any more that may be a copy of those before; they come in order."""
        while self._told and self._told[0][0].time < time:
            version = self._told.popleft()
            self._least.pop(version[0].key, None)
            for number in enumerate(version[2].numbers):
                self._alike[number].remove(version)
                if not self._alike[number]:
                    del self._alike[number]

    def forget_all(self) -> None:
        """What comes next is held against nothing that was told; the groups stay."""
        self._told.clear()
        self._alike.clear()
        self._least.clear()

    def first_of(self, key: EntryKey) -> EntryKey:
        """The first report of the entry's group; the entry's own key where it has no copies."""
        group = self._group.get(key)
        return key if group is None else group[0].key

    def group_of(self, key: EntryKey) -> Group:
        """The reports of the entry's group, its own too, in order; none where it has no copies."""
        return self._group.get(key, ())

    @property
    def groups(self) -> Iterator[Group]:
        """Every group once."""
        return (group for key, group in self._group.items() if group[0].key == key)

    def _note(self, report: Report) -> None:
        """Know when the entry was filed first; in its group it may stand elsewhere now."""
        self._least[report.key] = min(report, self._least.get(report.key, report))
        group = self._group.get(report.key)
        if group and any(r.key == report.key and report < r for r in group):
            self._put(sorted({report, *(r for r in group if r.key != report.key)}))

    def _may_be_copy(self, one: Report, other: Report) -> bool:
        if one.source == other.source or not is_in_span(one.time, other.time):
            return False
        mine, theirs = self._group.get(one.key), self._group.get(other.key)
        return mine is None or mine is not theirs

    def _join(self, one: EntryKey, other: EntryKey) -> None:
        groups = (self._group.get(key) or [self._least[key]] for key in (one, other))
        self._put(sorted({report for group in groups for report in group}))

    def _put(self, group: list[Report]) -> None:
        for report in group:
            self._group[report.key] = group
