"""Archive claims: claims by id and by entry, as a snapshot asks for them: read when asked for."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class LazyClaims(Mapping[_Key, _Value]):
    """Those of the tally's window are there; any other is looked up when somebody asks for it.

    Whoever goes through all of them meets those of the window alone.
    """

    def __init__(
        self,
        near: Mapping[_Key, _Value],
        far: Callable[[_Key], _Value | None],
        struck: Mapping[_Key, _Value] | None = None,
    ) -> None:
        """`near`: of the window; `far` looks one up, None where there is none.

        `struck` are those of the window that were edited away: what holds goes before them.
        """
        self._near = near
        self._far = far
        self._struck = struck or {}

    def __getitem__(self, key: _Key) -> _Value:
        found = self._near.get(key)
        if found is None:
            found = self._far(key)
        if found is None:
            found = self._struck.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[_Key]:
        return iter({**self._struck, **self._near})

    def __len__(self) -> int:
        return len(self._near.keys() | self._struck.keys())
