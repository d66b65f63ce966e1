"""Shrinking: a case that was found, as small as it can be, and with nobody's words in it."""

import re
from collections.abc import Callable

_WORD = re.compile(rb"[^\W\d_]{4,}|[\x80-\xff]{2,}")


def shrunk(data: bytes, is_found: Callable[[bytes], bool], *, most_tries: int) -> bytes:
    """`data` without what is not needed for `is_found`, its words as x where that still holds."""
    tries, size = 0, max(len(data) // 2, 1)
    while size and tries < most_tries:
        at = 0
        while at < len(data) and tries < most_tries:
            less = data[:at] + data[at + size :]
            tries += 1
            if less and is_found(less):
                data = less
            else:
                at += size
        size //= 2
    for word in sorted(set(_WORD.findall(data)), key=len, reverse=True)[:most_tries]:
        less = data.replace(word, b"x" * min(len(word), 4))
        if is_found(less):
            data = less
    return data
