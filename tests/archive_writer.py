"""A program that writes to an archive and says what is kept, until it is killed.

`python -m tests.archive_writer FILE NAME SEED BATCHES [FILE_BYTES]`: a line on standard output for
everything that the archive has taken, once it has; `full` and the words where it cannot take more.
"""

import random
import resource
import sys
from datetime import timedelta

from feeds.archive import Archive
from feeds.entry import Entry
from feeds.errors import ArchiveFullError, DecisionError
from feeds.marking import Marking
from tests.build import at, claim, decision, entry

START = at("2022-09-13 12:00")
IDS = 40
"""Entries of a writer: what comes after are revisions."""


def batch(name: str, chance: random.Random, number: int) -> list[Entry]:
    """Some entries, new ones and revised ones, in no order of time."""
    made = []
    for n in range(chance.randrange(1, 12)):
        when = START + timedelta(minutes=chance.randrange(-600, 600))
        body = f"{name} {number} {n} " + "word " * chance.randrange(1, 200)
        made.append(entry(body, id=f"e{chance.randrange(IDS)}", source=name, time=None, known=when))
    return made


def main() -> None:
    """Write and say."""
    path, name, seed, batches, *limit = sys.argv[1:]
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), int(limit[0])))
    chance = random.Random(int(seed))
    with Archive.open(path) as archive:
        for number in range(int(batches)):
            entries = batch(name, chance, number)
            try:
                archive.add([(e, (claim(n + 1, time=None),)) for n, e in enumerate(entries)])
                say("entries", *(e.body.split(" word", maxsplit=1)[0] for e in entries))
                archive.notebook.keep({entries[0].key: Marking(marked=True, note=str(number))})
                say("marked", name, entries[0].id, str(number))
                archive.book.append(decision("confirm", claim(1), id=f"{name} {number}"))
                say("decided", f"{name} {number}")
            except (ArchiveFullError, DecisionError) as error:
                say("full", str(error))
                return


def say(*words: str) -> None:
    """One line, out at once."""
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
