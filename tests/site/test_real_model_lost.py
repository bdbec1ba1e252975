"""The bundled model, greedy, with two workers of which one is killed: the text is what it would
have been. These tests own their site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Person, Tab
from tests.support.site import Site

QUESTION = "Tell me a long story about the sea"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    sampling = {"temperature": 0, "max_tokens": 600, "ignore_eos": True}
    environment = {
        "INFERENCE_BACKEND": "transformers",
        "CHAT_MODEL": "pocket",
        "TORCH_THREADS": "1",
        "REPLY_SAMPLING": json.dumps(sampling),
    }
    running = Site(Path(tmp_path_factory.mktemp("two-workers")), environment)
    try:
        running.start()
        running.start_gpu_worker("another-worker")
        running.wait_until_at_work("another-worker")
        yield running
    finally:
        running.stop()


def assert_same(tab: Tab, generation: str, whole: str) -> None:
    assert tab.text(generation) == whole
    assert tab.ending(generation) == {"type": "finished", "reason": "length"}
    (usage,) = (one for one in tab.events(generation) if one["type"] == "usage")
    assert usage["completion_token_count"] == 600


@pytest.mark.fault(1, "the bundled model, greedy: the same to the letter")
async def test_a_reply_whose_worker_is_killed_is_the_same_to_the_letter(
    site: Site, alice: Person
) -> None:
    async with alice.tab() as tab:
        undisturbed = (await tab.send(QUESTION))["generation"]
        whole = await tab.whole_reply(undisturbed, seconds=100)
        assert_same(tab, undisturbed, whole)
    async with alice.tab() as tab:
        generation = (await tab.send(QUESTION))["generation"]
        await tab.some_text(generation, 20)
        site.kill(site.writer_of(generation))
        assert tab.ending(generation) is None
        text = await tab.whole_reply(generation, seconds=100)
        assert len(text) == len(whole)
        assert_same(tab, generation, whole)
