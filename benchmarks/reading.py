"""Readers: for each real document beside the checkout the entries found against those it has, and
how fast it is recognised and read."""

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import say
from feeds import readers
from feeds.documents import open_source
from feeds.readers.reading import Reading

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
ROUNDS = 5
A_MEGABYTE = 1_000_000

COUNTS = {
    "acled-row.csv": 1,
    "express-liveblog-2024-07-18.html": 9,
    "guardian-dcr-Live.json": 13,
    "guardian-dcr-LiveBlogSingleContributor.json": 11,
    "jetstream-v1-event.json": 1,
    "mirror-liveblog-2024-08-05.html": 428,
    "ninjs3-dpa_text.json": 1,
    "ninjs3-ntb_text.json": 1,
    "ninjs3-tt_text_image.json": 1,
    "ninjs31-complex_text_article.json": 1,
    "newsml-g2-listing2-trimmed.xml": 1,
    "rss-content-encoded.rss": 7,
    "rss-encoding.rss": 40,
    "rss-feedburner.atom": 25,
    "rss-guardian.rss": 55,
    "rss-heise.atom": 15,
    "rss-heraldsun.rss": 2,
    "rss-many-links.rss": 25,
    "rss-reddit-atom.rss": 24,
    "rss-rss-1.rss": 69,
    "rss-uolNoticias.rss": 15,
    # 25 posts: three are a reader's comment, an advertisement and a gallery without a word.
    "superdesk-liveblog-api_response.json": 22,
    "superdesk-liveblog-webhook.json": 1,
    "telegram-desktop-export-2021-excerpt.json": 3,
}
"""Entries that each is known to have, counted by hand or by two libraries."""


def main() -> None:
    """Each sample that is there and that some reader knows."""
    if not SAMPLES.is_dir():
        raise SystemExit("no samples: they lie in ../shared/samples, beside the checkout")
    for name, count in COUNTS.items():
        _measure(SAMPLES / name, count)


def _measure(path: Path, count: int) -> None:
    (document,), _ = open_source(str(path))
    text = document.text
    reader = readers.recognise(text)
    label = path.name.replace(" ", "_")
    say(f"{label}_known", count, "entries")
    if reader is None:
        say(f"{label}_found", 0, "entries")
        return
    found: list[Reading] = []
    recognised = _fastest(lambda: readers.recognise(text))
    read = _fastest(lambda: found.append(reader.read(text, source=label, day=None)))
    size = path.stat().st_size / A_MEGABYTE
    say(f"{label}_found_by_{reader.name}", _entries(found[0]), "entries")
    say(f"{label}_recognised", size / recognised, "MB/s")
    say(f"{label}_read", size / read, "MB/s")


def _entries(made: Reading) -> int:
    """What stands in the document's own list: not its head, not what it repeats of other pages.

    Versions of one entry are one.
    """
    own = [d for d in made.drafts if d.role != "page" and "outside" not in d.extra]
    return len({(d.source, d.id) if d.id else n for n, d in enumerate(own)})


def _fastest(work: Callable[[], object]) -> float:
    """Processor time in seconds, the least of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return max(min(taken), 1e-6)
