"""A process that a test kills takes with it what it started: nothing goes on behind the tests."""

from __future__ import annotations

import signal
import subprocess
import sys

import psutil
import pytest

from tests.support.processes import end
from tests.support.waiting import wait_for

PARENT = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print("started", flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_killed_process_started_ends_too(number: signal.Signals) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) for _ in range(2)
    ]
    children = []
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == b"started\n"
        process.stdout.close()
        children += psutil.Process(process.pid).children()
    assert len(children) == 2

    end(*started, number=number)

    assert [process.returncode for process in started] == [-number, -number]
    wait_for(lambda: not any(map(psutil.Process.is_running, children)), what="the children to end")


def test_one_that_has_ended_already_ends_again() -> None:
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    end(process)
    assert process.returncode == 0
