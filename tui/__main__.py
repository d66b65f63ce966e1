"""The way in: `nightdesk` and `python -m tui`."""

import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from tui.command_line import run

GARBAGE = (50_000, 20, 20)
"""Python looks for circular garbage after so many new objects, not after 700: what is built at the
start stays (the import of Textual took 200 ms, not 330), and a look in the midst of a key costs 40.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. A closed pipe and Ctrl-C end quietly."""
    gc.set_threshold(*GARBAGE)
    if isinstance(sys.stdout, TextIOWrapper):  # results are UTF-8, whatever the locale
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        status = run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would complain again when it flushes at exit: give it somewhere to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    raise SystemExit(main())
