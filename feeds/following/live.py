"""Live: the engine in a thread of its own, for a screen that must not wait for it.

It has its own connection to the archive; the desk sees what it commits as it sees another program's
(`ArchiveDesk.look`). What happens is told in the engine's thread.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from feeds.errors import FeedError
from feeds.following.engine import Following
from feeds.following.event import Event
from feeds.following.health import Health
from feeds.following.opening import Asked, open_following
from feeds.following.source import FollowedSource
from feeds.options import Options

END_S = 10.0
"""How long the end of a program waits for what is being kept."""

_log = logging.getLogger(__name__)


class Live:
    """Follows from `start` to `stop`. Safe to ask from any thread."""

    def __init__(
        self,
        path: Path,
        asked: Asked,
        options: Options,
        tell: Callable[[Event], None],
        *,
        stdin: BinaryIO | None = None,
    ) -> None:
        """`tell` is called in the engine's thread."""
        self._asked_for = (path, asked, options)
        self._tell = tell
        self._stdin = stdin
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._following: Following | None = None
        self._error: BaseException | None = None
        self.notices: tuple[str, ...] = ()
        """What a reader should know before it begins."""

    def start(self) -> None:
        """Begin; returns once it is known that it can.

        Raises:
            FeedError: it cannot; see `open_following`.
        """
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._error is not None:
            raise self._error

    @property
    def sources(self) -> Sequence[FollowedSource]:
        """What is followed, in its order."""
        return self._following.sources if self._following else ()

    @property
    def healths(self) -> Mapping[str, Health]:
        """How each source fares, in their order."""
        return self._following.healths if self._following else {}

    @property
    def is_running(self) -> bool:
        """False once it has ended, by `stop` or because a fault ended it."""
        return self._thread is not None and self._thread.is_alive()

    def ask_now(self, source: str | None = None) -> None:
        """Do not wait any longer: for one source, or for all."""
        if self._following is not None:
            self._in_loop(self._following.ask_now, source)

    def stop(self) -> None:
        """End; what is being kept is kept when this returns."""
        if self._following is not None:
            self._in_loop(self._following.stop)
        if self._thread is not None:
            self._thread.join(END_S)

    def _in_loop(self, do: Callable[..., object], *arguments: object) -> None:
        loop = self._loop
        if loop is not None and self.is_running:
            try:
                loop.call_soon_threadsafe(do, *arguments)
            except RuntimeError:
                _log.debug("the engine has just ended")

    def _run(self) -> None:
        path, asked, options = self._asked_for
        try:
            with open_following(path, asked, options, self._tell, stdin=self._stdin) as opened:
                self._following, self.notices = opened.following, opened.notices
                asyncio.run(self._live(opened.following))
        except FeedError as error:
            self._error = error
        except BaseException as error:
            _log.exception("following ended")
            self._error = error
            raise
        finally:
            self._ready.set()

    async def _live(self, following: Following) -> None:
        self._loop = asyncio.get_running_loop()
        self._ready.set()
        await following.run()
