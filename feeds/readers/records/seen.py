"""Seen: the ids of one document, so that a text that comes again is a revision or a mere repeat."""

from dataclasses import dataclass, field, replace

from feeds.entry import Draft


@dataclass(slots=True)
class _Versions:
    """The versions of one entry that were read."""

    revisions: set[int] = field(default_factory=set)
    words: set[tuple[object, ...]] = field(default_factory=set)
    newest: int = 0


@dataclass(slots=True)
class Seen:
    """What stood under an id so far, by source and id."""

    _versions: dict[tuple[str | None, str], _Versions] = field(default_factory=dict)

    def once(self, draft: Draft) -> tuple[Draft | None, str | None]:
        """The draft, numbered as a revision where its id was there before, and what was odd.

        None for the draft where it repeats an earlier one to the letter.
        """
        if draft.id is None:
            return draft, None
        seen = self._versions.setdefault((draft.source, draft.id), _Versions())
        wrong = None
        if draft.revision in seen.revisions:
            if _words(draft) in seen.words:
                return None, f"repeats the id {draft.id!r} to the letter; kept once"
            draft = replace(draft, revision=seen.newest + 1)
            what = f"uses the id {draft.id!r} again for another text"
            wrong = f"{what}; read as its revision {draft.revision}"
        seen.revisions.add(draft.revision)
        seen.words.add(_words(draft))
        seen.newest = max(seen.newest, draft.revision)
        return draft, wrong


def _words(draft: Draft) -> tuple[object, ...]:
    when = draft.stamp and (draft.stamp.wall, draft.stamp.zone)
    return (draft.headline, draft.body, when, draft.withdrawn)
