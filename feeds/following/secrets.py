"""Secrets: tokens by name, in a file that its owner alone may read; never shown, never logged."""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from feeds.errors import UsageError
from feeds.following.source import FollowedSource
from feeds.lined import Mapped
from feeds.safe_yaml import YamlError, load


def secrets_for(sources: Iterable[FollowedSource], path: Path) -> Mapping[str, str]:
    """The values that the headers of these sources name; the file is not opened for none.

    Raises:
        UsageError: the file is not there, may be read by others, or lacks one of them.
    """
    wanted = {h.secret: source.id for source in sources for h in source.headers}
    if not wanted:
        return {}
    found = _read(path)
    for name, source in wanted.items():
        if name not in found:
            raise UsageError(f"{path}: has no {name!r}, which the source {source} asks for; add it")
    return {name: found[name] for name in wanted}


def _read(path: Path) -> Mapping[str, str]:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        raise UsageError(
            f"{path}: the secrets cannot be read ({(why or 'unreadable').lower()}); "
            "write `name: value` lines into it, and `chmod 600` it"
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UsageError(f"{path}: others may read the secrets in it; `chmod 600 {path}`")
    return _values(text, path)


def _values(text: str, path: Path) -> Mapping[str, str]:
    """No error here quotes a value."""
    try:
        value = load(text, source=str(path))
    except YamlError as error:
        raise UsageError(f"{path}, line {error.line}: is no `name: value` line") from None
    if not isinstance(value, Mapped):
        raise UsageError(f"{path}: holds no `name: value` lines")
    for name, secret in value.items():
        is_text = isinstance(secret, str) and secret and secret.isascii() and secret.isprintable()
        if not is_text:
            raise UsageError(f"{path}, line {value.lines[name]}: the value of {name} is no token")
    return {name: str(secret) for name, secret in value.items()}
