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


def linked(value: object) -> str:
    """`value` as a block of JSON-LD."""
    return script(json.dumps(value, ensure_ascii=False))


def page(value: object, body: str = "") -> str:
    """A web page that carries `value` as JSON-LD."""
    return f"<!DOCTYPE html>\n<html><head>\n{linked(value)}\n</head><body>{body}</body></html>"


PREFACE = "The harbour has been closed since the morning. Two ferries collided in the night, and 3 "
PREFACE += (
    "people were hurt, the port office said; it asked for patience and promised a word at noon."
)

ENTRIES = [
    (
        "14 May 2031, 01:25",
        "Port opens a northern gate",
        ["Small boats may pass.", "He said so."],
    ),
    ("14 May 2031, 00:05", "A third ferry turns back", ["It had 40 people on board."]),
    ("13 May 2031, 22:10", None, ["No word yet. The guard said at 18:00 that it would speak."]),
    ("13 May 2031, 10:40", "Two ferries collide", ["Three people are hurt."]),
]
"""Stamp, headline and paragraphs of the updates of a live blog."""


def as_text() -> str:
    """The live blog as it is copied from its page: the form of `tapes/readers`."""
    told = ["\n\n".join(filter(None, [stamp, title, *parts])) for stamp, title, parts in ENTRIES]
    return "\n\n".join(["Live updates: Harbour closed by fog", PREFACE, *told])


def as_wordpress() -> str:
    """The same as a WordPress page has it: bold stamps and headlines in the post's content."""
    told = ""
    for stamp, title, parts in ENTRIES:
        told += f"<p><strong>{stamp}</strong></p>\n"
        told += f"<p><strong>{title}</strong></p>\n" if title else ""
        told += "".join(f"<p>{part}</p>\n" for part in parts)
    return wordpress(f"<p>{PREFACE}</p><hr />{told}", "Live updates: Harbour closed by fog")


def wordpress(content: str, title: str, head: str = "") -> str:
    """A WordPress page: menus, the post with buttons and related stories, a side bar, a footer."""
    return f"""<!DOCTYPE html>
<html lang="en-US"><head><title>{title} - Bay Media</title>{head}
<link rel="canonical" href="https://bay.example/harbour/" />
<meta property="og:title" content="{title}" /></head>
<body class="post-template-default single"><nav><a href="/">Home</a></nav>
<main><article class="post"><header><h1>{title}</h1><span>13 May 2031</span></header>
<div class="entry-content">
<figure class="wp-caption"><img src="a.jpg" /><figcaption>The quay. Photo: A. Marek.</figcaption>
</figure>{content}
<div class="sharedaddy sd-sharing-enabled"><h3>Share this:</h3><ul><li>Tweet</li></ul></div>
<div class="related-posts"><h3>Related</h3><p>12 April 2031, 10:00</p><p>Fog in April</p></div>
</div></article></main>
<aside><p>12 May 2031, 10:00</p><p>A storm passes</p></aside>
<section id="comments"><ol><li class="comment" id="comment-1"><p>First!</p></li></ol></section>
<footer><p>All rights reserved</p></footer></body></html>"""
