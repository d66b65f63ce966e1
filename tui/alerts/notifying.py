"""Notifying: an alert leaves the screen: by the terminal, the desktop, or the reader's own command.

Feed text goes out cleaned, as one argument or as JSON on standard input: no shell ever sees it.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

from feeds.alerts.ringing import Hit, Ring
from feeds.sanitise import clean_line
from tui.words.story_time import span

PATIENCE_S = 10.0
"""How long a command of the reader's may take."""

MOST_CHARACTERS = 200

Sequence_ = Literal["9", "777"]
"""Number of the operating system command that a terminal takes for a notification."""

_LESSER: frozenset[str] = frozenset({"time", "wording", "typography"})
"""Edits that say least of why a ring rang (`EditKind`)."""

_NINE = frozenset({"iTerm.app", "WezTerm", "ghostty", "WarpTerminal", "kitty"})
_TERMS_777 = ("foot", "rxvt-unicode")


def words_of(ring: Ring) -> tuple[str, str]:
    """Title and body, cleaned, one line each."""
    old = sum(hit.late_s > 0 for hit in ring.hits)
    of_them = f", {'all' if old == ring.count else f'{old:,}'} old" if old else ""
    count = f" ({ring.count:,}{of_them})" if ring.count > 1 else ""
    title = clean_line(f"{ring.rule.name}{count}")[:MOST_CHARACTERS]
    return title, hit_words(told_of(ring))


def told_of(ring: Ring) -> Hit:
    """The one of its hits that says what rang: a fresh one, no mere edit of time or wording, and
    of those the newest."""
    return max(reversed(ring.hits), key=lambda hit: (not hit.late_s, hit.edit not in _LESSER))


def hit_words(hit: Hit) -> str:
    """What came, and from whom; cleaned, one line."""
    edit = f"edited ({hit.edit}): " if hit.edit else ""
    words = f"{_age(hit)}{edit}{hit.headline} - {hit.source_name or hit.source}"
    return clean_line(words)[:MOST_CHARACTERS]


def _age(hit: Hit) -> str:
    """Said first: old news rings too, and is never taken for fresh."""
    if not hit.late_s:
        return ""
    return f"OLD, published {span(timedelta(seconds=hit.late_s))} before it came in: "


def sequence_of(environ: Mapping[str, str]) -> Sequence_ | None:
    """What this terminal takes for a notification; None where it takes none, or does not say."""
    program, term = environ.get("TERM_PROGRAM", ""), environ.get("TERM", "")
    if program in _NINE or term in ("xterm-kitty", "xterm-ghostty") or "KITTY_PID" in environ:
        return "9"
    if environ.get("VTE_VERSION") or term.startswith(_TERMS_777):
        return "777"
    return None


def escape(title: str, body: str, which: Sequence_, *, in_tmux: bool) -> str:
    """The sequence; both texts are cleaned, and hold nothing that would end it early."""
    plain, other = (text.replace(";", ",") for text in (title, body))
    told = f"9;{plain}: {other}" if which == "9" else f"777;notify;{plain};{other}"
    sequence = f"\x1b]{told}\x1b\\"
    if not in_tmux:
        return sequence
    doubled = sequence.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"


def record_of(ring: Ring) -> dict[str, Any]:
    """The alert as a command takes it; texts as the sources wrote them."""
    return {
        "rule": ring.rule.name,
        "query": ring.rule.query,
        "count": ring.count,
        "since": ring.since.isoformat(),
        "entries": [
            {
                "source": hit.source,
                "source_name": hit.source_name or hit.source,
                "id": hit.id,
                "headline": hit.headline,
                "late_s": hit.late_s,
                "edit": hit.edit or None,
                "time": hit.time,
                "url": hit.url,
            }
            for hit in ring.hits
        ],
    }


def is_there(command: Sequence[str]) -> bool:
    """True where the program of a command can be run on this machine."""
    return bool(command) and shutil.which(command[0]) is not None


def run_command(command: Sequence[str], ring: Ring) -> str:
    """Run the reader's command with the alert on its standard input; what went wrong, or empty."""
    return _run(command, json.dumps(record_of(ring), ensure_ascii=False).encode(errors="replace"))


def run_desktop(command: Sequence[str], ring: Ring) -> str:
    """Run the desktop's notifier with title and body as its last arguments; the same."""
    title, body = words_of(ring)
    return _run([*command, f"nightdesk: {title}", f"\u2009{body}"], b"")


def _run(command: Sequence[str], told: bytes) -> str:
    try:
        done = subprocess.run(
            command,
            input=told,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{command[0]}: did not end within {PATIENCE_S:.0f} s"
    except OSError as error:
        return f"{command[0]}: cannot be run ({error.strerror})"
    if done.returncode:
        last = clean_line(done.stderr.decode(errors="replace").strip()[-MOST_CHARACTERS:])
        return f"{command[0]}: failed ({done.returncode}) {last}"
    return ""
