"""Times: moments as whole microseconds since 1970, as columns hold them."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def moment(microseconds: int) -> datetime:
    """Since 1970, as a moment."""
    return _EPOCH + timedelta(microseconds=microseconds)


def microseconds(time: datetime) -> int:
    """A moment as microseconds since 1970, exact."""
    return (time - _EPOCH) // _MICROSECOND
