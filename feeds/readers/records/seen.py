"""Seen: the ids of one document, so that a text that comes again is a revision or a mere repeat."""

from dataclasses import dataclass, field, replace

from feeds.entry import Draft


@dataclass(slots=True)
class _Versions:
    """The versions of one entry that were read."""

    revisions: set[int] = field(default_factory=set)
    words: set[tuple[object, ...]] = field(default_factory=set)
    newest: int = 0

    def take(self, draft: Draft) -> None:
        """Remember one more."""
        self.revisions.add(draft.revision)
        self.words.add(_words(draft))
        self.newest = max(self.newest, draft.revision)


@dataclass(slots=True)
class Seen:
    """What stood under an id so far, by source and id."""

    _firsts: dict[tuple[str | None, str], Draft] = field(default_factory=dict)
    _versions: dict[tuple[str | None, str], _Versions] = field(default_factory=dict)
    """Of those that came more than once."""

    def once(self, draft: Draft) -> tuple[Draft | None, str | None]:
        """The draft, numbered as a revision where its id was there before, and what was odd.

        None for the draft where it repeats an earlier one to the letter.
        """
        if draft.id is None:
            return draft, None
        key = (draft.source, draft.id)
        first = self._firsts.setdefault(key, draft)
        return (draft, None) if first is draft else self._again(draft, key, first)

    def _again(
        self, draft: Draft, key: tuple[str | None, str], first: Draft
    ) -> tuple[Draft | None, str | None]:
        seen = self._versions.get(key)
        if seen is None:
            seen = self._versions[key] = _Versions()
            seen.take(first)
        wrong = None
        if draft.revision in seen.revisions:
            if _words(draft) in seen.words:
                return None, f"repeats the id {draft.id!r} to the letter; kept once"
            draft = replace(draft, revision=seen.newest + 1)
            what = f"uses the id {draft.id!r} again for another text"
            wrong = f"{what}; read as its revision {draft.revision}"
        seen.take(draft)
        return draft, wrong


def _words(draft: Draft) -> tuple[object, ...]:
    when = draft.stamp and (draft.stamp.wall, draft.stamp.zone)
    return (draft.headline, draft.body, when, draft.withdrawn)
