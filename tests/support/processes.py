"""Processes of a site: how each is started, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
SETTINGS_OF_SITES = "TESTS_SETTINGS_OF_SITES"  # the module, where a test process starts them
WITH_DJANGO = ("web", "web-worker", "migrate")


@dataclass(frozen=True, slots=True)
class Way:
    """folder: where it runs."""

    python: str
    folder: Path
    environment: dict[str, str]


def way_here(name: str, environment: dict[str, str]) -> Way:
    if SETTINGS_OF_SITES in environment and name in WITH_DJANGO:
        settings = environment[SETTINGS_OF_SITES]
        environment = {**environment, "DJANGO_SETTINGS_MODULE": settings}
    return Way(sys.executable, ROOT, environment)


def end(*processes: subprocess.Popen[bytes], number: signal.Signals = signal.SIGTERM) -> None:
    """All at once, with what they started: Celery's beat outlives a web worker that is killed."""
    children: list[psutil.Process] = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            children += psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
    for process in processes:
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.kill()
