"""Row 6: everything in Redis is gone. What was running is saved whole, what waited is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from inference.backends.script import read_script
from tests.faults.persistence import saved
from tests.support.fault_table import Fault
from tests.support.people import Frame, Person
from tests.support.site import Site, running_site
from tests.support.waiting import until

LONG = "!rate 20\n!tokens 240\nTell me something long."
WHOLE = "".join(read_script(LONG, rate=20, length=240).tokens)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Its worker writes one reply at a time."""
    with running_site(tmp_path_factory.mktemp("emptied"), {"MAX_IN_FLIGHT": "1"}) as running:
        yield running


@pytest.fixture
def bob(site: Site) -> Iterator[Person]:
    with Person.signed_up(site, "bob") as bob:
        yield bob


@pytest.mark.fault(6, "one reply running, another waiting")
async def test_the_running_reply_has_no_gap_and_the_waiting_one_is_answered(
    site: Site, alice: Person, bob: Person, fault: Fault
) -> None:
    async with alice.tab() as hers, bob.tab() as his:
        running = await hers.send(LONG)
        await hers.some_text(running["generation"], 100)
        waiting = await his.send("!reply And here is yours.")
        await is_queued(site, waiting)
        site.redis_client().flushall()
        with fault.recovery():
            await is_queued(site, waiting)
        assert await hers.whole_reply(running["generation"], seconds=60) == WHOLE
        assert await his.whole_reply(waiting["generation"], seconds=60) == "And here is yours."
        assert await saved(alice, running) == [LONG, WHOLE]
        assert await saved(bob, waiting) == ["!reply And here is yours.", "And here is yours."]


@pytest.mark.fault(6, "nobody there to take what waits")
async def test_what_no_worker_took_is_answered_by_the_first_that_comes(
    site: Site, alice: Person, fault: Fault
) -> None:
    await asyncio.to_thread(site.end, "gpu-worker")
    try:
        async with alice.tab() as tab:
            waiting = await tab.send("!reply Better late.")
            await tab.hear("reply")
            site.redis_client().flushall()
            with fault.recovery():
                await is_queued(site, waiting)
            site.start_gpu_worker()
            assert await tab.whole_reply(waiting["generation"], seconds=60) == "Better late."
            assert await saved(alice, waiting) == ["!reply Better late.", "Better late."]
    finally:
        if not site.is_running("gpu-worker"):
            site.start_gpu_worker()
        site.wait_until_ready()


@pytest.mark.fault(6, "the page is loaded again after it")
async def test_who_reloads_finds_the_whole_reply_at_its_end(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with alice.tab() as tab:
        running = await tab.send(LONG)
        await tab.some_text(running["generation"], 100)
        site.redis_client().flushall()
    with fault.recovery(within=30):  # the reply itself takes so long
        assert await saved(alice, running) == [LONG, WHOLE]


@pytest.mark.fault(6, "the broker says everything twice")
async def test_tickets_and_outcomes_that_come_twice_make_one_reply(
    site: Site, alice: Person
) -> None:
    for name in ("gpu-worker", "web-worker"):
        await asyncio.to_thread(site.end, name)
    async with alice.tab() as tab:
        accepted = await tab.send("!reply Once.")
        await say_twice(site, "gpu.scripted")
        site.start_gpu_worker()
        assert await tab.whole_reply(accepted["generation"], seconds=60) == "Once."
        await say_twice(site, "web")
        site.start_web_worker()
        assert await saved(alice, accepted) == ["!reply Once.", "Once."]
        assert sum(one["type"] == "finished" for one in tab.events(accepted["generation"])) == 1
    site.wait_until_ready()


async def say_twice(site: Site, queue: str) -> None:
    client: Any = site.redis_client()

    async def messages() -> list[bytes]:
        found: list[bytes] = client.lrange(queue, 0, -1)
        return found

    client.lpush(queue, *await until(messages, what=f"a message for {queue}"))


async def is_queued(site: Site, accepted: Frame) -> None:
    async def look() -> bool:
        client: Any = site.redis_client()
        return client.zscore("replies:waiting", accepted["generation"]) is not None

    await until(look, seconds=30, what="it to be in the queue")
