"""A server that answers as a WordPress site does: `/feed/` as RSS, `/wp-json/wp/v2/posts`, pages.

The feed has `ETag` and `Last-Modified` of its newest post and answers 304 to who gives both back
(WP::send_headers); the REST interface has neither. `/feed` leads to `/feed/`.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Any

from tests.loopback import LoopbackServer, Out, Request

LOCAL = timezone(timedelta(hours=4))
"""The site's own clock."""

SHOWN = 10
"""Posts of a feed, and of an answer that is not asked for more."""

FEED, REST = "/feed/", "/wp-json/wp/v2/posts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of the site."""

    number: int
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    modified: datetime
    author: str = "Ann Marek"
    category: str = "Border"


class WordPressServer(LoopbackServer):
    """A site with posts, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.posts: dict[int, Post] = {}
        self.statuses: list[tuple[str, int]] = []
        """Path and status of every answer."""

    def put(self, post: Post) -> None:
        """Publish it, or an edit of it."""
        self.posts[post.number] = post

    async def answer(self, request: Request, out: Out, /) -> None:
        """As WordPress."""
        path = request.path.partition("?")[0]
        if path == FEED:
            await self._feed(request, out)
        elif path == REST:
            body = json.dumps([self._record(post) for post in self._newest()]).encode()
            total = f"X-WP-Total: {len(self.posts)}"
            await self._page(request, out, body, "application/json; charset=UTF-8", total)
        elif path == FEED.rstrip("/"):
            self.statuses.append((path, 301))
            await out.page(b"", f"Location: {self.address(FEED)}", status="301 Moved Permanently")
        else:
            self.statuses.append((path, 404))
            await out.page(b"<h1>Not found</h1>", status="404 Not Found")

    def _newest(self) -> list[Post]:
        return sorted(self.posts.values(), key=lambda p: p.published, reverse=True)[:SHOWN]

    async def _feed(self, request: Request, out: Out) -> None:
        changed = max(post.modified for post in self.posts.values())
        modified = changed.strftime("%a, %d %b %Y %H:%M:%S GMT")
        etag = f'"{hashlib.md5(modified.encode(), usedforsecurity=False).hexdigest()}"'
        stamps = (f"Last-Modified: {modified}", f"ETag: {etag}")
        asked = request.headers
        if asked.get("if-none-match") == etag and asked.get("if-modified-since") == modified:
            self.statuses.append((FEED, 304))
            await out.head(*stamps, status="304 Not Modified")
            return
        body = self._rss(changed).encode()
        await self._page(request, out, body, "application/rss+xml; charset=UTF-8", *stamps)

    async def _page(
        self, request: Request, out: Out, body: bytes, kind: str, *headers: str
    ) -> None:
        self.statuses.append((request.path.partition("?")[0], 200))
        packed: tuple[str, ...] = ()
        if "gzip" in request.headers.get("accept-encoding", ""):
            body, packed = gzip.compress(body), ("Content-Encoding: gzip",)
        await out.page(body, f"Content-Type: {kind}", "Vary: Accept-Encoding", *packed, *headers)

    def guid(self, post: Post) -> str:
        """What WordPress names it by, for ever."""
        return self.address(f"/?p={post.number}")

    def _link(self, post: Post) -> str:
        return self.address(f"/{post.published:%Y/%m}/post-{post.number}/")

    def _rss(self, changed: datetime) -> str:
        items = "".join(map(self._item, self._newest()))
        return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
	xmlns:slash="http://purl.org/rss/1.0/modules/slash/"
	>
<channel>
	<title>Bay Media</title>
	<atom:link href="{self.address(FEED)}" rel="self" type="application/rss+xml" />
	<link>{self.address("/")}</link>
	<description>News of the bay</description>
	<lastBuildDate>{format_datetime(changed)}</lastBuildDate>
	<language>en-US</language>
	<sy:updatePeriod>
	hourly	</sy:updatePeriod>
	<sy:updateFrequency>
	1	</sy:updateFrequency>
	<generator>https://wordpress.org/?v=6.6</generator>
{items}	</channel>
</rss>
"""

    def _item(self, post: Post) -> str:
        return f"""	<item>
		<title>{_texturized(post.title)}</title>
		<link>{self._link(post)}</link>
		<comments>{self._link(post)}#respond</comments>
		<dc:creator><![CDATA[{post.author}]]></dc:creator>
		<pubDate>{format_datetime(post.published)}</pubDate>
				<category><![CDATA[{post.category}]]></category>
		<guid isPermaLink="false">{self.guid(post)}</guid>
		<description><![CDATA[{_excerpt(post)}]]></description>
					<content:encoded><![CDATA[{_content(post)}]]></content:encoded>
					<wfw:commentRss>{self._link(post)}feed/</wfw:commentRss>
			<slash:comments>0</slash:comments>
			</item>
"""

    def _record(self, post: Post) -> dict[str, Any]:
        local = {
            "date": post.published.astimezone(LOCAL),
            "date_gmt": post.published,
            "modified": post.modified.astimezone(LOCAL),
            "modified_gmt": post.modified,
        }
        return {
            "id": post.number,
            **{name: f"{when:%Y-%m-%dT%H:%M:%S}" for name, when in local.items()},
            "guid": {"rendered": escape(self.guid(post))},
            "slug": f"post-{post.number}",
            "status": "publish",
            "type": "post",
            "link": self._link(post),
            "title": {"rendered": _texturized(post.title)},
            "content": {"rendered": _content(post), "protected": False},
            "excerpt": {"rendered": f"<p>{_excerpt(post)}</p>\n", "protected": False},
            "author": 1,
            "categories": [3],
            "tags": [],
        }


def site() -> list[Post]:
    """Twelve posts, an hour apart: two more than a feed shows."""
    began = datetime(2021, 5, 13, 6, 0, tzinfo=UTC)
    return [
        Post(
            number=n,
            title=f"The guard's {n}th report & what it leaves out",
            paragraphs=(f"At least {n} soldiers were wounded at the pier.", "The guard said so."),
            published=began + timedelta(hours=n),
            modified=began + timedelta(hours=n),
        )
        for n in range(4, 16)
    ]


def _texturized(title: str) -> str:
    """As wptexturize and the_title_rss leave it."""
    return title.replace("&", "&#038;").replace("'", "&#8217;")


def _content(post: Post) -> str:
    return "".join(f"<p>{escape(text)}</p>\n\n\n\n" for text in post.paragraphs)


def _excerpt(post: Post) -> str:
    return f"{escape(post.paragraphs[0])} [&#8230;]"
