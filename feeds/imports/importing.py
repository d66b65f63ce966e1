"""Importing: sources of any size go into an archive, block by block, and can be gone on with.

documents or blocks -> ImportWork (here, or in several processes) -> Archive
"""

import json
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from io import BytesIO, TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from feeds import documents
from feeds.archive import MEMORY, Added, Archive, id_of, is_export, names_of_path, take
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import (
    WITHOUT_CLAIMS,
    is_another,
    keep_beat,
    kept_beat_as,
    kept_pack,
)
from feeds.archived.storing_tallies import store_tallies
from feeds.clock import WallClock
from feeds.errors import Problem, SourceError
from feeds.imports.blocks import HEAD_BYTES, Block, Mark, blocks, is_cuttable
from feeds.imports.imported import Imported, Step
from feeds.imports.pool import in_order
from feeds.imports.work import ImportWork, Made, Task, block_work, read_block
from feeds.intake import Chosen, Intake, Taken, choose_beat, choose_zone, take_in
from feeds.options import MOST_BYTES, SAMPLE, STDIN, Options
from feeds.packs import load_beat
from feeds.readers import reader_named

WORTH_A_POOL_BYTES = 8_000_000
"""Of what is left of a document, from which several processes are started for it."""


Report = Callable[[Step], None]

LEAST_STORING_S = 10.0
"""For how long tallies are stored after however short an import."""


def import_sources(
    archive: Archive,
    sources: Sequence[str],
    options: Options,
    *,
    stdin: BinaryIO | None = None,
    report: Report | None = None,
    processes: int | None = None,
    make: Callable[[], Archive] | None = None,
) -> Imported:
    """Add what the archive does not have; what was added stays, however this ends.

    An import that was broken off goes on where it was; a file that has grown is read from there.
    `make` gives the archive to add to, where there is none yet: `archive` stands for it, empty,
    until something can be read.
    `processes`: as many as there are processors for None; 1 keeps all of it in this one.

    Raises:
        SourceError: no source can be read.
        BeatError: the pack is refused.
        UsageError: no such beat, reader or zone; or a beat other than the archive's.
        ArchiveError: it could not be kept.
    """
    return _Import(archive, options, stdin, report, processes, make=make).run(sources)


class _EnoughError(Exception):
    """The tallies that are left are for somebody with more time."""


