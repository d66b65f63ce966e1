"""Later: a sequence or a mapping that is worked out when somebody first looks into it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar, overload

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


_FIRST = slice(None, 1)


class Later(Sequence[T]):
    """As the tuple that it becomes.

    `size` tells its length before that, and `first` its first member, where they are known. One
    that is `long` takes longer than a frame. Several threads may look.
    """

    __slots__ = ("_first", "_long", "_made", "_make", "_size")

    def __init__(
        self,
        make: Callable[[], Sequence[T]],
        *,
        size: int | None = None,
        first: T | None = None,
        long: bool = False,
    ) -> None:
        self._long = long
        self._make: Callable[[], Sequence[T]] | None = make
        self._made: tuple[T, ...] = ()
        self._size = size
        self._first = first

    @property
    def _all(self) -> tuple[T, ...]:
        if self._size == 0:
            return ()
        make = self._make
        if make is not None:
            self._made, self._make = tuple(make()), None
        return self._made

    @property
    def takes_long(self) -> bool:
        """True where whoever looks now has to wait."""
        return self._long and self._make is not None

    def __len__(self) -> int:
        return self._size if self._size is not None else len(self._all)

    def __bool__(self) -> bool:
        return self._first is not None or len(self) > 0

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if self._first is not None and at in (0, _FIRST):
            return self._first if at == 0 else (self._first,)
        return self._all[at]

    def __iter__(self) -> Iterator[T]:
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        return self._all == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all)

    def __repr__(self) -> str:
        return f"Later({self._all!r})"


class LaterMapping(Mapping[K, V]):
    """As the mapping that it becomes."""

    def __init__(self, make: Callable[[], Mapping[K, V]]) -> None:
        self._make = make

    @cached_property
    def _all(self) -> Mapping[K, V]:
        return self._make()

    def __getitem__(self, key: K) -> V:
        return self._all[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def __repr__(self) -> str:
        return f"LaterMapping({self._all!r})"
