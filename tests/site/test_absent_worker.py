"""What happens to messages while nobody is there to answer them. These tests own their site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("own-site")) as running:
        yield running


async def test_a_message_sent_while_the_worker_is_down_is_answered_when_it_comes_up(
    site: Site, alice: Person
) -> None:
    site.end("gpu-worker")
    try:
        async with alice.tab() as tab:
            accepted = await tab.send("!reply here I am")
            await tab.hear_when(
                lambda frame: frame["type"] == "model" and frame["model"]["state"] == "absent",
                seconds=30,
                what="the page to be told",
            )
            assert tab.text(accepted["generation"]) == ""
            site.start_gpu_worker()

            assert await tab.whole_reply(accepted["generation"]) == "here I am"
    finally:
        site.wait_until_ready()


async def test_stop_while_the_worker_is_down_ends_at_once_and_is_never_answered(
    site: Site, alice: Person
) -> None:
    site.end("gpu-worker")
    try:
        async with alice.tab() as tab:
            accepted = await tab.send("!reply too late")
            await tab.say(type="stop", generation=accepted["generation"])
            assert await tab.whole_reply(accepted["generation"], seconds=5) == ""
            site.start_gpu_worker()
            site.wait_until_ready()
            again = await tab.send("!reply now")

            assert await tab.whole_reply(again["generation"]) == "now"
            assert "too late" not in [f.get("text") for f in tab.events(accepted["generation"])]
    finally:
        site.wait_until_ready()


async def test_stop_after_the_worker_was_killed_in_mid_reply_ends_it_where_it_is(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("!tokens 5000"))["generation"]
        seen = await tab.some_text(generation, 30)
        site.kill("gpu-worker")
        try:
            await tab.say(type="stop", generation=generation)
            text = await tab.whole_reply(generation, seconds=30)
            assert tab.ending(generation) == {"type": "finished", "reason": "stopped"}
            assert text.startswith(seen)
        finally:
            site.start_gpu_worker()
            site.wait_until_ready()
