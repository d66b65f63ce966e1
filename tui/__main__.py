"""The way in: `nightdesk` and `python -m tui`."""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from tui.command_line import run


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status. A closed pipe and Ctrl-C end quietly."""
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
