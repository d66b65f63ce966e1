"""Opening: what the command line asks of the screen, before anything has been read."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:  # the frame is painted before the stages are imported
    from feeds.marking import Front
    from feeds.options import Options
    from feeds.typed_time import TypedTime
    from tui.start.collecting import Collecting


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Which sources to open, and where the playhead starts."""

    sources: tuple[str, ...] = ()
    """As typed."""

    archive: Path | None = None
    """Archive to open in their place."""

    day: date | None = None
    """One day of it; None: all of it."""

    piped: BinaryIO | None = None
    """What stood in standard input, for the source `-`; None where that is no source."""

    options: "Options | None" = None
    """How they are read; None: as their content says."""

    replaying: bool = False
    """Play from `start`; else everything is shown, or what was known `at` a time."""

    at: "TypedTime | None" = None
    """Put the playhead here, paused; None is the end."""

    start: "TypedTime | None" = None
    """Begin a replay here; None is the first entry."""

    front: "Front | None" = None
    """The feed as it was left, where it stands on the screen already."""

    speed: float = 60
    """Story seconds a second, 1 to 3600, or infinity."""

    collecting: "Collecting | None" = None
    """What collects into the archive while we look; None where nothing of ours does."""

    quiet: timedelta | None = None
    """Jump stretches that are quiet for longer than this; None plays through them."""

    @property
    def is_starting(self) -> bool:
        """True while a collector of ours has not begun."""
        return self.collecting is not None and not self.collecting.has_followed
