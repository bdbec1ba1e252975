"""What happens to messages while nobody is there to answer them. These tests own their site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.people import Person
from tests.support.site import Site, running_site
from tests.support.waiting import until


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


async def test_a_worker_killed_in_mid_reply_leaves_the_text_and_an_honest_ending(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("!tokens 5000")
        generation = accepted["generation"]
        seen = await tab.some_text(generation, 30)
        site.kill("gpu-worker")
        try:
            text = await tab.whole_reply(generation, seconds=30)

            ending = tab.ending(generation)
            assert ending is not None
            assert ending["error_type"] == "incomplete_generation"
            assert text.startswith(seen)

            async def is_saved() -> bool:
                async with alice.tab() as later:
                    await later.say(type="watch", conversation=accepted["conversation"]["id"])
                    last = (await later.hear("snapshot"))["messages"][-1]
                    return bool(last["text"] == text and last["generation"]["status"] == "failed")

            assert await until(is_saved, what="the partial reply to be saved")
        finally:
            site.start_gpu_worker()
            site.wait_until_ready()
