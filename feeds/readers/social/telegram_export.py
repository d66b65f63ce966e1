"""The Telegram export reader: `result.json` of Telegram Desktop, of one chat or of all.

Form by tdesktop's export_output_json.cpp. Only the last edit of a message is in an export.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from feeds.entry import Draft, Stamp
from feeds.notices import FORWARDED_FROM, LINKS, REPLY_TO
from feeds.readers.common.json_text import DECODER
from feeds.readers.common.oddities import Oddities
from feeds.readers.common.stamps import instant
from feeds.readers.common.unix_time import unix_stamp
from feeds.readers.reading import Reader, Reading, reading
from feeds.readers.social.telegram_messages import MESSAGES, Export

SAMPLE = 4_000_000
"""Characters in which the format is looked for: a full export begins with contacts."""

NOBODY = "somebody whose name is hidden"
"""Whom a message is forwarded from, where Telegram does not tell."""

_OBJECT = re.compile(r"[\s\ufeff]*\{")
_CHAT_TYPE = re.compile(
    r'"type"\s*:\s*"(?:(?:public|private)_(?:channel|supergroup|group)'
    r'|personal_chat|bot_chat|saved_messages|replies)"'
)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_QUARTER_S = 900
_WIDEST = timedelta(hours=14)

_READ = frozenset(
    (
        *("id", "type", "date", "date_unixtime", "edited", "edited_unixtime", "from", "author"),
        *("text", "text_entities", "forwarded_from", "reply_to_message_id", "reply_to_peer_id"),
        "from_id",
    )
)
"""Keys of a message that the draft holds already."""


def _fits(text: str) -> bool:
    if not _OBJECT.match(text):
        return False
    head = text[:SAMPLE]
    return MESSAGES.search(head) is not None and _CHAT_TYPE.search(head) is not None


def _read(text: str, *, source: str, day: date | None) -> Reading:  # noqa: ARG001 - has its days
    odd = Oddities(source)
    export = Export(text, odd)
    drafts = [
        draft
        for chat in map(_chat_of, export.chats())
        for line, message in export.messages()
        if (draft := chat.draft(message, line, odd))
    ]
    return reading(drafts, odd.problems(), source)


def _chat_of(head: str) -> "_Chat":
    """The chat whose keys stand before its messages; one without a name where they do not."""
    at = len(head)
    for _ in range(8):  # a brace may be part of the name
        at = head.rfind("{", 0, at)
        if at < 0:
            break
        try:
            value = DECODER.decode(f"{head[at:].rstrip().rstrip(',')}}}")
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and not value.keys().isdisjoint(("name", "type", "id")):
            name, number = value.get("name"), value.get("id")
            return _Chat(_whole(name), str(number) if isinstance(number, int) else None)
    return _Chat(None, None)


@dataclass(frozen=True, slots=True)
class _Chat:
    """What messages are told in."""

    name: str | None
    number: str | None
    """Its id, without the word for what it is."""

    def draft(self, message: Mapping[str, object], line: int, odd: Oddities) -> Draft | None:
        """The draft of a message; None for what says nothing in words."""
        kind, number = message.get("type"), message.get("id")
        body, links = _text_of(message)
        if kind == "service":
            odd.say("service messages (who joined, what was pinned) are left out", lost=False)
        elif kind == "unsupported":
            odd.say("Telegram Desktop could not export a message; it is missing", line)
        elif not body:
            odd.say("a message has no words (a picture, a poll, a file); left out", line)
        if kind in ("service", "unsupported") or not body:
            return None
        stamp = _stamp(message, "date", odd, line)
        edited = _stamp(message, "edited", odd, line)
        if edited and stamp and instant(edited) <= instant(stamp):
            edited = None
        return Draft(
            headline=None,
            body=body,
            stamp=stamp,
            id=self._id(number),
            source=self.name,
            line=line,
            revision=2 if edited else 1,
            revised=edited,
            byline=self._byline(message),
            extra=self._extra(message, links),
        )

    def _id(self, number: object, chat: str | None = None) -> str | None:
        if not isinstance(number, int) or isinstance(number, bool):
            return None
        chat = chat or self.number
        return f"{chat}/{number}" if chat else str(number)

    def _byline(self, message: Mapping[str, object]) -> str | None:
        """Who wrote it where the chat's name does not say so, and whose words they passed on."""
        writer = _whole(message.get("author")) or _whole(message.get("from"))
        if "forwarded_from" in message:
            told = writer or self.name
            origin = f"forwarded from {_whole(message['forwarded_from']) or NOBODY}"
            return f"{told}, {origin}" if told else origin
        return writer if writer != self.name else None

    def _extra(self, message: Mapping[str, object], links: list[str]) -> dict[str, Any]:
        extra: dict[str, Any] = {k: v for k, v in message.items() if k not in _READ}
        author = message.get("from_id")
        if author is not None and str(author).removeprefix("channel") != self.number:
            extra["from_id"] = author
        if "forwarded_from" in message:
            extra[FORWARDED_FROM] = _whole(message["forwarded_from"]) or NOBODY
        peer = message.get("reply_to_peer_id")
        chat = re.sub(r"^\D+", "", peer) if isinstance(peer, str) else None
        if answered := self._id(message.get("reply_to_message_id"), chat):
            extra[REPLY_TO] = answered
        if links:
            extra[LINKS] = links
        return extra


def _text_of(message: Mapping[str, object]) -> tuple[str, list[str]]:
    """The words, and the addresses that stand behind words; `text_entities` has all its runs as
    objects, `text` is their older form."""
    runs = message.get("text_entities") or message.get("text")
    words, links = [], []
    for run in runs if isinstance(runs, list) else [runs]:
        if isinstance(run, dict):
            words.append(_whole(run.get("text")) or "")
            if href := _whole(run.get("href")):
                links.append(href)
        else:
            words.append(_whole(run) or "")
    return "".join(words).strip("\n "), list(dict.fromkeys(links))


def _stamp(message: Mapping[str, object], key: str, odd: Oddities, line: int) -> Stamp | None:
    """The time under a key: its instant, on the clock of the computer that exported.

    Older exports have that clock alone, and do not say where it stood.
    """
    shown = message.get(key)
    wall = _wall(shown)
    exact = unix_stamp(message.get(f"{key}_unixtime"))
    if exact is None:
        if wall is None:
            if shown is not None or key == "date":
                odd.say("a message has no time that can be read; kept without it", line)
            return None
        what = "times are on the clock of the computer that exported, and name no zone; give it"
        odd.say(f"{what} with --tz where it is not the one assumed", lost=False)
        return Stamp(wall=wall, zone=None, text=str(shown))
    ahead = wall - exact.wall if wall else timedelta()
    if wall is None or abs(ahead) > _WIDEST or ahead.total_seconds() % _QUARTER_S:
        return exact
    return Stamp(wall=wall, zone=timezone(ahead) if ahead else UTC, text=str(shown))


def _wall(shown: object) -> datetime | None:
    try:
        return (
            datetime.fromisoformat(shown).replace(tzinfo=None) if isinstance(shown, str) else None
        )
    except ValueError:
        return None


def _whole(value: object) -> str | None:
    """A text without half characters, its line ends made plain; None for what is none."""
    if not isinstance(value, str):
        return None
    return _HALF_PAIR.sub("\ufffd", value).replace("\r\n", "\n").replace("\r", "\n")


READER = Reader(
    name="telegram-export",
    description="Telegram Desktop's export: result.json of one chat or of all",
    fits=_fits,
    read=_read,
)
