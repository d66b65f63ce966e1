"""Virtual time: an event loop in which a night passes in seconds, and nothing waits in earnest."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.BaseSelector):
    """Where the loop would wait for a timer, the clock goes on to it."""

    def __init__(self, pass_time: Callable[[float], None]) -> None:
        self._real = selectors.DefaultSelector()
        self._pass_time = pass_time

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = self._real.select(0)
        if not ready and timeout is None:
            raise RuntimeError("nothing will ever happen: every task waits for another")
        if not ready and timeout:
            self._pass_time(timeout)
        return ready

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def close(self) -> None:
        self._real.close()

    def get_map(self) -> Any:
        return self._real.get_map()


class VirtualLoop(asyncio.SelectorEventLoop):
    """Timers fire in their order, at once; what goes to another thread is done where it stands."""

    def __init__(self, start: datetime) -> None:
        self._passed_s = 0.0
        self._start = start
        super().__init__(_Selector(self._pass))

    def _pass(self, seconds: float) -> None:
        self._passed_s += seconds

    def time(self) -> float:
        return self._passed_s

    def now(self) -> datetime:
        """The wall clock."""
        return self._start + timedelta(seconds=self._passed_s)

    def monotonic(self) -> float:
        """As the clock of `feeds.clock`."""
        return self._passed_s

    def run_in_executor(  # type: ignore[override]
        self, _executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> "asyncio.Future[T]":
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def lived(loop: VirtualLoop, story: Coroutine[Any, Any, T]) -> T:
    """Run it to its end."""
    try:
        return loop.run_until_complete(story)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
