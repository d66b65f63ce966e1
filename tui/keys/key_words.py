"""Key words: keys as they are written on a keyboard, from Textual's names."""

from collections.abc import Mapping

from tui.keys.actions import BY_ID

_WORDS = {
    "space": "Space",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "slash": "/",
}

_ARROWS = {"down": "↓", "up": "↑", "left": "←", "right": "→"}
_MODIFIERS = {"ctrl": "Ctrl", "shift": "Shift", "alt": "Alt"}


def key_words(key: str, *, ascii_only: bool = False) -> str:
    """`Ctrl+P`, `Shift+↓`, `F1`, `j`: one key, a character or a Textual name."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if last in _ARROWS:
        words = last.title() if ascii_only else _ARROWS[last]
    elif last in _WORDS:
        words = _WORDS[last]
    else:
        words = last.upper() if modifiers or _is_function_key(last) else last
    return "+".join([*(_MODIFIERS.get(m, m.title()) for m in modifiers), words])


def first_key(id: str, own: Mapping[str, tuple[str, ...]], *, ascii_only: bool = False) -> str:
    """The first key of an action, as `key_words` has it; `own`: the reader's keys by action."""
    keys = own.get(id) or BY_ID[id].all_keys
    return key_words(keys[0], ascii_only=ascii_only)


def _is_function_key(name: str) -> bool:
    return name[:1] == "f" and name[1:].isdigit()
