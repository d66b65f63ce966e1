"""Options: what is asked of the desk before anything is read; a screen may know it that early."""

from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

from feeds.errors import UsageError

SAMPLE = "sample:"
"""The source that is the day that ships."""

STDIN = "-"
"""The source that is standard input."""

MOST_BYTES = 256_000_000
"""Bytes read of one document; what is over is left out, and said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """How addresses are fetched: what the command line and the settings say."""

    allow_private: frozenset[str] = frozenset()
    """Hosts that may be asked although they are this machine or of a private network."""

    contact: str = ""
    """Where whoever runs a source can reach this desk; said with every request."""

    proxy: str | None = field(default=None, repr=False)
    """`http://host:port` through which all is fetched; None: none, whatever the environment says.
    It may hold a password."""

    certificates: Path | None = None
    """A PEM file of further certificates to trust."""

    most_mb: float = 8.0
    """Megabytes of a page once unpacked; what is larger is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How sources are read: what the command line and the settings say."""

    beat: str | None = None
    """Name or path of a pack; None recognises a shipped one."""

    recognises: bool = True
    """False where no `beat` means none."""

    zone: str | None = None
    """Zone of stamps that carry none: IANA name or +04:00; None is the beat's."""

    day: date | None = None
    """Day of documents that carry no date; None leaves them undated."""

    with_claims: bool = True
    """False where nobody will ask for claims or a tally: reading is three times as fast."""

    reader: str | None = None
    """Reader to force; None recognises the format."""

    decisions: Path | None = None
    """File of what people decided (R19); None keeps decisions for the session only."""

    notebook: Path | None = None
    """Archive in which marks, tags, notes and views are kept; None keeps them for the session."""

    network: Network = Network()
    """How a source is fetched that is an address."""

    with_review: bool = True
    """False for the machine's tally: decisions are kept, and change nothing."""


def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name or of an offset such as +04:00.

    Raises:
        UsageError: there is no such zone.
    """
    try:
        if name[:1] in "+-":
            offset = datetime.strptime(name.replace(":", ""), "%z").tzinfo
            if offset:
                return offset
        return ZoneInfo(name)
    except (ValueError, KeyError, OSError):
        raise UsageError(
            f"no zone {name!r}; write an IANA name (Asia/Yerevan) or an offset (+04:00)"
        ) from None
