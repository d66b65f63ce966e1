"""DeskLive: how the followed sources fare, on the screen at all times; the card of sources."""

# ruff: noqa: PLC0415 - the card is imported when it is first asked for

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from textual.message import Message

from feeds.beat import NO_BEAT, NOT_RECOGNISED
from feeds.errors import care
from feeds.following.health import Health, Silence, by_silence, silence_in
from feeds.query import Facets, Named
from feeds.snapshot import Filter, Snapshot
from tui.desk.desk_compared import DeskCompared
from tui.words import story_time

if TYPE_CHECKING:
    from tui.screens.sources_screen import Board

TOLD_S = 2.0
"""Between two times that the bar tells how the sources fare."""

SOON_S = 0.2
"""The same while the collector starts."""


NOT_TAGGED_YET = (
    "no beat recognised in what came so far: sides are unknown until one is; "
    "{retag} gives this archive one"
)
NOT_TAGGED = (
    "no beat recognised in what came first: sides are unknown; quit, give this archive one with "
    "{retag}, and begin again"
)


@runtime_checkable
class LiveDesk(Protocol):
    """A desk over an archive into which sources are followed, by this program or another."""

    @property
    def file(self) -> str:
        """Path of the archive."""
        ...

    def healths(self) -> Sequence[Health]:
        """How the sources fare that are followed, or were, those that fail first."""
        ...

    def followed(self, now: datetime) -> frozenset[str]:
        """Ids of the sources that some program follows at `now`."""
        ...

    def named(self, source: str) -> Sequence[str]:
        """Under which sources the entries of a followed one stand."""
        ...

    @property
    def has_another_pack(self) -> bool:
        """True where the first text that came in told which beat it is about."""
        ...

    @property
    def is_beat_open(self) -> bool:
        """True where the beat was recognised in what came so far, and may still be another."""
        ...

    def spoken(self, kind: Named, at: datetime | None) -> Mapping[str, Sequence[int]]:
        """By source or actor: minutes since 1970 at which it spoke last."""
        ...


