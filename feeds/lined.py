"""Lined: mappings and sequences that remember their lines, as `safe_yaml` builds them."""


class Mapped(dict[str, object]):
    """A mapping that remembers its own line and the line of each key, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class Listed(list[object]):
    """A sequence that remembers its own line and the line of each item, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
