"""Wording: two texts become runs of what stayed, went and came, cut at words."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from feeds.edit import Run

MOST_PAIRS = 1_000_000
"""Words against words that are compared one by one; longer texts are compared by paragraphs, and
word by word inside those that changed, while that stays below it."""

_PIECE = re.compile(r"\s+|\w+(?:[’'.,:-]\w+)*|[^\w\s]")
_PARAGRAPH = re.compile(r"\n\s*\n|(?:(?!\n\s*\n)[\s\S])+")


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The runs of two texts: joined without the added ones they are `before`, without the removed
    ones `after`, to the letter. What was removed stands before what came in its place.
    """
    if before == after:
        return (Run("same", before),) if before else ()
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    found = [Run("same", "".join(old[:head])), *middle]
    found.append(Run("same", "".join(old[len(old) - tail :])))
    return tuple(_tidy(found))


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces at the beginning are the same."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _middle(old: list[str], new: list[str]) -> Iterator[Run]:
    if len(old) * len(new) <= MOST_PAIRS:
        yield from _matched(old, new)
        return
    pairs = ([m.group() for m in _PARAGRAPH.finditer("".join(pieces))] for pieces in (old, new))
    removed = added = ""
    for run in _matched(*pairs):
        if run.kind == "same":
            yield from _inside(removed, added)
            removed = added = ""
            yield run
        elif run.kind == "removed":
            removed += run.text
        else:
            added += run.text
    yield from _inside(removed, added)


def _inside(removed: str, added: str) -> Iterator[Run]:
    """Paragraphs that took the place of others, word by word where they are not too long."""
    old, new = _PIECE.findall(removed), _PIECE.findall(added)
    if old and new and len(old) * len(new) <= MOST_PAIRS:
        yield from _matched(old, new)
        return
    yield Run("removed", removed)
    yield Run("added", added)


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(old[i:j]))
        else:
            yield Run("removed", "".join(old[i:j]))
            yield Run("added", "".join(new[k:m]))


def _tidy(found: Sequence[Run]) -> Iterator[Run]:
    """Runs of one kind joined; a lone space between two changes belongs to both."""
    removed = added = ""
    listed = [run for run in found if run.text]
    same = ""
    for n, run in enumerate(listed):
        is_gap = run.kind == "same" and 0 < n < len(listed) - 1 and run.text.isspace()
        if run.kind == "same" and not is_gap:
            yield from _put(removed, added)
            removed = added = ""
            same = run.text
            yield Run("same", same)
            continue
        removed += run.text if run.kind != "added" else ""
        added += run.text if run.kind != "removed" else ""
    yield from _put(removed, added)


def _put(removed: str, added: str) -> Iterator[Run]:
    if removed == added:
        if removed:
            yield Run("same", removed)
        return
    if removed:
        yield Run("removed", removed)
    if added:
        yield Run("added", added)
