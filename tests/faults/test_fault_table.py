"""The table tells of every test with the marker, from whatever process it ran in."""

from __future__ import annotations

import re

import pytest

from tests.support.processes import ROOT

pytest_plugins = ["pytester"]
TESTS = """
import pytest

@pytest.mark.fault(5, "killed")
def test_that_measures(fault):
    with fault.recovery():
        fault.lost, fault.repeated = 3, 4

@pytest.mark.fault(8, "frozen")
@pytest.mark.nightly
def test_that_takes_too_long(fault):
    fault.recovered(12.34)

@pytest.mark.fault(9, "cut")
def test_that_measures_nothing():
    pass

def test_of_something_else():
    pass
"""


def test_it_tells_what_was_measured_and_which_rows_have_no_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # they take their time to load
    pytester.makepyfile(TESTS)
    said = pytester.runpytest_subprocess(
        "-p", "tests.support.fault_table", "-p", "xdist", "-m", "fault", "-n", "2"
    )
    said.assert_outcomes(passed=2, failed=1)
    lines = [re.sub(" +", " ", line.strip()) for line in said.outlines]
    assert "5 Redis restarted: killed 0.0 3 4 survived" in lines
    assert "8 Redis frozen: frozen 12.3 0 0 NOT SURVIVED" in lines
    assert "9 subscription cut: cut - 0 0 survived" in lines
    assert "30 reconnect storm no test" in lines
    assert sum(line.endswith("no test") for line in lines) == 27
