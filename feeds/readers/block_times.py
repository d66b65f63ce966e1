"""Block times: when the updates of a page were published, by its own blocks or by their ids."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

from feeds.entry import Stamp
from feeds.readers.markup import TooDeepError, parsed
from feeds.readers.stamps import instant, read_stamp
from feeds.readers.unix_time import unix_stamp

LONGEST_COVERAGE = timedelta(days=120)
"""An id whose time is further from the page's own was made by another rule."""

_HEX_ID = re.compile(r"([0-9a-f]{8})[0-9a-f]{16}$")


def times_in_blocks(page: str, ids: Collection[str]) -> dict[str, Stamp]:
    """By id, the `time` of the element that has the id, alone or at its end (`block-<id>`)."""
    wanted = {f"{before}{one}": one for one in ids for before in ("", "block-", "post-", "update-")}
    found: dict[str, Stamp] = {}
    try:
        marked = parsed(page).css("[id]")
    except TooDeepError:
        return found
    for node in marked:
        name = wanted.get(node.attributes.get("id") or "")
        if name is None or name in found:
            continue
        time = node.css_first("time[datetime]")
        stamp, _ = read_stamp((time.attributes.get("datetime") if time else None) or "")
        if stamp and not stamp.day_only:
            found[name] = stamp
    return found


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
