"""Review: what people decided, applied to what the machine read (TALLY.md, R19)."""

from feeds.review.matching import Matched, match, resolve, root_of
from feeds.review.verdicts import Reviewed, apply, review

__all__ = ["Matched", "Reviewed", "apply", "match", "resolve", "review", "root_of"]
