"""A whole site for tests: its own Redis, database, Daphne and Celery workers, as real processes.

Each process can be killed, frozen and started again. Replies are scripted; what a test asks for
in its message (`!reply …`, `!rate …`) is what it gets, see inference/backends/scripted.py.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import httpx
import redis

from tests.support.redis_server import RedisServer, free_port
from tests.support.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m"]
QUIET = ("--without-gossip", "--without-mingle")  # as the supervisor starts them


class Site:
    """One running site. `environment` adds to or overrides its settings."""

    def __init__(self, directory: Path, environment: dict[str, str] | None = None) -> None:
        self.directory = directory
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.redis = RedisServer(directory / "redis", append_only=True)
        self.environment = {
            **os.environ,
            "PORT": str(self.port),
            "VAR_DIR": str(directory),
            "REDIS_URL": self.redis.url,
            "INFERENCE_BACKEND": "scripted",
            "SCRIPTED_TOKENS_PER_SECOND": "60",
            "SCRIPTED_REPLY_TOKENS": "40",
            "MAX_REQUESTS_PER_USER": "8",
            **(environment or {}),
        }
        self._metrics_ports = {"web": self.port}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    # --- life -----------------------------------------------------------------------------------

    def start(self, *, wait_until_ready: bool = True) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.redis.start()
        self.manage("migrate", "--verbosity", "0")
        self.start_web()
        self.start_web_worker()
        self.start_gpu_worker()
        if wait_until_ready:
            self.wait_until_ready()

    def stop(self) -> None:
        for name in list(self._processes):
            self.end(name)
        self.redis.stop()

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True)

    def start_web(self) -> None:
        endpoint = f"tcp:port={self.port}:interface=127.0.0.1:backlog=2048"
        self._start("web", "daphne", "-v", "0", "-e", endpoint, "chatsite.asgi:application")
        wait_for(lambda: self._status("/healthz") == 200, seconds=120, what="the web process")

    def start_web_worker(self) -> None:
        beat = str(self.directory / "beat-schedule")
        arguments = ["-A", "chatsite", "worker", "-Q", "web", "-P", "threads", "-c", "2"]
        self._start("web-worker", "celery", *arguments, "-B", "-s", beat, *QUIET, "-n", "web@test")

    def start_gpu_worker(self, name: str = "gpu-worker", **environment: str) -> None:
        """Several need several names. environment: of this one alone."""
        arguments = ["-A", "inference.worker", "worker", "-P", "threads", "-c", "64"]
        arguments += ["--prefetch-multiplier", "1", *QUIET, "-n", f"{name}@test"]
        port = self._metrics_ports.setdefault(name, free_port())
        self._start(name, "celery", *arguments, METRICS_PORT=str(port), **environment)

    def wait_until_ready(self) -> None:
        wait_for(lambda: self._status("/readyz") == 200, seconds=300, what="the site")

    def wait_until_at_work(self, name: str = "gpu-worker") -> None:
        """This very process: the site is ready for some seconds after a worker was killed."""
        wait_for(lambda: self.pid(name) in self._ready_pids(), seconds=60, what=f"the {name}")

    def wait_until_no_worker(self) -> None:
        wait_for(lambda: self._status("/readyz") == 503, seconds=30, what="the worker to be missed")

    # --- faults ---------------------------------------------------------------------------------

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        process = self._processes.pop(name)
        process.send_signal(number)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def kill(self, name: str) -> None:
        self.end(name, signal.SIGKILL)

    @contextmanager
    def frozen(self, name: str) -> Iterator[None]:
        process = self._processes[name]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    def mend(self) -> None:
        """Everything runs again as `start` left it, and nothing else does."""
        self.redis.mend()
        for process in self._processes.values():
            process.send_signal(signal.SIGCONT)
        parts = {
            "web": self.start_web,
            "web-worker": self.start_web_worker,
            "gpu-worker": self.start_gpu_worker,
        }
        for name in self._processes.keys() - parts.keys():
            self.end(name)
        for name, start in parts.items():
            if not self.is_running(name):
                start()
        self.wait_until_at_work()
        self.wait_until_ready()

    # --- looking inside -------------------------------------------------------------------------

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    def writer_of(self, generation: str) -> str:
        """The process that has taken this reply."""
        client: Any = self.redis_client()
        pid = pid_of(client.hget(f"reply:{generation}", "worker").decode())
        return next(name for name, process in self._processes.items() if process.pid == pid)

    def is_running(self, name: str) -> bool:
        return name in self._processes and self._processes[name].poll() is None

    def count(self, name: str, process: str = "web") -> float:
        """A number of /metrics, over all its labels; of a GPU worker, if one is named."""
        url = f"http://127.0.0.1:{self._metrics_ports[process]}/metrics"
        page = httpx.get(url, timeout=10).text
        found = re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", page, re.MULTILINE)
        return sum(map(float, found))

    def ready_workers(self) -> int:
        return len(self._ready_pids())

    def log(self, name: str) -> str:
        return self._log_path(name).read_text(errors="replace")

    def redis_client(self) -> redis.Redis:
        return redis.Redis.from_url(self.redis.url)

    def _ready_pids(self) -> set[int]:
        client: Any = self.redis_client()
        said = [client.get(b"worker:" + name) for name in client.smembers("workers")]
        workers = [json.loads(one) for one in said if one is not None]
        return {pid_of(one["worker"]) for one in workers if one["state"] == "ready"}

    def _log_path(self, name: str) -> Path:
        return self.directory / f"{name}.log"

    def _start(self, name: str, module: str, *arguments: str, **environment: str) -> None:
        log: IO[bytes]
        with self._log_path(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [*PYTHON, module, *arguments],
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _status(self, path: str) -> int:
        for name, process in self._processes.items():
            assert process.poll() is None, f"{name} has ended:\n{self.log(name)[-4000:]}"
        try:
            return httpx.get(self.url + path, timeout=10).status_code
        except httpx.TransportError:
            return 0


def pid_of(worker: str) -> int:
    """From the name under which a worker reports."""
    return int(worker.rpartition("-")[2])


@contextmanager
def running_site(directory: Path, environment: dict[str, str] | None = None) -> Iterator[Site]:
    site = Site(directory, environment)
    try:
        site.start()
        yield site
    finally:
        site.stop()
