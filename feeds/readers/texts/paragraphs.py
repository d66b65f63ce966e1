"""Paragraphs: plain text cut at its blank lines, every character kept, every line known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that no blank line parts."""

    text: str
    """As in the source, single line breaks included, without the white space around it."""

    line: int
    """Line where it begins, from 1."""

    @property
    def lines(self) -> list[str]:
        """Its lines, without the white space around them."""
        return [line.strip() for line in self.text.split("\n")]


def paragraphs(text: str, line: int = 1) -> list[Paragraph]:
    """The paragraphs of `text`, which begins on `line`."""
    found: list[Paragraph] = []
    open_lines: list[str] = []
    for number, one in enumerate([*text.split("\n"), ""], line):
        if one and not one.isspace():
            open_lines.append(one)
        elif open_lines:
            found.append(Paragraph("\n".join(open_lines).strip(), number - len(open_lines)))
            open_lines = []
    return found


def join(parts: list[Paragraph]) -> str:
    """A body: paragraphs parted by one blank line."""
    return "\n\n".join(part.text for part in parts)
