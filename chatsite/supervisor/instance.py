"""One run per VAR_DIR, and nothing left over from a run that was killed. Knows no commands."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from chatsite.supervisor.exceptions import CannotStart

STOPPING = "stopping"
# Longer than an orderly stop takes: `make run` right after Ctrl-C waits instead of complaining.
PREDECESSOR_STOPS_WITHIN_SECONDS = 30
ORPHANS_STOP_WITHIN_SECONDS = 5


class Instance:
    """What this run holds in VAR_DIR: the lock, and a list of its processes for a successor."""

    def __init__(self, var_dir: Path, lock: int) -> None:
        self._lock = lock
        self._record = var_dir / "processes.json"

    def remember(self, pids: list[int]) -> None:
        """Write down who is running, with start times, since process ids are used again."""
        known = {}
        for pid in pids:
            with suppress(psutil.NoSuchProcess):
                known[pid] = psutil.Process(pid).create_time()
        fresh = self._record.with_suffix(".new")
        fresh.write_text(json.dumps(known))
        fresh.replace(self._record)

    def say_stopping(self) -> None:
        os.pwrite(self._lock, STOPPING.encode().ljust(20), 0)

    def end_orphans(self) -> list[int]:
        """Stop what a killed run left; return the process ids."""
        try:
            known = json.loads(self._record.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return []
        orphans = [orphan for pid, born in known.items() if (orphan := _find(int(pid), born))]
        for kind in (signal.SIGTERM, signal.SIGKILL):
            for orphan in orphans:
                with suppress(ProcessLookupError):
                    os.killpg(orphan.pid, kind)  # each child leads a group of its own
            _, orphans = psutil.wait_procs(orphans, timeout=ORPHANS_STOP_WITHIN_SECONDS)
        self._record.unlink(missing_ok=True)
        return [int(pid) for pid in known]


@contextmanager
def only_instance(var_dir: Path) -> Iterator[Instance]:
    """Raises CannotStart if another run has this VAR_DIR and is not about to stop."""
    lock = os.open(var_dir / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock, var_dir)
        os.pwrite(lock, str(os.getpid()).encode().ljust(20), 0)
        yield Instance(var_dir, lock)
    finally:
        os.close(lock)


def _take(lock: int, var_dir: Path) -> None:
    deadline = time.monotonic() + PREDECESSOR_STOPS_WITHIN_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 20, 0).decode().strip()
            if holder != STOPPING or time.monotonic() > deadline:
                raise CannotStart(
                    f"It is already running on VAR_DIR={str(var_dir)!r} (process {holder}): stop "
                    "it first, or set VAR_DIR and PORT to run a second site."
                ) from None
            time.sleep(0.1)
        else:
            return


def _find(pid: int, born: float) -> psutil.Process | None:
    try:
        process = psutil.Process(pid)
        return process if abs(process.create_time() - born) < 1 else None
    except psutil.NoSuchProcess:
        return None
