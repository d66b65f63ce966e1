"""Failing: whatever goes wrong with a request becomes words for whoever reads them at night."""

import errno
import os
import ssl
import zlib
from datetime import timedelta

import httpcore2

from feeds.fetching.exchange import CutOff, Exchange, Reply, SaysLess, TooMuch, UnknownCoding
from feeds.fetching.fetched import FetchError, Refusal
from feeds.fetching.pinned import HeadTooLong

LIBRARY = (
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
    httpcore2.ProxyError,
    httpcore2.UnsupportedProtocol,
    HeadTooLong,
    TooMuch,
    UnknownCoding,
    CutOff,
    SaysLess,
    zlib.error,
    OSError,
)
"""What a server, or the way to it, can raise."""

GONE = 410
_PROXY_VARIABLES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy")
_AGAIN = "it is asked again by itself"
_BROWSER = "open it in a browser to see what it is"
_DEPTH = 8
"""Causes that are looked through for the one that says most."""


def failed(error: Exception, exchange: Exchange, deadline_s: float) -> FetchError:
    """What went wrong, in words; `TimeoutError` is the whole request's."""
    refusal, problem, remedy = _said(error, exchange, deadline_s)
    return FetchError(exchange.target.shown, refusal, problem, remedy)


def unknown_name(shown: str) -> FetchError:
    """The resolver knows no such name, or does not answer."""
    problem = "has a name that nobody knows"
    return FetchError(shown, "unreachable", problem, f"check its name, and the network{_proxies()}")


def slow_name(shown: str, deadline_s: float) -> FetchError:
    """The resolver does not answer in time."""
    problem = f"has a name that was not looked up within {deadline_s:g} seconds"
    return FetchError(shown, "timeout", problem, f"check the network; {_AGAIN}")


def refused(reply: Reply, shown: str, wait: timedelta | None, cut_down: bool) -> FetchError:
    """A status that brings nothing, in words."""
    status = reply.status
    refusal: Refusal = "gone" if status == GONE else "status"
    problem, remedy = _STATUSES.get(status, (None, ""))
    if problem is None:
        problem, remedy = _by_class(status)
    if wait is not None:
        problem += f", and asks to be left alone for {_span(wait)}"
    if cut_down:
        problem += f"; {_span(wait or timedelta(0))} is the most that it gets"
    return FetchError(shown, refusal, problem, remedy, retry_after=wait)


_STATUSES: dict[int, tuple[str | None, str]] = {
    401: ("lets nobody in without a key (401)", "give its key in the source's headers"),
    403: ("does not let us in (403)", "ask who runs it, or see whether it wants a key"),
    404: ("has nothing at this address (404)", "check the address: the page may have moved"),
    407: ("the proxy wants a name and password (407)", "give them in the proxy's address"),
    410: ("says that it is gone for good (410)", "take the source out, or give its new address"),
    429: ("is asked too often (429)", f"a longer interval helps; {_AGAIN}"),
    451: ("may not be shown here, for legal reasons (451)", "ask who runs it"),
}


def _by_class(status: int) -> tuple[str, str]:
    if status >= 500:  # noqa: PLR2004 - RFC 9110, 15.6
        return f"is out of order ({status})", _AGAIN
    return f"answers {status}, which brings nothing", _BROWSER


def _said(error: Exception, exchange: Exchange, deadline_s: float) -> tuple[Refusal, str, str]:
    if isinstance(error, HeadTooLong | TooMuch):
        return _too_large(error, exchange)
    if isinstance(error, UnknownCoding | zlib.error | CutOff | SaysLess):
        return _broken(error, exchange)
    if isinstance(error, TimeoutError | httpcore2.TimeoutException):
        return _too_slow(exchange, deadline_s)
    if isinstance(error, httpcore2.ProxyError):
        return "unreachable", "the proxy does not lead there", "check the proxy's address and name"
    if not exchange.watch.is_connected or isinstance(error, httpcore2.ConnectError):
        return _no_connection(error)
    return _broke_off(error, exchange)


