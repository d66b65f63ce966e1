"""Skipping: where a text goes on after white space, comments and the like."""

import re


def past(what: re.Pattern[str], text: str) -> int:
    """Where the text goes on after all matches of `what` that follow one another from its start.

    One pattern with a possessive group would say the same; Python before 3.11.5 reads that wrongly
    where something inside of it can be given back (python/cpython issue 106052).
    """
    at = 0
    while (found := what.match(text, at)) and found.end() > at:
        at = found.end()
    return at
