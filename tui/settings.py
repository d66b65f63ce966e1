"""Settings: the user's one YAML file and the environment, read into values that say where from."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from feeds.alerts.rules import QuietHours, Rule
from feeds.errors import FeedError
from feeds.lined import Mapped
from feeds.options import zone_named
from feeds.shown import shown
from tui.keys.actions import clashes
from tui.setting_values import READERS
from tui.words.story_time import ZoneMode

Theme = Literal["dark", "light", "auto"]

PATH_VARIABLE = "NIGHTDESK_SETTINGS"
"""Environment: another settings file."""

_MODES: tuple[ZoneMode, ...] = get_args(ZoneMode)
_DEFAULT = "default"
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
    """Keys by action id (see `tui.keys.actions`), in the place of the built-in ones."""

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

    contact: str = ""
    """Said to every server that is asked: where whoever runs it can reach this desk."""

    proxy: str | None = field(default=None, repr=False)
    """Address of the proxy through which all is fetched; it may hold a password. None: none."""

    certificates: Path | None = None
    """PEM file of certificates to trust beside the machine's own."""

    most_mb: float = 8.0
    """Megabytes of a fetched page, once unpacked; what is larger is refused."""

    allow_private: tuple[str, ...] = ()
    """Hosts that may be asked although they are this machine or of a private network."""

    secrets: Path | None = None
    """File of the tokens that sources ask for; None is `secrets.yaml` beside the settings."""

    alerts: tuple[Rule, ...] = ()
    """What is told aloud when it comes into an archive that is looked at."""

    quiet_hours: QuietHours | None = None
    """When alerts are held, on the reader's clock; None: never."""

    desktop_command: tuple[str, ...] = ("notify-send",)
    """Program that shows a desktop notification: it is given a title and a text."""

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

    refused: frozenset[str] = frozenset()
    """Names of the settings that were given and not taken over; all, where the file was not."""


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
        refused=frozenset(reading.refused),
    )


def decisions_path(settings: Settings) -> Path:
    """Where decisions are kept: as set, else in the user's data folder."""
    if settings.decisions is not None:
        return settings.decisions
    return _in_data_folder("decisions.jsonl")


def archive_path(settings: Settings) -> Path:
    """Where the archive lies that is meant where none is named: as set, else in that folder."""
    return settings.archive or _in_data_folder("archive.db")


def secrets_path(settings: Settings) -> Path:
    """Where tokens are kept: as set, else beside the settings."""
    return settings.secrets or _path(os.environ).with_name("secrets.yaml")


def _in_data_folder(name: str) -> Path:
    from platformdirs import user_data_path  # noqa: PLC0415 - keeps --help quick

    return user_data_path("nightdesk", appauthor=False) / name


def describe(loaded: Loaded) -> list[str]:
    """Lines for `nightdesk settings`: the file, each value with its origin, what was wrong."""
    lines = [f"file: {loaded.path}" + ("" if loaded.is_there else " (not there: defaults hold)")]
    values = {f.name: getattr(loaded.settings, f.name) for f in fields(Settings)}
    values["decisions"] = decisions_path(loaded.settings)
    values["archive"] = archive_path(loaded.settings)
    values["proxy"] = shown(loaded.settings.proxy or "")
    values["secrets"] = secrets_path(loaded.settings)
    for one in fields(Settings):
        value = _words(values[one.name])
        lines.append(f"{one.name}: {value}  ({loaded.origins[one.name]})")
    return lines + [f"problem: {problem}" for problem in loaded.problems]


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, QuietHours):
        return f"{value.start:%H:%M}-{value.end:%H:%M}"
    if isinstance(value, tuple) and value and isinstance(value[0], Rule):
        return ", ".join(rule.name for rule in value)
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, Mapping):
        return "; ".join(f"{id} = {' '.join(keys)}" for id, keys in value.items()) or "built in"
    return str(value) if value else "not set"


class _Reading:
    """Settings while they are put together, with where each value came from."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.origins: dict[str, str] = {}
        self.problems: list[str] = []
        self.refused: set[str] = set()

    def refuse_all(self, problem: str) -> None:
        """The file cannot be used."""
        self.problems.append(problem)
        self.refused.update(READERS)

    def take(self, name: str, value: object, origin: str) -> None:
        """Read `value` as setting `name`; a value that cannot be becomes a problem."""
        try:
            read = READERS[name](value)
        except ValueError as error:
            self.problems.append(f"{origin}: {name} {error}; the default stands")
            self.refused.add(name)
            return
        self.refused.discard(name)
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
        reading.refuse_all(f"{path}: cannot be read ({reason}); defaults hold")
        return None


def _read_file(text: str, path: Path, reading: _Reading) -> None:
    from feeds import safe_yaml  # noqa: PLC0415 - few have a file; the first key waits for the rest

    try:
        document = safe_yaml.load(text, source=str(path))
    except FeedError as error:
        reading.refuse_all(f"{error}; defaults hold")
        return
    if document is None:
        return
    if not isinstance(document, Mapped):
        reading.refuse_all(f"{path}, line 1: holds no `name: value` lines; defaults hold")
        return
    for name, value in document.items():
        origin = f"{path}, line {document.lines[name]}"
        if name == "proxy" and _is_secret_in_the_open(value, path):
            reading.refused.add(name)
            reading.problems.append(
                f"{origin}: {name} holds a password that others on this "
                f"machine can read; `chmod 600 {path}`"
            )
        elif name in READERS and name != "colour":
            reading.take(name, value, origin)
        else:
            known = ", ".join(n for n in READERS if n != "colour")
            reading.problems.append(f"{origin}: there is no setting {name!r}; there are {known}")


def _is_secret_in_the_open(value: object, path: Path) -> bool:
    """True for a password in a file that others can read."""
    return "@" in str(value) and os.name == "posix" and bool(path.stat().st_mode & 0o077)


def _read_environment(environ: Mapping[str, str], reading: _Reading) -> None:
    for name in (
        "zone",
        "theme",
        "name",
        "ascii",
        "changes",
        "layout",
        "decisions",
        "archive",
        "proxy",
        "secrets",
    ):
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
