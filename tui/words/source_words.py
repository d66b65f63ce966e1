"""Source words: how a source fares, in one line; the same on the screen and in a pipe."""

from collections.abc import Callable
from datetime import datetime, timedelta

from feeds.following.event import Event
from feeds.following.health import Health, Silence
from feeds.sanitise import clean_line
from tui.words.story_time import span

_MINUTE = timedelta(minutes=1)
MEGABYTE = 1_000_000


def event_words(event: Event) -> str:
    """`21:09:30Z oc-media: 2 new, 1 revised; next 21:10:30Z`."""
    health = event.health
    words = _failed(event) if event.what == "failed" else _said(event)
    after = "" if health.next_try is None else f"; next {_clock(health.next_try)}"
    note = f" ({health.note})" if health.note and event.is_change else ""
    return clean_line(f"{_clock(event.at)} {event.source}: {words}{note}{after}")


def _said(event: Event) -> str:
    if event.what == "ended":
        return "at its end: nothing more will come"
    counts = (
        (event.new, "new"),
        (event.revised, "revised"),
        (len(event.gone), "no longer there"),
    )
    said = ", ".join(f"{count:,} {word}" for count, word in counts if count)
    back = "answers again; " if event.is_change and not event.health.note else ""
    return back + (said or "nothing new")


def _failed(event: Event) -> str:
    health = event.health
    often = f" (failure {health.failures}, {since(health.failing_since, event.at)})"
    return f"failed: {health.error}{often if health.failures > 1 else ''}"


def since(moment: datetime | None, now: datetime) -> str:
    """`for 5 min`; `just now` under a minute; empty for never."""
    if moment is None:
        return ""
    return f"for {span(now - moment)}" if now - moment >= _MINUTE else "just now"


def health_words(
    health: Health, now: datetime, clock: Callable[[datetime], str] | None = None
) -> str:
    """`failing for 5 min (3 times): the server answers 503`, `ok 21:09Z`, `never asked`."""
    if health.is_failing:
        often = "once" if health.failures == 1 else f"{health.failures} times"
        return clean_line(f"failing {since(health.failing_since, now)} ({often}): {health.error}")
    if health.succeeded is None:
        return "not asked yet"
    note = f", {health.note}" if health.note else ""
    return clean_line(f"ok {(clock or _clock)(health.succeeded)}{note}")


def last_words(health: Health, clock: Callable[[datetime], str]) -> str:
    """`answered last 13 Sep 21:09 +04`, of one that fails; else empty."""
    if not health.is_failing:
        return ""
    if health.succeeded is None:
        return "never answered"
    return f"answered last {clock(health.succeeded)}"


def former_words(health: Health, clock: Callable[[datetime], str]) -> str:
    """`last asked 13 Sep 21:09 +04, failed: the server answers 503`: of what was followed."""
    if health.tried is None:
        return "never asked"
    wrong = f", failed: {health.error}" if health.is_failing else ""
    return clean_line(f"last asked {clock(health.tried)}{wrong}")


def waiting_words(health: Health, now: datetime) -> str:
    """`asked again in 40 s`; empty for what is watched and not asked."""
    if health.next_try is None:
        return ""
    left = health.next_try - now
    if left < timedelta(0):
        late = f" {since(health.next_try, now)}" if -left >= _MINUTE else ""
        return f"due{late}"
    words = f"{left.seconds} s" if left < _MINUTE else span(left)
    return f"asked again in {words}"


def traffic_words(health: Health) -> str:
    """`12 entries, 3 edits; 40 requests, 1.2 MB`."""
    edits = f", {_counted(health.revisions, 'edit', 'edits')}" if health.revisions else ""
    requests = _counted(health.requests, "request", "requests")
    asked = f"; {requests}, {_size(health.wire_bytes)}" if health.requests else ""
    return f"{_counted(health.entries, 'entry', 'entries')}{edits}{asked}"


def _size(count: int) -> str:
    """`1.2 MB`; `12 kB` under one."""
    return f"{count / 1e6:.1f} MB" if count >= MEGABYTE else f"{-(-count // 1000):,} kB"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def silence_words(silence: Silence) -> str:
    """`quiet for 3 h, 9 times its habit of 20 min`."""
    quiet = f"quiet for {span(silence.quiet)}"
    if silence.habit is None or silence.times_habit is None:
        return f"{quiet}, no habit known yet"
    return f"{quiet}, {silence.times_habit:.1f} times its habit of {span(silence.habit)}"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}Z"
