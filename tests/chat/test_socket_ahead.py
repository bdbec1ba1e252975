"""A socket listens to what it sends before that is stored: nothing is missed, or looked up."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis import Redis

from accounts.models import User
from chat import answers, services
from chat.models import Generation, QueuedMessage
from chat.tasks import save_outcome
from chat.watching import NEW_SECONDS
from chat.wire.outbound import Json
from inference.client import recover_outcome
from inference.contract import Finished, Text
from inference.stream import StreamWriter
from tests.chat.tab import OpenTab, database
from tests.chat.test_socket_watching import texts, write
from tests.support.waiting import until


async def test_a_conversation_that_begins_is_heard_from_before_it_is_there_and_not_looked_up(
    alice: User, tab_of: OpenTab, writer: StreamWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[UUID] = []
    load, send = answers.snapshot, services.send_or_queue

    def look(user: User, conversation_id: UUID, leafed_to: UUID | None = None) -> Json:
        looks.append(conversation_id)
        return load(user, conversation_id, leafed_to)

    def send_after_others(**message: Any) -> Generation | QueuedMessage:
        time.sleep(1)  # as when many send at once: the subscription stands by then
        return send(**message)

    monkeypatch.setattr(answers, "snapshot", look)
    monkeypatch.setattr(services, "send_or_queue", send_after_others)
    tab = await tab_of(alice)
    accepted = await tab.send("Hello")
    write(writer, accepted["generation"], Text(text="Hi."), Finished(reason="stop"))
    assert await tab.hear_ending(accepted["generation"]) == {"type": "finished", "reason": "stop"}
    await database(save_outcome, await database(recover_outcome, accepted["generation"]))
    snapshot = await tab.hear("snapshot")
    assert texts(snapshot) == ["Hello", "Hi."]
    await asyncio.sleep(2 * NEW_SECONDS)
    assert await tab.hears_nothing()
    assert looks == []


async def test_what_happens_at_once_to_a_conversation_that_has_begun_is_shown(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    conversation = UUID((await tab.send("Hello"))["conversation"]["id"])
    await database(
        partial(services.rename_conversation, user=alice, conversation_id=conversation, title="Hi")
    )
    snapshot = await tab.hear("snapshot")
    assert snapshot["conversation"]["title"] == "Hi"


async def test_the_same_send_on_two_sockets_is_told_on_both(
    alice: User, tab_of: OpenTab, writer: StreamWriter
) -> None:
    tabs, client_id = [await tab_of(alice), await tab_of(alice)], str(uuid4())
    sent = await asyncio.gather(*(tab.send("Hello", client_id=client_id) for tab in tabs))
    generation = sent[0]["generation"]
    assert sent[1]["generation"] == generation
    write(writer, generation, Text(text="Hi."), Finished(reason="stop"))
    for tab in tabs:
        await tab.hear_ending(generation)
        assert tab.text(generation) == "Hi."


async def test_what_was_listened_to_for_a_refused_message_is_let_go(
    alice: User, tab_of: OpenTab, empty_redis: Redis
) -> None:
    tab = await tab_of(alice)
    assert (await tab.send(" "))["type"] == "refused"

    async def are_gone() -> bool:
        heard: Any = empty_redis.pubsub_channels()
        return not [one for one in heard if one.startswith((b"reply:", b"chat:conversation:"))]

    await until(are_gone, what="the channels to be left")
    assert (await tab.send("Hello"))["type"] == "accepted"
