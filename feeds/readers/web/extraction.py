"""Extraction: the text of an article in a page that does not mark it, found by trafilatura.

The library is an optional extra. It runs in a process of its own, which is ended when its time is
over: a page made to stall it costs the reader nothing else.
"""

import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

LIBRARY = "trafilatura"
"""Best of four on 258 saved pages of 180 papers (see the commit): 0.95 of the words in common."""

DEADLINE_S = 20
"""Seconds that the library has; the slowest of those pages took 0.2."""

_CHILD = Path(__file__).with_name("extracting.py")
_INSTALL = "pip install 'nightdesk[articles]' brings a library that finds it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """What the library made of a page."""

    text: str
    """Paragraphs separated by one blank line; empty where it found none."""

    why_not: str
    """Why there is no text, with what to do; empty where there is one."""


def extract(page: str, *, deadline_s: float = DEADLINE_S) -> Extracted:
    """The text of the article in a page."""
    if find_spec(LIBRARY) is None:
        return Extracted(text="", why_not=_INSTALL)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD)],
            input=page.encode(errors="replace"),
            capture_output=True,
            timeout=deadline_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Extracted(text="", why_not=f"{LIBRARY} was stopped after {deadline_s:g} seconds")
    except OSError as error:
        return Extracted(text="", why_not=f"{LIBRARY} could not be started ({error})")
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        return Extracted(text="", why_not=f"{LIBRARY} failed ({last[:200] or done.returncode})")
    lines = done.stdout.decode(errors="replace").splitlines()
    text = "\n\n".join(filter(None, map(str.strip, lines)))
    return Extracted(text=text, why_not="" if text else f"{LIBRARY} finds none in the page")
