"""Each benchmark begins: nothing that it imports was renamed under it."""

from __future__ import annotations

import sys
from subprocess import run

import pytest

from tests.support.processes import ROOT

BENCHMARKS = ("engine", "opening", "page", "soak", "transport")


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_tells_how_it_is_used(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--help"]
    told = run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("usage:")
