"""EarlyKeys: what is typed before there is a desk is answered by it, key by key."""

import asyncio
from contextlib import suppress

from textual import events

from tui.direct_keys import DirectKeys
from tui.reading_screen import ReadingScreen

PASSED_S = 2.0
"""How long a key may take on its way; the next one goes on then all the same."""


class EarlyKeys(DirectKeys):
    """An app whose first screen only says what is being read."""

    _early: list[events.Event] | None
    """Keys that wait; None: they are answered at once."""

    def __init__(self) -> None:
        super().__init__()
        self._early = []

    @property
    def has_ended(self) -> bool:
        """True once the last screen is gone: what threads and keys sent may still be on its way."""
        return not self.screen_stack

    async def answer_early_keys(self) -> None:
        """One key of those that wait; the next one goes to whom this one gave the keys.

        A key goes up through every parent before it does something here, and the keys are given
        away in one turn more.
        """
        if not self._early or self.has_ended:
            self._early = None
            return
        way = (self.focused or self.screen).ancestors_with_self[:-1]
        await super().on_event(self._early.pop(0))
        for node in way:
            passed = asyncio.Event()
            node.call_later(passed.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(passed.wait(), PASSED_S)
        self.call_later(self.call_later, self.answer_early_keys)

    async def on_event(self, event: events.Event) -> None:
        """A key that is pressed while the sources are read, and is not for that, waits."""
        if isinstance(event, events.InputEvent) and self.has_ended:
            return
        if (
            self._early is None
            or not isinstance(event, events.Key)
            or event.is_forwarded
            or self._is_for_reading(event)
        ):
            await super().on_event(event)
        else:
            self._early.append(event)
            if isinstance(self.screen, ReadingScreen):
                self.screen.foretell(event.key)

    def _is_for_reading(self, event: events.Key) -> bool:
        return isinstance(self.screen, ReadingScreen) and event.key in self.screen.active_bindings
