"""Trip: one ask on its way from redirect to redirect: where it may go, and what it says there."""

import re

from feeds.fetching.address_policy import Target, is_own_server, redirected
from feeds.fetching.exchange import Reply
from feeds.fetching.fetched import Ask, FetchError

MOST_REDIRECTS = 5
LEADS_ON, MOVED = (301, 302, 303, 307, 308), (301, 308)
"""Redirects, and those of them that hold from now on (RFC 9110, 15.4)."""

_LONGEST_STAMP = 1_024
"""Characters of an `ETag` that are given back; a longer one is no stamp."""

_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_OURS = frozenset(
    (
        "host",
        "connection",
        "content-length",
        "transfer-encoding",
        "accept-encoding",
        "te",
        "upgrade",
    )
)
"""Headers that no setting may give."""


class Trip:
    """One ask on its way, from redirect to redirect."""

    def __init__(self, ask: Ask, asked: Target, deadline_s: float) -> None:
        self._ask, self._asked = ask, asked
        self._seen = [asked.address]
        self._only_moved = True
        self.target = asked
        """What is asked now."""

        self.left_s = deadline_s
        """Seconds that are left for all of it."""

        self.wire_bytes = 0
        """Of bodies, so far."""

        self.moved_to: str | None = None
        """Where an unbroken row of redirects that hold from now on has led."""

    @property
    def shown(self) -> str:
        """The address that was asked, as it may be shown."""
        return self._asked.shown

    @property
    def is_led(self) -> bool:
        """True once a redirect was followed."""
        return len(self._seen) > 1

    @property
    def allows_private(self) -> bool:
        """What was allowed by name holds for that server, not for where it leads."""
        return self._ask.allow_private and is_own_server(self._asked, self.target)

    def follow(self, reply: Reply) -> None:
        """Go where a redirect leads.

        Raises:
            FetchError: nowhere, in a circle, or too far.
        """
        where = reply.headers.get("location")
        if not where:
            raise self._lost("leads on, and does not say where")
        found = redirected(self.target, _as_meant(where))
        if found.address in self._seen:
            raise self._lost("leads in a circle")
        if len(self._seen) > MOST_REDIRECTS:
            raise self._lost(f"leads on more than {MOST_REDIRECTS} times")
        self._seen.append(found.address)
        self._only_moved = self._only_moved and reply.status in MOVED
        if self._only_moved:
            self.moved_to = found.address
        self.target = found

    def conditions(self) -> dict[str, str]:
        """The stamps of the last answer, byte for byte, where they may be said."""
        ask = self._ask
        if ask.last_address is not None and ask.last_address != self.target.address:
            return {}
        said = {"If-None-Match": ask.etag, "If-Modified-Since": ask.last_modified}
        return {name: stamp for name, stamp in said.items() if stamp and _is_sayable(name, stamp)}

    def secrets(self) -> list[tuple[str, str]]:
        """To the host that was asked alone.

        Raises:
            FetchError: a header of the settings cannot be said; its value is not shown.
        """
        if not is_own_server(self._asked, self.target):
            return []
        basic = self._asked.authorization
        said = [("Authorization", basic)] if basic else []
        for name, value in self._ask.headers:
            if name.lower() in _OURS or not _is_sayable(name, value):
                problem, remedy = f"cannot be told the header {name!r}", "change it in the settings"
                raise FetchError(self.shown, "address", problem, remedy)
            said.append((name, value))
        return said

    def told(self, error: FetchError) -> FetchError:
        """`error` with the address that was asked, and with what it cost."""
        problem, refusal, remedy = error.problem, error.refusal, error.remedy
        if error.address != self.shown:
            problem = f"leads on to {error.address}, which {problem}"
            if refusal == "address":  # what is allowed by name is not for where it leads
                refusal, remedy = "redirect", "if it is a server of your own, name that address"
        return FetchError(
            self.shown,
            refusal,
            problem,
            remedy,
            retry_after=error.retry_after,
            wire_bytes=self.wire_bytes,
        )

    def _lost(self, problem: str) -> FetchError:
        remedy = "open it in a browser, and name the address where it ends"
        return FetchError(self.target.shown, "redirect", problem, remedy)


def stamp_of(text: str | None) -> str | None:
    """What a server gave as a stamp; None where it is none."""
    return text if text and len(text) <= _LONGEST_STAMP else None


def _as_meant(location: str) -> str:
    """Letters of other scripts stand there as UTF-8, where a server does not escape them."""
    try:
        return location.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return location


def _is_sayable(name: str, value: str) -> bool:
    """A token, and no control character: nothing can be put after it."""
    token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return token and not _CONTROL.search(value) and value == value.strip()
