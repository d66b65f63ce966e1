"""Corners: the parts of a cell, place by place; where one moved, it alone is summed anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Literal

from feeds.beat import Beat
from feeds.reconcile.chain import Chain
from feeds.reconcile.floors import Floor
from feeds.reconcile.places import Part, Taken, Voice, part_order, take
from feeds.reconcile.voices import Speaking, order_told

Mark = Literal["waits", "drifts", "goes down", "not final", "gives days"]


class Corner:
    """The parts of one cell at one place, and what they say together."""

    def __init__(
        self, parts: Iterable[Part], zone: tzinfo | None, before: "Corner | None" = None
    ) -> None:
        """What is `before` and has some of the same parts spares their being summed again."""
        self.parts = tuple(parts)
        self.place = self.parts[0].place
        self._zone = zone
        self.said: dict[Voice, list[Part]] = defaultdict(list)
        """The parts by voice."""
        for part in self.parts:
            self.said[part.column, part.speaker].append(part)
        self._take(before)

    def _take(self, before: "Corner | None") -> None:
        self.taken: dict[Voice, Taken] = {}
        """What each voice's parts add up to there; of those that set a floor."""
        self.newest: dict[Voice, Part] = {}
        """The part told last by each voice."""
        for voice, parts in self.said.items():
            if before is not None and before.said.get(voice) == parts:
                self.newest[voice] = before.newest[voice]
                if voice in before.taken:
                    self.taken[voice] = before.taken[voice]
                continue
            self.newest[voice] = max(parts, key=order_told)
            bounded = [part for part in parts if part.step.low is not None]
            if bounded:
                self.taken[voice] = take(bounded, self._zone)

    @cached_property
    def chains(self) -> Sequence[Chain]:
        """The figures of all parts."""
        return tuple(part.chain for part in self.parts)

    @cached_property
    def ordered(self) -> Sequence[Part]:
        """The parts by incident and speaker."""
        return sorted(self.parts, key=part_order)

    @cached_property
    def claims(self) -> frozenset[str]:
        """Ids of all that is told there."""
        return frozenset[str]().union(*(chain.claims for chain in self.chains))

    @cached_property
    def days(self) -> frozenset[datetime | None]:
        """As-ofs of which a claim gives the day alone."""
        return frozenset[datetime | None]().union(*(chain.days for chain in self.chains))

    @cached_property
    def hours(self) -> frozenset[datetime | None]:
        """As-ofs of which a claim gives the hour."""
        return frozenset[datetime | None]().union(*(chain.hours for chain in self.chains))

    @cached_property
    def drifts(self) -> bool:
        """True where a number is passed on as another one (R16)."""
        return any(chain.drifts for chain in self.chains)

    @cached_property
    def waits(self) -> bool:
        """True where something told there waits for a person: by its words, or as it fell (R19)."""
        return any(chain.waits for chain in self.chains) or any(
            chain.current.reading.claim.judged is None for chain in self._fallen
        )

    @cached_property
    def _fallen(self) -> Sequence[Chain]:
        return [chain for chain in self.chains if chain.fall]

    @cached_property
    def fallen(self) -> Mapping[str, str]:
        """Why figures of it contradict what the same speaker said before, by claim id (R5)."""
        return dict(fall for chain in self._fallen if (fall := chain.fall))

    @cached_property
    def makers(self) -> frozenset[str]:
        """Ids of the claims that make the figures."""
        return frozenset(id for chain in self.chains for id in chain.makers)

    @cached_property
    def marks(self) -> Counter[Mark]:
        """What is to be said of it."""
        told: dict[Mark, bool] = {
            "waits": self.waits,
            "drifts": self.drifts,
            "goes down": self.goes_down,
            "not final": self.not_final,
            "gives days": bool(self.days),
        }
        return Counter(mark for mark, is_so in told.items() if is_so)

    @cached_property
    def not_final(self) -> bool:
        """True where the side says that one of its own numbers will rise (R17)."""
        own = (part.step for part in self.parts if part.column == "own")
        return any(reading.claim.not_final for step in own for reading in step.readings)

    @cached_property
    def goes_down(self) -> bool:
        """True where the side lowered one of its own numbers (R5)."""
        return any(part.chain.goes_down for part in self.parts if part.column == "own")


