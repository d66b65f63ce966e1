"""Hang-up: whether the terminal that we draw on is still there."""

import errno
import sys
import termios


def is_gone() -> bool:
    """True where standard input was a terminal that has been hung up (a connection broke).

    False for a terminal that is there, and for what never was one.
    """
    if sys.__stdin__ is None:
        return False
    try:
        termios.tcgetattr(sys.__stdin__.fileno())
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    except (OSError, ValueError):
        return False
    return False
