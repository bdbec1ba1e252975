"""What happens in conversations that are not open: told to their owner's tabs, and to no other."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chat import answers, services
from chat.models import Conversation, Generation
from chat.tasks import save_outcome
from inference.contract import Outcome
from inference.store import get_redis
from tests.chat.queues import fail, waiting
from tests.chat.tab import OpenTab, Tab, database
from tests.support.cast import reply_to, say, talk


async def greeted(tab: Tab) -> dict[str, Any]:
    """Gives how it stands in all conversations."""
    await tab.say(type="hello", protocol=1)
    return await tab.hear("activities")


async def hears(tab: Tab, state: str) -> str:
    """The conversation of the next news, which is this."""
    told = await tab.hear("activity")
    assert told["state"] == state
    return str(told["conversation"]["id"])


async def test_every_tab_of_alice_hears_that_a_reply_is_written_and_has_ended(
    alice: User, tab_of: OpenTab
) -> None:
    here, there, writer = [await tab_of(alice) for _ in range(3)]
    for tab in (here, there, writer):
        assert await greeted(tab) == {"type": "activities", "writing": [], "unread": []}
    accepted = await writer.send("Hello")
    conversation = accepted["conversation"]
    for tab in (here, there):
        told = await tab.hear("activity")
        assert told["state"] == "writing"
        assert told["conversation"]["id"] == conversation["id"]
        assert told["conversation"]["title"] == "Hello"
        assert told["conversation"]["url"] == conversation["url"]
    generation = await database(
        Generation.objects.select_related("conversation").get, pk=accepted["generation"]
    )
    await database(reply_to, generation)
    for tab in (here, there):
        assert await hears(tab, "finished") == conversation["id"]


async def test_bob_never_hears_of_alices_conversations(
    alice: User, bob: User, tab_of: OpenTab
) -> None:
    await database(say, alice, "Before")
    tab = await tab_of(bob)
    assert (await greeted(tab))["writing"] == []
    reply = await database(talk, alice, "Hello", "Hello!")
    assert await tab.hears_nothing()
    await tab.say(type="seen", conversation=str(reply.conversation_id))
    assert (await tab.hear("error"))["error"]["code"] == "not_found"
    assert await database(Conversation.objects.filter(is_unread=True).count) == 1


async def test_a_tab_that_comes_later_is_told_how_it_stands(alice: User, tab_of: OpenTab) -> None:
    writing = await database(say, alice, "One")
    finished = await database(talk, alice, "Two", "Two!")
    told = await greeted(await tab_of(alice))
    assert told["writing"] == [str(writing.conversation_id)]
    assert told["unread"] == [str(finished.conversation_id)]


async def test_what_was_seen_in_one_tab_is_seen_in_all(alice: User, tab_of: OpenTab) -> None:
    reply = await database(talk, alice, "Hello", "Hello!")
    here, there = await tab_of(alice), await tab_of(alice)
    for tab in (here, there):
        assert (await greeted(tab))["unread"] == [str(reply.conversation_id)]
    await here.say(type="seen", conversation=str(reply.conversation_id))
    for tab in (here, there):
        assert await hears(tab, "seen") == str(reply.conversation_id)
    await here.say(type="seen", conversation=str(reply.conversation_id))
    assert await here.hears_nothing()
    assert (await greeted(await tab_of(alice)))["unread"] == []


async def test_a_reply_that_failed_is_news_and_one_that_was_stopped_is_none(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    await greeted(tab)
    failing, stopped = await database(say, alice, "One"), await database(say, alice, "Two")
    for one in (failing, stopped):
        assert await hears(tab, "writing") == str(one.conversation_id)
    await database(fail, failing)
    assert await hears(tab, "failed") == str(failing.conversation_id)
    await database(services.stop_reply, user=alice, generation_id=stopped.pk)
    assert await hears(tab, "stopped") == str(stopped.conversation_id)
    unread = (await greeted(await tab_of(alice)))["unread"]
    assert unread == [str(failing.conversation_id)]


async def test_a_queued_message_is_news_when_its_turn_comes(alice: User, tab_of: OpenTab) -> None:
    first = await database(say, alice, "One")
    await database(waiting, alice, first, "Two")
    tab = await tab_of(alice)
    await greeted(tab)
    await database(reply_to, first)
    assert await hears(tab, "finished") == str(first.conversation_id)
    assert await hears(tab, "writing") == str(first.conversation_id)


async def test_whatever_was_missed_is_told_when_the_subscription_is_back(
    alice: User, tab_of: OpenTab
) -> None:
    tab = await tab_of(alice)
    await greeted(tab)
    get_redis().client_kill_filter(_type="pubsub")
    told = await tab.hear("activities")
    generation = await database(say, alice, "Hello")
    while told["type"] == "activities" and not told["writing"]:
        told = await tab.hear_when(lambda frame: frame["type"].startswith("activit"))
    if told["type"] == "activities":
        assert told["writing"] == [str(generation.conversation_id)]
    else:
        assert told["state"] == "writing"


def published() -> int:
    stats: Any = get_redis().info("commandstats")
    return int(stats.get("cmdstat_publish", {}).get("calls", 0))


def test_a_reply_costs_two_publications_more_whatever_listens(alice: User) -> None:
    """What is told of a conversation takes two: that it has a turn, and that its reply is saved."""
    generation = say(alice, "Hello")
    get_redis().config_resetstat()
    outcome = Outcome(id=str(generation.pk), attempt=1, text="Hello!", finish_reason="stop")
    assert save_outcome(outcome)
    assert published() == 2
    message = Generation.objects.get(pk=generation.pk).message
    services.send_message(
        author=alice,
        client_id=uuid4(),
        conversation_id=message.conversation_id,
        parent_id=message.pk,
        text="Again",
    )
    assert published() == 5  # and the `queued` event


def test_how_it_stands_is_three_queries_however_much_there_is(alice: User) -> None:
    for _ in range(3):
        talk(alice, "Hello", "Hello!")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        told = answers.activities(alice)
    assert len(queries) == 3
    assert len(told["unread"]) == 3
    assert all(UUID(one) for one in told["unread"])


async def test_no_reply_is_ready_in_what_was_deleted_meanwhile(
    alice: User, tab_of: OpenTab
) -> None:
    generation = await database(say, alice, "Hello")
    tab = await tab_of(alice)
    await greeted(tab)
    gone = Conversation.objects.filter(pk=generation.conversation_id)
    await database(gone.update, deleted_at=timezone.now())
    await database(reply_to, generation)
    assert await hears(tab, "stopped") == str(generation.conversation_id)
