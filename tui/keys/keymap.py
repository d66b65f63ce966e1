"""Keymap: the actions as Textual's bindings, and a user's own keys laid over them."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from tui.keys.actions import ACTIONS, BY_ID, Action, Group, expand
from tui.keys.layouts import ALWAYS

OVER_ALL = frozenset({"quit"})
"""Actions whose keys hold under every card, too; no characters, for cards are typed in."""


def bindings(*groups: Group, layouts: Iterable[str] = ALWAYS) -> list[BindingType]:
    """Bindings of the actions in `groups`, each under its id, twins of `layouts` included."""
    return [_binding(a, tuple(layouts)) for a in ACTIONS if a.group in groups]


def bindings_of(*ids: str) -> list[BindingType]:
    """Bindings of single actions, for a screen that knows only those: `close`, `back`."""
    return [_binding(BY_ID[id], ALWAYS) for id in ids]


def keys_of(
    id: str, overrides: Mapping[str, tuple[str, ...]], layouts: Iterable[str] = ALWAYS
) -> tuple[str, ...]:
    """The keys of one action by Textual's names, as `keymap` makes them hold."""
    return expand(overrides.get(id, BY_ID[id].all_keys), tuple(layouts))


def _binding(action: Action, layouts: tuple[str, ...]) -> Binding:
    return Binding(
        key=",".join(expand(action.all_keys, layouts)),
        action=action.action,
        description=action.label,
        id=action.id,
        priority=action.id in OVER_ALL,
    )


def keymap(
    overrides: Mapping[str, tuple[str, ...]], layouts: Iterable[str] = ALWAYS
) -> dict[str, str]:
    """What `App.set_keymap` needs so that the user's keys and layouts hold.

    `overrides`: keys by action id, as the settings give them. Only actions whose keys differ from
    `bindings` appear: Textual applies a keymap on every key press.
    """
    chosen = tuple(layouts)
    wanted = {a.id: ",".join(keys_of(a.id, overrides, chosen)) for a in ACTIONS}
    return {id: keys for id, keys in wanted.items() if keys != ",".join(expand(BY_ID[id].all_keys))}
