"""Redis is killed, full, frozen or deaf while a reply is told."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.faults.oracle import ask, assert_survived, turn_of
from tests.support.fault_table import Fault
from tests.support.lasting_page import open_page
from tests.support.people import Person
from tests.support.site import Site

AWAY = "The model cannot be asked just now."
NOT_STORED = "The site cannot reach its store just now."


@pytest.mark.fault(5, "killed and started in mid-reply")
async def test_a_reply_outlives_redis(site: Site, alice: Person, fault: Fault) -> None:
    outages = site.count("inference_redis_outages_total", "gpu-worker")
    async with open_page(alice) as page, open_page(alice) as other:
        turn = await ask(page, tokens=400)
        await other.watch(turn.conversation)
        seen = await page.more_text(turn.generation, 100)
        site.redis.kill()
        await page.notice(AWAY)
        await asyncio.to_thread(site.redis.start)
        with fault.recovery():
            await page.more_text(turn.generation, 20, than=seen)
            await page.until(lambda: page.model["state"] == "ready", what="the model")
        await assert_survived(turn, [page, other], owner=alice, fault=fault)
        assert page.close_codes == [], "its socket need not go for that"
    assert site.count("inference_redis_outages_total", "gpu-worker") > outages


@pytest.mark.fault(7, "full in mid-reply")
async def test_a_full_redis_refuses_messages_and_keeps_what_was_typed(
    site: Site, alice: Person, fault: Fault
) -> None:
    refusals = site.count("chat_refusals_total")
    async with open_page(alice) as page, open_page(alice) as other:
        turn = await ask(page, tokens=200)
        seen = await page.more_text(turn.generation, 100)
        with site.redis.full():
            text = "!tokens 10\nIs there room?"
            sending = asyncio.create_task(other.send(text))
            await other.notice(NOT_STORED)
            assert page.endings(turn.generation) == []
        with fault.recovery():
            await page.more_text(turn.generation, 20, than=seen)
            second = turn_of(text, await sending, tokens=10)
        await assert_survived(turn, [page], owner=alice, fault=fault, conversations=2)
        await assert_survived(second, [other], owner=alice, fault=fault, conversations=2)
    assert site.count("chat_refusals_total") > refusals


@pytest.mark.fault(8, "frozen in mid-reply")
async def test_a_frozen_redis_stops_no_page_and_is_told_to_who_sends(
    site: Site, alice: Person, fault: Fault
) -> None:
    refusals = site.count("chat_refusals_total")
    async with open_page(alice) as page, open_page(alice) as other:
        turn = await ask(page, tokens=200)
        seen = await page.more_text(turn.generation, 100)
        with site.redis.frozen():
            text = "!tokens 10\nAre you frozen?"
            sending = asyncio.create_task(other.send(text))
            for path in ("/", f"/c/{turn.conversation}/"):
                answer = await asyncio.to_thread(alice.http.get, path)
                assert answer.status_code == 200
            await other.notice(NOT_STORED)
            await page.notice(AWAY)
        with fault.recovery():
            await page.more_text(turn.generation, 20, than=seen)
            second = turn_of(text, await sending, tokens=10)
        await assert_survived(turn, [page], owner=alice, fault=fault, conversations=2)
        await assert_survived(second, [other], owner=alice, fault=fault, conversations=2)
    assert site.count("chat_refusals_total") > refusals


@pytest.mark.fault(9, "CLIENT KILL TYPE pubsub, five times")
async def test_a_lost_subscription_loses_nothing(site: Site, alice: Person, fault: Fault) -> None:
    lost = site.count("inference_subscriptions_lost_total")
    client: Any = site.redis_client()
    async with open_page(alice) as page:
        turn = await ask(page, tokens=300)
        seen = ""
        for _ in range(5):
            seen = await page.more_text(turn.generation, 50, than=seen)
            assert client.execute_command("CLIENT", "KILL", "TYPE", "pubsub") > 0
            with fault.recovery(within=5):
                seen = await page.more_text(turn.generation, 20, than=seen)
        await assert_survived(turn, [page], owner=alice, fault=fault)
        assert page.close_codes == []
    assert site.count("inference_subscriptions_lost_total") >= lost + 5