class Corners:
    """The corners of one cell."""

    def __init__(self, corners: Iterable[Corner] = ()) -> None:
        self._corners: dict[str | None, Corner] = {}
        self._voices: dict[Voice, Speaking] = {}
        self.moves = 0
        """How often anything was put."""
        self._ordered: dict[int, Sequence[Part]] = {}
        """The first parts, by how many were asked for."""
        self._marks: Counter[Mark] | None = None
        self._came: list[Corner] = []
        self._went: list[Corner] = []
        for corner in corners:
            self.put(corner.place, corner)

    def __iter__(self) -> Iterator[Corner]:
        return iter(self._corners.values())

    def __len__(self) -> int:
        return len(self._corners)

    def put(self, place: str | None, corner: Corner | None) -> None:
        """Let it take the place of the one there; None leaves nothing there."""
        before = self._corners.pop(place, None)
        self.moves += 1
        self._ordered = {}
        if before is not None:
            self._went.append(before)
            if self._marks is not None:
                self._marks.subtract(before.marks)
        if corner is not None:
            self._came.append(corner)
            self._corners[place] = corner
            if self._marks is not None:
                self._marks.update(corner.marks)
        self._speak(place, before, corner)

    def _speak(self, place: str | None, before: Corner | None, corner: Corner | None) -> None:
        """What each voice says there now."""
        now = corner.said if corner is not None else {}
        for voice in before.said if before is not None else ():
            if voice not in now:
                self._voices[voice].put(place, None)
                if not self._voices[voice].number:
                    del self._voices[voice]
        for voice, parts in now.items():
            if corner is not None:
                said = (corner.newest[voice], len(parts), corner.taken.get(voice))
                self._voices.setdefault(voice, Speaking()).put(place, said)

    def moved(self) -> tuple[Sequence[Corner], Sequence[Corner]]:
        """What came and what went since this was asked."""
        moved = self._came, self._went
        self._came, self._went = [], []
        return moved

    def first(self, most: int) -> Sequence[Part]:
        """The first parts by place, then incident and speaker; at most so many."""
        if most not in self._ordered:
            found: list[Part] = []
            for place in sorted(self._corners, key=lambda place: place or ""):
                found += self._corners[place].ordered
                if len(found) >= most:
                    break
            self._ordered[most] = found[:most]
        return self._ordered[most]

    def corner(self, place: str | None) -> Corner | None:
        """What is told of a place."""
        return self._corners.get(place)

    def at(self, place: str) -> Sequence[Part]:
        """The parts at a place, by incident and speaker."""
        return self._corners[place].ordered if place in self._corners else ()

    @property
    def voices(self) -> Iterable[Voice]:
        """Who speaks of any part."""
        return self._voices.keys()

    def of(self, voice: Voice) -> Sequence[Corner]:
        """Where a voice speaks of parts."""
        return [self._corners[place] for place in self._voices[voice].places]

    def newest(self, voice: Voice) -> tuple[Part, int]:
        """The part told last by a voice, and how many parts it has."""
        speaking = self._voices[voice]
        return speaking.newest, speaking.number

    def floor(self, voice: Voice, beat: Beat) -> Floor | None:
        """The floor that one voice's parts set together; None where they set none."""
        return self._voices[voice].floor(beat) if voice in self._voices else None

    def any_that(self, mark: Mark) -> bool:
        """True where one of them has the mark."""
        if self._marks is None:
            self._marks = Counter(mark for corner in self for mark in corner.marks)
        return self._marks[mark] > 0


def corners_of(parts: Iterable[Part], zone: tzinfo | None) -> Corners:
    """The parts of one cell by place."""
    places: dict[str | None, list[Part]] = defaultdict(list)
    for part in parts:
        places[part.place].append(part)
    return Corners(Corner(told, zone) for told in places.values())
