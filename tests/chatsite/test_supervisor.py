"""`make run` as a whole: starts, restarts what falls, stops, and leaves no process behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import httpx
import psutil
import pytest

from chatsite.supervisor.site import gpu_worker
from inference.config import FINISH_SECONDS
from tests.support.migrated import copy_migrated
from tests.support.redis_server import free_port
from tests.support.waiting import wait_for

ROOT = Path(__file__).resolve().parents[2]
NAMES = {"redis", "gpu", "worker", "beat", "web"}


class Run:
    """One `python -m chatsite.supervisor`, with its own Redis and a scripted model."""

    def __init__(self, var_dir: Path, **settings: str) -> None:
        self.var_dir, self.port = var_dir, free_port()
        self._log = var_dir / "log"
        inherited = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
        own = {"VAR_DIR": str(var_dir), "PORT": str(self.port)}
        self._environment = {**inherited, **own, **settings}
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "chatsite.supervisor"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def again(self) -> None:
        self.process = self._start()

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_until_ready(self) -> None:
        self.wait_until_said(f"Chatsite is ready: http://localhost:{self.port}\n")

    def wait_until_said(self, text: str) -> None:
        wait_for(lambda: self._has_said(text), seconds=60, what=text)

    def _has_said(self, text: str) -> bool:
        assert self.process.poll() is None, self.log
        return text in self.log

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process | None:
        for child in self.children():
            with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
                if word in " ".join(child.cmdline()):
                    return child
        return None

    def ready_status(self) -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).status_code
        except httpx.TransportError:
            return 0

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=60)


@pytest.fixture
def first_run(tmp_path: Path) -> Iterator[Run]:
    """In an empty directory."""
    run = Run(tmp_path)
    yield run
    if run.process.poll() is None:
        run.end(signal.SIGTERM)


@pytest.fixture
def migrated(tmp_path: Path) -> None:
    """As a run finds it that is not the first."""
    copy_migrated(tmp_path / "db.sqlite3")


@pytest.fixture
def run(migrated: None, first_run: Run) -> Run:
    return first_run


def has_come_back(run: Run, word: str, fallen: psutil.Process) -> bool:
    return run.child(word) not in (None, fallen)


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(
        process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_starts_says_so_once_and_stops_without_a_trace(
    first_run: Run, number: signal.Signals
) -> None:
    run = first_run
    run.wait_until_ready()
    assert run.ready_status() == 200
    children = run.children()
    assert len(children) >= len(NAMES)
    assert run.end(number) == 0
    assert all_gone(children)
    assert run.log.count("Chatsite is ready") == 1
    assert "Traceback" not in run.log


def test_after_kill_nothing_is_left_and_it_starts_again(run: Run) -> None:
    run.wait_until_ready()
    children = run.children()
    run.end(signal.SIGKILL)
    run.again()
    run.wait_until_ready()
    assert all_gone(children)


def test_what_falls_is_started_again(run: Run) -> None:
    run.wait_until_ready()
    for word in ("inference.worker", "chatsite.server"):
        fallen = run.child(word)
        assert fallen is not None
        fallen.kill()
        wait_for(partial(has_come_back, run, word, fallen), what=f"{word} to come back")
    wait_for(lambda: run.ready_status() == 200, seconds=60, what="the site to be ready again")
    assert "gpu ended (by SIGKILL); it starts again in 1 s" in run.log


def test_a_worker_that_ends_by_itself_is_started_again_after_longer_and_longer(
    migrated: None, tmp_path: Path
) -> None:
    """As one whose GPU is gone would; the site is up meanwhile, and says that nobody answers."""
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = Run(tmp_path, METRICS_PORT=port)
        try:
            for seconds in (1, 2):
                run.wait_until_said(f"gpu ended (exit code 1); it starts again in {seconds} s")
            wait_for(lambda: run.ready_status() == 503, seconds=60, what="the site")
            run.wait_until_said("Waiting for a GPU worker.")
        finally:
            run.end(signal.SIGTERM)


def test_a_second_one_on_the_same_directory_is_refused(run: Run) -> None:
    run.wait_until_ready()
    environment = {**os.environ, "VAR_DIR": str(run.var_dir), "PORT": str(free_port())}
    second = subprocess.run(
        [sys.executable, "-m", "chatsite.supervisor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"already running on VAR_DIR='{run.var_dir}' (process {run.process.pid})" in (
        second.stderr
    )
    assert run.ready_status() == 200


def test_a_broken_model_leaves_a_site_to_read(migrated: None, tmp_path: Path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "config.json").write_text("{")
    run = Run(tmp_path, INFERENCE_BACKEND="transformers", CHAT_MODEL=str(model))
    try:
        run.wait_until_said(
            f"Chatsite cannot answer, but can be read: http://localhost:{run.port}\n"
        )
        assert run.ready_status() == 503
        assert str(model) in run.log
    finally:
        run.end(signal.SIGTERM)


def test_the_gpu_worker_may_end_its_replies_before_it_is_killed() -> None:
    assert gpu_worker({}).stops_within_seconds > FINISH_SECONDS + 5


def test_what_a_run_writes_is_for_its_owner_alone(first_run: Run) -> None:
    run = first_run
    run.wait_until_ready()
    written = [path for path in run.var_dir.rglob("*") if path.name != "log"]
    assert {path.name for path in written} >= {"db.sqlite3", "redis.conf", "processes.json"}
    assert not [path for path in written if path.stat().st_mode & 0o077]
