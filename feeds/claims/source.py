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

    def at(self, start: int, end: int) -> "Source":
        """The same source in other words of a sentence."""
        return Source(
            self.claimant, self.side, self.text, self.relay, start, end,
            self.is_pronoun, self.is_outlet, self.is_official, self.region,
        )  # fmt: skip

    def known_as(self, claimant: str, side: str | None, *, is_outlet: bool = False) -> "Source":
        """The same words, now that they are known to be somebody's."""
        return Source(
            claimant, side, self.text, self.relay, self.start, self.end,
            self.is_pronoun, is_outlet, self.is_official, self.region,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source at a place in the sentence."""

    at: int
    source: Source
    is_leading: bool
    """True where what it says comes after it; False for ", X said" at the end."""

    denies: bool = False
