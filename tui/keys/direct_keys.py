"""DirectKeys: a key that no widget reads itself does at once what it is bound to.

Textual hands each key to the focused widget and from there up through every parent, a message and a
turn of the loop each, before it looks what is bound to it: a quarter of the time from a key to its
paint. What reads keys itself, like a field, gets them as ever.
"""

from functools import cache

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.widget import Widget


class DirectKeys(App[None]):
    """An app that looks for a binding before it sends a key, and sends none for nothing."""

    async def on_event(self, event: events.Event) -> None:
        """Run what is bound to a key, if anything is, where nothing on its way could take it."""
        if (
            isinstance(event, events.Key)
            and not event.is_forwarded
            and self.screen.maximized is None
            and self._goes_unread(event)
        ):
            if not await self._check_bindings(event.key, priority=True):
                await self._check_bindings(event.key)
        else:
            await super().on_event(event)

    def _goes_unread(self, event: events.Key) -> bool:
        """Whether nothing would come of sending it: no handler on its way, nor one of the app."""
        way = (self.focused or self.screen).ancestors_with_self
        return not any(
            (node is not self and _reads_keys(type(node)))
            or any(_reads(type(node), name) for name in event.name_aliases)
            for node in way
        )


@cache
def _reads_keys(kind: type[DOMNode]) -> bool:
    """Whether a class has a handler of its own for keys, by name or by `@on`."""
    for base in kind.__mro__:
        decorated = base.__dict__.get("_decorated_handlers", {})
        if any(issubclass(events.Key, message) for message in decorated):
            return True
        if base is not Widget and ("on_key" in base.__dict__ or "_on_key" in base.__dict__):
            return True
    return False


@cache
def _reads(kind: type[DOMNode], name: str) -> bool:
    """Whether a class has a handler for the key of that name."""
    return hasattr(kind, f"key_{name}") or hasattr(kind, f"_key_{name}")
