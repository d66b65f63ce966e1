"""Feed bounds: what an item may hold before it is parsed, so that no item takes long.

The feed parser has no limits of its own: it is quadratic in the depth of tags, in the length of an
author's name (a pattern that looks for an address in it) and in the number of categories.
"""

import re
from dataclasses import dataclass, field

MOST_CHARACTERS = 1_000_000
"""Characters of an item, pictures written into it as text aside."""

MOST_DEPTH = 100
"""Tags of an item that are open at once; HTML that is written as text does not count."""

MOST_TAGS = 20_000
"""Tags of an item that are opened, and as many that are closed."""

MOST_STRAY = 200
"""Signs < of an item that begin no whole tag: the lenient parser of broken items tries each."""

MOST_NAMESPACES = 100
MOST_CATEGORIES = 200

MOST_OF_A_FIELD = 2_000
"""Characters of an author, a time, an address, a category."""

LONGEST_WORD = 10_000
"""Characters without a space or mark: a picture as text, and no word."""

_FIELDS = frozenset(
    (
        *("author", "creator", "name", "email", "contributor", "publisher", "owner", "editor"),
        *("managingeditor", "webmaster", "pubdate", "published", "updated", "date", "created"),
        *("issued", "modified", "expirationdate", "lastbuilddate", "valid", "guid", "id", "link"),
        *("uri", "url", "category", "subject", "keywords", "tags", "comments", "language"),
        *("point", "line", "polygon", "pos", "poslist", "box", "lat", "long", "lowercorner"),
    )
)
_NEVER_NEST = frozenset(("br", "hr", "img", "input", "li", "p", "td", "tr", "wbr"))
"""HTML that is left open without harm, where a feed forgets to write it as text."""

_CATEGORIES = frozenset(("category", "subject"))
_TOKEN = re.compile(r"<!\[CDATA\[|<!--|<(?P<end>/?)(?:[\w.-]{1,40}:)?(?P<name>[\w.-]{1,60})")
_BASE64 = re.compile(rf"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{{{LONGEST_WORD},}}")
_CLOSERS = {"<![CDATA[": "]]>", "<!--": "-->"}


@dataclass(slots=True)
class _Walk:
    """What a walk over the tags of an item finds."""

    open: list[tuple[str, int]] = field(default_factory=list)
    cuts: list[tuple[int, int]] = field(default_factory=list)
    tags: int = 0
    ends: int = 0
    stray: int = 0
    deepest: int = 0
    categories: int = 0


def without_pictures(text: str) -> str:
    """The item without pictures that are written as text."""
    return _BASE64.sub("", text) if len(text) > LONGEST_WORD else text


def bounded(text: str) -> tuple[str | None, str | None]:
    """The item without the fields that are too long, and what was cut; None for one over bounds."""
    if len(text) > MOST_CHARACTERS:
        return None, f"is {len(text):,} characters long"
    if text.count("xmlns") > MOST_NAMESPACES:
        return None, "declares more namespaces than any feed"
    walk = _walk(text)
    if max(walk.tags, walk.ends) > MOST_TAGS:
        return None, f"holds more than {MOST_TAGS:,} tags"
    if walk.stray > MOST_STRAY:
        return None, f"holds more than {MOST_STRAY} signs < that begin no tag"
    if walk.deepest > MOST_DEPTH:
        return None, f"has tags nested {walk.deepest:,} deep"
    if not walk.cuts:
        return text, None
    return _without(text, walk.cuts), "has fields that are too long or too many; they are left out"


def _walk(text: str) -> _Walk:
    walk, at = _Walk(), 0
    while token := _TOKEN.search(text, at):
        walk.stray += text.count("<", at, token.start())
        at = token.end()
        if closer := _CLOSERS.get(token.group()):
            at = text.find(closer, at) + len(closer)
            if at < len(closer):
                at = token.end()  # never closed: the rest is text
                break
            continue
        name, tag_end = token["name"].lower(), text.find(">", at) + 1 or len(text)
        walk.stray += text.count("<", at, tag_end)
        if token["end"]:
            walk.ends += 1
            _close(walk, name, tag_end)
        elif name in _NEVER_NEST:
            walk.tags += 1
        else:
            walk.open.append((name, token.start()))
            walk.tags += 1
            walk.deepest = max(walk.deepest, len(walk.open))
            if text[tag_end - 2 : tag_end] == "/>":
                _close(walk, name, tag_end)
        at = tag_end
        if max(walk.tags, walk.ends) > MOST_TAGS or walk.deepest > MOST_DEPTH:
            break
    walk.stray += text.count("<", at)
    while walk.open:
        _closed(walk, *walk.open.pop(), len(text))
    return walk


def _close(walk: _Walk, name: str, end: int) -> None:
    """Close the last one of that name, and all that stand open in it."""
    if all(name != opened for opened, _ in walk.open):
        return
    while walk.open:
        opened, start = walk.open.pop()
        _closed(walk, opened, start, end)
        if opened == name:
            return


def _closed(walk: _Walk, name: str, start: int, end: int) -> None:
    walk.categories += name in _CATEGORIES
    too_many = name in _CATEGORIES and walk.categories > MOST_CATEGORIES
    if too_many or (name in _FIELDS and end - start > MOST_OF_A_FIELD):
        walk.cuts.append((start, end))


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            kept.append(text[at:start])
        at = max(at, end)
    return "".join([*kept, text[at:]])