class _Import:
    """One run."""

    def __init__(
        self,
        archive: Archive,
        options: Options,
        stdin: BinaryIO | None,
        report: Report | None,
        processes: int | None,
        *,
        make: Callable[[], Archive] | None,
    ) -> None:
        self._archive = archive
        self._make = make
        self._options = options
        self._stdin = stdin
        self._report = report or (lambda _step: None)
        self._asked_processes = processes
        self._begun: _Begun | None = None
        self._clock = WallClock()
        self._began_s = self._clock.monotonic()
        self._received = self._clock.now()
        self._problems: list[Problem] = []

    @property
    def _processes(self) -> int:
        if self._archive.path == MEMORY:
            return 1
        return self._asked_processes or os.cpu_count() or 1

    def run(self, sources: Sequence[str]) -> Imported:
        """Import the sources one after the other."""
        if self._options.beat:
            load_beat(self._options.beat)  # first of all: there may be no such pack
        if self._options.reader:
            reader_named(self._options.reader)
        failed: list[SourceError] = []
        for spec in sources:
            try:
                self._source(spec)
            except SourceError as error:
                failed.append(error)
        if self._begun is None:
            raise failed[0]
        imported = self._begun.imported
        imported.failed += failed
        imported.tell(self._problems)
        self._index(imported.added)
        self._store(imported.added)
        return imported

    def _index(self, added: Added) -> None:
        """Ready for the dashboard, which would be empty while it is made."""
        with self._archive.settling(added.changed):
            indexing = Indexing(self._archive)
            is_behind = indexing.is_behind
            if is_behind:
                self._report(Step("index", 0, None, 0, added))
                indexing.catch_up()
        if is_behind:
            indexing.keep(at_least=1)

    def _store(self, added: Added) -> None:
        """The tallies of long windows, for as long again as the import took; a dashboard goes on
        where this ends."""
        now_s = self._clock.monotonic()
        until_s = now_s + max(LEAST_STORING_S, now_s - self._began_s)

        def tell(done: int, of: int) -> None:
            self._report(Step("tally", done, of, 0, added))
            if self._clock.monotonic() > until_s:
                raise _EnoughError

        with suppress(_EnoughError):
            store_tallies(self._archive, tell)

    def _source(self, spec: str) -> None:
        path = Path(spec).expanduser()
        if spec == STDIN:
            self._standard_input()
        elif spec != SAMPLE and path.is_dir():
            files, odd = documents.files_in(spec)
            self._problems += odd
            if not [file for file in files if self._file_of_folder(file)]:
                what = f"holds no readable text (files: {len(files)})"
                raise SourceError(spec, what, documents.NAME_A_FOLDER)
        elif spec != SAMPLE and path.is_file():
            self._file(spec, path)
        else:
            self._documents(spec, None)

    def _file_of_folder(self, path: Path) -> bool:
        """Whether it could be read; one that cannot does not cost the others."""
        try:
            self._file(str(path), path)
        except SourceError as error:
            what = f"{error.problem}; left out"
            self._problems.append(Problem(source=str(path), line=error.line, what=what))
            return False
        return True

    def _file(self, spec: str, path: Path) -> None:
        try:
            with path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
                stream.seek(0)
                if self._is_export(head):
                    self._exchange(stream, spec, path.stat().st_size)
                    return
                if self._is_cuttable(head):
                    self._stream(stream, path, spec, path.stat().st_size)
                    return
        except OSError as error:
            raise SourceError(spec, documents.reason(error), "check its permissions") from error
        self._documents(spec, None)

    def _standard_input(self) -> None:
        stream = self._stdin or BytesIO()
        head = stream.read(HEAD_BYTES)
        if self._is_cuttable(head):
            self._stream(stream, None, "standard input", None, head)
        else:
            self._documents(STDIN, BytesIO(head + stream.read(MOST_BYTES + 1)))

    def _is_cuttable(self, head: bytes) -> bool:
        return self._options.reader in (None, "jsonlines") and is_cuttable(head)

    @staticmethod
    def _is_export(head: bytes) -> bool:
        return is_export(head.partition(b"\n")[0].decode(errors="replace"))

    def _exchange(self, stream: BinaryIO, label: str, total: int) -> None:
        """The export of an archive: its entries come with their tags and claims."""
        lines = TextIOWrapper(stream, encoding="utf-8", errors="replace")
        taken = take(
            self._there(),
            lines,
            label,
            lambda added: self._report(Step(label, stream.tell(), total, 0, added)),
        )
        imported = self._begin(Intake()).imported
        imported.added += taken.added
        imported.tell(taken.problems)

    def _documents(self, spec: str, stdin: BinaryIO | None) -> None:
        """Documents that are read whole: a page, an article, a day."""
        intake = take_in([spec], self._options, stdin, lambda _stage, _done: None)
        self._problems += intake.problems
        begun = self._begin(intake)
        begun.imported.failed += intake.failed
        for taken in intake.readings:
            name = self._name_of(spec, taken)
            made = begun.work.drafts(
                taken.reading.drafts, name, taken.label, (), of_records=taken.of_records
            )
            self._keep(made, taken.reader)
            self._report(Step(spec, 1, 1, 0, begun.imported.added))

    def _stream(
        self, stream: BinaryIO, path: Path | None, label: str, total: int | None, head: bytes = b""
    ) -> None:
        """JSON Lines of any size."""
        place = str(path.resolve()) if path else None
        mark = self._mark(place)
        name = path.stem if path else "stdin"
        cut = blocks(stream, mark, head)
        first = next(cut, None)
        begun = self._begin(_sample_of(first, name, label, self._options))
        if path is not None:
            name = self._name_of_path(path)
        lost = mark.lost if mark and mark.goes_on(first, total) else 0
        if lost:
            begun.imported.lost_before[label] = lost
        from_bytes = done = first.end - len(first.data) if first else total or 0
        every = chain((first,) if first else (), cut)
        with closing(self._made(every, name, label, (total or 0) - done)) as made:
            for block, what in made:
                passed = Mark(block.end, block.lines + block.data.count(b"\n"), block.digest)
                lost += what.lost_until(passed.lines)
                self._keep(what, "jsonlines", place, replace(passed, lost=lost))
                done += len(block.data)
                self._report(Step(label, done, total, from_bytes, begun.imported.added))

    def _made(
        self, cut: Iterator[Block], name: str, label: str, left_bytes: int
    ) -> Generator[tuple[Block, Made], None, None]:
        assert self._begun is not None
        if self._processes > 1 and left_bytes > WORTH_A_POOL_BYTES:
            with self._archive.much_coming():
                work = partial(block_work, self._begun.task, name, label)
                yield from in_order(work, cut, self._processes)
            return
        for block in cut:
            yield block, self._begun.work.block(block, name, label)

    def _keep(
        self, made: Made, reader: str, place: str | None = None, passed: Mark | None = None
    ) -> None:
        """What was made of a block is kept together with how far that is."""
        assert self._begun is not None
        imported = self._begun.imported
        with self._archive.writing(durable=False):
            added = self._archive.add_prepared(made.new, durable=False, received=self._received)
            self._archive.set_readers(dict.fromkeys(made.sources, reader))
            if made.new and not self._begun.task.with_claims:
                self._archive.set_meta(WITHOUT_CLAIMS, "yes")
            if place and passed:
                self._archive.set_cursor(place, json.dumps(asdict(passed)))
        imported.added += added + Added(same=made.same)
        imported.tell(made.problems)
        if made.zone_assumed:
            imported.zone_assumed = self._begun.zone_name

    def _name_of(self, spec: str, taken: Taken) -> str:
        """The id of a document's source, for ever in the archive."""
        if spec in (STDIN, SAMPLE):
            return taken.name
        if "://" in spec:
            return id_of(self._archive, spec, (taken.name,))
        return self._name_of_path(Path(spec).expanduser())

    def _name_of_path(self, path: Path) -> str:
        return id_of(self._archive, str(path.resolve()), names_of_path(path), read_as=(str(path),))

    def _mark(self, place: str | None) -> Mark | None:
        record = self._archive.cursor(place) if place else None
        return Mark(**json.loads(record)) if record else None

    def _begin(self, intake: Intake) -> "_Begun":
        """The beat: the archive's, else the one asked for, else the one that the text calls for."""
        if self._begun is None:
            chosen = self._choose(intake)
            zone, zone_name = choose_zone(self._options, chosen.beat)
            if self._make is not None and kept_pack(self._there()) is not None:
                chosen = self._choose(intake)  # another program has made it meanwhile
            if kept_pack(self._archive) is None:
                keep_beat(self._archive, self._options.beat or chosen.beat.id, chosen.beat)
            task = Task(
                beat=chosen.beat,
                zone=zone,
                day=self._options.day,
                with_claims=self._options.with_claims,
                archive=self._archive.path,
            )
            imported = Imported(
                beat=chosen.beat,
                is_recognised=chosen.is_recognised,
                pack_changed=is_another(self._archive, chosen.beat),
            )
            work = ImportWork(task, self._archive, chosen.tagger)
            self._begun = _Begun(task, work, zone_name, imported)
        return self._begun

    def _there(self) -> Archive:
        """The archive, made now where there was none."""
        if self._make is not None:
            self._archive, self._make = self._make(), None
        return self._archive

    def _choose(self, intake: Intake) -> Chosen:
        if kept_pack(self._archive) is None:
            return choose_beat(self._options, intake)
        return Chosen(kept_beat_as(self._archive, self._options.beat), None, False)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is known once the beat is."""

    task: Task
    work: ImportWork
    zone_name: str
    imported: Imported


def _sample_of(block: Block | None, name: str, label: str, options: Options) -> Intake:
    """The first block as an intake, to choose the beat by."""
    if block is None:
        return Intake()
    reading = read_block(block, label, options.day)
    return Intake(readings=[Taken(name, label, "jsonlines", reading)])
