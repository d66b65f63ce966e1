"""Builders of web pages for tests, in the forms that sites write."""

import json
from typing import Any

HARBOUR = "https://harbour.example/live"


def update(**fields: object) -> dict[str, Any]:
    """An update of the harbour's live blog, with these fields in place of the usual."""
    usual: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": "A ferry is stopped",
        "articleBody": "Nobody is hurt.",
        "datePublished": "2031-05-13T10:00:00+04:00",
        "url": "#u1",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def blog(*updates: object, **fields: object) -> dict[str, Any]:
    """The harbour's live blog as JSON-LD."""
    usual: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "The harbour: live",
        "description": "Fog on the bay.",
        "url": HARBOUR,
        "liveBlogUpdate": list(updates),
    }
    return usual | fields


def script(text: str) -> str:
    """A block of JSON-LD, whatever its text."""
    return f'<script type="application/ld+json">{text}</script>'


def page(value: object, body: str = "") -> str:
    """A web page that carries `value` as JSON-LD."""
    data = script(json.dumps(value, ensure_ascii=False))
    return f"<!DOCTYPE html>\n<html><head>\n{data}\n</head><body>{body}</body></html>"
