"""The way in: `nightdesk` and `python -m tui`."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from tui.command_line import run

GARBAGE = (50_000, 20, 20)
"""Python looks for circular garbage after so many new objects, not after 700: what is built at the
start stays (the import of Textual took 200 ms, not 330), and a look in the midst of a key costs 40.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. A closed pipe and Ctrl-C end quietly."""
    gc.set_threshold(*GARBAGE)
    _open_what_is_closed()
    if isinstance(sys.stdout, TextIOWrapper):  # results are UTF-8, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        _drop_output()
        sys.stderr.write(f"nightdesk: the output cannot be written: {error.strerror}\n")
        return 1
    return status


def _open_what_is_closed() -> None:
    """A daemon may start us without standard streams: what we say then goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end


def _drop_output() -> None:
    """Python complains again when it flushes at exit: give it somewhere to flush to."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    raise SystemExit(main())
