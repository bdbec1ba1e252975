"""What we want of the stack is held against rows, and only against those that there are."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.verdict import judge


def row(contender: str, at_once: int, **columns: Any) -> dict[str, Any]:
    return {"model": "pocket", "contender": contender, "at once": at_once} | columns


@pytest.mark.parametrize(("share", "holds"), [(0.9, "yes"), (0.899, "no")])
def test_a_least_share_holds_from_its_bound_on(share: float, holds: str) -> None:
    (verdict,) = judge([row("chatsite", 64, **{"of raw": share})])
    assert (verdict.wanted, verdict.measured, verdict.holds) == ("≥ 0.9", share, holds)


@pytest.mark.parametrize(("over", "holds"), [(15.0, "yes"), (15.1, "no")])
def test_a_most_time_holds_up_to_its_bound(over: float, holds: str) -> None:
    (verdict,) = judge([row("chatsite", 8, **{"median over raw, ms": over})])
    assert verdict.holds == holds


def test_contenders_are_compared_at_the_same_concurrency() -> None:
    rows = [
        row("chatsite", 8, **{"tokens/s": 400}),
        row("threads", 8, **{"tokens/s": 100}),
        row("chatsite", 32, **{"tokens/s": 400}),
        row("threads", 32, **{"tokens/s": 100}),
    ]
    verdicts = [(one.at_once, one.measured, one.holds) for one in judge(rows)]
    assert verdicts == [(8, 4.0, "yes"), (32, 4.0, "no")]


def test_what_nobody_measured_has_no_verdict() -> None:
    assert list(judge([row("chatsite", 8, **{"of raw": None}), row("raw", 8)])) == []
