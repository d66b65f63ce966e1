"""Sizes of a feed in short: 100k is 100,000 entries."""

_UNITS = {"k": 1_000, "m": 1_000_000}


def count_of(short: str) -> int:
    """100,000 from `100k` or `100000`.

    Raises:
        ValueError: it is neither.
    """
    unit = short[-1:].lower()
    return int(short[:-1]) * _UNITS[unit] if unit in _UNITS else int(short)


def short_of(count: int) -> str:
    """`100k` from 100,000; what has no short form stays."""
    for unit, size in reversed(_UNITS.items()):
        if count >= size and count % size == 0:
            return f"{count // size}{unit}"
    return str(count)
