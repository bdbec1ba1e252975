"""Processes that do not outlive their parent, on Linux. Knows only process ids.

Run as a script it turns itself into a command: `python -S parent.py KILL 123 -- command …`. It is
a script because a callback between fork and exec is not safe in a process with threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def die_with_parent(number: signal.Signals, *, parent: int) -> None:
    """Ask the kernel for this signal when the parent is gone. Elsewhere than on Linux: nothing."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it went before we asked
        os.kill(os.getpid(), number)


def wrapped(command: list[str], *, on_death: signal.Signals) -> list[str]:
    name = on_death.name.removeprefix("SIG")
    return [sys.executable, "-I", "-S", __file__, name, str(os.getpid()), "--", *command]


if __name__ == "__main__":
    _, name, parent, _, *command = sys.argv
    die_with_parent(signal.Signals[f"SIG{name}"], parent=int(parent))
    os.execvp(command[0], command)
