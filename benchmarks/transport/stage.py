"""What the questions are asked of: a Redis, a database and one web process, between the programs at
its two ends. Each one's CPU and memory can be told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.transport import Reading
from tests.support.site import ROOT, Site
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
    """bare: the web process is the least that there is, instead of ours."""

    def __init__(self, site: Site, *, bare: bool) -> None:
        self._site, self._bare = site, bare
        self._feeder = Program("benchmarks.transport.feeder", site.environment)
        self._readers = Program("benchmarks.transport.readers", site.environment)
        self._processes = {
            "web": psutil.Process(site.pid("web")),
            "redis": psutil.Process(site.redis.pid),
            "feeder": psutil.Process(self._feeder.pid),
        }

    def rows(self, count: int) -> list[dict[str, str]]:
        if self._bare:
            return [{"reply": f"reply-{number}"} for number in range(count)]
        script = f"from benchmarks.transport.rows import print_rows; print_rows({count})"
        rows: list[dict[str, str]] = json.loads(
            self._site.managed("shell", "-v", "0", "-c", script)
        )
        return rows

    def deliver(
        self, readers: Sequence[dict[str, str]], *, rate: float, seconds: float
    ) -> Delivery:
        """One token for each reply at each of `rate` steps a second; the sockets hear all."""
        replies = list(dict.fromkeys(reader["reply"] for reader in readers))
        self._feeder.ask(replies=replies, bare=self._bare)
        self._readers.ask(port=self._site.port, bare=self._bare, readers=list(readers))
        before = self._cpu()
        self._feeder.order(rate=rate, seconds=seconds)
        reading = Reading(**self._readers.ask(wait=seconds + 30))
        fed = self._feeder.answer()
        spent = {name: after - before[name] for name, after in self._cpu().items()}
        return Delivery(
            reading=reading,
            wanted=fed["tokens"] * len(readers),
            seconds=seconds,
            spent=spent,
            memory=self._processes["web"].memory_info().rss / MEGABYTE,
            late=fed["late"],
        )

    def _cpu(self) -> dict[str, float]:
        times = {name: process.cpu_times() for name, process in self._processes.items()}
        return {name: one.user + one.system for name, one in times.items()}

    def end(self) -> None:
        self._readers.end()
        self._feeder.end()


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

    @property
    def micros_per_token(self) -> float:
        return round(sum(self.spent.values()) / max(self.reading.tokens, 1) * 1e6, 1)

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
            "CPU µs a token": self.micros_per_token,
            **{f"{name}, cores": round(s / self.seconds, 2) for name, s in self.spent.items()},
            "web, MB": round(self.memory),
            "tokens a frame": round(reading.tokens / max(reading.frames, 1), 2),
            "late steps": round(self.late, 2),
        }


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
