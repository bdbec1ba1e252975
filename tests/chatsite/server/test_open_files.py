"""A page is a socket: a web process is not held to the files that it is given by habit."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import psutil

from tests.support.deployment import is_taken
from tests.support.image import ROOT
from tests.support.redis_server import free_port
from tests.support.waiting import wait_for

GIVEN, ALLOWED = 256, 4096
STARTED = (
    f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({GIVEN}, {ALLOWED}));"
    "import runpy; runpy.run_module('chatsite.server', run_name='__main__')"
)


def test_it_lets_itself_open_all_that_the_system_allows(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port), "VAR_DIR": str(tmp_path)},
    )
    try:
        wait_for(lambda: is_taken(port), seconds=60, what="the web process")
        assert psutil.Process(process.pid).rlimit(resource.RLIMIT_NOFILE) == (ALLOWED, ALLOWED)
    finally:
        process.terminate()
        process.wait(timeout=20)
