"""HeldKeys: a key waits until the one before it has done all that it does.

What a field or a screen does with a key goes by message: Enter in a field is a key that goes up
through every parent, then a message of its own that does the same, and then the screen that asked
is gone. Keys that were typed or pasted together with it were meant for what is there by then, also
for what a search of an archive finds, which takes its time.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, runtime_checkable

from textual import events
from textual.screen import Screen

from tui.keys.direct_keys import DirectKeys

PASSED_S = 2.0
"""How long a key may take to do what it does; the next one goes on then all the same."""

RESTING = 2
"""Times that everything on a key's way must be found with nothing to do: what one had in hand
while it was looked at may have gone to another that was looked at before."""


@runtime_checkable
class Asking(Protocol):
    """A screen for which a thread may still look up what was asked for."""

    @property
    def is_asking(self) -> bool:
        """True while it does."""
        ...

    async def answered(self) -> None:
        """Wait until it has."""
        ...


class HeldKeys(DirectKeys):
    """An app that answers keys in the order in which they came, each where the last one led."""

    _held: deque[events.Key | events.Paste] | None = None
    """What waits; None: nothing has to."""

    _passing: asyncio.Task[None] | None = None
    """Waits for the key that is on its way."""

    @property
    def has_ended(self) -> bool:
        """True once the last screen is gone: what threads and keys sent may still be on its way."""
        return not self.screen_stack

    async def on_event(self, event: events.Event) -> None:
        """Hold a key behind another one that is still on its way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._held is not None:
            self._held.append(event)
        else:
            await self._answer(event)

    async def _answer(self, event: events.Key | events.Paste) -> None:
        screen, focused = self.screen, self.focused
        await super().on_event(event)
        if isinstance(event, events.Paste) or self.has_ended:
            return
        is_text = focused is not None and focused.check_consume_key(event.key, event.character)
        is_on_its_way = event.is_forwarded and not is_text
        if is_on_its_way or event.key == "enter" or self.screen is not screen:
            self._held = deque()
            self._passing = asyncio.create_task(self._let_pass(screen))

    async def _let_pass(self, screen: Screen[object]) -> None:
        """What waits goes on in the app's own turn, once `screen` or what came over it rests."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PASSED_S):
                await self._come_to_rest()
                while not self.has_ended and self.screen is not screen:
                    screen = self.screen
                    await _have_turn(screen.call_after_refresh)  # it may ask for more then
                    await self._come_to_rest()
        self.call_later(self._go_on)

    async def _come_to_rest(self) -> None:
        await self._rest_on_the_way()
        while not self.has_ended and isinstance(screen := self.screen, Asking) and screen.is_asking:
            await screen.answered()
            await self._rest_on_the_way()

    async def _rest_on_the_way(self) -> None:
        resting = 0
        while resting < RESTING and not self.has_ended:
            last = self.focused or self.screen
            is_busy = False
            for node in last.ancestors_with_self:
                is_busy |= bool(node.message_queue_size)
                await _have_turn(node.call_later)
            is_same = not self.has_ended and last is (self.focused or self.screen)
            resting = resting + 1 if is_same and not is_busy else 0

    async def _go_on(self) -> None:
        held, self._held = self._held, None
        while held and not self.has_ended:
            await self.on_event(held.popleft())


async def _have_turn(call: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until what was to be done before is done."""
    passed = asyncio.Event()
    if call(passed.set):
        await passed.wait()
