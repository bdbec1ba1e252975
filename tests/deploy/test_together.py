"""Must hold: all parts of a deployment together lose nothing, whichever of them is lost."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.faults.oracle import ask, assert_survived, turn_of
from tests.support.deployment import Deployment
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person

TOKENS, RATE = 5000, 20  # it is told all the time, and then stopped
SHORT = "!rate 60\n!tokens 12\nAnd meanwhile?"


@pytest.mark.fault(1, "deployed: the worker that writes is killed")
@pytest.mark.fault(5, "deployed: killed and started")
@pytest.mark.fault(13, "deployed: immediate shutdown")
@pytest.mark.fault(16, "deployed: one killed, the other asked to stop")
async def test_one_reply_outlives_the_loss_of_each_part_in_turn(
    deployment: Deployment, fault: Fault
) -> None:
    with Person.signed_up(deployment, "alice") as alice:
        async with open_page(alice) as page, open_page(alice) as other, open_page(alice) as third:
            turn = await ask(page, tokens=TOKENS, rate=RATE)
            await other.watch(turn.conversation)
            both = [page, other]

            async def goes_on(within: float = 10) -> None:
                seen = page.text(turn.generation)
                with fault.recovery(within=within):
                    await asyncio.gather(
                        *(one.more_text(turn.generation, 40, than=seen) for one in both)
                    )

            await goes_on()
            writer = deployment.writer_of(turn.generation)
            deployment.kill(writer)
            await goes_on(within=5)

            deployment.redis.kill()
            await page.notice("The model cannot be asked just now.")
            await asyncio.to_thread(deployment.redis.start)
            await goes_on()

            with deployment.postgres.away():
                sending = asyncio.create_task(third.send(SHORT))
                await third.notice("The site cannot reach its store just now.")
                await goes_on()
            with fault.recovery():
                second = turn_of(SHORT, await sending, tokens=12, rate=60)

            deployment.kill("web")
            await goes_on()
            await asyncio.to_thread(deployment.start_web)
            await asyncio.to_thread(deployment.end, "web-2", signal.SIGTERM)
            await goes_on()

            await page.stop(turn.generation)
            await assert_survived(
                turn, both, owner=alice, fault=fault, ending="stopped", conversations=2
            )
            await assert_survived(second, [third], owner=alice, fault=fault, conversations=2)
    deployment.start_second_web()
    deployment.start_gpu_worker(writer)
    deployment.wait_until_at_work(writer)
