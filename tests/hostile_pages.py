"""Pages that come whole over HTTP and attack whoever reads them: for readers and for following."""

import json
from collections.abc import Callable
from dataclasses import dataclass

LARGE_ENTRY = 50_000_000
"""Bytes of the largest entry."""


@dataclass(frozen=True, slots=True)
class HostilePage:
    """One of them."""

    body: Callable[[int], bytes]
    """Of the number of the request: some are never the same."""

    kind: str
    """`Content-Type`, where that is not the lie."""


def feed(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>') -> str:
    """An RSS feed of these items."""
    channel = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>Post</title>{channel}</channel></rss>'


def item(id: str, title: str, stamp: str = "Tue, 13 Sep 2022 17:00:00 +0400") -> str:
    """One item of a feed."""
    return f"<guid>{id}</guid><title>{title}</title><pubDate>{stamp}</pubDate>"


_WHOLE = feed(item("1", "Two wounded at the border"), item("2", "The ministry denies it"))
_LAUGHS = "".join(
    f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10) if n else "ha" * 10}">' for n in range(9)
)
_XML, _JSON = "application/rss+xml; charset=utf-8", "application/feed+json"


def _same(text: str | bytes) -> Callable[[int], bytes]:
    data = text.encode() if isinstance(text, str) else text
    return lambda _: data


def _large(_: int) -> bytes:
    return feed(item("1", "x" * LARGE_ENTRY)).encode()


def _other_ids(number: int) -> bytes:
    return feed(*(item(f"{number}-{n}", f"Report {n}") for n in range(5))).encode()


PAGES: dict[str, HostilePage] = {
    "/wrong-charset.xml": HostilePage(
        _same(feed(item("1", "Двое раненых на границе"), head="").encode("cp1251")), _XML
    ),
    "/unknown-charset.xml": HostilePage(_same(_WHOLE), "text/xml; charset=x-nobody-knows"),
    "/truncated.xml": HostilePage(_same(_WHOLE[: len(_WHOLE) * 2 // 3]), _XML),
    "/truncated.json": HostilePage(
        _same(
            json.dumps(
                {
                    "version": "https://jsonfeed.org/version/1.1",
                    "title": "Post",
                    "items": [
                        {"id": n, "title": title, "date_published": "2022-09-13T17:00:00+04:00"}
                        for n, title in (("1", "Two wounded"), ("2", "The ministry denies it"))
                    ],
                }
            )[:-60]
        ),
        _JSON,
    ),
    "/entities.xml": HostilePage(
        _same(
            feed(item("1", "&l8;"), head=f'<?xml version="1.0"?><!DOCTYPE rss [{_LAUGHS}]>'),
        ),
        _XML,
    ),
    "/entity-file.xml": HostilePage(
        _same(
            feed(
                item("1", "&f;"),
                head='<?xml version="1.0"?>'
                '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
            )
        ),
        _XML,
    ),
    "/large-entry.xml": HostilePage(_large, _XML),
    "/other-ids.xml": HostilePage(_other_ids, _XML),
    "/stamps.xml": HostilePage(
        _same(
            feed(
                item("1", "Long ago", "Thu, 01 Jan 1970 00:00:00 GMT"),
                item("2", "Not yet", "Thu, 31 Dec 2099 23:59:59 GMT"),
                item("3", "No day", "Tue, 31 Feb 2022 25:61:00 +9900"),
                item("4", "Now", "Tue, 13 Sep 2022 17:00:00 +0400"),
            )
        ),
        _XML,
    ),
    "/deep.json": HostilePage(_same("[" * 200_000), _JSON),
    "/deep.xml": HostilePage(_same("<a>" * 200_000), _XML),
    "/huge-number.json": HostilePage(_same('{"items": [' + "9" * 100_000 + "]}"), _JSON),
    "/terminal.xml": HostilePage(
        _same(feed(item("1", "\x1b]52;c;eA==\x07\x9b31m[@click=app.exit()]out[/]\u202egnp"))), _XML
    ),
    "/empty": HostilePage(_same(""), _XML),
    "/binary": HostilePage(_same(bytes(range(256)) * 20), _XML),
}
"""By path."""