class DeskLive(DeskCompared):
    """A desk that tells what becomes of its sources."""

    class PackCame(Message):
        """The desk is to be opened anew, with the beat that the sources are about."""

    _is_leaving = False
    _has_said_it = False
    """True once it was said that there is no beat."""

    _told: tuple[Snapshot | None, dict[Named, Mapping[str, Sequence[int]]]] | None = None
    """When sources and actors spoke, as of a snapshot; None until somebody looks."""

    healths: Sequence[Health] = ()
    """Of the sources that are followed, or were; as of the last look."""

    followed: frozenset[str] = frozenset()
    """Ids of those that are followed."""

    is_starting = False
    """True until the collector of our own follows them."""

    def on_mount(self) -> None:
        """Look again and again: ages grow, and failures come."""
        if self.live_desk is not None:
            self.look_at_sources()
            self.set_interval(TOLD_S, self.look_at_sources)
            self._see_start()

    def _see_start(self) -> None:
        """Tell soon that they are followed."""
        if self.is_starting:
            self.look_at_sources()
            self.set_timer(SOON_S, self._see_start)

    @property
    def live_desk(self) -> LiveDesk | None:
        """The desk, where it is an archive's."""
        desk = self.asked_desk
        return desk if isinstance(desk, LiveDesk) else None

    @property
    def present(self) -> datetime | None:
        """The minute it is, while somebody asks the sources, or is about to; else None."""
        is_live = self.followed or self.is_starting
        return self.clock.now().replace(second=0, microsecond=0) if is_live else None

    @property
    def failing(self) -> tuple[str, ...]:
        """Names of the sources that are followed and fail."""
        return tuple(health.name for health in self._failing_ones)

    @property
    def _failing_ones(self) -> list[Health]:
        return [h for h in self.healths if h.is_failing and h.source in self.followed]

    @property
    def odd(self) -> tuple[str, ...]:
        """What was odd in what came last from the sources that are followed, one line a source."""
        return tuple(f"{health.name}: {health.odd_words}" for health in self._odd_ones)

    @property
    def odd_lines(self) -> tuple[str, ...]:
        """All of it that is kept, a line each."""
        ones = self._odd_ones
        return tuple(f"{health.name}: {line}" for health in ones for line in health.odd_lines)

    @property
    def _odd_ones(self) -> list[Health]:
        return [h for h in self.healths if h.odd and h.source in self.followed]

    @property
    def losing(self) -> int:
        """How many of them had something that was left out."""
        return sum(health.has_lost for health in self._odd_ones)

    def look_at_sources(self) -> None:
        """Know how the sources fare now; the bar says so."""
        desk = self.live_desk
        if desk is not None:
            self.healths = desk.healths()
            self.followed = desk.followed(self.clock.now())
            self.is_starting = self.is_starting and not self.followed
            self.tell_status()
            self.leave_for_pack()

    def leave_for_pack(self) -> bool:
        """Have the desk opened anew where the archive has another beat; True where it has."""
        desk = self.live_desk
        if desk is None or not desk.has_another_pack:
            return False
        if not self._is_leaving:
            self._is_leaving = True
            self.post_message(self.PackCame())
        return True

    def say_without_beat(self) -> None:
        """Say once that sides are unknown, when there is anything to see, and what to do."""
        beat = self.snapshot.beat if self.snapshot else None
        if beat != NO_BEAT or not self.times or self._has_said_it:
            return
        desk = self.live_desk
        if desk is not None and desk.has_another_pack:
            return
        self._has_said_it = True
        words = NOT_RECOGNISED
        if desk is not None:
            tagged = NOT_TAGGED_YET if desk.is_beat_open else NOT_TAGGED
            words = tagged.format(retag=_retag(desk))
        self.say(f"{words[0].upper()}{words[1:]}.")

    def say_beat(self) -> None:
        """Which beat was chosen, and by what: the desk was opened anew for it."""
        desk, snapshot = self.live_desk, self.snapshot
        if desk is None or snapshot is None or snapshot.beat == NO_BEAT:
            return
        named = ", ".join(facet.name for facet in snapshot.actors[:3])
        by = f"recognised in {snapshot.known:,} entries that name {named}" if named else "chosen"
        still = "; more entries may still tell another" if desk.is_beat_open else ""
        self.say(f"The beat is {snapshot.beat.name}, {by}{still}. {_retag(desk)} chooses another.")

    def tell_status(self) -> None:
        """Draw the bar anew, and count ages anew."""
        raise NotImplementedError

    def action_sources(self) -> None:
        """How every source fares, and who is silent."""
        from tui.screens.sources_screen import SourcesScreen

        if self.live_desk is None:
            self.say("Nothing is followed here: `nightdesk watch` follows sources.")
            return
        card = SourcesScreen(self._board, self._on_clock, ascii_only=self.ascii_only)
        self.app.push_screen(card, self._show_source)

    def _board(self) -> "Board":
        from tui.screens.sources_screen import Board

        now = self.clock.now()
        silences = by_silence(self._silences(self.at or now))
        return Board(now, self.at, self.healths, self.followed, silences, self.is_starting)

    def _silences(self, now: datetime) -> Iterator[Silence]:
        """Who does not speak, as far as one can hear."""
        desk = self.live_desk
        assert desk is not None
        name_of = self.snapshot.beat.name_of if self.snapshot else str
        names = {health.source: health.name for health in self.healths}
        for id, times in self._heard(desk):
            silence = silence_in(id, names.get(id) or name_of(id), times, now)
            if silence and silence.habit:
                yield silence

    def _heard(self, desk: LiveDesk) -> Iterator[tuple[str, Sequence[int]]]:
        """When whoever can be heard spoke; of a past moment all can."""
        if self.at is None and len(self.failing) == len(self.followed):
            return
        unheard = self._unheard(desk) if self.at is None else frozenset()
        sources = self._spoken(desk, "source").items()
        yield from ((id, times) for id, times in sources if id not in unheard)
        yield from self._spoken(desk, "actor").items()

    def _unheard(self, desk: LiveDesk) -> frozenset[str]:
        """Names under which the entries of sources stand that fail now."""
        fail = [health.source for health in self._failing_ones]
        return frozenset(id for source in fail for id in (source, *desk.named(source)))

    def _spoken(self, desk: LiveDesk, kind: Named) -> Mapping[str, Sequence[int]]:
        """When each spoke last; looked up once a snapshot, though ages grow every second."""
        if self._told is None or self._told[0] is not self.snapshot:
            self._told = (self.snapshot, {})
        times = self._told[1]
        if kind not in times:
            times[kind] = desk.spoken(kind, self.at)
        return times[kind]

    def _on_clock(self, time: datetime) -> str:
        zone = self.snapshot.beat.zone if self.snapshot else None
        return story_time.show(time, mode=self.zone_mode, source_zone=zone, local=self.local)

    def _show_source(self, source: str | None) -> None:
        desk = self.live_desk
        if source is not None and desk is not None:
            query = Facets("source", frozenset(desk.named(source) or (source,)))
            self.ask(Filter(query=query, query_text=self.asked_desk.write_query(query)))

    def ask(self, asked: Filter) -> None:
        """Show only what passes."""
        raise NotImplementedError


def _retag(desk: LiveDesk) -> str:
    return care(desk.file, "retag", "--beat", "NAME")
