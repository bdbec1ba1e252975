"""A site whose model is another server's, under a name of the site's own. The server is a stub at
the border of our network; all else is real. These tests own their site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inference.backends.openai.stub import SILENCE, Stub, delta, said, stream
from tests.support.people import Person
from tests.support.site import Site
from tests.support.waiting import wait_for

THEIR_NAME, OUR_NAME = "m", "house-model"


@pytest.fixture(scope="module")
def upstream() -> Iterator[Stub]:
    with Stub() as one:
        yield one


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, upstream: Stub) -> Iterator[Site]:
    environment = {
        "INFERENCE_BACKEND": "transformers",
        "CHAT_MODEL": f"openai:http://127.0.0.1:{upstream.port}#{THEIR_NAME}",
        "MODEL_NAME": OUR_NAME,
    }
    running = Site(Path(tmp_path_factory.mktemp("upstream-model")), environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


async def test_a_reply_streams_from_the_server_under_our_name(
    alice: Person, upstream: Stub
) -> None:
    upstream.answers.clear()
    upstream.answers.append(said("Hello from afar 日本"))
    async with alice.tab() as tab:
        generation = (await tab.send("Hello!"))["generation"]
        assert await tab.whole_reply(generation) == "Hello from afar 日本"

        (started,) = [one for one in tab.events(generation) if one["type"] == "started"]
        assert started["model"] == OUR_NAME
        assert tab.ending(generation) == {"type": "finished", "reason": "stop"}
    asked = upstream.chats[-1].body
    assert asked["model"] == THEIR_NAME
    assert asked["messages"][-1] == {"role": "user", "content": "Hello!"}
    assert {one.body["model"] for one in upstream.asked if one.body} == {THEIR_NAME}


async def test_a_stop_closes_the_connection_to_the_server(alice: Person, upstream: Stub) -> None:
    upstream.answers.clear()
    upstream.answers.append(
        stream(delta(role="assistant"), delta(content="So much"), SILENCE)  # it goes on for ever
    )
    upstream.was_left.clear()
    async with alice.tab() as tab:
        generation = (await tab.send("Tell me all"))["generation"]
        await tab.some_text(generation)
        assert not upstream.was_left.is_set()
        await tab.say(type="stop", generation=generation)

        assert await tab.whole_reply(generation, seconds=10) == "So much"
        assert tab.ending(generation) == {"type": "finished", "reason": "stopped"}
    wait_for(upstream.was_left.is_set, what="the connection to be closed")
