"""Waits: how long, as a person types it."""

import re

_SPAN = re.compile(r"(\d{1,5})\s*(s|sec|m|min|h)", re.IGNORECASE)
_UNITS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600}


def seconds_of(text: str) -> float:
    """`60s`, `5m`, `1h`, in seconds.

    Raises:
        ValueError: it is no time to wait.
    """
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no time to wait; write 60s, 5m, 1h")
    return float(match[1]) * _UNITS[match[2].lower()]
