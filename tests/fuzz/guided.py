"""Guided: inputs that reach lines which no input before them reached, with atheris.

A process of its own, which imports nothing of the readers before they are instrumented. Times are
not judged: instrumented code is several times as slow. It goes on after what it finds.
"""

import hashlib
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path
from random import Random

MOST_BYTES = 20_000
INSTRUMENTED = ("feeds.readers", "feeds.charset", "feeds.documents", "feeds.placing")


def main(seconds: int) -> None:
    """Fuzz for so long; ends the process."""
    import atheris  # noqa: PLC0415 - where it is

    with atheris.instrument_imports(include=list(INSTRUMENTED)):
        for name in INSTRUMENTED:
            import_module(name)
        readers = import_module("feeds.readers").READERS
    from tests.fuzz.judging import DOCUMENTS, RECOGNISE, Judge  # noqa: PLC0415 - not before the readers
    from tests.fuzz.keeping import keep  # noqa: PLC0415
    from tests.fuzz.mutating import with_odd_values  # noqa: PLC0415
    from tests.fuzz.seeds import seeds  # noqa: PLC0415

    corpus = Path(".hypothesis") / "fuzz"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in seeds():
        name = hashlib.sha256(seed.data).hexdigest()[:16]
        (corpus / name).write_bytes(seed.data[:MOST_BYTES])
    steps = (DOCUMENTS, RECOGNISE, *(reader.name for reader in readers))
    judge, kinds = Judge(dict.fromkeys(steps, float("inf"))), Counter[str]()

    def one(data: bytes) -> None:
        for found in judge.judge(data, len(data)).found:
            kind = f"{found.reader}: {found.what[:60]}"
            kinds[kind] += 1
            if kinds[kind] == 1:
                keep(data, len(data), found, judge)
                sys.stderr.write(f"fuzz_found {kind}\n")

    def mutate(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        made = with_odd_values(data, chance) if chance.random() < 0.5 else data
        return bytes(atheris.Mutate(made[:most], most)) if chance.random() < 0.7 else made[:most]

    limits = [f"-max_total_time={seconds}", f"-max_len={MOST_BYTES}", "-timeout=30"]
    atheris.Setup(
        [sys.argv[0], *limits, "-print_final_stats=1", str(corpus)], one, custom_mutator=mutate
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(int(sys.argv[1]))
