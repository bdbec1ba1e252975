"""The processes of a site: started, read, started again, stopped. Knows no command by name."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from honcho.process import Popen

from chatsite.supervisor.log import Log
from chatsite.supervisor.parent import wrapped

FIRST_RESTART_AFTER_SECONDS = 1.0
LAST_RESTART_AFTER_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0  # one that ran for so long and fell is not failing in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One kind of process. stops_within_seconds: then it is killed."""

    name: str
    arguments: list[str]
    environment: Mapping[str, str]
    stops_within_seconds: float = 5
    # What the kernel sends when the supervisor itself is killed.
    on_death: signal.Signals = signal.SIGKILL


@dataclass(slots=True)
class Child:
    command: Command
    process: subprocess.Popen[bytes]
    started_at: float = field(default_factory=time.monotonic)
    restart_at: float | None = None
    failures_in_a_row: int = 0

    def signal(self, number: signal.Signals) -> None:
        """To its whole group, so that nothing it started stays behind."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Children:
    """Call every method from one long-lived thread: the kernel ends a child with its starter."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._children: dict[str, Child] = {}
        self._output: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()

    def __iter__(self) -> Iterator[Child]:
        return iter(self._children.values())

    def pids(self) -> list[int]:
        return [child.process.pid for child in self if child.process.poll() is None]

    def start(self, command: Command) -> Child:
        process = Popen(
            wrapped(command.arguments, on_death=command.on_death),
            shell=False,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
        )
        threading.Thread(target=self._read, args=(command.name, process), daemon=True).start()
        child = self._children[command.name] = Child(command, process)
        return child

    def tend(self, *, for_seconds: float) -> list[Child]:
        """Print what they say for a while; start the fallen again. Return those that started."""
        self.print_output(for_seconds=for_seconds)
        return [again for child in list(self) if (again := self._tend(child))]

    def wait(self, child: Child) -> int:
        """Until it has ended by itself."""
        while child.process.poll() is None:
            self.print_output(for_seconds=0.05)
        del self._children[child.command.name]
        self.print_output(for_seconds=0.05)
        return child.process.returncode

    def stop(self, names: list[str]) -> None:
        """Ask these to end, all at once; kill those that take too long."""
        stopping = [self._children[name] for name in names if name in self._children]
        asked_at = time.monotonic()
        for child in stopping:
            child.signal(signal.SIGTERM)
        while any(child.process.poll() is None for child in stopping):
            self.print_output(for_seconds=0.05)
            for child in stopping:
                if time.monotonic() - asked_at > child.command.stops_within_seconds:
                    child.signal(signal.SIGKILL)
        for child in stopping:
            child.signal(signal.SIGKILL)  # for what it may have started
            del self._children[child.command.name]
        self.print_output(for_seconds=0.0)

    def kill(self) -> None:
        for child in self:
            child.signal(signal.SIGKILL)

    def _tend(self, child: Child) -> Child | None:
        now = time.monotonic()
        if child.process.poll() is None:
            return None
        if child.restart_at is None:
            healthy = now - child.started_at > HEALTHY_AFTER_SECONDS
            child.failures_in_a_row = 1 if healthy else child.failures_in_a_row + 1
            delay = min(
                FIRST_RESTART_AFTER_SECONDS * 2 ** (child.failures_in_a_row - 1),
                LAST_RESTART_AFTER_SECONDS,
            )
            child.restart_at = now + delay
            child.signal(signal.SIGKILL)  # for what it may have started
            self._log.say(
                f"{child.command.name} ended ({_how(child.process.returncode)}); "
                f"it starts again in {delay:.0f} s"
            )
        if now < child.restart_at:
            return None
        again = self.start(child.command)
        again.failures_in_a_row = child.failures_in_a_row
        return again

    def _read(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self._output.put((name, line))

    def print_output(self, *, for_seconds: float) -> None:
        until = time.monotonic() + for_seconds
        while True:
            remaining = until - time.monotonic()
            try:
                name, line = self._output.get(timeout=max(remaining, 0.001))
            except queue.Empty:
                if remaining <= 0:
                    return
            else:
                self._log.line(name, line)
                if remaining < -1:  # a flood must not keep us from our work
                    return


def _how(returncode: int) -> str:
    if returncode < 0:
        return f"by {signal.Signals(-returncode).name}"
    return f"exit code {returncode}"
