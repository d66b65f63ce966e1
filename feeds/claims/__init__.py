"""Claims: an entry's words become numbers of losses, with who says them and whose they are."""

from feeds.claims.extract import Extractor

__all__ = ["Extractor"]
