"""Asking: one round of an address: asked politely, read where it is new, and when to ask again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Protocol

from feeds.charset import charset_named
from feeds.errors import FeedError, Problem
from feeds.fetching.fetched import Answer, Ask, FetchError
from feeds.fetching.once import has_password, may_be_private
from feeds.fetching.pacing import Outcome, next_pace, wait_s
from feeds.following.event import What
from feeds.following.files import Piece
from feeds.following.health import answered, failed
from feeds.following.keeper import Kept
from feeds.following.source import FollowedSource
from feeds.following.state import Cursor, State, bounds_of, words_of
from feeds.following.taking import Taking, with_next
from feeds.options import Network
from feeds.shown import shown

BACK_TO_FIRST = 20
"""Of so many requests one goes to a source's first address again, after another has answered."""

ANEW, ANEW_FAILING = 30, 3
"""Of so many requests, and of so many failures, one is made as if it were the first, at the address
that the reporter named: a server that says "unchanged" of a page that has changed (two edits within
a second, of one length) is found out, and so is one that has moved to where nothing is."""

OLDER = "an older copy of it came back; believed if it comes once more"


class Fetches(Protocol):
    """Who asks addresses: `feeds.fetching.fetcher.Fetcher`, or its stand-in."""

    async def fetch(self, ask: Ask) -> Answer:
        """What the address brings.

        Raises:
            FetchError: nothing that may be used.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Reply:
    """What one of the addresses answered."""

    address: str
    turn: int
    answer: Answer
    cursor: Cursor
    """As it was before."""

    wire_bytes: int
    """Of the addresses that failed before it, too."""

    note: str


class Asking:
    """Rounds of addresses."""

    def __init__(
        self,
        taking: Taking,
        fetches: Fetches,
        *,
        network: Network,
        secrets: Mapping[str, str],
        chance: Random,
    ) -> None:
        self._taking = taking
        self._fetches = fetches
        self._network = network
        self._secrets = secrets
        self._chance = chance

    async def round(self, source: FollowedSource, state: State) -> State:
        """Ask once; the state with when to ask again, kept and told.

        Raises:
            ArchiveError: it could not be kept; nothing has changed.
        """
        try:
            reply = await self._asked(source, state)
        except FetchError as error:
            return await self._failed(source, state, error)
        at = reply.answer.at
        health = answered(state.health, at, wire_bytes=reply.wire_bytes, note=reply.note)
        state = replace(state, health=health, turn=reply.turn)
        cursor = _next_cursor(source, reply)
        body, digest = reply.answer.body, reply.answer.sha256
        if body is None or digest is None or digest == reply.cursor.sha256:
            same = replace(cursor, sha256=reply.cursor.sha256, older=None)
            piece = _piece(reply, b"", same)
            await self._taking.write(self._pass_over, source, piece, state)
            return await self._end(source, state, "same", reply.answer)
        if digest != reply.cursor.older and await self._is_older(source, reply.cursor, digest):
            state = replace(state, health=replace(state.health, note=OLDER))
            held = replace(reply.cursor, older=digest)
            await self._taking.write(
                self._taking.keeper.pass_over, source, _piece(reply, b"", held), state
            )
            return await self._end(source, state, "same", reply.answer)
        piece = _piece(reply, body, replace(cursor, sha256=digest, older=None))
        return await self._read(source, piece, state, reply)

    def _pass_over(self, source: FollowedSource, piece: Piece, state: State) -> None:
        self._taking.keeper.pass_over(source, piece, state, confirms=True)

    async def _is_older(self, source: FollowedSource, cursor: Cursor, digest: str) -> bool:
        """True for bytes that came before others: some servers behind one name lag."""
        if cursor.sha256 is None:
            return False
        return await self._taking.write(self._taking.keeper.gave_before, source, digest)

    async def _read(
        self, source: FollowedSource, piece: Piece, state: State, reply: _Reply
    ) -> State:
        try:
            kept, problems = await self._taking.take(source, piece, state)
        except FeedError as error:
            return await self._unread(source, state, error, reply.answer)
        what: What = "new" if kept.added.changed or kept.gone else "same"
        return await self._end(source, kept.state, what, reply.answer, kept=kept, problems=problems)

    async def _asked(self, source: FollowedSource, state: State) -> _Reply:
        """The first address that answers, from the one that did last.

        Raises:
            FetchError: none does.
        """
        spent, errors = 0, []
        for turn in _turns(source, state):
            address = source.addresses[turn]
            cursor = await self._taking.write(self._taking.keeper.cursor, source, address)
            if _is_anew(state):
                cursor = replace(cursor, etag=None, last_modified=None, moved_to=None)
            try:
                answer = await self._fetches.fetch(self._ask(source, address, cursor))
            except FetchError as error:
                errors.append(error)
                spent += error.wire_bytes
                continue
            note = _note(source, answer, errors)
            return _Reply(address, turn, answer, cursor, spent + answer.wire_bytes, note)
        raise _all_failed(errors, spent)

    def _ask(self, source: FollowedSource, address: str, cursor: Cursor) -> Ask:
        asked = cursor.moved_to or address
        return Ask(
            address=asked,
            etag=cursor.etag,
            last_modified=cursor.last_modified,
            last_address=cursor.last_address,
            allow_private=may_be_private(asked, self._network),
            headers=tuple((h.name, self._secrets[h.secret]) for h in source.headers),
        )

    async def _failed(self, source: FollowedSource, state: State, error: FetchError) -> State:
        at = self._taking.clock.now()
        health = failed(state.health, at, words_of(error), wire_bytes=error.wire_bytes)
        outcome: Outcome = "gone" if error.refusal == "gone" else "failed"
        state = self._paced(source, replace(state, health=health), outcome, None, error.retry_after)
        await self._taking.write(self._taking.keeper.end, source, state)
        self._taking.tell(state, "failed", at)
        return state

    async def _unread(
        self, source: FollowedSource, state: State, error: FeedError, answer: Answer
    ) -> State:
        """It answered, and what it says cannot be read: it is asked anew, as if it had not."""
        health = failed(state.health, answer.at, words_of(error))
        health = replace(health, requests=state.health.requests)
        state = self._paced(
            source, replace(state, health=health), "failed", None, answer.retry_after
        )
        await self._taking.write(self._taking.keeper.end, source, state)
        self._taking.tell(state, "failed", answer.at)
        return state

    async def _end(
        self,
        source: FollowedSource,
        state: State,
        what: What,
        answer: Answer,
        *,
        kept: Kept | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> State:
        outcome: Outcome = "new" if what == "new" else "same"
        state = self._paced(source, state, outcome, answer.max_age, answer.retry_after)
        await self._taking.write(self._taking.keeper.end, source, state)
        self._taking.tell(state, what, answer.at, kept=kept, problems=problems)
        return state

    def _paced(
        self,
        source: FollowedSource,
        state: State,
        outcome: Outcome,
        max_age: timedelta | None,
        retry_after: timedelta | None,
    ) -> State:
        """With when it is asked again."""
        bounds, now = bounds_of(source.interval), self._taking.clock.now()
        pace = next_pace(state.pace, outcome, bounds)
        wait = wait_s(pace, bounds, self._chance, max_age=max_age, retry_after=retry_after)
        not_before = now + min(retry_after, _LONGEST) if retry_after else None
        next_try = now + min(timedelta(seconds=wait), _LONGEST)
        return with_next(replace(state, pace=pace, not_before=not_before), next_try)


_LONGEST = timedelta(days=1)
"""No server can ask to be left alone for longer."""


def _turns(source: FollowedSource, state: State) -> Iterator[int]:
    """The order in which a source's addresses are tried."""
    count = len(source.addresses)
    first = state.turn % count
    if state.health.requests % BACK_TO_FIRST == 0:
        first = 0
    yield from ((first + n) % count for n in range(count))


