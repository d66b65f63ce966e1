"""Id times: what the ids of updates say about when they were begun."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

from feeds.entry import Stamp
from feeds.readers.common.stamps import instant
from feeds.readers.common.unix_time import unix_stamp

LONGEST_COVERAGE = timedelta(days=120)
"""An id whose time is further from the page's own was made by another rule."""

_HEX_ID = re.compile(r"([0-9a-f]{8})[0-9a-f]{16}$")


def times_in_ids(ids: Collection[str], near: Stamp) -> Mapping[str, Stamp]:
    """By id, the time that its first eight digits give: when its block was begun, not published.

    Guardian ids are made so; a block came out up to 23 minutes later (measured on two pages). Empty
    where one of the ids is of another form, or gives a time that is not near the page's.
    """
    found = {}
    for one in ids:
        digits = _HEX_ID.match(one)
        stamp = unix_stamp(int(digits[1], 16)) if digits else None
        if stamp is None or not _is_before(stamp, near):
            return {}
        found[one] = replace(stamp, text=one, no_earlier=True)
    return found


def _is_before(stamp: Stamp, page: Stamp) -> bool:
    return timedelta() <= instant(page) - instant(stamp) <= LONGEST_COVERAGE
