"""GPU workers that are killed, asked to end or frozen in mid-reply: another goes on with it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from inference.handover import ATTEMPTS, LOST_TOO_OFTEN
from inference.waiting import Waiting
from tests.faults.oracle import Turn, ask, assert_survived
from tests.support.fault_table import Fault
from tests.support.lasting_page import LastingPage, open_page
from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import until, wait_for

WORKERS = {"gpu-worker", "another-worker"}
HANDED_OVER = "inference_handed_over_replies_total"
SLOW = 20


@pytest.mark.fault(1, "killed in mid-reply, another goes on")
async def test_another_worker_goes_on_within_five_seconds_of_a_kill(
    site: Site, alice: Person, fault: Fault
) -> None:
    await asyncio.to_thread(start_another, site)
    async with open_page(alice) as page:
        turn, worker = await begun(site, page, tokens=240)
        seen = page.text(turn.generation)
        (other,) = WORKERS - {worker}
        before = site.count(HANDED_OVER, other)
        site.kill(worker)
        with fault.recovery(within=5):
            await page.more_text(turn.generation, 60, than=seen)
        await assert_survived(turn, [page], owner=alice, fault=fault)
        assert_counted_once(page, turn)
    assert site.count(HANDED_OVER, other) == before + 1


@pytest.mark.fault(1, "the only one killed, and started again")
async def test_a_killed_workers_successor_goes_on(site: Site, alice: Person, fault: Fault) -> None:
    async with open_page(alice) as page:
        turn, worker = await begun(site, page, tokens=200)
        site.kill(worker)
        await asyncio.to_thread(start_again, site)
        with fault.recovery(within=5):
            await page.more_text(turn.generation, 60, than=page.text(turn.generation))
        await assert_survived(turn, [page], owner=alice, fault=fault)
        assert_counted_once(page, turn)
    assert site.count(HANDED_OVER, worker) == 1


@pytest.mark.fault(1, "killed between taking a request and beginning")
async def test_one_whose_worker_died_before_it_began_is_answered(
    site: Site, alice: Person, fault: Fault
) -> None:
    await asyncio.to_thread(site.end, "gpu-worker")
    async with open_page(alice) as page:
        turn = await ask(page, tokens=20)
        waiting = Waiting(site.redis_client(), model="scripted", worker="one that was killed")
        assert waiting.take("a word") is not None
        await asyncio.to_thread(start_again, site)
        with fault.recovery():
            await page.more_text(turn.generation)
        await assert_survived(turn, [page], owner=alice, fault=fault)


@pytest.mark.fault(2, "SIGTERM in mid-reply")
async def test_short_replies_finish_and_long_ones_go_on_when_a_worker_comes_up(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with open_page(alice) as one, open_page(alice) as other:
        short, _ = await begun(site, one, tokens=60)
        long, worker = await begun(site, other, tokens=360)
        await asyncio.to_thread(site.end, worker)
        assert one.endings(short.generation) == ["stop"]
        assert other.endings(long.generation) == []
        seen = other.text(long.generation)
        assert len(seen) < len(long.produced)
        assert "Traceback" not in site.log(worker)
        async with open_page(alice) as later:  # after a reload the page shows what there is
            await later.watch(long.conversation)
            assert long.produced.startswith(await later.more_text(long.generation, 100))
        await asyncio.to_thread(start_again, site)
        with fault.recovery(within=5):
            await other.more_text(long.generation, 60, than=seen)
        await assert_survived(short, [one], owner=alice, fault=fault, conversations=2)
        await assert_survived(long, [other], owner=alice, fault=fault, conversations=2)
        assert_counted_once(other, long)
    assert site.count(HANDED_OVER, worker) == 1


@pytest.mark.fault(3, "SIGSTOP in mid-reply, SIGCONT when another has it")
async def test_a_frozen_workers_late_words_are_refused(
    site: Site, alice: Person, fault: Fault
) -> None:
    await asyncio.to_thread(start_another, site)
    before = sum(site.count(HANDED_OVER, one) for one in WORKERS)
    async with open_page(alice) as page:
        turn, worker = await begun(site, page, tokens=200)
        seen = page.text(turn.generation)
        with site.frozen(worker), fault.recovery():
            await page.more_text(turn.generation, 60, than=seen)
        await assert_survived(turn, [page], owner=alice, fault=fault)
        late = f"Reply {turn.generation} is not ours any more."
        wait_for(lambda: late in site.log(worker), what="the late worker to notice")
        await assert_survived(turn, [page], owner=alice, fault=fault)
        assert_counted_once(page, turn)
    assert sum(site.count(HANDED_OVER, one) for one in WORKERS) > before


@pytest.mark.fault(3, "the only one stopped for so long that it is missed")
async def test_the_only_worker_goes_on_by_itself_after_a_freeze(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with open_page(alice) as page:
        turn, worker = await begun(site, page, tokens=300)
        seen = page.text(turn.generation)

        async def is_queued_again() -> bool:
            attempt: Any = site.redis_client().hget(f"reply:{turn.generation}", "attempt")
            return bool(attempt == b"2")

        with site.frozen(worker):
            await until(is_queued_again, seconds=30, what="the sweep to find it")
            assert page.endings(turn.generation) == []
        with fault.recovery():
            await page.more_text(turn.generation, 60, than=seen)
        await assert_survived(turn, [page], owner=alice, fault=fault)
        assert_counted_once(page, turn)


@pytest.mark.fault(4, "whoever works at it is killed")
async def test_a_reply_that_loses_too_many_workers_ends_with_what_was_said(
    site: Site, alice: Person, fault: Fault
) -> None:
    async with open_page(alice) as page:
        turn, worker = await begun(site, page, tokens=5000)
        for _ in range(ATTEMPTS):
            await page.more_text(turn.generation, 30, than=page.text(turn.generation))
            site.kill(worker)
            site.start_gpu_worker(worker)
        await assert_survived(
            turn, [page], owner=alice, fault=fault, ending="incomplete_generation"
        )
        (*_, reply) = page.snapshot["messages"]
        assert reply["generation"]["error_message"] == LOST_TOO_OFTEN


# --- two workers ----------------------------------------------------------------------------------


def start_another(site: Site) -> None:
    site.start_gpu_worker("another-worker")
    site.wait_until_at_work("another-worker")


def start_again(site: Site) -> None:
    site.start_gpu_worker()
    site.wait_until_at_work()


async def begun(site: Site, page: LastingPage, *, tokens: int) -> tuple[Turn, str]:
    """A reply of which something was told, and the name of the process that writes it."""
    turn = await ask(page, tokens=tokens, rate=SLOW)
    await page.more_text(turn.generation, 100)
    return turn, site.writer_of(turn.generation)


def assert_counted_once(page: LastingPage, turn: Turn) -> None:
    """Whoever ends a reply knows all of it."""
    (usage,) = page.readings[turn.generation].usages
    assert usage["completion_token_count"] == turn.token_count
