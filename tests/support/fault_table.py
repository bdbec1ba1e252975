"""The table of faults: what a run broke, how soon all was well again, and what it cost readers.

A pytest plugin. A test says which row it is with `@pytest.mark.fault(5, "killed and started")`, and
what it measured with the fixture `fault`; wherever it lies, `pytest -m fault` prints it.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import pytest

HEAD = ("row", "fault", "seconds", "lost", "repeated", "verdict")
LINE = "{:>3}  {:<72} {:>7} {:>6} {:>8}  {}"
RECOVERY_SECONDS = 10.0  # from the end of a fault until all is as before, unless a test says less
ROWS = {
    1: "GPU worker killed",
    2: "GPU worker asked to stop",
    3: "GPU worker frozen",
    4: "poison request",
    5: "Redis restarted",
    6: "Redis emptied",
    7: "Redis full",
    8: "Redis frozen",
    9: "subscription cut",
    10: "web process blocked",
    11: "reader that does not read",
    12: "inbound flood",
    13: "database restarted",
    14: "SQLite locked",
    15: "database slots used up",
    16: "web process lost",
    17: "connection cut at each token",
    18: "half-open connection",
    19: "slow and lossy network",
    20: "two tabs, two devices",
    21: "same send ten times",
    22: "stop racing finish",
    23: "clock a day off",
    24: "disk full",
    25: "GPU out of memory",
    26: "model cannot be loaded",
    27: "NaN logits",
    28: "broken messages",
    29: "fuzzed frames",
    30: "reconnect storm",
}


@dataclass
class Fault:
    """What one test measured. seconds: from the fault's end, the longest of several; none if
    nothing had to recover. lost, repeated: characters, over all who read."""

    rows: list[tuple[int, str]] = field(default_factory=list)
    seconds: float | None = None
    lost: int = 0
    repeated: int = 0

    def recovered(self, seconds: float, *, within: float = RECOVERY_SECONDS) -> None:
        self.seconds = max(seconds, self.seconds or 0.0)
        assert seconds <= within, f"it took {seconds:.1f} s until all was well again"

    @contextmanager
    def recovery(self, *, within: float = RECOVERY_SECONDS) -> Iterator[None]:
        """Enter it as the fault ends, leave it when all is well again."""
        began = time.monotonic()
        yield
        self.recovered(time.monotonic() - began, within=within)


FAULT = pytest.StashKey[Fault]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "fault(row, name): a fault that the site survives; make faults tells of it"
    )
    config.addinivalue_line("markers", "nightly: too long for every change; make faults runs it")


@pytest.fixture
def fault(request: pytest.FixtureRequest) -> Fault:
    """Only for tests with the marker."""
    return request.node.stash[FAULT]  # type: ignore[no-any-return]


def pytest_runtest_setup(item: pytest.Item) -> None:
    rows = [(mark.args[0], mark.args[1]) for mark in item.iter_markers("fault")]
    assert all(row in ROWS for row, _ in rows), rows
    if rows:
        item.stash[FAULT] = Fault(rows)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Reports go from the processes that test to the one that prints."""
    report = yield
    fault = item.stash.get(FAULT, None)
    if fault is not None and (call.when == "call" or not report.passed):
        report.faults = list(  # type: ignore[attr-defined]
            _lines(fault, report.outcome)
        )
    return report


def _lines(fault: Fault, outcome: str) -> Iterator[list[Any]]:
    seconds = "-" if fault.seconds is None else f"{fault.seconds:.1f}"
    verdict = {"passed": "survived", "failed": "NOT SURVIVED"}.get(outcome, outcome)
    for row, name in fault.rows:
        yield [row, f"{ROWS[row]}: {name}", seconds, fault.lost, fault.repeated, verdict]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "fault" not in terminalreporter.config.option.markexpr:
        return
    reports = [one for several in terminalreporter.stats.values() for one in several]
    lines = [line for one in reports for line in getattr(one, "faults", ())]
    untested = ROWS.keys() - {line[0] for line in lines}
    lines += [[row, ROWS[row], "", "", "", "no test"] for row in untested]
    terminalreporter.section("faults")
    for line in (HEAD, *sorted(lines, key=itemgetter(0, 1))):
        terminalreporter.write_line(LINE.format(*line).rstrip())
