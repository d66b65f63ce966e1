"""The conductor for packs: proposes one from sources, and says what is odd about one.

propose   intake -> claims.heard (who speaks, which places) -> scouting -> tag (one of two names
          that are the same) -> proposal (YAML)
check     packs (the reason of a refusal) -> pack_check (what is odd)
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from feeds.beat import Beat
from feeds.candidate import Candidate, Heard
from feeds.claims.heard import Listener
from feeds.desk import open_desk
from feeds.entry import Entry
from feeds.errors import Problem, SourceError, UsageError
from feeds.intake import Progress
from feeds.options import Options
from feeds.pack_check import Remark, remarks
from feeds.pack_fields import slug
from feeds.packs import id_lines, load_beat, read_beat
from feeds.proposal import Found, write
from feeds.readers import reader_named
from feeds.scouting import candidates
from feeds.tag import Tagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A pack for a person to edit."""

    id: str
    """What its file is named after."""

    text: str
    """YAML, valid as it stands."""

    actors: int
    places: int
    entries: int
    """How many entries it was made from."""

    problems: tuple[Problem, ...]
    failed: tuple[SourceError, ...]


def propose(
    name: str,
    sources: Sequence[str],
    options: Options,
    *,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Proposal:
    """A pack named `name`, from who speaks and which places are named in the sources.

    Raises:
        SourceError: no source can be read.
    """
    options = replace(options, with_claims=False, recognises=False)
    desk = open_desk(sources, options, stdin=stdin, progress=progress)
    entries = desk.all_entries()
    found = _distinct(candidates(_heard(entries)))
    days = [e.time.astimezone(desk.zone).date() for e in entries if e.time]
    text = write(
        Found(
            name=name,
            sources=sources,
            entries=len(entries),
            days=(min(days), max(days)) if days else None,
            zone=options.zone or desk.beat.zone_name or _zone_of(entries),
            candidates=found,
        ),
        slug,
    )
    return Proposal(
        id=slug(name),
        text=text,
        actors=sum(c.what != "place" for c in found),
        places=sum(c.what == "place" for c in found),
        entries=len(entries),
        problems=desk.opened.problems,
        failed=desk.opened.failed,
    )


def check(name_or_path: str) -> tuple[Beat, tuple[tuple[int | None, Remark], ...]]:
    """The pack and what is odd about it, each with its line; None where that is the whole pack.

    Raises:
        UsageError: there is no such pack.
        BeatError: it is refused, with line and reason.
    """
    beat = load_beat(name_or_path)
    lines = id_lines(name_or_path)
    found = (*remarks(beat, Listener().is_plain_word), *_unknown_readers(beat))
    return beat, tuple((lines.get((r.listed or "", r.about)), r) for r in found)


def _unknown_readers(beat: Beat) -> Iterator[Remark]:
    for source in beat.sources:
        try:
            if source.reader:
                reader_named(source.reader)
        except UsageError as error:
            yield Remark(about=source.id, listed="sources", words=str(error))


def _zone_of(entries: Sequence[Entry]) -> str | None:
    """The zone that most stamps name; None where no stamp names one."""
    offsets = Counter(
        e.time.astimezone(e.zone).strftime("%z") for e in entries if e.time and e.basis == "stamped"
    )
    if not offsets:
        return None
    most = offsets.most_common(1)[0][0]
    return f"{most[:3]}:{most[3:5]}"


def _heard(entries: Sequence[Entry]) -> Iterator[tuple[int, Heard]]:
    listener = Listener()
    for number, entry in enumerate(entries):
        for one in listener.heard(entry.headline or "", is_headline=True):
            yield number, one
        for one in listener.heard(entry.body):
            yield number, one


def _distinct(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Without those that the tagger takes for one before them ("Northern MoD" is the ministry)."""
    kept: list[Candidate] = []
    tagger: Tagger | None = None
    for candidate in found:
        if candidate.what != "place" and tagger and _is_known(candidate.name, tagger):
            continue
        kept.append(candidate)
        if candidate.what != "place":
            tagger = _tagger(kept)
    return tuple(kept)


def _tagger(kept: Sequence[Candidate]) -> Tagger:
    text = write(
        Found(name="-", sources=(), entries=0, days=None, zone=None, candidates=kept), slug
    )
    return Tagger(read_beat(text, file="proposal", id="proposal"))


def _is_known(name: str, tagger: Tagger) -> bool:
    """True where one actor's name covers all of `name`."""
    found = tagger.mentions(name, "body")
    return len(found) == 1 and found[0].end - found[0].start == len(name)
