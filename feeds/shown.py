"""Shown: an address as it may be shown and logged, without what could be a secret in it."""

import re

_PARTS = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*:)?(?P<slashes>//)?(?P<rest>.*)$", re.I | re.S)
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0]")
_MOST = 300
"""Characters that are shown of an address; a longer one ends in three dots."""


def shown(address: str) -> str:
    """`address` without name and password, values of its query, and fragment. Never raises.

    The host stays, and the path: who puts a token into the path shows it.
    """
    parts = _PARTS.match(_CONTROL.sub("", address))
    if parts is None:
        return "an address"
    rest = parts["rest"].partition("#")[0]
    before, mark, query = rest.partition("?")
    host, slash, path = before.partition("/")
    if parts["slashes"] or "@" in host:
        host = host.rpartition("@")[2]
    keys = [pair.partition("=") for pair in query.split("&")] if mark else []
    values = "&".join(f"{key}=…" if equals else "…" for key, equals, _ in keys)
    whole = f"{parts['scheme'] or ''}{parts['slashes'] or ''}{host}{slash}{path}{mark}{values}"
    return whole if len(whole) <= _MOST else f"{whole[:_MOST]}…"
