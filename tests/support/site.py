"""A whole site for tests: its own Redis, database, Daphne and Celery workers, as real processes.

Each process can be killed, frozen and started again. Replies are scripted; what a test asks for
in its message (`!reply …`, `!rate …`) is what it gets, see inference/backends/script.py.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import httpx
import psutil
import redis

from tests.support.migrated import SHARED_DIR, copy_migrated
from tests.support.processes import Way, end, way_here
from tests.support.redis_server import RedisServer, free_port
from tests.support.shell import Shell
from tests.support.trust import trusted
from tests.support.waiting import wait_for

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
            "ATTEMPTS_PER_MINUTE": "100000",  # everybody here comes from one address
            **(environment or {}),
        }
        self._metrics_ports = {"web": self.port}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._shell: Shell | None = None

    def way_of(self, name: str) -> Way:
        """How this process is started; that of `manage.py` is called migrate."""
        return way_here(name, self.environment)

    # --- life -----------------------------------------------------------------------------------

    def start(self, *, wait_until_ready: bool = True) -> None:
        self._prepare()
        self.start_web_worker()
        self.start_gpu_worker()
        self.start_web()  # this one is waited for: the others start meanwhile
        if wait_until_ready:
            self.wait_until_ready()

    def stop(self) -> None:
        ending, self._processes = self._processes, {}
        end(*ending.values())
        if self._shell is not None:
            self._shell.close()
            self._shell = None
        self.redis.stop()

    def manage(self, *arguments: str) -> None:
        way = self.way_of("migrate")
        command = [way.python, "manage.py", *arguments]
        subprocess.run(command, cwd=way.folder, env=way.environment, check=True)

    def managed(self, *arguments: str) -> str:
        """What the command prints."""
        way = self.way_of("migrate")
        done = subprocess.run(
            [way.python, "manage.py", *arguments],
            cwd=way.folder,
            env=way.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def shell(self, code: str) -> str:
        """What the code prints, as a command for `manage.py shell`."""
        if self._shell is None:
            way = self.way_of("migrate")
            self._shell = Shell(way.python, way.folder, way.environment)
        return self._shell.run(code)

    def start_web_alone(self) -> None:
        """No worker: messages are stored, and wait."""
        self._prepare()
        self.start_web()

    def _prepare(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.redis.start()
        self.prepare_database()

    def prepare_database(self) -> None:
        """Outside of pytest nobody shares one."""
        shared = SHARED_DIR in self.environment and "DATABASE_URL" not in self.environment
        if shared and not self.database_path.exists():
            copy_migrated(self.database_path)
        else:
            self.manage("migrate", "--verbosity", "0")

    def start_web(self, module: str = "chatsite.server") -> None:
        self._start("web", module)
        wait_for(lambda: self._status("/healthz") == 200, seconds=120, what="the web process")

    def start_web_worker(self) -> None:
        beat = str(self.directory / "beat-schedule")
        arguments = ["-A", "chatsite", "worker", "-Q", "web", "-P", "threads", "-c", "2"]
        self._start("web-worker", "celery", *arguments, "-B", "-s", beat, *QUIET, "-n", "web@test")

    def start_gpu_worker(self, name: str = "gpu-worker", **environment: str) -> None:
        """Several need several names. environment: of this one alone."""
        threads = self.environment.get("MAX_IN_FLIGHT", "64")
        arguments = ["-A", "inference.worker", "worker", "-P", "threads", "-c", threads]
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

    @contextmanager
    def another_web(self, module: str = "chatsite.server", **environment: str) -> Iterator[Site]:
        """A second web process of this site, on a port of its own."""
        directory = self.directory / f"web-{uuid4().hex[:8]}"  # for its log
        other = Site(directory, {**self.environment, **environment})
        other.environment["PORT"] = str(other.port)
        directory.mkdir()
        try:
            other.start_web(module)
            yield other
        finally:
            if other.is_running("web"):
                other.end("web")

    # --- faults ---------------------------------------------------------------------------------

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        end(self._processes.pop(name), number=number)

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

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        """Nobody else can write to SQLite, or begin to."""
        with closing(sqlite3.connect(self.database_path, isolation_level=None)) as database:
            database.execute("BEGIN EXCLUSIVE")
            yield
            database.execute("ROLLBACK")

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
        wait_for(lambda: self._status("/sign-up/") == 200, what="a page that reads the database")

    # --- looking inside -------------------------------------------------------------------------

    @property
    def database_path(self) -> Path:
        """SQLite's."""
        return Path(self.environment["VAR_DIR"]) / "db.sqlite3"

    def pid(self, name: str) -> int:
        return self._processes[name].pid

    def memory_bytes(self, name: str) -> int:
        """What the process itself holds, without what it shares."""
        return int(psutil.Process(self.pid(name)).memory_info().rss)

    def deleted_file_bytes(self, name: str) -> int:
        """In files that only the process itself can still see."""
        files = Path(f"/proc/{self.pid(name)}/fd").iterdir()
        return sum(
            file.stat().st_size for file in files if str(file.readlink()).endswith("(deleted)")
        )

    def writer_of(self, generation: str) -> str:
        """The process that has taken this reply."""
        client: Any = self.redis_client()
        pid = pid_of(client.hget(f"reply:{generation}", "worker").decode())
        return next(name for name, process in self._processes.items() if process.pid == pid)

    def is_running(self, name: str) -> bool:
        return name in self._processes and self._processes[name].poll() is None

    def metrics_url(self, process: str) -> str:
        return f"http://127.0.0.1:{self._metrics_ports[process]}/metrics"

    def count(self, name: str, process: str = "web") -> float:
        """A number of /metrics, over all its labels; of a GPU worker, if one is named."""
        page = httpx.get(self.metrics_url(process), timeout=10, verify=trusted()).text
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
        way = self.way_of(name)
        with self._log_path(name).open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [way.python, "-m", module, *arguments],
                cwd=way.folder,
                env={**way.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def _status(self, path: str) -> int:
        for name, process in self._processes.items():
            assert process.poll() is None, f"{name} has ended:\n{self.log(name)[-4000:]}"
        try:
            return httpx.get(self.url + path, timeout=10, verify=trusted()).status_code
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
