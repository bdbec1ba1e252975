"""The web process is killed, or asked to stop, while it tells a reply."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.faults.oracle import ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person
from tests.support.site import Site


@pytest.mark.parametrize(
    "number",
    [
        pytest.param(signal.SIGKILL, marks=pytest.mark.fault(16, "killed in mid-reply")),
        pytest.param(signal.SIGTERM, marks=pytest.mark.fault(16, "asked to stop in mid-reply")),
    ],
)
async def test_the_end_of_a_web_process_costs_a_pause(
    site: Site, alice: Person, fault: Fault, number: signal.Signals
) -> None:
    async with open_page(alice) as page, open_page(alice) as other:
        turn = await ask(page, tokens=300)
        await other.watch(turn.conversation)
        seen = await other.more_text(turn.generation, 100)
        await asyncio.to_thread(site.end, "web", number)
        await page.notice("The connection is lost.")
        await asyncio.to_thread(site.start_web)
        with fault.recovery():
            await page.more_text(turn.generation, 50, than=seen)
            await other.more_text(turn.generation, 50, than=seen)
        await assert_survived(turn, [page, other], owner=alice, fault=fault)
    assert site.count("chat_resumes_total") >= 2
