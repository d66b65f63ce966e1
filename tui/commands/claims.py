"""`nightdesk claims`: the casualty claims of the entries that pass, oldest first."""

import argparse
from collections.abc import Mapping

from feeds.claim import Claim
from feeds.decision import Review
from feeds.records import Record, claim_record
from tui.commands.asking import Opened, filter_of, open_sources, status_of, tell_undated
from tui.commands.given import typed
from tui.commands.printing import day_of, print_json_lines, print_rows

COLUMNS = (
    *("time", "claimant", "says", "victim", "kind", "category", "place", "quote", "rules"),
    "review",
)
ALL_COLUMNS = (
    *("id", "entry", "source", "time", "field", "start", "end", "quote", "kind", "low", "best"),
    *("high", "qualifier", "victim", "category", "group", "claimant", "claimant_side", "relay"),
    *("claimant_text", "place", "incident", "as_of", "period", "relation", "components"),
    *("denied", "modality", "confidence", "rules", "review"),
)


def run(asked: argparse.Namespace) -> int:
    """Print them; 1 where a source failed."""
    typed_at = typed(asked.at)
    typed(asked.since), typed(asked.until)
    opened = open_sources(asked)
    at = opened.moment(typed_at, at_end=True)
    if at:
        tell_undated(opened.desk, of="the claims")
    snapshot = opened.desk.snapshot(at=at, asked=filter_of(asked, opened))
    claims = [c for e in snapshot.entries for c in snapshot.claims_of.get(e.key, ())]
    newest = claims[-asked.limit :] if asked.limit else claims
    records = [_record(claim, opened, snapshot.reviews) for claim in newest]
    if asked.format == "table":
        print_rows(map(_short, newest, records), COLUMNS, "table")
    elif asked.format == "jsonl":
        print_json_lines(records)
    else:
        print_rows(map(_with_review, records), ALL_COLUMNS, "csv")
    return status_of(asked, opened.desk)


def _record(claim: Claim, opened: Opened, reviews: Mapping[str, Review]) -> Record:
    entry = opened.desk.entry(claim.entry_key, claim.known)
    zone = entry.zone if entry and entry.zone else opened.zone
    return claim_record(claim, zone, reviews.get(claim.id))


def _with_review(record: Record) -> Record:
    """What a person decided in one cell: `reject by Ana: not our war`."""
    told = record["review"]
    words = told and told["verdict"]
    if told and told["by"]:
        words += f" by {told['by']}"
    if told and told["note"]:
        words += f": {told['note']}"
    return record | {"review": words}


def _short(claim: Claim, record: Record) -> Record:
    when = record["time"] or "undated"
    return _with_review(record) | {
        "time": day_of(when) if claim.day_only else when,
        "says": _number(record),
        "rules": " ".join(record["rules"]),
    }


def _number(record: Record) -> str:
    if record["qualifier"] == "none":
        return "no figure yet"
    low, high = record["low"], record["high"]
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}-{high}"
