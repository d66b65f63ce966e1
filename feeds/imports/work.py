"""Import work: a block of a document becomes rows for the archive; several processes may do it.

decode -> read -> place -> (what is there already is left out) -> tag -> claims -> prepare
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, tzinfo
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from feeds import readers
from feeds.archive import Archive, Prepared, prepare
from feeds.beat import Beat
from feeds.charset import NotText, decode
from feeds.entry import Draft, Entry
from feeds.errors import Problem
from feeds.imports.blocks import Block
from feeds.placing import Placement, former_name, place
from feeds.tag import Tagger

if TYPE_CHECKING:
    from feeds.claims import Extractor


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is the same for every block of an import."""

    beat: Beat
    zone: tzinfo
    """Of stamps that carry none."""

    day: date | None
    """Of documents that carry no date."""

    with_claims: bool
    archive: str
    """Path of the archive, for another process to look into."""


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a block, or of a document."""

    new: tuple[Prepared, ...] = ()
    """Entries that the archive does not have, tagged and read for claims."""

    same: int = 0
    """Those that it has."""

    zone_assumed: bool = False
    """True where a stamp was read in the task's zone."""

    problems: tuple[Problem, ...] = ()
    sources: frozenset[str] = field(default_factory=frozenset)
    """Names of the sources of all these entries."""

    def lost_until(self, line: int) -> int:
        """Problems that left something out, up to a line: what comes after it is read again."""
        return sum(p.lost and (p.line or 0) <= line for p in self.problems)

    def __reduce__(self) -> tuple[Callable[..., "Made"], tuple[Any, ...]]:
        """To another process by columns: so many named tuples take half as long again."""
        columns = tuple(zip(*self.new, strict=True))
        return _made_of, (columns, self.same, self.zone_assumed, self.problems, self.sources)


def _made_of(columns: tuple[tuple[Any, ...], ...], *others: Any) -> Made:
    return Made(tuple(map(Prepared._make, zip(*columns, strict=True))), *others)


class ImportWork:
    """The stages for one beat, built once a process."""

    def __init__(self, task: Task, archive: Archive, tagger: Tagger | None = None) -> None:
        self._task = task
        self._archive = archive
        self._tagger = tagger or Tagger(task.beat)

    def block(self, block: Block, name: str, label: str) -> Made:
        """A part of JSON Lines; `name` is the document's source, problems call it `label`."""
        reading = read_block(block, label, self._task.day)
        made = self.drafts(
            reading.drafts, name, label, reading.problems, part=block.lines, of_records=True
        )
        return replace(made, problems=tuple(p.moved(block.lines) for p in made.problems))

    def drafts(
        self,
        drafts: Sequence[Draft],
        name: str,
        label: str,
        problems: Sequence[Problem],
        part: int | None = None,
        *,
        of_records: bool = False,
    ) -> Made:
        """Everything after the reading."""
        task = self._task
        by = Placement(
            source=name,
            label=label,
            zone=task.zone,
            day=task.day,
            part=part,
            of_records=of_records,
        )
        entries, odd = place(drafts, by)
        there = self._archive.has(entries)
        if of_records:
            there = self._known_formerly(drafts, entries, there)
        new = [self._made(e) for e, is_there in zip(entries, there, strict=True) if not is_there]
        return Made(
            new=tuple(new),
            same=sum(there),
            zone_assumed=any(entry.basis == "zone-assumed" for entry in entries),
            problems=(*problems, *odd),
            sources=frozenset(entry.source for entry in entries),
        )

    def _known_formerly(
        self, drafts: Sequence[Draft], entries: Sequence[Entry], there: Sequence[bool]
    ) -> list[bool]:
        """Which are there, under a name of before too: such an archive gets nothing twice."""
        found = list(there)
        names = ((n, former_name(draft)) for n, draft in enumerate(drafts) if draft.id is None)
        asked = [(n, name) for n, name in names if name is not None and not there[n]]
        was = self._archive.has([replace(entries[n], id=name) for n, name in asked])
        for (n, _), is_there in zip(asked, was, strict=True):
            found[n] = is_there
        return found

    @cached_property
    def _extractor(self) -> "Extractor":
        """Its rules are read where claims are looked for, and nowhere else."""
        from feeds.claims import Extractor  # noqa: PLC0415 - see above

        return Extractor(self._task.beat)

    def _made(self, entry: Entry) -> Prepared:
        mentions = self._tagger.tag(entry.headline, entry.body)
        if not self._task.with_claims:
            return prepare(entry, mentions, ())
        return prepare(entry, mentions, self._extractor.claims(replace(entry, mentions=mentions)))


def block_work(task: Task, name: str, label: str) -> Callable[[Block], Made]:
    """`ImportWork.block` of another process, which opens the archive for itself."""
    work = ImportWork(task, Archive.open(task.archive, write=False))
    return partial(work.block, name=name, label=label)


def read_block(block: Block, label: str, day: date | None) -> readers.Reading:
    """Drafts and problems of a block, with lines counted from its start."""
    try:
        text, _, odd = decode(block.data)
    except NotText as error:
        problem = Problem(source=label, line=1, what=f"{error}; left out")
        return readers.Reading(drafts=(), problems=(problem,))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    reading = readers.reader_named("jsonlines").read(text, source=label, day=day)
    problems = [Problem(source=label, line=o.line, what=o.what, lost=o.lost) for o in odd]
    return replace(reading, problems=(*problems, *reading.problems))
