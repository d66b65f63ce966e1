"""Tied: a process of our own that ends when we do, however that comes.

We hold one end of a pipe, and it the other: the system closes ours when we are gone.
"""

import os
import subprocess
from collections.abc import Callable, Sequence


class Tied:
    """One such process, begun at once."""

    def __init__(
        self,
        command: Callable[[str], Sequence[str]],
        *,
        stdin: int = subprocess.DEVNULL,
        stderr: int = subprocess.DEVNULL,
    ) -> None:
        """`command` is told the number of the pipe's end that the process is to watch.

        `stdin` and `stderr` as `subprocess.Popen` takes them.
        """
        held, self._tie = os.pipe()
        try:
            self.process = subprocess.Popen(
                command(str(held)),
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                pass_fds=(held,),
            )
        except BaseException:
            self.let_go()
            raise
        finally:
            os.close(held)

    def let_go(self) -> None:
        """Tell it to end; more than once does no harm."""
        if self._tie >= 0:
            os.close(self._tie)
            self._tie = -1
