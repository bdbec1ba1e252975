"""A call that blocks the event loop of one web process, and a second one beside it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from tests.faults.oracle import ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person
from tests.support.site import Site


@pytest.fixture
def blockable(site: Site) -> Iterator[Site]:
    with site.another_web("tests.support.blockable_web") as blockable:
        yield blockable


@pytest.mark.fault(10, "a call of three seconds, in one of two processes")
async def test_a_blocked_process_catches_up_and_holds_up_no_other(
    site: Site, blockable: Site, alice: Person, fault: Fault
) -> None:
    async with open_page(alice) as free, open_page(alice, blockable.url) as held:
        turn = await ask(free, tokens=500)
        await held.watch(turn.conversation)
        await held.more_text(turn.generation, 50)
        os.kill(blockable.pid("web"), signal.SIGUSR1)
        seen = await free.more_text(turn.generation, 30, than=free.text(turn.generation))
        held_up = held.text(turn.generation)
        seen = await free.more_text(turn.generation, 200, than=seen)
        assert held.text(turn.generation) == held_up
        with fault.recovery():
            await held.more_text(turn.generation, than=seen)
        await assert_survived(turn, [free, held], owner=alice, fault=fault)
        assert free.notices == []
