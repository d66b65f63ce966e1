"""Setting values: what the settings file says of one setting becomes a value, or words."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args
from zoneinfo import available_timezones

from feeds.alerts.rules import quiet_hours_of, rules_of
from feeds.errors import UsageError
from feeds.lined import Listed, Mapped
from feeds.options import zone_named
from tui.keys.layouts import LAYOUTS
from tui.words.story_time import ZoneMode

_MODES: tuple[ZoneMode, ...] = get_args(ZoneMode)
_LEAST_MB, _MOST_MB = 0.1, 256
_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")


def _one_of(*allowed: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        word = str(value).lower()
        if word not in allowed:
            raise ValueError(f"is {value!r}, not one of {', '.join(allowed)}")
        return word

    return read


def _zone(value: object) -> str:
    """One of the modes, or an IANA name in its own spelling."""
    word = str(value)
    if word.lower() in _MODES:
        return word.lower()
    try:
        zone_named(word)
    except UsageError:
        known = next((z for z in available_timezones() if z.lower() == word.lower()), None)
        if known is None:
            modes = ", ".join(_MODES)
            raise ValueError(
                f"is {value!r}, not one of {modes}, nor a zone's name such as Asia/Yerevan"
            ) from None
        return known
    return word


def _yes_or_no(value: object) -> bool:
    word = str(value).lower()
    if word not in _YES + _NO:
        raise ValueError(f"is {value!r}, neither yes nor no")
    return word in _YES


def _words_only(value: object) -> str:
    if not isinstance(value, str | None):
        raise ValueError("is not one line of text")
    return (value or "").strip()


def _file(value: object) -> Path | None:
    """A file that does not move with the folder in which nightdesk is started."""
    if value is None or value == "":
        return None
    path = Path(str(value)).expanduser()
    if not isinstance(value, str) or not path.is_absolute():
        raise ValueError(f"is {value!r}, no full path (it begins with / or ~)")
    return path


def _proxy(value: object) -> str | None:
    """Its own words are not repeated: it may hold a password."""
    if value in (None, "", "none"):
        return None
    word = str(value).strip()
    if not word.lower().startswith(("http://", "https://")):
        raise ValueError("is no address such as http://proxy.example:3128")
    return word


def _megabytes(value: object) -> float:
    try:
        size = float(str(value))
    except ValueError:
        size = 0.0
    if not _LEAST_MB <= size <= _MOST_MB:
        raise ValueError(f"is {value!r}, not a number of megabytes from {_LEAST_MB} to {_MOST_MB}")
    return size


def _hosts(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, Listed) else str(value or "").replace(",", " ").split()
    hosts = tuple(str(part).strip() for part in parts if part)
    if any("/" in host or " " in host for host in hosts):
        raise ValueError("is a list of hosts, without http:// and path")
    return hosts


def _command(value: object) -> tuple[str, ...]:
    """A program and its arguments, as a list or one line without quotes."""
    parts = value if isinstance(value, Listed) else str(value or "").split()
    return tuple(str(part) for part in parts if part)


def _layout(value: object) -> str | None:
    return None if value in (None, "", "auto") else _one_of("auto", *LAYOUTS)(value)


def _keymap(value: object) -> Mapping[str, tuple[str, ...]]:
    if value is None:
        return MappingProxyType({})
    if not isinstance(value, Mapped):
        raise ValueError("is not a list of `action: keys` lines")
    keys = {name: _keys(given) for name, given in value.items()}
    empty = [f"{name} (line {value.lines[name]})" for name, found in keys.items() if not found]
    if empty:
        raise ValueError(f"gives no key for {', '.join(empty)}")
    return MappingProxyType(keys)


def _keys(given: object) -> tuple[str, ...]:
    parts = given if isinstance(given, Listed) else str(given or "").split()
    return tuple(str(part) for part in parts if part)


READERS: Mapping[str, Callable[[object], Any]] = {
    "zone": _zone,
    "theme": _one_of("dark", "light", "auto"),
    "name": _words_only,
    "keymap": _keymap,
    "ascii": _yes_or_no,
    "changes": _yes_or_no,
    "layout": _layout,
    "colour": _yes_or_no,
    "decisions": _file,
    "archive": _file,
    "contact": _words_only,
    "proxy": _proxy,
    "certificates": _file,
    "most_mb": _megabytes,
    "secrets": _file,
    "allow_private": _hosts,
    "alerts": rules_of,
    "quiet_hours": quiet_hours_of,
    "desktop_command": _command,
}
"""How the value of each setting is read, by its name; ValueError says what is wrong with it."""
