"""A GPU worker that is asked to end, as for an update. These tests own their site."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.support.people import Frame, Person, Tab
from tests.support.site import Site, running_site
from tests.support.waiting import until


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("own-site")) as running:
        yield running


async def test_short_replies_finish_and_long_ones_end_with_what_was_said(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as one, alice.tab() as other:
        short = await one.send("!rate 20\n!tokens 60")
        long = await other.send("!rate 20\n!tokens 1200")
        await one.some_text(short["generation"])
        await other.some_text(long["generation"])
        await asyncio.to_thread(site.end, "gpu-worker")
        try:
            await one.whole_reply(short["generation"])
            assert one.ending(short["generation"]) == {"type": "finished", "reason": "stop"}
            said = await other.whole_reply(long["generation"])
            ending = other.ending(long["generation"])
            assert ending is not None
            assert (ending["type"], ending["error_type"]) == ("failed", "incomplete_generation")
            assert said
            assert await is_saved(alice, long, said)
            assert "Traceback" not in site.log("gpu-worker")
        finally:
            site.start_gpu_worker()
            site.wait_until_ready()
        again = await one.send("!reply back again")
        assert await one.whole_reply(again["generation"]) == "back again"


async def is_saved(person: Person, accepted: Frame, text: str) -> bool:
    async def look() -> bool:
        async with person.tab() as later:
            return await _is_last(later, accepted, text)

    return bool(await until(look, what="the partial reply to be saved"))


async def _is_last(tab: Tab, accepted: Frame, text: str) -> bool:
    await tab.say(type="watch", conversation=accepted["conversation"]["id"])
    last = (await tab.hear("snapshot"))["messages"][-1]
    return bool(last["text"] == text and last["generation"]["status"] == "failed")
