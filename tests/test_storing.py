"""Tallies are stored for as long as an import took, and by a process that ends with its owner."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived import chronicling
from feeds.archived.chronicling import Blobs, Mark
from feeds.archived.storing_tallies import store_tallies
from feeds.beat import NO_BEAT
from feeds.claim import Claim
from feeds.clock import VirtualClock
from feeds.entry import Entry
from feeds.imports import importing
from feeds.imports.importing import import_sources
from feeds.options import Options
from feeds.reconcile import Chronicle
from tests.build import at, claim, entry

ROOT = Path(__file__).resolve().parents[1]


class Hasty(VirtualClock):
    """One on which every look takes a minute."""

    def __init__(self) -> None:
        super().__init__(at("2026-01-01 00:00"))

    def monotonic(self) -> float:
        self.move(60)
        return super().monotonic()


def is_whole(archive: Archive) -> list[bool]:
    """Of each window whose tallies are stored, whether all are."""
    names = {key.rpartition("/")[0] for key in archive.stored() if key.startswith("tally/")}
    books = [Chronicle(name, Blobs(archive), NO_BEAT) for name in sorted(names)]
    return [mark.whole for book in books if (mark := Mark.of(book.mark)) is not None]


def test_an_import_stores_no_longer_than_it_took(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        json.dumps(
            {
                "id": str(n),
                "time": f"2022-09-13T{n // 60:02}:{n % 60:02}:00+04:00",
                "body": f"Armenia said {n + 2} of its soldiers were killed.",
            }
        )
        for n in range(30)
    ]
    wire = tmp_path / "wire.jsonl"
    wire.write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(chronicling, "LEAST", 0)
    monkeypatch.setattr(chronicling, "_SAY_EACH", 1)
    monkeypatch.setattr(importing, "WallClock", Hasty)
    steps: list[int] = []
    with Archive.open(":memory:") as archive:
        options = Options(beat="south-caucasus")
        import_sources(
            archive,
            [str(wire)],
            options,
            report=lambda step: steps.append(step.done_bytes) if step.source == "tally" else None,
        )
        assert 0 < len(steps) < 30
        assert not all(is_whole(archive))
        store_tallies(archive)
        assert all(is_whole(archive))


def told(n: int) -> tuple[Entry, tuple[Claim, ...]]:
    """One more, a second later."""
    when = at("2022-09-13 00:00") + timedelta(seconds=n)
    said = replace(entry("Some were killed.", id=f"e{n}"), time=when, known=when)
    counted = claim(n + 1, id=f"c{n}", entry=f"e{n}")
    return said, (replace(counted, time=when, known=when, as_of=when),)


def test_a_writer_ends_with_who_asked_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        archive.add([told(n) for n in range(chronicling.LEAST + 500)])
    held, tie = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "feeds.archived.apart", str(path), str(held)],
        cwd=ROOT,
        pass_fds=(held,),
    )
    os.close(held)
    os.close(tie)
    assert process.wait(60) == 1
