"""`nightdesk entries`: the entries that pass, oldest first."""

import argparse

from feeds.entry import Entry
from feeds.records import Record, entry_record
from tui.commands.asking import filter_of, open_sources, status_of
from tui.commands.given import typed
from tui.commands.printing import day_of, opening_of, print_json_lines, print_rows
from tui.words.notice_words import restrictions

COLUMNS = ("time", "source", "headline", "actors", "regions", "id")
ALL_COLUMNS = (
    *("id", "source", "time", "headline", "body", "url", "actors", "regions", "revision"),
    "withdrawn",
)
OPENING = 60
"""Characters of the body that stand for a missing headline in a table."""


def run(asked: argparse.Namespace) -> int:
    """Print them; 1 where a source failed."""
    typed(asked.since), typed(asked.until)
    opened = open_sources(asked, with_claims="claims" in asked.query.lower())
    found = opened.desk.snapshot(asked=filter_of(asked, opened)).entries
    entries = found[-asked.limit :] if asked.limit else found
    if asked.format == "jsonl":
        print_json_lines(map(entry_record, entries))
    elif asked.format == "csv":
        print_rows(map(entry_record, entries), ALL_COLUMNS, "csv")
    else:
        print_rows(map(_short, entries), COLUMNS, asked.format)
    return status_of(asked, opened.desk)


def _short(entry: Entry) -> Record:
    record = entry_record(entry)
    if entry.time is None:
        record["time"] = "undated"
    elif entry.day_only:
        record["time"] = day_of(record["time"])
    headline = record["headline"] or opening_of(entry.body, OPENING)
    if words := restrictions(entry):
        headline = f"[{words}] {headline}"
    record["headline"] = headline
    return record
