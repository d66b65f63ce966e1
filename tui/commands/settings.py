"""`nightdesk settings`: where they lie, their values and where each comes from."""

import argparse
import os
import sys

from feeds.sanitise import clean_line
from tui.settings import describe, load_settings


def run(_asked: argparse.Namespace) -> int:
    """Print them; 0."""
    for line in describe(load_settings(os.environ)):
        sys.stdout.write(clean_line(line) + "\n")
    return 0
