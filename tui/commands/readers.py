"""`nightdesk readers`: the formats that can be read."""

import argparse

from feeds.desk import reader_names
from tui.commands.printing import print_rows


def run(_asked: argparse.Namespace) -> int:
    """Print name and description of each."""
    rows = [{"reader": name, "reads": words} for name, words in reader_names()]
    print_rows(rows, ("reader", "reads"), "table")
    return 0
