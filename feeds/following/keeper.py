"""Keeper: the engine's one writer; what came is kept together with how far its source was read.

Asked in one thread. Several programs may follow the same sources into one archive: whoever asks a
source says so in the archive, and the others wait for what it brings.
"""

import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from feeds.archive import Added, Archive
from feeds.archived.indexing import Indexing
from feeds.archived.kept_beat import keep_beat, kept_pack, leave_open, open_since, pack_named
from feeds.beat import NO_BEAT
from feeds.errors import Problem
from feeds.following import presence
from feeds.following.choosing import reconsider
from feeds.following.files import Piece
from feeds.following.health import LEFT_OUT, Health, brought, not_odd
from feeds.following.job import Done
from feeds.following.source import FollowedSource
from feeds.following.state import (
    Cursor,
    State,
    cursor_text,
    first_state,
    health_in,
    place_of,
    read_cursor,
    read_state,
    state_text,
)
from feeds.packs import load_beat
from feeds.snapshot import EntryKey

HELD = timedelta(seconds=120)
"""How long a source is left to a program that died while it asked: longer than any one asks."""

WORTH_INDEXING = 5_000
"""Versions that came in, after which the index is brought up to date for whoever opens it next."""

MOST_ODD = 200
"""Characters of what was odd that are kept beside its source."""

MOST_KEPT = 20
"""Such things that are kept there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a piece."""

    state: State
    added: Added
    gone: tuple[EntryKey, ...]

    pack: str | None
    """The pack that the archive has from now on; None where it had that before."""

    is_open: bool = False
    """True where that was recognised in what came so far, and may still be another one."""


