"""Reading: something fetched becomes versions for the archive; a process of its own may do it.

decode -> read -> (beat) -> place -> stamps that cannot be -> (renamed, unchanged) -> tag -> claims
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds import documents, readers
from feeds.archive import Archive, Prepared, prepare
from feeds.archived.kept_beat import kept_beat, kept_pack
from feeds.beat import Beat
from feeds.charset import NotText, decode
from feeds.claims import Extractor
from feeds.entry import Draft, Entry
from feeds.errors import Problem, SourceError
from feeds.following.job import Done, Job
from feeds.following.renaming import renamed
from feeds.following.unlikely import at_retrieval
from feeds.intake import Intake, Taken, choose_beat, reader_for
from feeds.options import Options
from feeds.placing import Placement, place
from feeds.tag import Tagger


class Reading:
    """The stages for one archive; the beat is the archive's, else the first text's."""

    def __init__(self, archive: Archive, options: Options) -> None:
        self._archive = archive
        self._options = options
        self._stages: _Stages | None = None
        self._generation = 0

    def do(self, job: Job) -> Done:
        """Read it.

        Raises:
            SourceError: nothing in it can be read.
            BeatError: the pack is refused.
            UsageError: there is no such pack or reader.
            ArchiveError: the archive cannot be asked.
        """
        document = _document(job)
        forced = job.reader or ("jsonlines" if job.part is not None else None)
        reader = reader_for(replace(self._options, reader=forced), document.text, job.label)
        reading = reader.read(document.text, source=job.label, day=None)
        if not reading.drafts and job.part is None:
            raise _empty(job, reader.name, reading)
        stages = self._stages_for(job, reader.name, reading)
        by = Placement(
            source=job.source,
            label=job.label,
            zone=job.zone or stages.beat.zone or UTC,
            day=None,
            part=job.part,
            of_records=reader.of_records,
        )
        placed, odd = place(reading.drafts, by)
        told = (*document.problems, *reading.problems, *odd)
        self._refuse_another_page(job, reader, placed)
        named = self._under_old_names(job, reading.drafts, placed, reader)
        entries, unlikely = at_retrieval(named, job.at, self._received, job.label, by.zone)
        new, times = self._new(job, entries, stages)
        return Done(
            reader=reader.name,
            pack=stages.pack,
            is_asked=bool(self._options.beat) or not self._options.recognises,
            new=new,
            same=len(entries) - len(new),
            keys=tuple(dict.fromkeys(entry.key for entry in entries)),
            times=times,
            oldest=_oldest(entries) if reader.is_whole and job.part is None else None,
            problems=(*(p.moved(job.part or 0) for p in told), *unlikely),
        )

    def _stages_for(self, job: Job, reader: str, reading: readers.Reading) -> "_Stages":
        """Built once, and again where the archive was tagged anew since."""
        pack, generation = kept_pack(self._archive), self._archive.generation
        was = (self._stages.pack, self._generation) if self._stages else None
        if self._stages is None or was != (pack or self._stages.pack, generation):
            self._generation = generation
            self._stages = self._built(pack, Taken(job.source, job.label, reader, reading))
        return self._stages

    def _built(self, pack: str | None, taken: Taken) -> "_Stages":
        if pack is not None:
            beat = kept_beat(self._archive)
            return _Stages(pack, beat, Tagger(beat), Extractor(beat))
        chosen = choose_beat(self._options, Intake(readings=[taken]))
        tagger = chosen.tagger or Tagger(chosen.beat)
        name = self._options.beat or chosen.beat.id
        return _Stages(name, chosen.beat, tagger, Extractor(chosen.beat))

    def _received(self, entry: Entry) -> datetime | None:
        docs = self._archive.docs_of(entry.key)
        first = self._archive.entries(docs[:1])[0] if docs else None
        return first.time if first and first.basis == "received" else None

    def _refuse_another_page(
        self, job: Job, reader: readers.Reader, entries: Sequence[Entry]
    ) -> None:
        """In the place of updates a server may put words about itself, and call that well.

        Raises:
            SourceError: it had updates before, and has prose now.
        """
        has_updates = any(entry.role == "entry" for entry in entries)
        if job.before is None or job.reader or has_updates or not reader.takes_prose:
            return
        name = self._archive.readers().get(job.source)
        was = next((one for one in readers.READERS if one.name == name), reader)
        had_updates = not was.takes_prose or any(e.role == "entry" for e in self._gone(job, ()))
        if had_updates:
            what = f"it had updates before, and is prose now (read as {reader.name})"
            raise SourceError(job.label, what, "look whether it moved, or says that it is down")

    def _under_old_names(
        self,
        job: Job,
        drafts: Sequence[Draft],
        entries: Sequence[Entry],
        reader: readers.Reader,
    ) -> Sequence[Entry]:
        """An entry without an id of its own whose headline was edited keeps the name it had."""
        if job.before is None or not reader.is_whole or job.part is not None:
            return entries
        come = [
            position
            for position, (draft, entry) in enumerate(zip(drafts, entries, strict=True))
            if draft.id is None and entry.role == "entry" and not self._archive.docs_of(entry.key)
        ]
        if not come:
            return entries
        found = renamed([entries[position] for position in come], self._gone(job, entries))
        named = list(entries)
        for n, entry in found.items():
            named[come[n]] = entry
        return named

    def _gone(self, job: Job, entries: Sequence[Entry]) -> Sequence[Entry]:
        """What the retrieval before had, and this one has not."""
        assert job.before is not None
        present = {entry.key for entry in entries}
        keys = [key for key, _ in self._archive.fetches.seen_in(job.before) if key not in present]
        docs = [self._archive.docs_of(key)[-1] for key in keys]
        return [entry for entry in self._archive.entries(docs) if entry.role == "entry"]

    def _new(
        self, job: Job, entries: Sequence[Entry], stages: "_Stages"
    ) -> tuple[tuple[Prepared, ...], tuple[datetime, ...]]:
        """Versions that the archive does not have, and the times of those that are first ones."""
        new: list[Prepared] = []
        times: list[datetime] = []
        for entry, holds in zip(entries, self._archive.newest(entries), strict=True):
            if holds is None:
                new.append(stages.made(entry))
                times += [entry.time] if entry.time else []
            elif not _says_the_same(entry, holds):
                new.append(stages.made(self._edited(job, entry, holds)))
        return tuple(new), tuple(times)

    def _edited(self, job: Job, entry: Entry, holds: Entry) -> Entry:
        """Another text was known when its source says, where that can be, else when it was fetched.

        A text that stood when it was last fetched was not edited before that, whatever its source
        says: that is how a silent edit is dated.
        """
        if entry.revised is None:
            return replace(entry, known=job.at)
        if holds.fetched is None:
            return entry
        seen = self._archive.fetches.sightings([entry.key]).get(entry.key)
        stood_until = max(holds.fetched, seen.last.until) if seen else holds.fetched
        is_older = entry.revised < (holds.revised or holds.time or entry.revised)
        if is_older or stood_until < entry.revised:
            return entry
        return replace(entry, known=job.at)


@dataclass(frozen=True, slots=True)
class _Stages:
    """What a pack is read by."""

    pack: str
    beat: Beat
    tagger: Tagger
    extractor: Extractor

    def made(self, entry: Entry) -> Prepared:
        """Tagged, and read for claims."""
        mentions = self.tagger.tag(entry.headline, entry.body)
        claims = self.extractor.claims(replace(entry, mentions=mentions))
        return prepare(entry, mentions, claims)


def _says_the_same(one: Entry, holds: Entry) -> bool:
    """The head of a page has the time of the page's newest entry, and is not edited by that."""
    is_same_time = one.time == holds.time or one.role == "page"
    said, held = ((e.headline, e.body, e.withdrawn) for e in (one, holds))
    return is_same_time and said == held


