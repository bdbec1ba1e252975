"""Everybody comes back at once."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from tests.faults.oracle import ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import wait_for

PAGES = 500
SLOW = 2  # tokens a second: what is measured is coming back, not reading


@pytest.mark.fault(30, "500 sockets dropped at once")
async def test_five_hundred_pages_are_all_back_soon_and_miss_nothing(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with AsyncExitStack() as stack:
        pages = await opened(stack, alice)
        turn = await ask(pages[0], tokens=1_000, rate=SLOW)
        await asyncio.gather(*(page.watch(turn.conversation) for page in pages[1:]))
        await asyncio.gather(*(page.more_text(turn.generation) for page in pages))
        seen = max((page.text(turn.generation) for page in pages), key=len)
        for page in pages:
            drop(page)
        # Ten seconds are promised where nothing else runs: `make faults` tells how many it took.
        with fault.recovery(within=40):
            await asyncio.gather(*(page.more_text(turn.generation, than=seen) for page in pages))
        await pages[0].stop(turn.generation)
        await assert_survived(turn, pages, owner=alice, fault=fault, ending="stopped")
        await asyncio.to_thread(
            wait_for, lambda: site.count("chat_sockets_open") == PAGES, what="no socket too many"
        )


def drop(page: LastingPage) -> None:
    """As when a cable is pulled."""
    assert page._socket is not None
    page._socket.transport.abort()


async def opened(stack: AsyncExitStack, person: Person) -> list[LastingPage]:
    entering = (stack.enter_async_context(open_page(person)) for _ in range(PAGES))
    return list(await asyncio.gather(*entering))