def _is_anew(state: State) -> bool:
    """True where nothing is taken for granted of what the last answer said."""
    requests, failures = state.health.requests, state.health.failures
    return requests % ANEW == ANEW - 1 or failures % ANEW_FAILING == ANEW_FAILING - 1


def _next_cursor(source: FollowedSource, reply: _Reply) -> Cursor:
    """What is said at the next time. A token goes to no other address than the one it is for."""
    answer, before = reply.answer, reply.cursor
    has_secret = source.headers or has_password(reply.address)
    moved = None if has_secret else answer.moved_to
    return replace(
        before,
        etag=answer.etag or (before.etag if answer.body is None else None),
        last_modified=answer.last_modified
        or (before.last_modified if answer.body is None else None),
        last_address=answer.address,
        moved_to=moved or before.moved_to,
    )


def _piece(reply: _Reply, body: bytes, cursor: Cursor) -> Piece:
    return Piece(
        place=shown(reply.answer.address),
        key=reply.address,
        data=body,
        at=reply.answer.at,
        charset=charset_named(reply.answer.content_type),
        content_type=reply.answer.content_type,
        cursor=cursor,
    )


def _note(source: FollowedSource, answer: Answer, errors: list[FetchError]) -> str:
    """What a reader should know though it answers."""
    said = list(answer.notices)
    if errors:
        said.append(f"answered at {shown(answer.address)}; before that: {errors[0]}")
    if answer.moved_to and shown(answer.moved_to) not in map(shown, source.addresses):
        said.append(f"has moved to {shown(answer.moved_to)}; change the address")
    return "; ".join(said)


def _all_failed(errors: list[FetchError], spent: int) -> FetchError:
    first = errors[0]
    problem = first.problem
    if len(errors) > 1:
        others = "; ".join(f"{e.address}: {e.problem}" for e in errors[1:])
        problem = f"{problem} (nor do the others: {others})"
    gone = all(e.refusal == "gone" for e in errors)
    return FetchError(
        first.address,
        "gone" if gone else next((e.refusal for e in errors if e.refusal != "gone"), "status"),
        problem,
        first.remedy,
        retry_after=first.retry_after,
        wire_bytes=spent,
    )