class Keeper:
    """Every method may raise ArchiveError: nothing has changed then."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._name = f"{socket.gethostname()}:{os.getpid()}:{token_hex(4)}"
        self._unindexed = 0

    def state(self, source: FollowedSource) -> State:
        """How it was left, by whatever program."""
        return read_state(self._archive.fetches.state(source.id), source)

    def cursor(self, source: FollowedSource, where: str) -> Cursor:
        """How far an address or a file of it was read."""
        return read_cursor(self._archive.cursor(place_of(source, where)))

    def begin(self, source: FollowedSource, now: datetime) -> State | None:
        """Take it, to ask it; None while another program does."""
        with self._archive.writing(durable=False, seen=False):
            state = self.state(source)
            if state.is_held(self._name, now) and not _has_ended(state.holder):
                return None
            state = replace(state, holder=self._name, held_until=now + HELD)
            self._put(source, state)
            return state

    def keep(self, source: FollowedSource, piece: Piece, done: Done, state: State) -> Kept | None:
        """Keep what a piece brought, whole or not at all.

        None where the archive was tagged by another pack meanwhile: it is to be read again.
        """
        archive = self._archive
        with archive.writing():
            pack, kept = None, kept_pack(archive)
            if kept is None:
                pack = done.pack
                beat = load_beat(done.pack) if done.pack else NO_BEAT
                keep_beat(archive, done.pack, beat)
                if not done.is_asked:
                    leave_open(archive, len(done.keys))
            elif kept != pack_named(done.pack):
                return None
            fetch, added, gone = self._put_entries(source, piece, done)
            cursor = replace(piece.cursor, fetch=fetch)
            archive.set_cursor(place_of(source, piece.key), cursor_text(cursor))
            archive.set_readers({key[0]: done.reader for key in done.keys})
            health = brought(
                state.health, piece.at, new=added.new, revised=added.revised, times=done.times
            )
            state = replace(state, health=with_odd(health, source, piece, done.problems))
            self._put(source, state)
        self._unindexed += added.changed
        chosen = reconsider(archive) if added.new else None
        is_open = open_since(archive) is not None
        return Kept(state, added, gone, pack if chosen is None else chosen, is_open)

    def _put_entries(
        self, source: FollowedSource, piece: Piece, done: Done
    ) -> tuple[int | None, Added, tuple[EntryKey, ...]]:
        """Number of the retrieval, what was added, what is missing.

        A document in which nothing is new, and nothing is missing, is the one before: its bytes are
        not kept.
        """
        archive, before = self._archive, piece.cursor.fetch
        is_part = piece.part is not None
        was_there = {key for key, _ in archive.fetches.seen_in(before)} if before else set()
        if not done.new and (is_part or was_there == set(done.keys)):
            if before:
                archive.fetches.confirm(before, piece.at)
            return before, Added(same=done.same), ()
        fetch = archive.fetches.put(
            source.id, piece.place, piece.data, piece.at, piece.content_type
        )
        added = archive.add_prepared(
            (one._replace(fetch=fetch) for one in done.new), received=piece.at
        )
        archive.fetches.see(fetch, done.keys)
        gone: Sequence[EntryKey] = ()
        if before and done.oldest:
            gone = archive.fetches.miss(fetch, before, done.oldest)
        return fetch, added + Added(same=done.same), tuple(gone)

    def pass_over(
        self, source: FollowedSource, piece: Piece, state: State, *, confirms: bool = False
    ) -> None:
        """Nothing in a piece can be kept, or (`confirms`) nothing changed: go on behind it."""
        with self._archive.writing(durable=False, seen=False):
            if confirms and piece.cursor.fetch:
                self._archive.fetches.confirm(piece.cursor.fetch, piece.at)
            self._archive.set_cursor(place_of(source, piece.key), cursor_text(piece.cursor))
            self._put(source, state)

    def end(self, source: FollowedSource, state: State) -> None:
        """Keep how it fares, and leave it to whoever asks next."""
        with self._archive.writing(durable=False, seen=False):
            self._put(source, replace(state, holder="", held_until=None))

    def _put(self, source: FollowedSource, state: State) -> None:
        self._archive.fetches.put_state(source.id, state_text(state))

    def gave_before(self, source: FollowedSource, sha256: str) -> bool:
        """True for bytes that this source gave before."""
        return self._archive.fetches.gave_before(source.id, sha256)

    def say(self, sources: Sequence[str], now: datetime) -> None:
        """Say that these are followed at `now`, to whoever looks at the archive."""
        presence.tell(self._archive, self._name, sources, now)

    def fall_silent(self) -> None:
        """They are followed no more."""
        presence.leave(self._archive, self._name)

    def leave(self) -> None:
        """Let go of every source that was taken and not given back."""
        with self._archive.writing(durable=False, seen=False):
            for id, text in self._archive.fetches.states().items():
                health = health_in(text)
                if health and f'"{self._name}"' in text:
                    source = FollowedSource(id=id, name=health.name)
                    self.end(source, read_state(text, source))

    def index_all(self) -> None:
        """The same of whatever came in."""
        self.index(at_least=1)

    def index(self, *, at_least: int = WORTH_INDEXING) -> None:
        """Bring the index up to date, where so much came in."""
        if self._unindexed >= at_least:
            self._unindexed = 0
            indexing = Indexing(self._archive)
            indexing.catch_up()
            indexing.keep(at_least=1)


def with_odd(
    health: Health, source: FollowedSource, piece: Piece, problems: Sequence[Problem]
) -> Health:
    """What was left out of a piece, else what was odd, in words, and how many such things.

    A further part of a document, or another file of a folder, makes nothing good of what came
    before.
    """
    is_more = bool(piece.part) or piece.key != health.odd_of
    before = health.odd_count if source.kind != "address" and is_more else 0
    if not problems:
        return health if before else not_odd(health)
    told = [_odd_words(problem) for problem in problems]
    kept = [health.odd, *health.odd_more] if before else []
    first, *more = sorted([*told, *kept], key=lambda words: not words.startswith(LEFT_OUT))
    stays = before and health.has_lost and not any(problem.lost for problem in problems)
    return replace(
        health,
        odd=first,
        odd_more=tuple(more[: MOST_KEPT - 1]),
        odd_count=before + len(problems),
        odd_of=health.odd_of if stays else piece.key,
    )


def _odd_words(problem: Problem) -> str:
    line = f" (line {problem.line})" if problem.line else ""
    what = problem.what
    if problem.lost:
        what = f"{LEFT_OUT}{what.removesuffix('; left out')}"
    return f"{what[:MOST_ODD]}{line}"


def _has_ended(holder: str) -> bool:
    """True where the program of that name ran on this machine, and is no more."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if os.name != "posix" or host != socket.gethostname() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)  # asks, and does nothing
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def healths(archive: Archive, sources: Sequence[FollowedSource] = ()) -> Mapping[str, Health]:
    """How every source fares that was ever followed into an archive, and each of `sources`."""
    found = {source.id: first_state(source).health for source in sources}
    for id, text in archive.fetches.states().items():
        health = health_in(text)
        if health:
            found[id] = health
    return found
