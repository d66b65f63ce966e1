"""EarlyKeys: what is typed before there is a desk is answered by it, key by key."""

from textual import events

from tui.keys.held_keys import HeldKeys
from tui.start.reading_screen import ReadingScreen


class EarlyKeys(HeldKeys):
    """An app whose first screen only says what is being read."""

    _early: list[events.Event] | None
    """Keys that wait; None: they are answered at once."""

    def __init__(self) -> None:
        super().__init__()
        self._early = []

    async def answer_early_keys(self) -> None:
        """All that waited, in the order in which it came."""
        early, self._early = self._early, None
        for event in early or ():
            await self.on_event(event)

    async def on_event(self, event: events.Event) -> None:
        """A key that is pressed while the sources are read, and is not for that, waits."""
        if isinstance(event, events.InputEvent) and self.has_ended:
            return
        if (
            self._early is None
            or not isinstance(event, events.Key | events.Paste)
            or event.is_forwarded
            or self._is_for_reading(event)
        ):
            await super().on_event(event)
        else:
            self._early.append(event)
            if isinstance(self.screen, ReadingScreen) and isinstance(event, events.Key):
                self.screen.foretell(event.key)

    def _is_for_reading(self, event: events.Key | events.Paste) -> bool:
        return (
            isinstance(event, events.Key)
            and isinstance(self.screen, ReadingScreen)
            and event.key in self.screen.active_bindings
        )
