"""Claims: an entry's words become numbers of losses, with who says them and whose they are."""

from typing import TYPE_CHECKING

from feeds.lazily import names_of

if TYPE_CHECKING:
    from feeds.claims.extract import Extractor

__all__ = ["Extractor"]

__getattr__ = names_of(
    __name__,
    extract="Extractor",
)
