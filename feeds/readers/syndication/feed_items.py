"""Feed items: a feed is cut into its items before it is parsed, so that a broken one stands alone.

The cut is linear and knows where text in CDATA or a comment only looks like an item. Document types
are left outside: entities that a feed defines are never looked up, and bombs of them stay words.
"""

import re
from dataclasses import dataclass

_ATTRIBUTES = r"(?:\s(?:[^<>\"']|\"[^\"<]{0,4000}\"|'[^'<]{0,4000}'){0,2000})?"
_ROOT = re.compile(
    rf"<(?P<name>(?:[\w.-]{{1,40}}:)?(?P<kind>rss|feed|rdf))\b(?P<rest>{_ATTRIBUTES})>",
    re.IGNORECASE,
)
_CHANNEL = re.compile(rf"<(?:[\w.-]{{1,40}}:)?channel\b{_ATTRIBUTES}>", re.IGNORECASE)
_BEFORE_ROOT = re.compile(
    r"(?:\s+|\ufeff|<\?[^>]{0,2000}\?>|<!--(?:[^-]|-(?!->)){0,5000}-->|<!DOCTYPE[^\[<>]{0,1000}>)*",
    re.IGNORECASE,
)
_SUBSET = re.compile(r"<!DOCTYPE[^\[<>]{0,1000}\[", re.IGNORECASE)
_IS_RSS_1 = ("purl.org/rss/", "netscape.com/rdf/simple", "purl.org/net/rss1")
_IS_ATOM = ("www.w3.org/2005/Atom", "purl.org/atom/")

_CLOSERS = {"<![CDATA[": "]]>", "<!--": "-->"}

ROOT_WITHIN = 100_000
"""Characters in which the root of a feed begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item as written."""

    line: int
    text: str
    is_whole: bool
    """False where the feed, or the next item, cuts it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A feed in its parts."""

    root: str
    """The open tags that items stand in: they declare the namespaces."""

    ends: str
    """The tags that close them."""

    head: str
    """What the feed says of itself."""

    items: tuple[Item, ...]
    left: int
    """Items beyond the most that are read."""

    defines_entities: bool
    is_atom: bool


def root_of(text: str) -> re.Match[str] | None:
    """The open tag of a feed's root; None for what is no feed."""
    start = _BEFORE_ROOT.match(text)
    at = start.end() if start else 0
    if subset := _SUBSET.match(text, at):
        at = max(text.find("]", subset.end(), ROOT_WITHIN), subset.end())
        root = _ROOT.search(text, at, at + ROOT_WITHIN)
    else:
        root = _ROOT.match(text, at)
    return root if root and _is_feed(root) else None


def _is_feed(root: re.Match[str]) -> bool:
    """An `rss` is one; the other two names are others' as well, and say so by their namespace."""
    kind = root["kind"].casefold()
    if kind == "rss":
        return True
    signs = _IS_ATOM if kind == "feed" else _IS_RSS_1
    return any(sign in root["rest"] for sign in signs)


def split(text: str, root: re.Match[str], most: int) -> Parts:
    """The parts of a feed, with at most so many items."""
    is_atom = root["kind"].casefold() == "feed"
    found = _Cutter(text, "entry" if is_atom else "item", most)
    found.cut(root.end())
    first = found.first if found.first is not None else len(text)
    tags, ends = root.group(), f"</{root['name']}>"
    channel = _CHANNEL.search(text, root.end(), min(first, root.end() + ROOT_WITHIN))
    if root["kind"].casefold() == "rss" and channel:
        tags += channel.group()
        ends = f"</{channel.group()[1:].split('>')[0].split()[0]}>{ends}"
    return Parts(
        root=tags,
        ends=ends,
        head=text[root.start() : first],
        items=tuple(found.items),
        left=found.left,
        is_atom=is_atom,
        defines_entities="<!ENTITY" in text[: root.start()].upper(),
    )


class _Cutter:
    """Walks over a feed once, from one token to the next."""

    def __init__(self, text: str, name: str, most: int) -> None:
        self.text = text
        self.most = most
        self.items: list[Item] = []
        self.left = 0
        self.first: int | None = None
        self._token = re.compile(
            rf"<!\[CDATA\[|<!--|<(?P<end>/?)(?:[\w.-]{{1,40}}:)?{name}(?=[\s/>])", re.IGNORECASE
        )
        self._line, self._counted = 1, 0
        self._unclosed: set[str] = set()

    def cut(self, at: int) -> None:
        open_at: int | None = None
        while token := self._token.search(self.text, at):
            at = token.end()
            if (opener := token.group().upper()) in _CLOSERS:
                at = self._past(opener, at)
            elif token["end"]:
                end = self.text.find(">", at) + 1 or len(self.text)
                if open_at is not None:
                    self._keep(open_at, end, is_whole=True)
                open_at, at = None, end
            else:
                if open_at is not None:  # it was never closed
                    self._keep(open_at, token.start(), is_whole=False)
                open_at = token.start()
                self.first = open_at if self.first is None else self.first
        if open_at is not None:
            self._keep(open_at, len(self.text), is_whole=False)

    def _past(self, opener: str, at: int) -> int:
        """Past the end of CDATA or a comment; one that is never closed is passed over."""
        closer = _CLOSERS[opener]
        end = -1 if opener in self._unclosed else self.text.find(closer, at)
        if end < 0:
            self._unclosed.add(opener)
            return at
        return end + len(closer)

    def _keep(self, start: int, end: int, *, is_whole: bool) -> None:
        if len(self.items) >= self.most:
            self.left += 1
            return
        self._line += self.text.count("\n", self._counted, start)
        self._counted = start
        self.items.append(Item(line=self._line, text=self.text[start:end], is_whole=is_whole))
