"""`nightdesk export`: entries, claims and decisions as JSON Lines, for keeping and for others."""

import argparse
from collections.abc import Iterator

from feeds.decision_record import decision_record
from feeds.imports.keeping import exported
from feeds.records import Record, claim_record, entry_record
from tui.commands.asking import AskedDesk, open_sources, status_of
from tui.commands.given import archive_of
from tui.commands.printing import print_json_lines


def run(asked: argparse.Namespace) -> int:
    """Print them; 1 where a source failed. Of a whole archive, everything that is in it."""
    archived = archive_of(asked)
    if archived and archived.day is None:
        print_json_lines(exported(archived.path))
        return 0
    opened = open_sources(asked)
    print_json_lines(_records(opened.desk))
    return status_of(asked, opened.desk)


def _records(desk: AskedDesk) -> Iterator[Record]:
    """Entries oldest first, claims as the machine read them, decisions in the order taken.

    Machine and decisions apart are all that there is: whoever has both can make the tally again.
    """
    snapshot = desk.snapshot()
    yield from ({"type": "entry"} | entry_record(entry) for entry in snapshot.entries)
    for entry in snapshot.entries:
        for claim in desk.claims_of(entry.key):
            review = snapshot.reviews.get(claim.id)
            yield {"type": "claim"} | claim_record(claim, entry.zone or desk.zone, review)
    yield from (decision_record(decision) for decision in desk.decisions)
