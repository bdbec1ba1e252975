"""A GPU worker whose clock is a day off. Its process is told the wrong time; what Python's datetime
says, which asks the system itself, stays right."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.oracle import ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person
from tests.support.processes import ROOT
from tests.support.site import Site

WRONG_CLOCK = """
import time

time.time, time.time_ns = (
    lambda true=time.time: true() + {seconds},
    lambda true=time.time_ns: true() + {seconds} * 10**9,
)
"""


def start_with_wrong_clock(site: Site, directory: Path, days: int) -> None:
    """Beside a worker whose clock is right."""
    seconds = int(timedelta(days=days).total_seconds())
    (directory / "sitecustomize.py").write_text(WRONG_CLOCK.format(seconds=seconds))
    site.end("gpu-worker")
    site.start_gpu_worker(PYTHONPATH=f"{directory}:{ROOT}")
    site.start_gpu_worker("another-worker")
    site.wait_until_at_work()
    site.wait_until_at_work("another-worker")
    begun = site.count("inference_redis_outages_created", "gpu-worker")  # when it began to count
    assert abs(begun - time.time() - seconds) < 3600


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(1, marks=pytest.mark.fault(23, "of one of two workers, ahead")),
        pytest.param(-1, marks=pytest.mark.fault(23, "of one of two workers, behind")),
    ],
)
async def test_a_worker_whose_clock_is_a_day_off_keeps_and_loses_replies_like_any_other(
    site: Site, alice: Person, fault: Fault, tmp_path: Path, days: int
) -> None:
    await asyncio.to_thread(start_with_wrong_clock, site, tmp_path, days)
    redis: Any = site.redis_client()
    async with open_page(alice) as page, open_page(alice) as other:
        kept, lost = await ask(page, tokens=80, rate=20), await ask(other, tokens=240, rate=20)
        await assert_survived(kept, [page], owner=alice, fault=fault, conversations=2)
        for turn in (kept, lost):
            assert redis.hget(f"reply:{turn.generation}", "attempt") == b"1"
        seen = other.text(lost.generation)
        worker = site.writer_of(lost.generation)
        site.kill(worker)
        with fault.recovery(within=5):
            await other.more_text(lost.generation, 60, than=seen)
        await assert_survived(lost, [other], owner=alice, fault=fault, conversations=2)
    (heir,) = {"gpu-worker", "another-worker"} - {worker}
    assert site.count("inference_handed_over_replies_total", heir) == 1
