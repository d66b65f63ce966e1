"""Pack fields: what a key of a pack may hold; every refusal knows its file and its line."""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.errors import BeatError
from feeds.lined import Listed, Mapped

_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "yes", "on"}), frozenset({"false", "no", "off"})
_MISSPELT = 0.7
"""Likeness from which an unknown key counts as a slip of the pen for a missing one."""


def slug(name: str) -> str:
    """The id that a name gives: "Nagorno-Karabakh" is nagorno-karabakh; never empty."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", plain.casefold()).strip("-") or "-"


@lru_cache(maxsize=1024)
def _meant(found: str, missing: tuple[str, ...]) -> list[str]:
    """The missing key that one is likely to be, if any; a pack has the same keys over and over."""
    return difflib.get_close_matches(found, missing, 1, _MISSPELT)


class PackFields:
    """The keys of one pack. Everything here raises BeatError, and nothing else."""

    def __init__(self, file: str) -> None:
        """`file` is the name that errors give."""
        self.file = file

    def zone(self, item: Mapped, key: str, name: str) -> tzinfo:
        """The zone of an IANA name or an offset."""
        if name.upper() in {"UTC", "GMT", "Z"}:
            return UTC
        if match := _OFFSET.fullmatch(name):
            ahead = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
            if ahead < timedelta(hours=24):
                return timezone(ahead if match[1] == "+" else -ahead)
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            problem = f"unknown time zone {name!r}; write Asia/Yerevan or +04:00"
            raise self.refuse(item, key, problem) from error

    def mapping(self, value: object, line: int, what: str) -> Mapped:
        """A mapping; `what` names it in the refusal."""
        if not isinstance(value, Mapped):
            raise BeatError(self.file, line, f"{what} is a mapping of keys to values")
        return value

    def listed(self, item: Mapped, key: str) -> Listed:
        """A list; empty where the key is missing."""
        value = item.get(key)
        if value is None:
            return Listed(item.line)
        if not isinstance(value, Listed):
            raise self.refuse(item, key, f"{key!r} is a list")
        return value

    def items(self, pack: Mapped, key: str, what: str) -> Iterator[Mapped]:
        """The mappings of a list."""
        listed = self.listed(pack, key)
        for value, line in zip(listed, listed.lines, strict=True):
            yield self.mapping(value, line, what)

    def text(self, item: Mapped, key: str) -> str | None:
        """A text without white space around it; None where the key is missing."""
        value = item.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(item, key, f"{key!r} is a text")
        return value.strip()

    def required(self, item: Mapped, key: str, what: str) -> str:
        """The same where it may not be missing."""
        value = self.text(item, key)
        if value is None:
            raise self.refuse(item, key, f"{what} needs {key!r}")
        return value

    def texts(self, item: Mapped, key: str) -> tuple[str, ...]:
        """A list of texts; empty where the key is missing."""
        listed = self.listed(item, key)
        for value, line in zip(listed, listed.lines, strict=True):
            if not isinstance(value, str) or not value.strip():
                raise BeatError(self.file, line, f"{key!r} is a list of texts")
        return tuple(str(value).strip() for value in listed)

    def truth(self, item: Mapped, key: str) -> bool:
        """True or false; false where the key is missing."""
        text = (self.text(item, key) or "false").casefold()
        if text not in _TRUE | _FALSE:
            raise self.refuse(item, key, f"{key!r} is true or false, not {text!r}")
        return text in _TRUE

    def spelled(self, item: Mapped, *keys: str) -> None:
        """Refuse an unknown key that looks like a missing one misspelt; other unknown keys pass."""
        missing = [key for key in keys if key not in item]
        for found in item:
            if found not in keys and missing:
                meant = _meant(found.casefold(), tuple(missing))
                if meant:
                    raise self.refuse(item, found, f"unknown key {found!r}; is {meant[0]!r} meant?")

    def unique(self, ids: Iterable[str], items: tuple[Mapped, ...], what: str) -> None:
        """Refuse an id that stands twice."""
        seen: Counter[str] = Counter()
        for id, item in zip(ids, items, strict=True):
            seen[id] += 1
            if seen[id] > 1:
                raise self.refuse(item, "id", f"the {what} {id!r} stands twice")

    def refuse(self, item: Mapped, key: str, problem: str) -> BeatError:
        """The refusal of what a key holds."""
        return BeatError(self.file, item.lines.get(key, item.line), problem)
