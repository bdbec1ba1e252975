"""A new version comes while people write: every process is replaced, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from tests.faults.oracle import Turn, ask, assert_survived
from tests.support.balancer import Balancer
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Person
from tests.support.site import Site

PEOPLE = 4
TOKENS = 120  # two seconds: each restart meets replies at their beginning, middle and end
LOST = "The connection is lost."  # of which a real page says nothing if it is back at once


@pytest.mark.fault(16, "all processes replaced in turn, under load")
async def test_an_update_is_a_pause_at_most(site: Site, fault: Fault) -> None:
    with site.another_web() as other:
        async with Balancer([site.port, other.port]) as balancer, people(site, balancer) as pages:
            is_over = asyncio.Event()
            writing = [asyncio.create_task(keep_writing(page, is_over)) for page in pages]
            await asyncio.to_thread(replace_everything, site, other)
            is_over.set()
            turns = await asyncio.gather(*writing)
            for page, own in zip(pages, turns, strict=True):
                assert set(page.notices) <= {LOST}, page.notices
                for turn in own:
                    await assert_survived(
                        turn, [page], owner=page.person, fault=fault, conversations=len(own)
                    )


def replace_everything(site: Site, other: Site) -> None:
    """As docs/operations.md says."""
    site.start_gpu_worker("successor")
    site.wait_until_at_work("successor")
    site.end("gpu-worker")
    for web in (site, other):
        web.end("web")
        web.start_web()
    site.end("web-worker")
    site.start_web_worker()


async def keep_writing(page: LastingPage, is_over: asyncio.Event) -> list[Turn]:
    """One conversation after the other."""
    turns = []
    while not is_over.is_set():
        turns.append(await ask(page, tokens=TOKENS))
        await page.ending(turns[-1].generation)
    return turns


@asynccontextmanager
async def people(site: Site, balancer: Balancer) -> AsyncIterator[list[LastingPage]]:
    async with AsyncExitStack() as stack:
        persons = [stack.enter_context(Person.signed_up(site, "alice")) for _ in range(PEOPLE)]
        yield [
            await stack.enter_async_context(open_page(person, balancer.url)) for person in persons
        ]
