"""Import: the whole way of a feed into an archive, entries a second, with claims and without; and
the size of the archive against the JSON Lines that it came from."""

import tempfile
import time
from pathlib import Path

from benchmarks import tapes
from benchmarks.figures import say
from benchmarks.sizes import short_of


def main(count: int) -> None:
    """Two archives, made and dropped; the process's start is in the time."""
    source, size = tapes.json_lines(count), short_of(count)
    with tempfile.TemporaryDirectory(dir=tapes.folder()) as made:
        for name, options in (("without_claims", ("--no-claims",)), ("with_claims", ())):
            path = Path(made) / f"{name}.db"
            began = time.perf_counter()
            tapes.import_into(path, source, *options)
            taken_s = time.perf_counter() - began
            say(f"import_{name}_{size}", count / taken_s, "entries/s")
        archived = sum(part.stat().st_size for part in Path(made).glob("with_claims.db*"))
    say(f"archive_{size}", archived / 2**20, "MiB")
    say(f"archive_{size}_to_json_lines", archived / source.stat().st_size, "ratio")
