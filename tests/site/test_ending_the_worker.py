"""GPU workers that are asked to end, killed or frozen in mid-reply: another goes on with it. These
tests own their site."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from inference.backends.scripted import read_script
from inference.handover import ATTEMPTS, LOST_TOO_OFTEN
from inference.waiting import Waiting
from tests.support.people import Frame, Person, Tab
from tests.support.site import Site, running_site
from tests.support.waiting import until, wait_for

MESSAGE = "!rate 20\n!tokens {}\nTell me something long."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("own-site")) as running:
        yield running


@contextmanager
def another_worker(site: Site) -> Iterator[None]:
    """Beside the first, which it outlives."""
    site.start_gpu_worker("another-worker")
    wait_for(lambda: site.ready_workers() == 2, seconds=60, what="two workers")
    try:
        yield
    finally:
        if not site.is_running("gpu-worker"):
            site.start_gpu_worker()
        site.end("another-worker")
        wait_for(lambda: site.ready_workers() == 1, seconds=60, what="one worker")


def whole(tokens: int) -> str:
    """What the message gets when nothing happens."""
    return "".join(read_script(MESSAGE.format(tokens), rate=20, length=tokens).tokens)


def assert_one_whole_reply(tab: Tab, generation: str, text: str) -> None:
    assert tab.text(generation) == text
    assert tab.ending(generation) == {"type": "finished", "reason": "stop"}
    (usage,) = (one for one in tab.events(generation) if one["type"] == "usage")
    assert sum(one["type"] == "started" for one in tab.events(generation)) == 1
    told = sum(one.get("token_count", 0) for one in tab.events(generation))
    assert usage["completion_token_count"] == told


async def test_short_replies_finish_and_long_ones_go_on_when_a_worker_comes_up(
    site: Site, alice: Person
) -> None:
    text = whole(400)
    async with alice.tab() as one, alice.tab() as other:
        short = await one.send("!rate 20\n!tokens 60")
        long = await other.send(MESSAGE.format(400))
        await one.some_text(short["generation"])
        await other.some_text(long["generation"])
        await asyncio.to_thread(site.end, "gpu-worker")
        try:
            assert one.ending(short["generation"]) == {"type": "finished", "reason": "stop"}
            assert other.ending(long["generation"]) is None
            assert 0 < len(other.text(long["generation"])) < len(text)
            assert "Traceback" not in site.log("gpu-worker")
            async with alice.tab() as later:  # after a reload the page shows what there is
                await later.say(type="watch", conversation=long["conversation"]["id"])
                said = await later.some_text(long["generation"], 100)
                assert text.startswith(said)
        finally:
            site.start_gpu_worker()
            site.wait_until_ready()
        await other.whole_reply(long["generation"], seconds=60)
        assert_one_whole_reply(other, long["generation"], text)
        assert await is_saved(alice, long, text, status="finished")


async def test_another_worker_goes_on_within_five_seconds_of_a_kill(
    site: Site, alice: Person
) -> None:
    text = whole(300)
    with another_worker(site):
        async with alice.tab() as tab:
            accepted, worker = await taken_by(site, tab, MESSAGE.format(300))
            seen = await tab.some_text(accepted["generation"], 100)
            site.kill(worker)
            killed_at = time.monotonic()
            await tab.some_text(accepted["generation"], len(seen) + 60)
            assert time.monotonic() - killed_at < 5
            await tab.whole_reply(accepted["generation"], seconds=60)
            assert_one_whole_reply(tab, accepted["generation"], text)
            assert await is_saved(alice, accepted, text, status="finished")
        restart(site, worker)


async def test_a_frozen_workers_late_words_are_refused(site: Site, alice: Person) -> None:
    text = whole(200)
    with another_worker(site):
        async with alice.tab() as tab:
            accepted, worker = await taken_by(site, tab, MESSAGE.format(200))
            seen = await tab.some_text(accepted["generation"], 100)
            with site.frozen(worker):
                await tab.some_text(accepted["generation"], len(seen) + 60)
            await tab.whole_reply(accepted["generation"], seconds=60)
            assert_one_whole_reply(tab, accepted["generation"], text)
            lost = f"Reply {accepted['generation']} is not ours any more."
            wait_for(lambda: lost in site.log(worker), what="the late worker to notice")
            assert_one_whole_reply(tab, accepted["generation"], text)


async def test_the_only_worker_goes_on_by_itself_after_a_freeze(site: Site, alice: Person) -> None:
    text = whole(300)
    async with alice.tab() as tab:
        accepted = await tab.send(MESSAGE.format(300))
        generation = accepted["generation"]
        await tab.some_text(generation, 100)

        async def is_queued_again() -> bool:
            attempt: Any = site.redis_client().hget(f"reply:{generation}", "attempt")
            return bool(attempt == b"2")

        with site.frozen("gpu-worker"):
            await until(is_queued_again, seconds=30, what="the sweep to find it")
            assert tab.ending(generation) is None
        await tab.whole_reply(generation, seconds=60)
        assert_one_whole_reply(tab, generation, text)
        assert await is_saved(alice, accepted, text, status="finished")


async def test_a_killed_workers_successor_goes_on(site: Site, alice: Person) -> None:
    text = whole(200)
    async with alice.tab() as tab:
        accepted = await tab.send(MESSAGE.format(200))
        await tab.some_text(accepted["generation"], 100)
        site.kill("gpu-worker")
        site.start_gpu_worker()
        await tab.whole_reply(accepted["generation"], seconds=60)
        assert_one_whole_reply(tab, accepted["generation"], text)
    site.wait_until_ready()


async def test_one_whose_worker_died_before_it_began_is_answered(site: Site, alice: Person) -> None:
    await asyncio.to_thread(site.end, "gpu-worker")
    async with alice.tab() as tab:
        accepted = await tab.send("!reply here I am")
        waiting = Waiting(site.redis_client(), model="scripted", worker="one that was killed")
        assert waiting.take("a word") is not None
        site.start_gpu_worker()
        assert await tab.whole_reply(accepted["generation"], seconds=60) == "here I am"
    site.wait_until_ready()


async def test_a_reply_that_loses_too_many_workers_ends_with_what_was_said(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!rate 20\n!tokens 5000")
        generation = accepted["generation"]
        for _ in range(ATTEMPTS):
            said = len(tab.text(generation))
            await tab.hear_when(
                lambda _, said=said: len(tab.text(generation)) > said + 30,  # type: ignore[misc]
                seconds=60,
                what="more text",
            )
            site.kill("gpu-worker")
            site.start_gpu_worker()
        text = await tab.whole_reply(generation, seconds=60)
        ending = tab.ending(generation)
        assert ending is not None
        assert (ending["error_type"], ending["message"]) == (
            "incomplete_generation",
            LOST_TOO_OFTEN,
        )
        assert await is_saved(alice, accepted, text, status="failed")
    site.wait_until_ready()


async def taken_by(site: Site, tab: Tab, message: str) -> tuple[Frame, str]:
    """A reply that has begun, and the name of the process that writes it."""
    accepted = await tab.send(message)
    await tab.some_text(accepted["generation"])
    worker: Any = site.redis_client().hget(f"reply:{accepted['generation']}", "worker")
    pid = int(worker.rpartition(b"-")[2])
    (name,) = (one for one in ("gpu-worker", "another-worker") if site.pid(one) == pid)
    return accepted, name


def restart(site: Site, worker: str) -> None:
    site.start_gpu_worker(worker)
    wait_for(lambda: site.ready_workers() == 2, seconds=60, what="two workers")


async def is_saved(person: Person, accepted: Frame, text: str, *, status: str) -> bool:
    async def look() -> bool:
        async with person.tab() as later:
            await later.say(type="watch", conversation=accepted["conversation"]["id"])
            last = (await later.hear("snapshot"))["messages"][-1]
            return bool(last["text"] == text and last["generation"]["status"] == status)

    return bool(await until(look, what="the reply to be saved"))
