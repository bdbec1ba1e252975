"""The bundled model behind the whole site: no script, real tokens. These tests own their site."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import Person
from tests.support.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    environment = {"INFERENCE_BACKEND": "transformers", "CHAT_MODEL": "pocket"}
    running = Site(Path(tmp_path_factory.mktemp("real-model")), environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


async def test_the_bundled_model_greets_back(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("Hello!"))["generation"]
        text = await tab.whole_reply(generation)

        started = tab.events(generation)[1]
        assert started["model"] == "pocket"
        assert started["prompt_token_count"] > 0
        assert len(text) > 5
        assert tab.ending(generation) == {"type": "finished", "reason": "stop"}


async def test_a_long_reply_is_stopped_within_two_engine_steps(alice: Person) -> None:
    async with alice.tab() as tab:
        generation = (await tab.send("Tell me a long story"))["generation"]
        await tab.some_text(generation, 10)
        await tab.say(type="stop", generation=generation)
        await tab.whole_reply(generation)

        events = tab.events(generation)
        assert events[-1] == {"type": "finished", "reason": "stopped"}
        assert events[-2]["steps_after_stop"] <= 2
        assert events[-2]["tokens_after_stop"] <= 2


async def test_many_people_are_answered_in_one_batch(alice: Person, bob: Person) -> None:
    async def ask(person: Person) -> str:
        async with person.tab() as tab:
            return await tab.whole_reply((await tab.send("What can you do?"))["generation"])

    replies = await asyncio.gather(*(ask(person) for person in (alice, bob) for _ in range(4)))

    assert all(len(reply) > 5 for reply in replies)


async def test_a_conversation_longer_than_the_context_leaves_out_its_oldest_turns(
    alice: Person,
) -> None:
    async with alice.tab() as tab:
        accepted = await tab.send("Remember this: " + "blue green red " * 250)
        await tab.whole_reply(accepted["generation"], seconds=60)
        generation = accepted["generation"]
        for _ in range(4):
            if tab.events(generation)[1].get("left_out_turn_count"):
                break
            conversation, parent = accepted["conversation"]["id"], accepted["reply"]["id"]
            await tab.hear_when(
                lambda frame: frame["type"] == "snapshot" and frame["reply"] is None,
                what="the conversation to be free",
            )
            text = "And this: " + "one two three " * 250
            accepted = await tab.send(text, conversation, parent=parent)
            generation = accepted["generation"]
            await tab.whole_reply(generation, seconds=60)

        assert tab.events(generation)[1]["left_out_turn_count"] > 0


def test_an_evaluation_set_runs_on_a_real_model(site: Site, tmp_path: Path) -> None:
    said = [{"role": "user", "content": "Hello!"}, {"role": "assistant", "content": "?"}]
    metadata = {"id": "one", "sampling": {"temperature": 0, "max_tokens": 20}}
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"messages": said, "metadata": metadata}) + "\n")
    command = ("run_evaluation_set", str(path), "--model", "pocket", "--json")
    (first,) = json.loads(site.managed(*command))["cases"]
    assert first["kind"] == "different"
    assert len(first["new"]) > 5
    path.write_text(
        json.dumps(
            {"messages": [said[0], {**said[1], "content": first["new"]}], "metadata": metadata}
        )
        + "\n"
    )
    again = site.managed(*command, "--out", str(tmp_path / "again.jsonl"))
    assert json.loads(again)["counts"] == {"same": 1, "different": 0, "failed": 0}
