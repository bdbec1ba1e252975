"""A long conversation over the socket: its end at once, what stands before it when asked."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from accounts.sessions import SignedIn
from chat import answers
from chat.models import Conversation
from chat.wire import inbound
from tests.chat.tab import OpenTab, Tab, database
from tests.support.cast import reply_to, talk
from tests.support.long_conversations import make_long


def texts(frame: dict[str, Any]) -> list[str]:
    return [message["text"] for message in frame["messages"]]


async def ask_older(tab: Tab, conversation: Conversation, before: str) -> dict[str, Any]:
    await tab.say(type="older", conversation=str(conversation.pk), before=before)
    return await tab.hear_when(lambda frame: frame["type"] in ("older", "error"))


async def test_a_snapshot_holds_the_end_and_older_the_rest(tab_of: OpenTab, alice: User) -> None:
    long = await database(make_long, alice, 150)
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(long.pk))
    snapshot = await tab.hear("snapshot")
    assert texts(snapshot) == [f"Message {number}" for number in range(90, 150)]
    assert snapshot["older"] == 90
    older = await ask_older(tab, long, snapshot["messages"][0]["id"])
    assert (texts(older)[0], texts(older)[-1], older["older"]) == ("Message 30", "Message 89", 30)
    first = await ask_older(tab, long, older["messages"][0]["id"])
    assert (texts(first)[0], len(texts(first)), first["older"]) == ("Message 0", 30, 0)
    assert first["messages"][3]["siblings"] == [first["messages"][3]["id"]]


async def test_bob_is_told_no_older_messages_of_alice(
    tab_of: OpenTab, alice: User, bob: User
) -> None:
    long = await database(make_long, alice, 80)
    own = await database(lambda: talk(bob, "One?", "One.").conversation)
    last = await database(lambda: str(long.messages.latest("created_at").pk))
    tab = await tab_of(bob)
    for conversation, before in ((long, last), (own, last), (own, str(uuid4()))):
        answer = await ask_older(tab, conversation, before)
        assert (answer["error"]["code"], answer["in_reply_to"]) == ("not_found", "older")


async def test_a_turn_of_this_tab_moves_its_window_on_without_a_snapshot(
    tab_of: OpenTab, alice: User
) -> None:
    long = await database(make_long, alice, 100)
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(long.pk))
    last = (await tab.hear("snapshot"))["messages"][-1]["id"]
    accepted = await tab.send("Go on", conversation=str(long.pk), parent=last)
    assert accepted["reply"]["siblings"] == [accepted["reply"]["id"]]
    generation = await database(lambda: long.generations.active().get())
    await database(reply_to, generation, "Gone on.")
    await tab.hear_ending(str(generation.pk))
    saved = await tab.hear_when(lambda one: one["type"] == "snapshot" and one["reply"] is None)
    fresh = await database(answers.snapshot, alice, long.pk)
    assert (saved["messages"], saved["older"]) == (fresh["messages"], fresh["older"])
    assert (texts(saved)[-1], saved["older"], len(saved["messages"])) == ("Gone on.", 42, 60)
    assert [frame["type"] for frame in tab.heard].count("snapshot") == 2


async def test_another_version_of_an_early_reply_brings_a_whole_window(
    tab_of: OpenTab, alice: User
) -> None:
    long = await database(make_long, alice, 100)
    tab = await tab_of(alice)
    await tab.say(type="watch", conversation=str(long.pk))
    early = (await tab.hear("snapshot"))["messages"][3]
    accepted = await tab.ask(type="retry", client_id=str(uuid4()), message=early["id"])
    assert accepted["reply"]["siblings"] == [early["id"], accepted["reply"]["id"]]
    snapshot = await tab.hear("snapshot")
    assert snapshot["messages"][-1]["id"] == accepted["reply"]["id"]
    assert (len(snapshot["messages"]), snapshot["older"]) == (44, 0)


@pytest.mark.django_db
def test_opening_two_thousand_messages_costs_few_queries(
    alice: User, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    long = make_long(alice, 2_000)
    client.force_login(alice)
    session_key = client.session.session_key
    assert session_key is not None
    with django_assert_max_num_queries(13):
        page = client.get(long.get_absolute_url())
    assert page.context["snapshot"]["older"] == 1_940
    with django_assert_max_num_queries(13):
        user = SignedIn(session_key).get_user()
        assert user is not None
        snapshot = answers.snapshot(user, long.pk)
    before = inbound.Older(conversation=long.pk, before=UUID(snapshot["messages"][0]["id"]))
    with django_assert_max_num_queries(3):
        answers.older(alice, before)
