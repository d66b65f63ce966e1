"""Archive ledger: decisions about an archive's claims; only those claims are read of it."""

from collections.abc import Sequence

from feeds.archive import Archive
from feeds.beat import Beat
from feeds.claim import Claim
from feeds.clock import Clock
from feeds.decision_book import DecisionBook
from feeds.review import root_of
from feeds.review_ledger import ReviewLedger


class ArchiveLedger(ReviewLedger):
    """The decisions of a book beside an archive, however many claims it has."""

    def __init__(
        self,
        book: DecisionBook,
        archive: Archive,
        *,
        beat: Beat,
        clock: Clock,
        counts: bool = True,
    ) -> None:
        """Without `counts` decisions are kept, and no claim is judged."""
        self._archive = archive
        super().__init__(
            book,
            lambda: (),
            lambda: set(archive.sources().values()),
            beat=beat,
            clock=clock,
            counts=counts,
        )

    def claims_for(self, *ids: str) -> Sequence[Claim]:
        """The claims of every entry that a decision names, and those of some ids."""
        found = self._archive.claims(self.docs_for(*ids))
        return [claim for claims in found.values() for claim in claims]

    def docs_for(self, *ids: str) -> Sequence[int]:
        """The versions that carry them: of an entry under another source's name too."""
        wanted = {d.echo_of for d in self.decisions if d.echo_of} | set(ids)
        by_id = self._archive.claim_docs([root_of(id)[0] for id in sorted(wanted)])
        named = self._archive.docs_named(sorted({d.entry for d in self.decisions}))
        return sorted(set(named).union(*by_id.values()))
