"""Line finder: the lines of what a parser found, which stand in their order in the text."""


class LineFinder:
    """Looks once through a text, from its beginning to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at, self._line = 0, 1

    def of(self, words: str) -> int | None:
        """The line of the next place of these words, from 1; None where they are written
        otherwise. Looking for what is not there leaves the place as it was."""
        found = self._text.find(words, self._at) if words else -1
        if found < 0:
            return None
        self._line += self._text.count("\n", self._at, found)
        self._at = found
        return self._line
