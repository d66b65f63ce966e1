"""Readers: text becomes drafts, by the format found in it. One file a format, one line here."""

from feeds.errors import UsageError
from feeds.readers.agencies import newsml_g2, ninjs, superdesk_liveblog
from feeds.readers.reading import Reader, Reading
from feeds.readers.records import csv_table, jsonlines, yaml_day
from feeds.readers.social import jetstream, mastodon, telegram_export, telegram_page
from feeds.readers.syndication import feed, json_feed, wordpress
from feeds.readers.texts import article, digest, liveblog
from feeds.readers.web import guardian, liveblog_blocks, liveblog_jsonld, webpage

__all__ = ["READERS", "Reader", "Reading", "reader_named", "recognise"]

READERS: tuple[Reader, ...] = (
    telegram_export.READER,
    json_feed.READER,
    wordpress.READER,
    mastodon.READER,
    jetstream.READER,
    feed.READER,
    superdesk_liveblog.READER,
    ninjs.READER,
    newsml_g2.READER,
    jsonlines.READER,
    guardian.READER,
    telegram_page.READER,
    liveblog_jsonld.READER,
    liveblog_blocks.READER,
    webpage.READER,
    yaml_day.READER,
    csv_table.READER,
    liveblog.READER,
    digest.READER,
    article.READER,
)
"""The most particular first: a text is read by the first that it fits."""


def recognise(text: str) -> Reader | None:
    """The reader whose format the text is in, by its content alone; None where no one knows it."""
    return next((reader for reader in READERS if reader.fits(text)), None)


def reader_named(name: str) -> Reader:
    """The reader of that name.

    Raises:
        UsageError: there is none; the message lists the names.
    """
    for reader in READERS:
        if reader.name == name:
            return reader
    names = ", ".join(reader.name for reader in READERS)
    raise UsageError(f"no reader {name!r}; there are {names}")
