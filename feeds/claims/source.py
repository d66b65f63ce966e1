"""Source: somebody who says something; Attribution: where in a sentence they say it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who says something."""

    claimant: str
    """Actor id, else the words."""

    side: str | None
    text: str
    """The words."""

    relay: tuple[str, ...] = ()
    start: int = -1
    """Span of its tokens in the sentence, for telling a source's place from a loss's."""

    end: int = -1
    is_pronoun: bool = False
    is_outlet: bool = False
    is_official: bool = False
    """True for a nameless official, whose side the rest of the text must give."""

    region: str | None = None
    """Region id that the source is of: "Governor of X"."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source at a place in the sentence."""

    at: int
    source: Source
    is_leading: bool
    """True where what it says comes after it; False for ", X said" at the end."""

    denies: bool = False
