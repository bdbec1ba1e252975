"""What the questions are asked of: a Redis, a database and one web process, between the programs at
its two ends. Each one's CPU and memory can be told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.transport import Reading
from tests.support.postgres_server import PostgresServer
from tests.support.processes import ROOT
from tests.support.site import Site
from tests.support.waiting import wait_for

MEGABYTE = 1024 * 1024


class Program:
    """A child that answers each line with a line."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def order(self, **order: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._module} ended with {self._process.wait()}.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, **order: Any) -> dict[str, Any]:
        self.order(**order)
        return self.answer()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


class BareSite(Site):
    """Its web process is the least that there is."""

    def start_web(self, module: str = "daphne") -> None:
        endpoint = f"tcp:port={self.port}:interface=127.0.0.1:backlog=2048"
        application = "benchmarks.transport.bare:application"
        self._start("web", module, "-v", "0", "-e", endpoint, application)
        wait_for(lambda: self._status("/") == 200, seconds=60, what="the bare web process")


class Stage:
    """A web process between a feeder and its readers. bare: it is the least that there is."""

    def __init__(self, site: Site, *, bare: bool) -> None:
        self.site, self._bare = site, bare
        self._feeder = Program("benchmarks.transport.feeder", site.environment)
        self.readers = Program("benchmarks.transport.readers", site.environment)
        self._meter = Meter(
            {"web": site.pid("web"), "redis": site.redis.pid, "feeder": self._feeder.pid}
        )

    def people(self, count: int) -> list[dict[str, str]]:
        if self._bare:
            return [{"reply": f"reply-{number}"} for number in range(count)]
        return people(self.site, count, are_reading=True)

    def open(self, readers: Sequence[dict[str, str]]) -> None:
        replies = list(dict.fromkeys(reader["reply"] for reader in readers))
        self._feeder.ask(replies=replies, bare=self._bare)
        self.readers.ask(port=self.site.port, bare=self._bare, readers=list(readers))

    def deliver(
        self,
        readers: Sequence[dict[str, str]],
        *,
        rate: float,
        seconds: float,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Delivery:
        """One token for each reply at each of `rate` steps a second; the sockets hear all."""
        self.open(readers)
        self._meter.begin()
        self.feed(rate=rate, seconds=seconds)
        meanwhile()
        reading = Reading(**self.readers.ask(wait=seconds + 30))
        fed = self._feeder.answer()
        return Delivery(
            reading=reading,
            wanted=fed["tokens"] * len(readers),
            seconds=seconds,
            spent=self._meter.spent(),
            memory=self._meter.megabytes("web"),
            late=fed["late"],
        )

    def feed(self, *, rate: float, seconds: float, ends: bool = True) -> None:
        self._feeder.order(rate=rate, seconds=seconds, ends=ends)

    def fed(self) -> int:
        """Tokens of each reply, when all are appended."""
        return int(self._feeder.answer()["tokens"])

    def end(self) -> None:
        self.readers.end()
        self._feeder.end()


class Meter:
    """What processes spend; pids by name, their children count with them."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in pids.items()}
        self._before: Mapping[str, float] = {}

    def begin(self) -> None:
        self._before = self._seconds()

    def spent(self) -> dict[str, float]:
        """CPU seconds since `begin`."""
        return {name: after - self._before[name] for name, after in self._seconds().items()}

    def megabytes(self, name: str) -> float:
        resident: int = self._processes[name].memory_info().rss
        return resident / MEGABYTE

    def _seconds(self) -> dict[str, float]:
        return {name: sum(map(_cpu, _family(one))) for name, one in self._processes.items()}


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def programs(site: Site, count: int) -> list[dict[str, str]]:
    script = f"from benchmarks.transport.rows import print_programs; print_programs({count})"
    told: list[dict[str, str]] = json.loads(site.managed("shell", "-v", "0", "-c", script))
    return told


def people(site: Site, count: int, *, are_reading: bool) -> list[dict[str, str]]:
    script = (
        "from benchmarks.transport.rows import print_people; "
        f"print_people({count}, are_reading={are_reading})"
    )
    told: list[dict[str, str]] = json.loads(site.managed("shell", "-v", "0", "-c", script))
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of `wanted` tokens. spent: CPU seconds by process. memory: of the web process, in
    MB. late: share of the feeder's steps."""

    reading: Reading
    wanted: int
    seconds: float
    spent: Mapping[str, float]
    memory: float
    late: float

    def row(self, web: str, what: str) -> dict[str, Any]:
        reading = self.reading
        return {
            "what": what,
            "web": web,
            "tokens": reading.tokens,
            "lost": self.wanted - reading.tokens,
            "broken": reading.broken,
            "median, ms": reading.percentile_ms(0.5),
            "p99, ms": reading.percentile_ms(0.99),
            "CPU µs a token": micros(self.spent, reading.tokens),
            **{f"{name}, cores": round(s / self.seconds, 2) for name, s in self.spent.items()},
            "web, MB": round(self.memory),
            "tokens a frame": round(reading.tokens / max(reading.frames, 1), 2),
            "late steps": round(self.late, 2),
        }


def micros(spent: Mapping[str, float], tokens: int) -> float:
    """CPU microseconds a token."""
    return round(sum(spent.values()) / max(tokens, 1) * 1e6, 1)


@contextmanager
def web_process(directory: Path, *, bare: bool = False) -> Iterator[Stage]:
    """One, with a Redis and a database of its own, and no worker."""
    limits = {"MAX_CONCURRENT_REQUESTS": "5000", "MAX_REQUESTS_PER_USER": "5000"}
    site = (BareSite if bare else Site)(directory, limits)
    try:
        site.start_web_alone()
        stage = Stage(site, bare=bare)
        try:
            yield stage
        finally:
            stage.end()
    finally:
        site.stop()


@contextmanager
def whole_site(directory: Path, *, database: str, environment: dict[str, str]) -> Iterator[Site]:
    """With its workers. database: `sqlite` or `postgresql`."""
    with ExitStack() as stack:
        if database == "postgresql":
            server = PostgresServer(directory / "postgresql")
            stack.callback(server.close)
            environment = {**environment, "DATABASE_URL": server.url}
        site = Site(directory, environment)
        stack.callback(site.stop)
        site.start()
        yield site
