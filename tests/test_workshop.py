"""Processes that read: real ones, killed where a document stalls them."""

import asyncio
import json
import os
import signal
import threading
from datetime import UTC, datetime
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from feeds.archive import Archive
from feeds.archived.kept_beat import keep_beat
from feeds.errors import SourceError
from feeds.following.job import Job
from feeds.following.reading import Reading
from feeds.following.workshop import Workshop
from feeds.imports.retagging import retag
from feeds.options import Options
from feeds.packs import load_beat

AT = datetime(2022, 9, 13, 17, tzinfo=UTC)
GOOD = json.dumps({"id": "a", "headline": "One", "body": "It says."}).encode()


def job(data: bytes, source: str = "oc", **more: object) -> Job:
    return Job(source=source, label=f"https://{source}.example/", data=data, at=AT, **more)  # type: ignore[arg-type]


def test_a_document_is_read_in_a_process_and_errors_come_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()

    async def story() -> None:
        workshop = Workshop(str(path), Options(recognises=False))
        try:
            done = await workshop.do(job(GOOD))
            assert list(done.keys) == [("oc", "a")]
            assert done.new[0].headline_words == "one"
            with pytest.raises(SourceError) as caught:
                await workshop.do(job(b"\x7fELF\x00\x00"))
            assert caught.value.source == "https://oc.example/"
            assert "is a program" in caught.value.problem
            assert (await workshop.do(job(GOOD))).reader == "jsonlines"
        finally:
            workshop.close()

    asyncio.run(story())


def halt(workshop: Workshop, lane: int) -> None:
    """Its process goes on no further, as if what it reads never ended."""
    process = workshop._lanes[lane]._process
    assert process is not None
    assert process.pid
    os.kill(process.pid, signal.SIGSTOP)


@pytest.mark.skipif(os.name != "posix", reason="needs signals")
def test_a_document_that_stalls_is_given_up_and_costs_no_other_source(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()

    async def story() -> None:
        workshop = Workshop(str(path), Options(recognises=False))
        try:
            await workshop.do(job(GOOD, "good"))
            halt(workshop, 0)
            workshop._limits_s = (0.2, 60.0)
            assert (await workshop.do(job(GOOD, "bad"))).keys  # in the second lane
            halt(workshop, 1)
            workshop._limits_s = (60.0, 0.2)
            with pytest.raises(SourceError, match="takes longer than 0 s; given up"):
                await workshop.do(job(GOOD, "bad"))
            assert (await workshop.do(job(GOOD, "good"))).keys == (("good", "a"),)
        finally:
            workshop.close()

    asyncio.run(story())


def test_a_reading_process_that_dies_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Archive.open(path).close()

    async def story() -> None:
        workshop = Workshop(str(path), Options(recognises=False))
        try:
            await workshop.do(job(GOOD))
            process = workshop._lanes[0]._process
            assert process is not None
            process.kill()
            process.join()
            assert (await workshop.do(job(GOOD))).keys == (("oc", "a"),)
        finally:
            workshop.close()

    asyncio.run(story())


def test_a_text_is_tagged_by_the_pack_that_it_calls_for(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as archive:
        told = {
            "id": "a",
            "headline": "Pashinyan: 49 soldiers of Armenia killed in Syunik",
            "body": "Nikol Pashinyan spoke of Azerbaijan's attack on Goris and Kapan.",
        }
        done = Reading(archive, Options()).do(job(json.dumps(told).encode()))
        assert done.pack == "south-caucasus"
        assert ("actor", "pashinyan", None) in done.new[0].names


def test_an_archive_that_was_tagged_anew_is_read_by_its_new_pack(tmp_path: Path) -> None:
    pack = tmp_path / "war.yaml"
    pack.write_text("name: War\nactors: [{id: a, name: Northland}]\n")
    told = json.dumps({"id": "a", "headline": "Northland and Southland talk"}).encode()
    with Archive.open(tmp_path / "a.db") as archive:
        reading = Reading(archive, Options(beat=str(pack)))
        first = reading.do(job(told))
        keep_beat(archive, first.pack, load_beat(first.pack))
        archive.add_prepared(first.new)
        pack.write_text("name: War\nactors: [{id: a, name: Northland}, {id: b, name: Southland}]\n")
        retag(archive, None)
        again = reading.do(job(told.replace(b"talk", b"talked")))
        assert ("actor", "b", None) in again.new[0].names


def test_a_process_that_only_starts_when_all_ends_is_ended_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not there yet to be killed: the program ended with a fault, a second later."""
    path = tmp_path / "a.db"
    Archive.open(path).close()
    starting, may_start = threading.Event(), threading.Event()
    starts = SpawnProcess.start
    begun: list[SpawnProcess] = []

    def slowly(process: SpawnProcess) -> None:
        starting.set()
        may_start.wait(60)
        starts(process)
        begun.append(process)

    monkeypatch.setattr(SpawnProcess, "start", slowly)
    workshop = Workshop(str(path), Options(beat="south-caucasus"))
    lane = workshop._lanes[0]
    shuts = lane._waiting.shutdown

    def shut(*, cancel_futures: bool) -> None:
        may_start.set()  # by now it is closed
        shuts(cancel_futures=cancel_futures)

    monkeypatch.setattr(lane._waiting, "shutdown", shut)
    reading = lane._waiting.submit(lane._do, job(b"12:00\n\nOne.\n"), 20)
    assert starting.wait(60)
    workshop.close()
    with pytest.raises(SourceError, match="nightdesk is ending"):
        reading.result(60)
    [process] = begun
    assert not process.is_alive()
