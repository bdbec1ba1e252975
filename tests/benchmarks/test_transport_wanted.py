"""What was measured of the transport stands beside what is wanted of it."""

from __future__ import annotations

import pytest

from benchmarks.transport.__main__ import QUESTIONS
from benchmarks.transport.wanted import NAMES, WANTED, judged


@pytest.mark.parametrize(("slowest", "holds"), [(50, "yes"), (50.1, "no")])
def test_a_limit_may_be_reached_and_not_passed(slowest: float, holds: str) -> None:
    row = {"streams": 128, "slowest, ms": slowest, "broken streams": 0}
    first, second = judged("refusals", [row])
    assert (first["wanted"], first["measured"], first["holds"]) == ("≤ 50", slowest, holds)
    assert second["holds"] == "yes"


def test_of_the_bare_consumer_nothing_is_wanted() -> None:
    row = {"web": "bare", "what": "400 replies", "lost": 9, "median, ms": 900, "p99, ms": 900}
    assert list(judged("streams", [row])) == []


def test_each_table_says_what_is_wanted_of_it() -> None:
    assert WANTED.keys() == NAMES.keys() == QUESTIONS.keys()
