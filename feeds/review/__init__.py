"""Review: what people decided, applied to what the machine read (TALLY.md, R19)."""

from typing import TYPE_CHECKING

from feeds.lazily import names_of

if TYPE_CHECKING:
    from feeds.review.matching import Matched, match, resolve, root_of
    from feeds.review.verdicts import Reviewed, apply, review

__all__ = ["Matched", "Reviewed", "apply", "match", "resolve", "review", "root_of"]

__getattr__ = names_of(
    __name__,
    matching="Matched match resolve root_of",
    verdicts="Reviewed apply review",
)