def _oldest(entries: Sequence[Entry]) -> datetime | None:
    """From when on a page has every entry; the oldest one may be pinned, and is no sign of it."""
    times = sorted(e.time for e in entries if e.time and e.role == "entry")
    return next(iter(times[1:2] or times), None)


def _document(job: Job) -> documents.Document:
    """Decoded; of a part, lines that are no text are left out, and said.

    Raises:
        SourceError: it is a whole document, and no text.
    """
    try:
        return documents.from_bytes(job.data, job.source, job.label, declared=job.charset)
    except SourceError:
        if job.part is None:
            raise
    told = [_text_of(line) for line in job.data.split(b"\n")]
    wrong = [number for number, line in enumerate(told, 1) if line is None]
    what = (
        f"{len(wrong)} lines are no text; left out"
        if len(wrong) > 1
        else "a line is no text; left out"
    )
    problems = (Problem(source=job.label, line=wrong[0], what=what),) if wrong else ()
    text = "\n".join(line or "" for line in told)
    return documents.Document(
        name=job.source, path=None, text=text, encoding="utf-8", problems=problems
    )


def _text_of(line: bytes) -> str | None:
    """None where it is no text."""
    try:
        return decode(line)[0]
    except NotText:
        return None


def _empty(job: Job, reader: str, reading: readers.Reading) -> SourceError:
    lost = next((p for p in reading.problems if p.lost), None)
    why = f" ({lost.what})" if lost else ""
    what = f"the reader {reader} finds no entry in it{why}"
    remedy = "look whether the page has changed; `nightdesk readers` lists the others"
    return SourceError(job.label, what, remedy, line=lost.line if lost else None)