def _too_large(error: Exception, exchange: Exchange) -> tuple[Refusal, str, str]:
    if isinstance(error, HeadTooLong):
        return "too-large", "sends headers without end", _BROWSER
    problem = "is larger than what is taken, or never ends"
    if exchange.length is not None and not exchange.wire_bytes:
        problem = f"is too large ({exchange.length:,} bytes)"
    return "too-large", problem, "name a smaller page of it, or raise `most_mb` in the settings"


def _broken(error: Exception, exchange: Exchange) -> tuple[Refusal, str, str]:
    if isinstance(error, UnknownCoding):
        return "broken", "is compressed in a way that was not asked for", "tell who runs it"
    if isinstance(error, CutOff):
        return "broken", f"broke off: what came ends in mid-text{_so_far(exchange)}", _AGAIN
    if isinstance(error, SaysLess):
        problem = f"sends more than the {exchange.length:,} bytes that it says"
        return "broken", problem, f"tell who runs it; {_AGAIN}"
    return "broken", "is not compressed as it says, or is damaged", _AGAIN


def _broke_off(error: Exception, exchange: Exchange) -> tuple[Refusal, str, str]:
    watch = exchange.watch
    if isinstance(error, httpcore2.RemoteProtocolError) and watch.in_head and watch.received:
        return "broken", "answers with what is no proper HTTP", _BROWSER
    if watch.in_head:
        return "broken", "broke off before it answered", _AGAIN
    return "broken", f"broke off in the middle{_so_far(exchange)}", _AGAIN


def _too_slow(exchange: Exchange, deadline_s: float) -> tuple[Refusal, str, str]:
    watch, within = exchange.watch, f"within {deadline_s:g} seconds"
    if not watch.is_connected:
        return (
            "unreachable",
            "cannot be reached: nobody answers",
            f"check the address{_proxies()}; {_AGAIN}",
        )
    if watch.in_head and not watch.received:
        return "timeout", f"was reached and did not answer {within}", _AGAIN
    if watch.in_head:
        return "timeout", f"did not finish its headers {within}", _AGAIN
    return "timeout", f"sends too slowly: not all came {within}{_so_far(exchange)}", _AGAIN


def _no_connection(error: Exception) -> tuple[Refusal, str, str]:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            problem = f"has a certificate that is not to be trusted ({cause.verify_message})"
            remedy = (
                "check the address and this machine's clock; for a server of your own name its "
            )
            return "unreachable", problem, remedy + "certificate (`certificates` in the settings)"
        if isinstance(cause, ssl.SSLError):
            return "unreachable", "does not speak https as it should", _BROWSER
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return "unreachable", "refuses the connection: nothing listens there", _AGAIN
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            remedy = f"check the network{_proxies()}"
            return "unreachable", "cannot be reached from here", remedy
    return (
        "unreachable",
        "cannot be reached: nobody answers",
        f"check the address{_proxies()}; {_AGAIN}",
    )


def _proxies() -> str:
    """A hint for who has a proxy in the environment: it is not used unless the settings name it."""
    named = next((name for name in _PROXY_VARIABLES if os.environ.get(name)), None)
    return f", and name your proxy in the settings ({named} is not used)" if named else ""


def _causes(error: BaseException) -> list[BaseException]:
    """`error` and what lies below it: the library hands causes on as arguments too."""
    found, waiting = list[BaseException](), [error]
    while waiting and len(found) < _DEPTH:
        one = waiting.pop(0)
        found.append(one)
        below = (*one.args, one.__cause__, one.__context__)
        if isinstance(one, BaseExceptionGroup):
            below += one.exceptions
        waiting += [e for e in below if isinstance(e, BaseException) and e not in found]
    return found


def _so_far(exchange: Exchange) -> str:
    if exchange.length is None:
        return f" ({exchange.wire_bytes:,} bytes came)"
    return f" ({exchange.wire_bytes:,} of {exchange.length:,} bytes came)"


def _span(wait: timedelta) -> str:
    seconds = int(wait.total_seconds())
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= 2 * size or seconds == size:
            count = round(seconds / size)
            return f"{count:,} {unit}{'s' * (count != 1)}"
    return f"{seconds} second{'s' * (seconds != 1)}"
