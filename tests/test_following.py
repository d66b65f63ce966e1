"""The engine that follows sources, in virtual time: what is kept, what is told, who waits."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks.made_up_web import Web
from benchmarks.virtual_time import VirtualLoop, lived
from feeds.archive import MEMORY, Archive
from feeds.archived.kept_beat import keep_beat
from feeds.beat import NO_BEAT
from feeds.errors import ArchiveFullError
from feeds.fetching.fetched import Refusal
from feeds.following import presence
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.job import Done, Job
from feeds.following.keeper import healths
from feeds.following.reading import Reading
from feeds.following.source import FollowedSource, Header, Interval
from feeds.following.workshop import Here
from feeds.options import Network, Options
from feeds.packs import load_beat
from tests.build import YEREVAN, at

START = at("2022-09-13 20:00")
OPTIONS = Options(recognises=False)
FEED = "https://oc.example/live"


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


def _minute(now: datetime) -> int:
    return int((now - START).total_seconds() // 60)


def update(id: str, text: str, time: datetime, **more: object) -> dict[str, object]:
    return {
        "id": id,
        "time": time.isoformat(),
        "headline": text,
        "body": f"{text}, it says.",
    } | more


def lines(*updates: dict[str, object]) -> bytes:
    return "".join(json.dumps(one) + "\n" for one in updates).encode()


def page(*entries: tuple[str, str]) -> bytes:
    """A live blog's text: stamps in Yerevan's clock, newest first."""
    parts = ["Live updates | The harbour", "13 September 2022"]
    for stamp, text in entries:
        parts += [stamp, text, f"{text}, the harbour master said.", "More was expected to come."]
    return "\n\n".join(parts).encode()


def source(id: str = "oc", *addresses: str, **more: object) -> FollowedSource:
    given = {"addresses": addresses or (FEED,), "interval": Interval(60.0, 300.0)} | more
    return FollowedSource(id=id, name=id.upper(), **given)  # type: ignore[arg-type]


@dataclass
class Night:
    """An archive, a web and an engine in virtual time."""

    archive: Archive
    loop: VirtualLoop = field(default_factory=lambda: VirtualLoop(START))
    events: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.web = Web(self.loop.now)
        self.works = Here(Reading(self.archive, OPTIONS))

    def follow(
        self,
        sources: Sequence[FollowedSource],
        until: datetime,
        meanwhile: Sequence[tuple[datetime, Callable[[Following], object]]] = (),
        **more: object,
    ) -> Following:
        """Follow them until then; at moments something may be done."""
        following = Following(
            self.archive,
            sources,
            fetches=self.web,
            works=more.pop("works", self.works),  # type: ignore[arg-type]
            tell=self.events.append,
            clock=self.loop,
            chance=Random(3),
            **more,  # type: ignore[arg-type]
        )

        async def story() -> None:
            for moment, do in (*meanwhile, (until, Following.stop)):
                self.loop.call_at((moment - START).total_seconds(), do, following)
            await following.run()

        lived(self.loop, story())
        return following

    def texts(self) -> list[str]:
        """Headlines of all versions in order of arrival."""
        return [e.headline or "" for e in self.archive.entries(self.archive.docs(0, 10_000))]


@pytest.fixture
def night() -> Night:
    return Night(Archive.open(MEMORY))


def test_what_is_new_is_kept_once_with_when_it_was_fetched(night: Night) -> None:
    first, second = update("a", "One", minutes(-5)), update("b", "Two", minutes(9))
    night.web.put(FEED, lambda now: lines(first, *([second] if now > minutes(10) else [])))
    night.follow([source()], minutes(30))
    assert night.texts() == ["One", "Two"]
    one, two = night.archive.entries([1, 2])
    assert one.fetched
    assert two.fetched
    assert minutes(0) <= one.fetched <= minutes(1)
    assert minutes(10) < two.fetched <= minutes(16)
    assert (one.known, two.known) == (minutes(-5), minutes(9))
    assert night.archive.care.stats().payloads == 2
    health = healths(night.archive)["oc"]
    assert (health.entries, health.failures, health.newest) == (2, 0, minutes(9))
    assert night.archive.care.check() == []


def test_who_follows_says_so_until_it_ends(night: Night) -> None:
    night.web.put(FEED, lambda _now: lines(update("a", "One", minutes(-5))))
    told: list[frozenset[str]] = []
    night.follow(
        [source()],
        minutes(30),
        [(minutes(29), lambda _f: told.append(presence.followed(night.archive, minutes(29))))],
    )
    assert told == [{"oc"}]
    assert presence.followed(night.archive, minutes(30)) == frozenset()


def test_who_says_nothing_for_long_follows_no_more(night: Night) -> None:
    presence.tell(night.archive, "killed", ["oc"], START)
    presence.tell(night.archive, "other", ["wire"], START + presence.LATE)
    assert presence.followed(night.archive, START + presence.LATE) == {"oc", "wire"}
    assert presence.followed(night.archive, START + presence.LATE * 1.1) == {"wire"}
    night.archive.set_meta("following", '{"of a later nightdesk": 7}')
    assert presence.followed(night.archive, START) == frozenset()


def test_a_page_that_has_not_changed_is_asked_for_politely_and_costs_nothing(night: Night) -> None:
    web = night.web.put(FEED, lines(update("a", "One", minutes(-5))))
    night.follow([source()], minutes(120))
    assert [ask.etag is None for ask in web.asked[:2]] == [True, False]
    whole = [number for number, ask in enumerate(web.asked) if ask.etag is None]
    assert whole == [0, 29]  # one of thirty asks for all of it: see the server that lies
    assert night.web.wire_bytes == len(whole) * len(web.body(START))
    assert 120 / 5 <= len(web.asked) <= 60  # from one a minute down to one in five
    [fetched] = [one for _, one in night.archive.fetches.each()]
    assert fetched.until - fetched.at > timedelta(minutes=110)


def test_an_edit_is_a_revision_known_when_it_was_fetched(night: Night) -> None:
    def body(now: datetime) -> bytes:
        toll = 49 if now < minutes(20) else 105
        return lines(update("a", f"{toll} soldiers killed", minutes(-5)))

    night.web.put(FEED, body)
    night.follow([source()], minutes(40))
    first, second = night.archive.entries([1, 2])
    assert (first.revision, second.revision) == (1, 2)
    assert first.known == minutes(-5)
    assert second.known == second.fetched
    assert second.known
    assert second.known > minutes(20)


def test_a_silent_edit_is_not_dated_by_the_stamp_that_did_not_move(night: Night) -> None:
    stamp = minutes(-3).isoformat()

    def body(now: datetime) -> bytes:
        words = "49 killed" if now < minutes(20) else "105 killed"
        return lines(update("a", words, minutes(-5), revision=2, revised=stamp))

    night.web.put(FEED, body)
    night.follow([source()], minutes(40))
    first, second = night.archive.entries([1, 2])
    assert first.known == minutes(-3)
    assert second.known
    assert second.known > minutes(20)


def test_a_text_that_is_taken_back_is_a_third_version(night: Night) -> None:
    def body(now: datetime) -> bytes:
        words = "105 killed" if minutes(20) < now < minutes(60) else "49 killed"
        return lines(update("a", words, minutes(-5)))

    night.web.put(FEED, body)
    night.follow([source()], minutes(120))
    assert night.texts() == ["49 killed", "105 killed", "49 killed"]
    assert [e.revision for e in night.archive.entries([1, 2, 3])] == [1, 2, 3]


def test_an_older_copy_that_comes_back_once_is_no_edit(night: Night) -> None:
    def body(now: datetime) -> bytes:
        is_old = now < minutes(20) or minutes(40) < now < minutes(42.5)
        return lines(update("a", "49 killed" if is_old else "105 killed", minutes(-5)))

    web = night.web.put(FEED, body)
    night.follow([source(interval=Interval(140.0, 140.0))], minutes(120))
    assert any(minutes(40) < asked < minutes(42.5) for asked in web.times)
    assert night.texts() == ["49 killed", "105 killed"]
    assert any("older copy" in event.health.note for event in night.events)


def test_an_entry_that_is_taken_off_a_page_is_told_and_stays(night: Night) -> None:
    top, mid = ("13 Sep 2022, 19:50", "Ferry sinks"), ("13 Sep 2022, 19:40", "Port closed")
    low = (("13 Sep 2022, 19:30", "Storm comes"), ("13 Sep 2022, 19:20", "Wind rises"))
    night.web.put(FEED, lambda now: page(top, mid, *low) if now < minutes(20) else page(top, *low))
    night.follow([source(zone=YEREVAN)], minutes(60))
    [(key, sighting)] = night.archive.fetches.absences().items()
    [entry] = night.archive.entries(night.archive.docs_of(key))
    assert entry.headline == "Port closed"
    assert sighting.gone
    assert sighting.last.until <= minutes(20) <= sighting.gone
    [told] = [event for event in night.events if event.gone]
    assert told.gone == (key,)


def test_an_entry_at_the_end_of_a_page_may_have_gone_to_the_next(night: Night) -> None:
    entries = [(f"13 Sep 2022, 19:{minute}", f"News of {minute}") for minute in (50, 40, 30, 20)]
    pinned = ("12 Sep 2022, 09:00", "What we know")
    night.web.put(
        FEED,
        lambda now: page(*(entries if now < minutes(20) else entries[:-1]), pinned),
    )
    night.follow([source(zone=YEREVAN)], minutes(60))
    assert night.archive.fetches.absences() == {}


def test_an_edited_headline_is_an_edit_and_no_new_entry(night: Night) -> None:
    def body(now: datetime) -> bytes:
        words = "Two ferries sink" if now < minutes(20) else "Three ferries sink"
        return page(("13 Sep 2022, 19:50", words), ("13 Sep 2022, 19:40", "Port closed"))

    night.web.put(FEED, body)
    night.follow([source(zone=YEREVAN)], minutes(60))
    docs = [
        e for e in night.archive.entries(night.archive.docs(0, 99)) if "ferries" in str(e.headline)
    ]
    assert [(e.headline, e.revision) for e in docs] == [
        ("Two ferries sink", 1),
        ("Three ferries sink", 2),
    ]
    assert len({e.key for e in docs}) == 1
    assert night.archive.fetches.absences() == {}


def test_entries_of_one_minute_keep_their_names_whatever_is_edited_or_added(night: Night) -> None:
    at_nine = "13 Sep 2022, 19:50"

    def body(now: datetime) -> bytes:
        told = [(at_nine, "Two ferries sink" if now < minutes(15) else "Three ferries sink")]
        if now > minutes(30):
            told += [(at_nine, "Port closed")]
        if now > minutes(45):
            told[0] = (at_nine, "Four ferries sink")
            told += [(at_nine, "Storm comes")]
        return page(*told, ("13 Sep 2022, 19:40", "Wind rises"))

    night.web.put(FEED, body)
    night.follow([source(zone=YEREVAN)], minutes(90))
    found = [e for e in night.archive.entries(night.archive.docs(0, 99)) if e.role == "entry"]
    assert len({e.headline for e in found}) == len(found) == 6
    ferries = [e for e in found if "ferries" in str(e.headline)]
    assert len({e.key for e in found}) == 4
    assert ([e.revision for e in ferries], len({e.key for e in ferries})) == ([1, 2, 3], 1)
    assert night.archive.fetches.absences() == {}


SORRY = b"Back soon\n\nWe are sorry. Our site is being mended. Please come back in an hour or so."


def test_a_server_that_says_that_it_is_down_is_no_article_of_its_source(night: Night) -> None:
    good = lines(update("a", "One", minutes(-5)))
    night.web.put(FEED, lambda now: SORRY if minutes(10) < now < minutes(30) else good)
    shown = page(("13 Sep 2022, 19:50", "Ferry sinks"), ("13 Sep 2022, 19:40", "Port closed"))
    night.web.put("https://b.example/", lambda now: SORRY if now > minutes(10) else shown)
    following = night.follow([source(), source("b", "https://b.example/")], minutes(60))
    assert not any("sorry" in e.body for e in night.archive.entries(night.archive.docs(0, 99)))
    assert "it had updates before, and is prose now" in following.healths["b"].error
    assert following.healths["oc"].failures == 0
    assert night.archive.fetches.absences() == {}


def test_a_feed_whose_window_moves_on_takes_nothing_away(night: Night) -> None:
    def body(now: datetime) -> bytes:
        newest = int((now - START).total_seconds() // 60)
        return lines(
            *(update(f"e{n}", f"No {n}", minutes(n - 1)) for n in range(newest - 3, newest))
        )

    night.web.put(FEED, body)
    night.follow([source(interval=Interval(60.0, 60.0))], minutes(60))
    assert night.archive.fetches.absences() == {}
    assert len(night.texts()) == len(set(night.texts())) >= 55


def test_stamps_that_cannot_be_are_kept_and_stand_at_their_retrieval(night: Night) -> None:
    body = lines(
        update("late", "From 2099", at("2099-01-01 00:00")),
        update("early", "From 1970", at("1970-01-01 04:00")),
        {"id": "none", "headline": "Undated", "body": "No time at all."},
        update("good", "Good", minutes(-1)),
    )
    night.web.put(FEED, body, with_etag=False)
    following = night.follow([source()], minutes(60))
    found = {e.id: e for e in night.archive.entries(night.archive.docs(0, 99))}
    assert len(found) == len(night.texts()) == 4  # asked again and again, they do not move
    for id in ("late", "early", "none"):
        assert found[id].basis == "received"
        assert found[id].time == found[id].fetched == found[id].known
    assert found["late"].extra["stamp"].startswith("2098-12-31T20:00")
    assert (found["good"].basis, found["good"].time) == ("stamped", minutes(-1))
    told = [p.what for event in night.events for p in event.problems]
    assert any("ahead of its retrieval" in what for what in told)
    assert following.healths["oc"].failures == 0


def test_a_failure_is_told_in_words_waited_for_and_ended(night: Night) -> None:
    web = night.web.put(
        FEED,
        lines(update("a", "One", minutes(-5))),
        fault=lambda now: "unreachable" if minutes(5) < now < minutes(60) else None,
    )
    night.follow([source()], minutes(120))
    failures = [event for event in night.events if event.what == "failed"]
    assert failures[0].health.error == "unreachable it is; wait"
    assert failures[-1].health.failing_since == failures[0].at
    gaps = [b - a for a, b in zip(web.times, web.times[1:], strict=False)]
    assert max(gaps) > timedelta(minutes=10)
    assert [event.is_change for event in failures] == [True] + [False] * (len(failures) - 1)
    after = next(event for event in night.events if event.at > minutes(60))
    assert after.is_change
    assert after.health.failures == 0


def test_a_server_that_asks_for_a_pause_gets_it(night: Night) -> None:
    web = night.web.put(
        FEED,
        b"",
        fault=lambda now: "status" if now < minutes(30) else None,
        retry_after=timedelta(minutes=45),
    )
    night.follow([source()], minutes(44), [(minutes(10), lambda f: f.ask_now())])
    assert len(web.times) == 1


def test_a_key_asks_at_once(night: Night) -> None:
    web = night.web.put(FEED, lines(update("a", "One", minutes(-5))))
    slow = source(interval=Interval(3600.0, 3600.0))
    night.follow([slow], minutes(30), [(minutes(10), lambda f: f.ask_now("oc"))])
    assert [round((t - START).total_seconds() / 60) for t in web.times] == [0, 10]


def test_the_second_address_answers_where_the_first_does_not(night: Night) -> None:
    mirror = "https://mirror.example/live"
    first = night.web.put(FEED, b"", fault=lambda _: "timeout")
    night.web.put(mirror, lines(update("a", "One", minutes(-5))))
    following = night.follow([source("oc", FEED, mirror)], minutes(60))
    assert night.texts() == ["One"]
    assert following.healths["oc"].failures == 0
    assert 1 <= len(first.times) <= 3  # the one that answers is asked first, the other now and then
    assert "answered at https://mirror.example/live; before that" in night.events[0].health.note


def test_an_address_that_moved_is_asked_where_it_is_and_told(night: Night) -> None:
    there = "https://new.example/live"
    night.web.put(FEED, lines(update("a", "One", minutes(-5))), moved_to=there)
    moved = night.web.put(there, lines(update("a", "One", minutes(-5))))
    night.follow([source()], minutes(10))
    assert moved.asked
    assert (
        "has moved to https://new.example/live; change the address" in night.events[0].health.note
    )


def test_a_token_goes_out_and_to_no_other_address(night: Night) -> None:
    there = "https://new.example/live"
    web = night.web.put(FEED, lines(update("a", "One", minutes(-5))), moved_to=there)
    told = source(headers=(Header(name="api-key", secret="key"),))
    night.follow([told], minutes(10), secrets={"key": "s3cret"})
    assert {ask.headers for ask in web.asked} == {(("api-key", "s3cret"),)}
    assert len(web.asked) > 1  # there is no page where it says that it has moved to
    assert "s3cret" not in "".join(night.archive.fetches.states().values())


def test_a_server_that_wrongly_says_unchanged_is_found_out(night: Night) -> None:
    def edited(now: datetime) -> bytes:
        return lines(update("a", "49 held" if now < minutes(10) else "50 held", minutes(-5)))

    page = night.web.put(FEED, edited, fixed_etag='"same"')
    night.follow([source(interval=Interval(60.0, 60.0))], minutes(50))
    assert night.texts() == ["49 held", "50 held"]
    assert sum(ask.etag is None for ask in page.asked) == 2


def test_who_has_moved_to_where_nothing_is_is_asked_where_it_was(night: Night) -> None:
    there = "https://new.example/live"

    def said(now: datetime) -> bytes:
        return lines(*(update(f"e{n}", f"No {n}", minutes(n)) for n in range(_minute(now))))

    def is_down(now: datetime) -> Refusal | None:
        return "unreachable" if _minute(now) > 20 else None

    first = night.web.put(FEED, said, moved_to=there)
    night.web.put(there, said, fault=is_down)

    def back(_: Following) -> None:
        first.moved_to = None

    following = night.follow(
        [source(interval=Interval(60.0, 60.0))], minutes(90), [(minutes(20), back)]
    )
    health = following.healths["oc"]
    assert (health.failures, health.entries > 60) == (0, True)
    asked_there = [time for time in first.times if _minute(time) > 40]
    assert len(asked_there) > 40  # once it answers where it was, it is asked there


def test_a_password_in_an_address_stays_with_it(night: Night) -> None:
    told = "https://me:w0rd@oc.example/live"
    web = night.web.put(told, lines(update("a", "One", minutes(-5))), moved_to=FEED)
    night.follow([source("oc", told)], minutes(10))
    assert len(web.asked) > 1  # where it has moved to nobody would be let in without it


def test_what_is_allowed_for_a_host_is_not_for_where_it_has_moved_to(night: Night) -> None:
    here, there = "http://wire.local/live", "https://new.example/live"
    first = night.web.put(here, lines(update("a", "One", minutes(-5))), moved_to=there)
    moved = night.web.put(there, lines(update("a", "One", minutes(-5))))
    network = Network(allow_private=frozenset({"wire.local"}))
    night.follow([source("oc", here)], minutes(10), network=network)
    assert [ask.allow_private for ask in first.asked] == [True]
    assert {ask.allow_private for ask in moved.asked} == {False}


def test_a_source_that_hangs_or_lies_costs_the_others_nothing(night: Night) -> None:
    def reported(now: datetime) -> bytes:
        newest = int((now - START).total_seconds() // 60)
        return lines(*(update(f"e{n}", f"No {n}", minutes(n)) for n in range(newest)))

    night.web.put(FEED, reported)
    night.web.put("https://a.example/", b"", takes_s=29.0, fault=lambda _: "timeout")
    night.web.put("https://b.example/", lambda now: b"\x7fELF" + b"x" * int(now.timestamp() % 977))
    night.web.put("https://c.example/", b"{" * 100_000)

    class Faulty(Here):
        async def do(self, job: Job) -> Done:
            if job.source == "d":
                raise ZeroDivisionError
            return await super().do(job)

    night.web.put("https://d.example/", lines(update("x", "X", minutes(0))))
    others = [source(id, f"https://{id}.example/") for id in "abcd"]
    following = night.follow(
        [source(interval=Interval(60.0, 60.0)), *others],
        minutes(60),
        works=Faulty(Reading(night.archive, OPTIONS)),
    )
    assert len(night.texts()) >= 58
    assert all(following.healths[id].is_failing for id in "abcd")
    assert not following.healths["oc"].is_failing
    assert "fault of nightdesk (ZeroDivisionError)" in following.healths["d"].error


def test_an_archive_that_cannot_take_more_is_told_and_nothing_is_passed_over(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    night.web.put(FEED, lines(update("a", "One", minutes(-5))))
    add = night.archive.add_prepared

    def full(*given: object, **more: object) -> object:
        if night.loop.now() < minutes(20):
            raise ArchiveFullError("a.db", "the disk is full", "make room")
        return add(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(night.archive, "add_prepared", full)
    night.follow([source()], minutes(60))
    assert "the disk is full" in night.events[0].health.error
    assert night.texts() == ["One"]


def test_two_programs_ask_a_source_as_often_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path) as one, Archive.open(path) as other:
        night = Night(one)
        web = night.web.put(FEED, lines(update("a", "One", minutes(-5))))

        async def story() -> None:
            following = [
                Following(
                    archive,
                    [source(interval=Interval(60.0, 60.0))],
                    fetches=night.web,
                    works=Here(Reading(archive, OPTIONS)),
                    tell=night.events.append,
                    clock=night.loop,
                    chance=Random(3),
                )
                for archive in (one, other)
            ]
            for each in following:
                night.loop.call_at(3600, each.stop)
            await asyncio.gather(*(each.run() for each in following))

        lived(night.loop, story())
        assert len(web.times) <= 66
        assert night.texts() == ["One"]


def test_a_restart_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    for start in range(3):
        with Archive.open(path) as archive:
            night = Night(archive, VirtualLoop(minutes(start * 60)))
            web = night.web.put(FEED, lines(update("a", "One", minutes(-5))))

            async def story(night: Night = night, archive: Archive = archive) -> None:
                following = Following(
                    archive,
                    [source()],
                    fetches=night.web,
                    works=night.works,
                    tell=night.events.append,
                    clock=night.loop,
                )
                night.loop.call_at(1200, following.stop)
                await following.run()

            lived(night.loop, story())
            assert (web.asked[0].etag is None) == (start == 0)
            assert night.texts() == ["One"]
            assert healths(archive)["oc"].requests >= 4 * (start + 1)


def test_once_asks_each_source_once(night: Night) -> None:
    web = night.web.put(FEED, lines(update("a", "One", minutes(-5))))
    night.web.put("https://b.example/", b"", fault=lambda _: "status")
    following = Following(
        night.archive,
        [source(), source("b", "https://b.example/")],
        fetches=night.web,
        works=night.works,
        tell=night.events.append,
        clock=night.loop,
    )
    lived(night.loop, following.once())
    assert len(web.times) == 1
    assert following.healths["b"].is_failing
    assert night.texts() == ["One"]


def test_a_document_in_which_nothing_can_be_read_is_asked_for_anew(night: Night) -> None:
    good = lines(update("a", "One", START))
    web = night.web.put(FEED, lambda now: b"\x00\x01\x02" * 9 if now < minutes(10) else good)
    night.follow([source()], minutes(60))
    assert night.events[0].what == "failed"
    assert "is binary, not text" in night.events[0].health.error
    assert web.asked[1].etag is None
    assert night.texts() == ["One"]


def test_a_piece_that_was_read_by_another_beat_meanwhile_is_read_again(night: Night) -> None:
    """`archive retag`, or more entries, may choose another pack while a document is read."""
    keep_beat(night.archive, "", NO_BEAT)
    reading = Reading(night.archive, replace(OPTIONS, beat=None))

    class Meanwhile:
        times = 0

        async def do(self, job: Job) -> Done:
            self.times += 1
            done = reading.do(job)
            if self.times == 1:
                keep_beat(night.archive, "sudan", load_beat("sudan"))
            return done

        def close(self) -> None:
            pass

    works = Meanwhile()
    night.web.put(FEED, lambda _now: lines(update("a", "Burhan speaks", minutes(-5))))
    night.follow([source()], minutes(1), works=works)
    assert works.times == 2
    [entry] = night.archive.entries([1])
    assert entry.actors


def test_what_is_odd_in_a_document_is_kept_with_how_its_source_fares(night: Night) -> None:
    good = lines(update("a", "One", minutes(-5)))
    night.web.put(FEED, lambda now: good + (b"" if now > minutes(10) else b"{broken\n"))
    told: list[str] = []

    def look(following: Following) -> None:
        told.append(following.healths["oc"].odd)

    night.follow([source()], minutes(30), [(minutes(2), look)])
    assert told[0].startswith("left out: ")
    assert healths(night.archive)["oc"].odd == ""
