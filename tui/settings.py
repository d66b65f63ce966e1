"""Settings: the user's one YAML file and the environment, read into values that say where from."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args
from zoneinfo import available_timezones

from feeds import safe_yaml
from feeds.errors import FeedError, UsageError
from feeds.options import zone_named
from feeds.safe_yaml import Listed, Mapped
from tui.actions import clashes
from tui.layouts import LAYOUTS
from tui.story_time import ZoneMode

Theme = Literal["dark", "light", "auto"]

PATH_VARIABLE = "NIGHTDESK_SETTINGS"
"""Environment: another settings file."""

_MODES: tuple[ZoneMode, ...] = get_args(ZoneMode)
_DEFAULT = "default"
_YES = ("yes", "true", "on", "1")
_NO = ("no", "false", "off", "0")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user can choose once for all sessions."""

    zone: str = "source"
    """Whose clock is shown at the start: a `ZoneMode`, or the IANA name of a zone of one's own."""

    theme: Theme = "auto"
    """Colours; `auto` follows the terminal where it tells, else dark."""

    name: str = ""
    """The reader's name, for decisions and notes; empty until given."""

    keymap: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Keys by action id (see `tui.actions`), in the place of the built-in ones."""

    ascii: bool = False
    """Draw with ASCII signs only."""

    changes: bool = True
    """Show the changes of figures in the feed."""

    layout: str | None = None
    """Keyboard layout to use in the place of the built-in one of its script."""

    colour: bool = True
    """False where NO_COLOR is set."""

    decisions: Path | None = None
    """File of what was decided about claims; None is `decisions.jsonl` in the data folder."""

    archive: Path | None = None
    """File of the archive; None is `archive.db` in the data folder."""

    @property
    def zone_mode(self) -> ZoneMode:
        """Whose clock is shown at the start; a zone of the reader's own is the local one."""
        return next((mode for mode in _MODES if mode == self.zone), "local")

    @property
    def own_zone(self) -> tzinfo | None:
        """The reader's own zone; None is the machine's, which over SSH may be another."""
        return None if self.zone in _MODES else zone_named(self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The settings in force and how they came about."""

    settings: Settings
    path: Path
    """Where the file lies, or would lie."""

    is_there: bool
    """Whether it exists."""

    origins: Mapping[str, str]
    """`default`, the file with its line, or the environment's variable, by name of the setting."""

    problems: tuple[str, ...]
    """What was not taken over, each with file and line or variable; defaults stand instead."""


def load_settings(environ: Mapping[str, str], path: Path | None = None) -> Loaded:
    """The settings: defaults, over them the file's, over them the environment's. Never raises."""
    where = path or _path(environ)
    reading = _Reading(Settings())
    text = _text(where, reading)
    if text is not None:
        _read_file(text, where, reading)
    _read_environment(environ, reading)
    keymap_origin = reading.origins.get("keymap", _DEFAULT)
    reading.problems += [f"{keymap_origin}: {p}" for p in clashes(reading.settings.keymap)]
    return Loaded(
        settings=reading.settings,
        path=where,
        is_there=text is not None,
        origins={f.name: reading.origins.get(f.name, _DEFAULT) for f in fields(Settings)},
        problems=tuple(reading.problems),
    )


def decisions_path(settings: Settings) -> Path:
    """Where decisions are kept: as set, else in the user's data folder."""
    if settings.decisions is not None:
        return settings.decisions
    return _in_data_folder("decisions.jsonl")


def archive_path(settings: Settings) -> Path:
    """Where the archive lies that is meant where none is named: as set, else in that folder."""
    return settings.archive or _in_data_folder("archive.db")


def _in_data_folder(name: str) -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - keeps --help quick

    return user_data_path("nightdesk", appauthor=False) / name


def describe(loaded: Loaded) -> list[str]:
    """Lines for `nightdesk settings`: the file, each value with its origin, what was wrong."""
    lines = [f"file: {loaded.path}" + ("" if loaded.is_there else " (not there: defaults hold)")]
    values = {f.name: getattr(loaded.settings, f.name) for f in fields(Settings)}
    values["decisions"] = decisions_path(loaded.settings)
    values["archive"] = archive_path(loaded.settings)
    for one in fields(Settings):
        value = _words(values[one.name])
        lines.append(f"{one.name}: {value}  ({loaded.origins[one.name]})")
    return lines + [f"problem: {problem}" for problem in loaded.problems]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{id} = {' '.join(keys)}" for id, keys in value.items()) or "built in"
    return str(value) if value else "not set"


class _Reading:
    """Settings while they are put together, with where each value came from."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.origins: dict[str, str] = {}
        self.problems: list[str] = []

    def take(self, name: str, value: object, origin: str) -> None:
        """Read `value` as setting `name`; a value that cannot be becomes a problem."""
        try:
            read = _READERS[name](value)
        except ValueError as error:
            self.problems.append(f"{origin}: {name} {error}; the default stands")
            return
        self.settings = replace(self.settings, **{name: read})
        self.origins[name] = origin


def _path(environ: Mapping[str, str]) -> Path:
    if given := environ.get(PATH_VARIABLE):
        return Path(given).expanduser()
    from platformdirs import user_config_path  # noqa: PLC0415 - keeps --help quick

    return user_config_path("nightdesk", appauthor=False) / "settings.yaml"


def _text(path: Path, reading: _Reading) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        reading.problems.append(f"{path}: cannot be read ({reason}); defaults hold")
        return None


def _read_file(text: str, path: Path, reading: _Reading) -> None:
    try:
        document = safe_yaml.load(text, source=str(path))
    except FeedError as error:
        reading.problems.append(f"{error}; defaults hold")
        return
    if document is None:
        return
    if not isinstance(document, Mapped):
        reading.problems.append(f"{path}, line 1: holds no `name: value` lines; defaults hold")
        return
    for name, value in document.items():
        origin = f"{path}, line {document.lines[name]}"
        if name in _READERS and name != "colour":
            reading.take(name, value, origin)
        else:
            known = ", ".join(n for n in _READERS if n != "colour")
            reading.problems.append(f"{origin}: there is no setting {name!r}; there are {known}")


def _read_environment(environ: Mapping[str, str], reading: _Reading) -> None:
    for name in ("zone", "theme", "name", "ascii", "changes", "layout", "decisions", "archive"):
        variable = f"NIGHTDESK_{name.upper()}"
        if variable in environ:
            reading.take(name, environ[variable], variable)
    if environ.get("NO_COLOR"):
        reading.take("colour", "no", "NO_COLOR")
    narrow = _not_utf8(environ)
    if narrow and "ascii" not in reading.origins:
        reading.take("ascii", "yes", f"{narrow}: this terminal does not speak UTF-8")


def _not_utf8(environ: Mapping[str, str]) -> str | None:
    """The variable that says that the terminal cannot show more than ASCII; None where it can."""
    if environ.get("TERM") in ("dumb", "linux"):
        return "TERM"
    if os.name == "nt":
        return None
    named = next((v for v in _LOCALE if environ.get(v)), None)
    if named is None or "utf" in environ[named].lower():
        return None
    # Python itself turns the C locale into UTF-8 (PEP 538), and so do today's terminals.
    return None if environ[named] in ("C", "POSIX") else named


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


_READERS: Mapping[str, Callable[[object], Any]] = {
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
}
